"""A small graph for tests of the page: the newsroom's articles, and names that mean harm."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "graph"))

from denials import herald
from newsroom import Article, corpus, judged, mapper, repeats
from standpoints import standpoints

from pipeline.graph.mapping import Mapper
from pipeline.graph.namespaces import PREFIXES
from pipeline.records import Extraction

__all__ = ["BASE", "HARM", "SCRIPT", "denials_turtle", "graph_turtle", "hostile", "standpoints_turtle"]

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


HARM = "\u202eevil\u202c <img src=x onerror=alert(2)>"
"""What a hostile article is called, and what its names say."""


def hostile() -> Article:
    """An article that tries everything: markup in its text, names and title, and an address that is a script."""
    article = Article(
        "../<b>evil</b>.txt",
        f"{SCRIPT} said that {HARM} arrested 12 people in Tromsvik.",
        "a" * 20_000,
        title=f"Hostile {HARM}",
        publisher='"><script>alert(3)</script>',
        url="javascript:alert(4)",
    )
    who = article.name(0, SCRIPT, "PERSON")
    other = article.name(0, HARM, "ORG")
    arrest = article.event("Arrest", 0, "arrested", actors=[(HARM, other)], targets=[("12 people", None)])
    article.claim(
        0, f"{HARM} arrested 12 people in Tromsvik", who, SCRIPT, "said", about=(other,), about_events=(arrest,)
    )
    return article


def graph_turtle(*more: Article) -> str:
    """The graph of the newsroom, and of further articles, as Turtle."""
    articles, comparisons = corpus()
    every = [*articles, *(article.extraction() for article in more)]
    made = mapper(every, comparisons, origins=repeats(articles))
    judged(made.resolution)
    return _turtle(made, every) + _EXTRA.format(
        base=BASE, script=SCRIPT.replace('"', '\\"'), long="Longname " * 120_000
    )


def standpoints_turtle() -> str:
    """The graph of two articles with positions, acts and an occasion, as Turtle."""
    extractions, comparisons, occasions = standpoints()
    return _turtle(mapper(extractions, comparisons, occasions=occasions), extractions)


def denials_turtle() -> str:
    """The graph of an article with events that are only claimed, or only denied, as Turtle."""
    extraction = herald()
    return _turtle(mapper([extraction]), [extraction])


def _turtle(made: Mapper, extractions: Sequence[Extraction]) -> str:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return prefixes + "".join(f"{triple} .\n" for triple in made.triples(extractions))
