"""Evidence packs: an answer of the graph with all it rests on, in one file that others can check without the graph.

`make` writes a pack, from a graph. `verify` checks one, and with it `archive`, `texts`, `locate` and `page` import the
standard library alone, so that ``python -m pipeline.pack pack.zip --docs DIR`` runs where nothing else is installed.
Therefore nothing is imported here.
"""
