"""How much is quoted or reported of each claimant: claims, and the articles and origins in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.claims import key
from pipeline.graph.iris import Iris, digest
from pipeline.graph.namespaces import term
from pipeline.graph.terms import Terms
from pipeline.records import Extraction, Voice

__all__ = ["Quoted", "Said", "Sayings", "said_in", "triples"]

Said = tuple[int, int, int]
"""The chain of the claimant, and the digests of the claim and of its words, as whole numbers."""


def said_in(extraction: Extraction) -> tuple[Said, ...]:
    """Who says what in a document, as far as it is known who."""
    document = extraction.document.id
    return tuple(
        dict.fromkeys(
            (claim.claimant, int(digest(*key(document, extraction, claim)), 16), int(digest(claim.text), 16))
            for claim in extraction.claims
            if claim.voice is Voice.ATTRIBUTED and claim.claimant is not None
        )
    )


class Quoted(NamedTuple):
    """What there is of one claimant."""

    claims: int
    """Reprints and editions of one text repeat a claim, and count once."""
    articles: int
    origins: int
    example: str
    """The end of the IRI of one claim, which depends on the claims alone."""


@dataclass
class Sayings:
    """What is gathered of the claimants while documents are mapped."""

    alone: dict[str, tuple[int, int]] = field(default_factory=dict)
    """How many claims, in how many articles that repeat no other, by the id of the claimant."""
    repeated: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """The words of the claims in an article that is repeated, by the ids of claimant and document."""
    first: dict[str, int] = field(default_factory=dict)
    """The least of the digests of each claimant's claims."""

    def take(self, document: str, said: Iterable[Said], claimants: Mapping[int, str], repeated: bool) -> None:
        """Take what is said in one document.

        Args:
            document: The id of the document.
            said: As `said_in` gives it.
            claimants: The id of the entity that each chain stands for.
            repeated: Whether the document repeats another one, or is repeated.
        """
        found: dict[str, dict[int, int]] = {}
        for chain, claim, words in said:
            found.setdefault(claimants[chain], {})[claim] = words
        for who, claims in found.items():
            self._least(who, min(claims))
            if repeated:
                self.repeated[who, document] = set(claims.values())
            else:
                self._count(who, len(claims), 1)

    def add(self, other: Sayings) -> None:
        """Take what was gathered of other documents."""
        for who, (claims, articles) in other.alone.items():
            self._count(who, claims, articles)
        self.repeated |= other.repeated
        for who, claim in other.first.items():
            self._least(who, claim)

    def _count(self, who: str, claims: int, articles: int) -> None:
        before = self.alone.get(who, (0, 0))
        self.alone[who] = before[0] + claims, before[1] + articles

    def _least(self, who: str, claim: int) -> None:
        self.first[who] = min(claim, self.first.get(who, claim))

    def counted(self, origin: Mapping[str, str]) -> dict[str, Quoted]:
        """What there is of each claimant, by id.

        Args:
            origin: Which text each document that repeats another one, or is repeated, goes back to; by any name.
        """
        words: dict[str, dict[str, set[int]]] = {}
        articles = {who: number for who, (_, number) in self.alone.items()}
        for (who, document), told in self.repeated.items():
            articles[who] = articles.get(who, 0) + 1
            words.setdefault(who, {}).setdefault(origin[document], set()).update(told)
        found = {}
        for who, first in self.first.items():
            claims, alone = self.alone.get(who, (0, 0))
            texts = words.get(who, {})
            claims += sum(map(len, texts.values()))
            found[who] = Quoted(claims, articles[who], alone + len(texts), f"claim/{first:016x}")
        return found


def triples(iris: Iris, who: str, quoted: Quoted, leads: bool) -> Iterator[Terms]:
    """The counts of a claimant; of one who leads by them also a claim as an example."""
    node = iris.named(who)
    yield node, term("cg:claims"), literals.integer(quoted.claims)
    yield node, term("cg:quotedIn"), literals.integer(quoted.articles)
    yield node, term("cg:origins"), literals.integer(quoted.origins)
    if leads:
        yield node, term("cg:example"), NamedNode(iris.base + quoted.example)
