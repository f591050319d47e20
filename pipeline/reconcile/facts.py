"""What a document says of a person, cut down to what tells namesakes apart: titles, bodies and countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.reconcile.homes import Homes
from pipeline.reconcile.names import fold
from pipeline.records import EntityLabel, Extraction, Polarity, RelationType

__all__ = ["Fact", "compare_facts", "facts_of", "merged"]

Fact = tuple[str, str]
"""A kind ("title", "body", "country") and a value: ("title", "judge"), ("body", "hague circle"), ("country", "LV")."""

_BODY = {RelationType.WORKS_FOR, RelationType.HEAD_OF, RelationType.MEMBER_OF, RelationType.FOUNDED}
_COUNTRY = {RelationType.NATIONALITY, RelationType.BIRTH_PLACE, RelationType.HOME_LOCATION}


@dataclass(frozen=True)
class Weight:
    """What facts of one kind tell, as a logarithm of odds: when two share one, and when each has others."""

    same: float
    different: float


WEIGHTS = {
    "title": Weight(1.2, -0.7),
    "body": Weight(2.5, -0.5),
    "country": Weight(0.7, -2.0),
}
"""People have several titles and offices in a life, and hardly two nationalities."""


def facts_of(extraction: Extraction, homes: Homes) -> dict[int, frozenset[Fact]]:
    """What is affirmed of each person of a document, by the position of the chain."""
    found: dict[int, set[Fact]] = defaultdict(set)
    for relation in extraction.relations:
        chain = extraction.chains[relation.subject]
        if chain.label is not EntityLabel.PERSON or relation.polarity is Polarity.DENIED:
            continue
        if isinstance(relation.object, str):
            title = fold(relation.object)
            if title:
                found[relation.subject].add(("title", title))
        elif relation.predicate in _BODY:
            name = fold(extraction.chains[relation.object].name)
            found[relation.subject].add(("body", name))
        elif relation.predicate in _COUNTRY and (code := homes.code(relation.object)):
            found[relation.subject].add(("country", code))
    return {index: frozenset(facts) for index, facts in found.items()}


def merged(facts: Mapping[int, frozenset[Fact]], documents: Iterable[int]) -> frozenset[Fact]:
    """All that some documents say."""
    return frozenset().union(*(facts.get(d, frozenset()) for d in documents))


def compare_facts(left: frozenset[Fact], right: frozenset[Fact]) -> tuple[float, str]:
    """What the facts about two tell for their being one (above 0) or two (below), and the reasons for a reader.

    >>> compare_facts(frozenset({("title", "judge")}), frozenset({("title", "judge")}))
    (1.2, 'both judge')
    >>> compare_facts(frozenset({("country", "LV")}), frozenset({("country", "PE"), ("title", "judge")}))
    (-2.0, 'LV and PE')
    """
    told, reasons = 0.0, []
    for kind, weight in WEIGHTS.items():
        a, b = ({value for k, value in facts if k == kind} for facts in (left, right))
        if a & b:
            told += weight.same
            reasons.append(f"both {min(a & b)}")
        elif a and b:
            told += weight.different
            reasons.append(f"{min(a)} and {min(b)}")
    return told, ", ".join(reasons)
