"""What the SPARQL editor knows: prefixes, the terms of the vocabulary with what they mean, and the shipped queries."""

from __future__ import annotations

from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline import resources
from pipeline.errors import StoreError
from pipeline.graph import queries
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.result import Value
from pipeline.graph.store import Queryable, Store
from pipeline.web.api.kept import Kept

__all__ = ["kept", "routes", "terms"]

_CLASSES = "SELECT DISTINCT ?term { ?x a ?term }"
_PROPERTIES = "SELECT DISTINCT ?term { ?x ?term ?y }"
_DEFINED = """
SELECT ?term ?kind ?comment WHERE {
    ?term a ?type ; rdfs:comment ?comment .
    VALUES (?type ?kind) {
        (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
        (owl:NamedIndividual "value")
    }
    FILTER(isIRI(?term))
}
ORDER BY ?term
"""


@cache
def _defined() -> dict[str, tuple[str, str]]:
    """The kind and the meaning of each term that the shipped vocabulary defines."""
    store = Store.from_file(resources.ontology() / "citegraph.ttl")
    return {str(term): (str(kind), str(comment)) for term, kind, comment in store.query(_DEFINED)}


def terms(store: Queryable | None) -> list[dict[str, str]]:
    """The terms of the vocabulary and all others that a graph uses: name (such as cg:actor), kind, meaning."""
    found = dict(_defined())
    if store is not None:
        for kind, query in (("class", _CLASSES), ("property", _PROPERTIES)):
            for (term,) in store.query(query):
                found.setdefault(str(term), (kind, ""))
    listed = [
        {"name": name, "iri": iri, "kind": kind, "meaning": meaning}
        for iri, (kind, meaning) in found.items()
        if (name := _prefixed(iri))
    ]
    return sorted(listed, key=lambda entry: entry["name"])


def _prefixed(iri: Value) -> str:
    """The prefixed name of an IRI, or nothing if it has none."""
    for prefix, start in PREFIXES.items():
        local = str(iri).removeprefix(start)
        if local != str(iri) and local.replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{local}"
    return ""


kept = Kept(terms)


def vocabulary(request: Request) -> JSONResponse:
    """The prefixes and the terms; those of the vocabulary alone, if queries go elsewhere and there is no build."""
    try:
        found = kept.of(request)
    except StoreError:
        if request.app.state.store is None:
            raise
        found = terms(None)
    return JSONResponse({"prefixes": PREFIXES, "terms": found})


def library(_: Request) -> JSONResponse:
    """The shipped queries, each with its text, which runs as it stands."""
    rows = [
        {
            "name": query.name,
            "summary": query.summary,
            "parameters": [
                {"name": p.name, "type": p.type, "summary": p.summary, "optional": p.optional, "example": p.example}
                for p in query.parameters
            ],
            "columns": query.columns,
            "text": query.text,
        }
        for query in queries.library().values()
    ]
    return JSONResponse({"rows": rows})


routes = [Route("/api/vocabulary", vocabulary), Route("/api/queries", library)]
