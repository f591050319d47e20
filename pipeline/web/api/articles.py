"""The articles as the other views need them: what each is called, who published it when, and what repeats what."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.graph.literals import shortened
from pipeline.graph.namespaces import CLASS_OF
from pipeline.graph.store import Queryable
from pipeline.graph.ties import local

__all__ = ["NO_OUTLET", "Article", "Articles", "speakers"]

_ARTICLES = """
SELECT ?article ?label ?published ?publisher WHERE {
    ?article a schema:NewsArticle ; rdfs:label ?label .
    OPTIONAL { ?article schema:datePublished ?published }
    OPTIONAL { ?article schema:publisher/schema:name ?publisher }
}
"""
_ORIGINS = """
SELECT ?cluster ?article WHERE {
    ?cluster a ?whole ; cg:gathers ?article .
    FILTER(?whole IN (cg:OneOrigin, cg:Editions))
}
"""
_SPEAKERS = """
SELECT DISTINCT ?who ?class { { ?claim cg:claimant ?who } UNION { ?side cg:speaker ?who } ?who a ?class }
"""
NO_OUTLET = "(no outlet named)"


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `published` is a day such as 2022-03-06 or empty, `origin` what it shares with its reprints."""

    iri: str
    label: str
    published: str
    outlet: str
    origin: str


@dataclass(frozen=True)
class Articles:
    """All articles by IRI."""

    by_iri: dict[str, Article] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Queryable) -> Articles:
        """The articles of a graph."""
        origin = {str(article): str(cluster) for cluster, article in sorted(store.query(_ORIGINS).rows, key=str)}
        found = {}
        for article, label, published, publisher in store.query(_ARTICLES):
            iri = str(article)
            found[iri] = Article(
                iri,
                shortened(str(label), 120),
                str(published or "")[:10],
                shortened(str(publisher or NO_OUTLET)),
                origin.get(iri, iri),
            )
        return cls(found)

    def at(self, sentence: str) -> Article:
        """The article in which a sentence stands; one that nobody described is called by its IRI."""
        iri = sentence.partition("#")[0]
        return self.by_iri.get(iri) or Article(iri, iri, "", NO_OUTLET, iri)


def speakers(store: Queryable) -> dict[str, str]:
    """The class, such as Organization, of each entity that says something."""
    known = {node.value for node in CLASS_OF.values()}
    return {str(who): local(class_) for who, class_ in store.query(_SPEAKERS) if str(class_) in known}
