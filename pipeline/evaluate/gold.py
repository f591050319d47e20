"""Reads annotated documents: NAME.txt with the text, NAME.jsonl with one line for each annotated sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DocumentError
from pipeline.records import EntityLabel, Span

__all__ = [
    "CERTAINTIES",
    "MODALITIES",
    "POLARITIES",
    "ROLES",
    "GoldClaim",
    "GoldDocument",
    "GoldEvent",
    "GoldMention",
    "GoldName",
    "GoldRelation",
    "gold_paths",
    "read_gold",
    "rows_of",
    "text_of",
]

NAMED = tuple(label for label in EntityLabel if label not in (EntityLabel.EVENT, EntityLabel.WORK))
"""The labels that are counted: those of persons, organisations, places and groups."""


@dataclass(frozen=True)
class GoldName:
    """A name with any of the annotated labels, dates too: what a language model finds."""

    span: Span
    label: str


@dataclass(frozen=True)
class GoldMention:
    """A name, where it stands, and the fullest name that the document uses for the same entity."""

    span: Span
    label: EntityLabel
    canonical: str
    sentence: Span


@dataclass(frozen=True)
class GoldRelation:
    """A relation between canonical names, or to a title as written."""

    subject: str
    predicate: str
    object: str
    sentence: Span


@dataclass(frozen=True)
class GoldEvent:
    """An event by its trigger; the span is None where the sentence does not hold the trigger's words."""

    trigger: str
    span: Span | None
    type: str
    arguments: dict[str, tuple[str, ...]]
    sentence: Span
    modality: str = "actual"


@dataclass(frozen=True)
class GoldClaim:
    """Attributed content; the span is None where the sentence does not hold it."""

    content: str
    span: Span | None
    source: str
    who: str
    cue: str
    sentence: Span


@dataclass(frozen=True)
class GoldDocument:
    """One annotated document, called as the file of its text."""

    name: str
    text: str
    names: tuple[GoldName, ...]
    mentions: tuple[GoldMention, ...]
    relations: tuple[GoldRelation, ...]
    events: tuple[GoldEvent, ...]
    claims: tuple[GoldClaim, ...]

    def quote(self, span: Span) -> str:
        """The text of a span, on one line."""
        return " ".join(self.text[span.begin : span.end].split())


ROLES = ("actor", "target", "place", "time")
MODALITIES = ("actual", "planned", "hypothetical", "negated", "generic")
POLARITIES = ("affirmed", "denied")
CERTAINTIES = ("certain", "probable", "possible")


def read_gold(folder: Path) -> dict[str, GoldDocument]:
    """The documents of a folder, by the name of their text file.

    Raises:
        DocumentError: the folder has no annotation, a text is missing, or a line is not what the guidelines say.
    """
    return {document.name: document for document in map(_read, gold_paths(folder))}


def gold_paths(folder: Path) -> list[Path]:
    """The files of annotation in a folder, in order.

    Raises:
        DocumentError: there is none.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise DocumentError(str(folder), "holds no NAME.jsonl; give a folder with NAME.txt and NAME.jsonl side by side")
    return paths


def text_of(path: Path) -> str:
    """The text that a file of annotation is about.

    Raises:
        DocumentError: it cannot be read.
    """
    source = path.with_suffix(".txt")
    try:
        return source.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(str(path), f"cannot be read with its text {source.name}: {error}") from error


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The annotated sentences of a file, each with the number of its line; begin and end are whole numbers.

    Raises:
        DocumentError: the file cannot be read, or a line is no annotated sentence.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(str(path), f"cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            Span(begin=row["begin"], end=row["end"])
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"{path}:{number}", f"is no annotated sentence ({error!r})") from error
        yield number, row


def _read(path: Path) -> GoldDocument:
    text = text_of(path)
    names: list[GoldName] = []
    mentions: list[GoldMention] = []
    relations: list[GoldRelation] = []
    events: list[GoldEvent] = []
    claims: list[GoldClaim] = []
    for number, row in rows_of(path):
        sentence = Span(begin=row["begin"], end=row["end"])
        try:
            placed = list(_placed(text, row, sentence))
            names += (GoldName(span, label) for span, label, _ in placed)
            mentions += (GoldMention(s, EntityLabel(x), name, sentence) for s, x, name in placed if x in NAMED)
            relations += (GoldRelation(s, p, o, sentence) for s, p, o in row.get("rels", ()))
            events += _events(text, row, sentence)
            claims += (_claim(text, claim, sentence) for claim in row.get("claims", ()))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DocumentError(f"{path}:{number}", f"is no annotated sentence ({error!r})") from error
    name = path.with_suffix(".txt").name
    return GoldDocument(name, text, tuple(names), tuple(mentions), tuple(relations), tuple(events), tuple(claims))


def _placed(text: str, row: dict[str, Any], sentence: Span) -> Iterator[tuple[Span, str, str]]:
    """The names of a sentence, with label and canonical name: each is looked for after the one before it."""
    at = sentence.begin
    for surface, label, canonical in row.get("ents", ()):
        span = _find(text, surface, at, sentence.end)
        if span is not None:
            at = span.end
            yield span, label, canonical


def _events(text: str, row: dict[str, Any], sentence: Span) -> list[GoldEvent]:
    """The events of a sentence: a word that triggers twice is looked for after its first place."""
    found: list[GoldEvent] = []
    after: Counter[str] = Counter()
    for event in row.get("events", ()):
        trigger = event["t"]
        span = _find(text, trigger, max(sentence.begin, after[trigger]), sentence.end)
        after[trigger] = span.begin + 1 if span else 0
        arguments = {role: tuple(event.get(role, ())) for role in ROLES}
        found.append(GoldEvent(trigger, span, event["type"], arguments, sentence, event.get("mod", "actual")))
    return found


def _claim(text: str, claim: dict[str, Any], sentence: Span) -> GoldClaim:
    content = claim["content"]
    return GoldClaim(
        content=content,
        span=_find(text, content, sentence.begin, sentence.end),
        source=claim.get("source", ""),
        who=claim.get("who", ""),
        cue=claim.get("cue", ""),
        sentence=sentence,
    )


def _find(text: str, words: str, begin: int, end: int) -> Span | None:
    at = text.find(words, begin, end) if words else -1
    return None if at < 0 else Span(begin=at, end=at + len(words))
