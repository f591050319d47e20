"""A small graph for tests of the page: the newsroom's articles, and names that mean harm."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "graph"))

from newsroom import corpus, judged, mapper, repeats

from pipeline.graph.namespaces import PREFIXES

__all__ = ["BASE", "SCRIPT", "graph_turtle"]

BASE = "https://example.org/kg/"
SCRIPT = "<script>document.title='stolen'</script><img src=x onerror=alert(1)>"

_EXTRA = """
<{base}city/lodz> a schema:City ; schema:name "Łódź" ; schema:alternateName "Lodsch" .
<{base}city/malmoe> a schema:City ; schema:name "Malmö" .
<{base}person/oneill> a schema:Person ; schema:name "Séamus O'Neill" .
<{base}person/evil> a schema:Person ; schema:name "{script}" ; schema:alternateName "\\u202Egnp.tiv\\u202C" ;
    schema:sameAs <javascript:alert(1)> , <https://other.example/evil> .
<{base}person/long> a schema:Person ; schema:name "{long}" .
"""
"""Names that are hard to type, and hard to show."""


def graph_turtle() -> str:
    """The graph as Turtle."""
    articles, comparisons = corpus()
    made = mapper(articles, comparisons, origins=repeats(articles))
    judged(made.resolution)
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    triples = "".join(f"{triple} .\n" for triple in made.triples(articles))
    return prefixes + triples + _EXTRA.format(base=BASE, script=SCRIPT.replace('"', '\\"'), long="Longname " * 120_000)
