"""Checks annotated documents for slips against the annotation guidelines that need no understanding of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluate.gold import CERTAINTIES, MODALITIES, POLARITIES, ROLES, gold_paths, rows_of, text_of
from pipeline.evaluate.relations import GOLD_NAME
from pipeline.records import EntityLabel, EventType

__all__ = ["Slip", "check"]

LABELS = frozenset((*EntityLabel, "DATE"))
TYPES = frozenset(EventType)
PLACES = frozenset({"CITY", "COUNTRY", "REGION", "PLACE"})
ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(left.split()), frozenset(right.split()) | (PLACES if "place" in right.split() else frozenset()))
    for name, left, right in (
        ("leads", "PERSON", "ORG NORP place"),
        ("memberOf", "PERSON", "ORG NORP"),
        ("worksFor", "PERSON", "ORG PERSON place"),
        ("founded", "PERSON ORG COUNTRY", "ORG"),
        ("bornIn", "PERSON", "place"),
        ("diedIn", "PERSON", "place"),
        ("livesIn", "PERSON", "place"),
        ("citizenOf", "PERSON", "COUNTRY"),
        ("basedIn", "ORG", "place"),
        ("partOf", "ORG NORP", "ORG NORP COUNTRY"),
        ("familyOf", "PERSON", "PERSON"),
    )
}
"""Which labels the two ends of a relation may have; relations that are not here take any."""
FROM_ADJECTIVE = frozenset({"leads", "citizenOf"})
"""Relations whose country the document may name by an adjective alone ("the Sri Lankan president")."""
_ROW = frozenset({"begin", "end", "ents", "rels", "events", "claims", "doc", "i"})
_EVENT = frozenset({"t", "type", "count", "mod", *ROLES})
_CLAIM = frozenset({"source", "who", "cue", "content", "polarity", "certainty"})
_TITLES = re.compile(r"(Mr|Mrs|Ms|Dr|Mullah|Sheikh)\.? ")
_PRONOUNS = frozenset({"he", "him", "she", "her", "it", "they", "them"})
_COMPLEMENT = re.compile("that (the|he|she|it|they|we|there|his|her|its|their) ")
_QUOTES = {"“": "”", '"': '"', "„": "“", "«": "»"}


@dataclass(frozen=True)
class Slip:
    """Something in an annotation that the guidelines do not allow, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(folder: Path) -> list[Slip]:
    """Every slip in the documents of a folder, in the order of files and lines.

    Raises:
        DocumentError: the folder has no annotation, a text is missing, or a line is no JSON object with begin and end.
    """
    return [slip for path in gold_paths(folder) for slip in _Sheet(path).slips()]


