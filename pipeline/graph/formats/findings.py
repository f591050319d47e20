"""What a graph has found, node by node in the order of their IRIs: what formats of rows and records are made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from pipeline.graph.namespaces import CLASS_OF, PREFIXES, term
from pipeline.graph.sorting import Sorter
from pipeline.graph.store import Store
from pipeline.graph.ties import local

__all__ = ["ENTITIES", "Finding", "Findings"]

ENTITIES: Final[tuple[str, ...]] = tuple(node.value for node in CLASS_OF.values())
"""The classes of entities."""
_A = term("rdf:type")
_REMEMBERED = 4096


def _whole(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return PREFIXES[prefix] + rest


@dataclass(frozen=True, slots=True)
class Finding:
    """A node with what the graph says of it: of each property the values as text, sorted."""

    iri: str
    about: dict[str, tuple[str, ...]]

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a property, by its prefixed name."""
        return self.about.get(_whole(name), ())

    def one(self, name: str) -> str:
        """The first value of a property; empty if there is none."""
        return next(iter(self.all(name)), "")

    def kind(self, *classes: str) -> str:
        """The last part of the first of its classes; of those named alone, if any are."""
        return next((local(c) for c in self.all("rdf:type") if not classes or c in classes), "")

    @property
    def stance(self) -> str:
        """Of a statement or event: asserted by an author, claimed (attributed, hedged) or denied."""
        if self.one("cg:polarity").endswith("#Denied"):
            return "denied"
        voice = self.one("cg:voice").endswith("#Narrator")
        certain = self.one("cg:certainty") == "" or self.one("cg:certainty").endswith("#Certain")
        return "asserted" if voice and certain else "claimed"

    @property
    def certainty(self) -> str:
        """Certain, probable or possible."""
        return local(self.one("cg:certainty")).lower()


class Findings:
    """Reads a store node by node. Memory stays bounded, whatever the size of the graph."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.of = lru_cache(maxsize=_REMEMBERED)(self._of)

    def all(self, *classes: str) -> Iterator[Finding]:
        """All nodes of some classes, given by IRI or prefixed name, sorted by IRI."""
        with closing(Sorter()) as sorter:
            for name in classes:
                class_ = NamedNode(name) if "://" in name else term(name)
                for node in self._store.subjects(_A, class_):
                    sorter.add(node.value)
            for iri in sorter:
                yield self._of(iri)

    def sentences(self) -> Iterator[Finding]:
        """All sentences of articles, sorted by IRI; those of earlier editions, which do not count, are passed over."""
        for sentence in self.all("nif:Sentence"):
            if term("cg:EarlierEdition").value not in self.document(sentence).all("rdf:type"):
                yield sentence

    def citing(self, finding: Finding) -> list[Finding]:
        """The sentences that a finding is derived from, by document and place."""
        found = [self.of(iri) for iri in finding.all("prov:wasDerivedFrom")]
        return sorted(
            (s for s in found if s.one("nif:anchorOf")),
            key=lambda s: (s.one("nif:referenceContext"), int(s.one("nif:beginIndex"))),
        )

    def document(self, sentence: Finding) -> Finding:
        """The document of a sentence or mention."""
        return self.of(sentence.one("nif:referenceContext"))

    def name(self, iri: str) -> str:
        """What an entity is called."""
        found = self.of(iri)
        return found.one("schema:name") or found.one("rdfs:label")

    def claimants(self, iri: str) -> list[str]:
        """The names of those who state a statement, or tell of an event, in what articles quote of them; sorted.

        Of an event that is only claimed, who denies it is left out; of one that is denied, they alone are named.
        """
        node = NamedNode(iri)
        finding = self.of(iri)
        event = term("sem:Event").value in finding.all("rdf:type")
        claims = {c.value for p in ("cg:states", "schema:about") for c in self._store.subjects(term(p), node)}
        found = set()
        for iri in claims:
            claim = self.of(iri)
            same = not event or claim.one("cg:polarity") == finding.one("cg:polarity")
            if same and claim.one("cg:voice").endswith("#Attributed"):
                who = claim.one("cg:claimant")
                found.add(self.name(who) if who else claim.one("cg:claimantText") or "unnamed")
        return sorted(found)

    def with_value(self, iri: str, *properties: str) -> list[Finding]:
        """What has this value in one of some properties, by its label."""
        node = NamedNode(iri)
        found = {s.value for name in properties for s in self._store.subjects(term(name), node)}
        return sorted(map(self.of, found), key=lambda f: (f.one("rdfs:label"), f.iri))

    def mentions(self, entity: str) -> int:
        """How often the documents mention an entity."""
        return sum(1 for _ in self._store.subjects(term("gaf:denotes"), NamedNode(entity)))

    def _of(self, iri: str) -> Finding:
        try:
            node = NamedNode(iri)
        except ValueError:  # words, where a property has a literal
            return Finding(iri, {})
        about: dict[str, set[str]] = {}
        for triple in self._store.triples(node):
            other = triple.object
            value = other.value if isinstance(other, (NamedNode, Literal)) else str(other)
            about.setdefault(triple.predicate.value, set()).add(value)
        return Finding(iri, {name: tuple(sorted(values)) for name, values in about.items()})
