"""How fast a graph is exported to Turtle, against pyoxigraph's own serialiser on the same store, in one run.

usage: python bench/export.py STORE      the folder of a store, such as data/graph/store
       python bench/export.py --triples 1000000      a graph of so many triples, made for the purpose
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple

from pipeline.graph.export import export
from pipeline.graph.namespaces import PREFIXES, term
from pipeline.graph.store import Store

BASE = "https://example.org/kg/"
_LABEL, _ANCHOR, _CONTEXT = term("rdfs:label"), term("nif:anchorOf"), term("nif:referenceContext")
_DENOTES, _CONFIDENCE, _BEGIN = term("gaf:denotes"), term("cg:confidence"), term("nif:beginIndex")
_DECIMAL, _OFFSET = term("xsd:decimal"), term("xsd:nonNegativeInteger")


def made(number: int) -> Iterator[Triple]:
    """So many triples, or a few more: mentions in documents, as most of a real graph is."""
    for at in range(number // 8 + 1):
        document = NamedNode(f"{BASE}document/d{at // 200}")
        begin = at % 200 * 40
        node = NamedNode(f"{document.value}#mention={begin},{begin + 12}")
        yield Triple(node, term("rdf:type"), term("gaf:Mention"))
        yield Triple(node, _LABEL, Literal(f"Name {at % 5000}"))
        yield Triple(node, _ANCHOR, Literal(f"Name {at % 5000}"))
        yield Triple(node, _CONTEXT, document)
        yield Triple(node, _DENOTES, NamedNode(f"{BASE}person/name-{at % 5000}"))
        yield Triple(node, _CONFIDENCE, Literal(f"0.{at % 90 + 10}", datatype=_DECIMAL))
        yield Triple(node, _BEGIN, Literal(str(begin), datatype=_OFFSET))
        yield Triple(node, term("cg:mentionForm"), term("cg:Name"))


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", nargs="?", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citegraph-bench-") as folder:
        path = arguments.store
        if path is None:
            path = Path(folder) / "store"
            Store.create(path, made(arguments.triples))
        raw = pyoxigraph.Store.read_only(str(path))
        store = Store.open_read_only(path)
        number = len(store)
        target = Path(folder) / "graph.ttl"
        dumped = timed(
            lambda: raw.dump(str(target), RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=PREFIXES, base_iri=BASE)
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        exported = timed(lambda: export(store, target, "turtle", BASE))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{number:,} triples")
    print(f"pyoxigraph's serialiser   {dumped:7.2f} s  {number / dumped:10,.0f} triples/s")
    print(f"citegraph export turtle   {exported:7.2f} s  {number / exported:10,.0f} triples/s, sorted and grouped")
    print(f"ratio                     {dumped / exported:7.2f}    (a third is the least)")
    print(f"memory above that         {grown / 1024:7.0f} MiB")


if __name__ == "__main__":
    main()
