"""The graph: records to RDF, the store, queries, exports and validation. The only room that names an IRI.

A build does:

    mapper = Mapper(settings.base, resolution, run)
    store = Store.create(folder / "store", mapper.triples(extractions))
    export(store, folder / "citegraph.ttl", base=settings.base)

and a reader:

    Graph.open(folder).query("claims-by", name="Mira Solberg").rows
"""

from pipeline.graph.endpoint import Endpoint
from pipeline.graph.export import EXPORTERS, export
from pipeline.graph.mapping import Mapper, Run
from pipeline.graph.result import Result
from pipeline.graph.store import Store
from pipeline.graph.view import Graph, ask

__all__ = ["EXPORTERS", "Endpoint", "Graph", "Mapper", "Result", "Run", "Store", "ask", "export"]
