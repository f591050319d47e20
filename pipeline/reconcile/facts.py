"""What a document says of a person, cut down to what tells namesakes apart: titles, bodies, countries and ages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.reconcile.homes import Homes
from pipeline.reconcile.names import fold
from pipeline.records import EntityLabel, Extraction, MentionForm, Polarity, RelationType

__all__ = ["Fact", "compare_facts", "facts_of", "merged"]

Fact = tuple[str, str]
"""A kind ("title", "body", "country", "born") and a value: ("title", "judge"), ("country", "LV"), ("born", "1984")."""

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
    "born": Weight(2.0, -6.0),
}
"""People have several titles and offices in a life, hardly two nationalities, and one year of birth."""

_AGE_AFTER = re.compile(r",\s+(?:aged\s+)?(\d\d)(?=\s*[,.;)]|\s+(?:and|who)\b)")
_AGE_BEFORE = re.compile(r"\b(\d\d)[-‐‑]years?[-‐‑]old\s+(?:[\w’'-]+\s+){0,3}$")
_BEFORE = 60
"""The characters before a name in which an age is looked for."""


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
    for index, year in _births(extraction):
        # the birthday may be to come, and papers err by one
        found[index] |= {("born", str(year + n)) for n in (-1, 0, 1)}
    return {index: frozenset(facts) for index, facts in found.items()}


def _births(extraction: Extraction) -> Iterator[tuple[int, int]]:
    """The year in which somebody was born about whom a dated document says how old he or she is: "Ann Lee, 41,"."""
    document = extraction.document
    if document.published is None:
        return
    for index, chain in enumerate(extraction.chains):
        if chain.label is not EntityLabel.PERSON:
            continue
        for mention in (extraction.mentions[m] for m in chain.mentions):
            span = mention.span
            if mention.form is not MentionForm.NAME:
                continue
            age = _AGE_AFTER.match(document.text, span.end) or _AGE_BEFORE.search(
                document.text[max(0, span.begin - _BEFORE) : span.begin]
            )
            if age is not None:
                yield index, document.published.year - int(age[1])


def merged(facts: Mapping[int, frozenset[Fact]], documents: Iterable[int]) -> frozenset[Fact]:
    """All that some documents say."""
    return frozenset().union(*(facts.get(d, frozenset()) for d in documents))


def compare_facts(left: frozenset[Fact], right: frozenset[Fact]) -> tuple[float, str]:
    """What the facts about two tell for their being one (above 0) or two (below), and the reasons for a reader.

    >>> compare_facts(frozenset({("title", "judge")}), frozenset({("title", "judge")}))
    (1.2, 'both judge')
    >>> compare_facts(frozenset({("country", "LV")}), frozenset({("country", "PE"), ("title", "judge")}))
    (-2.0, 'LV and PE')
    >>> compare_facts(frozenset({("born", "1943")}), frozenset({("born", "1984")}))
    (-6.0, 'born about 1943 and 1984')
    """
    told, reasons = 0.0, []
    for kind, weight in WEIGHTS.items():
        a, b = ({value for k, value in facts if k == kind} for facts in (left, right))
        if a & b:
            told += weight.same
            reasons.append(f"both {'born about ' * (kind == 'born')}{_one(a & b, kind)}")
        elif a and b:
            told += weight.different
            first, second = _one(a, kind), _one(b, kind)
            reasons.append(
                f"born about {min(first, second)} and {max(first, second)}"
                if kind == "born"
                else f"{first} and {second}"
            )
    return told, ", ".join(reasons)


def _one(values: set[str], kind: str) -> str:
    """The one that a reader is told: of the years in which somebody may have been born the likeliest."""
    return sorted(values)[(len(values) - 1) // 2 if kind == "born" else 0]
