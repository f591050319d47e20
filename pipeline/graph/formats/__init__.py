"""Formats of the graph for other tools, one file each; `pipeline.graph.export` lists them."""