class _Sheet:
    """One annotated document."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.text = text_of(path)
        self.rows = list(rows_of(path))
        self.labels: dict[str, Counter[str]] = defaultdict(Counter)
        for _, row in self.rows:
            for name in row.get("ents", ()):
                if len(name) == 3:
                    self.labels[name[2]][name[1]] += 1

    def slips(self) -> Iterator[Slip]:
        end = 0
        for number, row in self.rows:
            for what in self._sentence(row, end):
                yield Slip(f"{self.name}:{number}", what)
            end = row["end"]
        for canonical, labels in self.labels.items():
            several = sorted(set(labels) - {"DATE", "NORP"})
            if len(several) > 1:
                yield Slip(self.name, f"the canonical name {canonical!r} has the labels {', '.join(several)}")

    def _sentence(self, row: dict[str, Any], end: int) -> Iterator[str]:
        begin, stop = row["begin"], row["end"]
        words = self.text[begin:stop]
        if not end <= begin < stop <= len(self.text) or words != words.strip():
            yield f"[{begin}, {stop}) is no sentence, or comes before the end of the one above"
            return
        yield from _unknown("key", row, _ROW)
        if not any(row.get(layer) for layer in ("ents", "rels", "events", "claims")):
            yield "annotates nothing; leave the line out"
        yield from self._names(words, row.get("ents", ()))
        for relation in row.get("rels", ()):
            yield from self._relation(words, relation)
        yield from _twice("relation", map(tuple, row.get("rels", ())))
        yield from self._events(words, row.get("events", ()))
        for claim in row.get("claims", ()):
            yield from _claim(words, claim)

    def _names(self, words: str, names: list[list[str]]) -> Iterator[str]:
        at = 0
        for name in names:
            if len(name) != 3 or name[1] not in LABELS:
                yield f"{name} is no [surface, label, canonical name]"
                continue
            surface, label, canonical = name
            found = _find(words, surface, at)
            if found < 0:
                yield f"the name {surface!r} does not stand in the sentence, after the name before it"
                continue
            at = found + len(surface)
            if surface.endswith(("'s", "’s")) and label not in ("WORK", "ORG", "EVENT", "DATE"):
                yield f"the possessive of {surface!r} belongs outside the name"
            if re.match("the " if label in ("ORG", "PLACE", "REGION", "CITY") else "[Tt]he ", surface) and (
                label not in ("DATE", "WORK", "EVENT")
            ):
                yield f"the article of {surface!r} belongs outside the name"
            if label == "PERSON" and _TITLES.match(surface):
                yield f"the title of {surface!r} belongs outside the name"
            if label in ("NORP", "DATE") and canonical != surface:
                yield f"the canonical name of a {label} is the surface itself, not {canonical!r} for {surface!r}"

    def _relation(self, words: str, relation: list[str]) -> Iterator[str]:
        if len(relation) != 3 or relation[1] not in GOLD_NAME.values():
            yield f"{relation} is no [canonical name, relation, canonical name]"
            return
        subject, name, other = relation
        if subject not in self.labels:
            yield f"{subject!r}, which {name} {other!r}, is no canonical name of the document"
        if name == "position":
            if other not in words:
                yield f"the title {other!r} of {subject!r} does not stand in the sentence"
            return
        if other not in self.labels and name not in FROM_ADJECTIVE:
            yield f"{other!r}, of which {subject!r} {name}, is no canonical name of the document"
        for end, allowed in zip((subject, other), ENDS.get(name, ()), strict=False):
            labels = self.labels.get(end)
            if labels and not allowed & set(labels):
                yield f"{subject!r} {name} {other!r}: {end!r} is a {'/'.join(sorted(labels))}"

    def _events(self, words: str, events: list[dict[str, Any]]) -> Iterator[str]:
        after: Counter[str] = Counter()
        places: list[tuple[int, int, str]] = []
        for event in events:
            trigger = event.get("t", "")
            yield from _unknown(f"key of the event {trigger!r}:", event, _EVENT)
            if event.get("type") not in TYPES:
                yield f"the event {trigger!r} has no type of the guidelines: {event.get('type')!r}"
            if event.get("mod", "actual") not in MODALITIES:
                yield f"the event {trigger!r} has no modality of the guidelines: {event['mod']!r}"
            count = event.get("count")
            if count is not None and (isinstance(count, bool) or not isinstance(count, int | float)):
                yield f"the count of the event {trigger!r} is no number: {count!r}"
            at = _find(words, trigger, after[trigger])
            if at < 0:
                yield f"the trigger {trigger!r} does not stand in the sentence (as often as it is annotated)"
            else:
                after[trigger] = at + 1
                places.append((at, at + len(trigger), trigger))
            for role in ROLES:
                yield from self._participants(words, trigger, role, event.get(role, ()))
        for (_, stop, left), (begin, _, right) in zip(sorted(places), sorted(places)[1:], strict=False):
            if begin < stop:
                yield f"the triggers {left!r} and {right!r} share a word"

    def _participants(self, words: str, trigger: str, role: str, participants: object) -> Iterator[str]:
        if not isinstance(participants, list | tuple):
            yield f"the {role} of the event {trigger!r} is no list"
            return
        for who in participants:
            if who in _PRONOUNS:
                yield f"the {role} {who!r} of the event {trigger!r} is a pronoun; name whom it means"
            elif who not in self.labels and who not in words and _find(self.text, who, 0) < 0:
                yield f"the {role} {who!r} of the event {trigger!r} is neither a canonical name nor in the text"
        yield from _twice(f"{role} of the event {trigger!r}", participants)


def _claim(words: str, claim: dict[str, Any]) -> Iterator[str]:
    content, cue, source, who = (str(claim.get(key, "")) for key in ("content", "cue", "source", "who"))
    yield from _unknown("key of the claim", claim, _CLAIM)
    lacking = sorted(_CLAIM - claim.keys())
    if lacking:
        yield f"the claim {content!r} lacks {', '.join(lacking)}"
    if not content:
        yield "a claim has no content"
    for key, given in (("content", content), ("cue", cue), ("source", source)):
        if given and given not in words:
            yield f"the {key} {given!r} of a claim does not stand in the sentence"
    if claim.get("polarity") not in POLARITIES or claim.get("certainty") not in CERTAINTIES:
        yield f"the claim {content!r} has no polarity or certainty of the guidelines"
    if _COMPLEMENT.match(content):
        yield f"the content {content!r} begins with its complementiser"
    if re.search(r"[^.]\.$|[!?,;:]$", content) and not re.search(r"\b(\w|Inc|Co|Ltd|Jr|St|Dr|etc)\.$|[!?]$", content):
        yield f"the content {content!r} ends in punctuation"
    if content[:1] in _QUOTES and content[-1:] == _QUOTES[content[0]] and content[1:-1].find(content[-1]) < 0:
        yield f"the content {content!r} stands between its quotation marks"
    if who in _PRONOUNS:
        yield f"the claimant of {content!r} is the pronoun {who!r}; name whom it means"
    if source and not who:
        yield f"the claim {content!r} has the source {source!r} but nobody who makes it"


def _find(words: str, part: str, at: int) -> int:
    """Where some words stand as whole words, from a place on; below 0 if nowhere."""
    found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)" if part else r"(?!)").search(words, at)
    return found.start() if found else -1


def _unknown(what: str, given: dict[str, Any], known: frozenset[str]) -> Iterator[str]:
    for key in sorted(given.keys() - known):
        yield f"unknown {what} {key!r}"


def _twice(what: str, things: Any) -> Iterator[str]:
    for thing, often in Counter(things).items():
        if often > 1:
            yield f"{thing!r} is a {what} twice"
