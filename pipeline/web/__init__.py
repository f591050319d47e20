"""The server that `citegraph serve` runs: a SPARQL endpoint, the JSON that the page asks for, and the page itself.

`app.create_app` puts it together, `security` says whom it answers, `current` finds the graph, and each file in `api/`
holds what the page may ask about one noun.
"""
