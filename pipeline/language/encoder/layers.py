"""What the encoder says beyond spaCy's own layers, and how a `Doc` keeps it. Nothing here needs the network.

Triggers, cues, sources and contents are span groups of these names in ``doc.spans``. What is said of a span beside its
label is in ``span._.confidence`` and ``span._.modality``; which spans belong together is in ``doc._.links``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from spacy.tokens import Doc, Span

__all__ = ["FACTORY", "GROUPS", "Link", "Remark", "annotate", "carry", "link", "remark"]

FACTORY: Final = "citegraph_encoder"
GROUPS: Final = ("triggers", "cues", "sources", "contents")


class Link(NamedTuple):
    """That tokens [begin, end) stand in a role to the tokens [anchor_begin, anchor_end); positions in the `Doc`.

    Roles are actor, target, place and time of a trigger; source and content of a cue; and the relations of a name
    ("leads", "bornIn", ...). `score` is a probability.
    """

    anchor_begin: int
    anchor_end: int
    role: str
    begin: int
    end: int
    score: float


class Remark(NamedTuple):
    """What is said of a span beside its label: a probability, and the modality of a trigger."""

    confidence: float
    modality: str


def annotate(doc: Doc, group: str, spans: Iterable[tuple[Span, Remark]]) -> None:
    """Set a span group and the remarks on its spans."""
    data: dict[Any, Any] = doc.user_data
    kept = []
    for span, what in spans:
        kept.append(span)
        data[FACTORY, span.start_char, span.end_char, span.label_] = tuple(what)
    doc.spans[group] = kept


def link(doc: Doc, links: Iterable[Link]) -> None:
    """Set the links, as plain tuples: only those survive ``doc.to_bytes()``."""
    data: dict[Any, Any] = doc.user_data
    data[FACTORY] = [tuple(one) for one in links]


def remark(span: Span) -> Remark:
    """The remark on a span; an empty one for spans that are not the component's.

    It is kept by label too: spaCy's own extensions are not, and "accused" may be both a trigger and a cue.
    """
    data: dict[Any, Any] = span.doc.user_data
    return Remark(*data.get((FACTORY, span.start_char, span.end_char, span.label_), (1.0, "")))


def carry(parts: Sequence[tuple[Doc, Sequence[int]]], target: Doc) -> None:
    """Give a `Doc` the groups and links of those that it was put together from, in place.

    With each part comes the token of the target that each of its tokens became. Parts that have none of these layers
    change nothing.
    """
    for group in GROUPS:
        if any(group in part.spans for part, _ in parts):
            moved = [
                (Span(target, places[span.start], places[span.end - 1] + 1, label=span.label_), remark(span))
                for part, places in parts
                for span in part.spans.get(group, ())
            ]
            annotate(target, group, moved)
    if any(FACTORY in part.user_data for part, _ in parts):
        links = [
            Link(
                places[k.anchor_begin],
                places[k.anchor_end - 1] + 1,
                k.role,
                places[k.begin],
                places[k.end - 1] + 1,
                k.score,
            )
            for part, places in parts
            for k in _links(part)
        ]
        link(target, links)


def _confidence(span: Span) -> float:
    return remark(span).confidence


def _modality(span: Span) -> str:
    return remark(span).modality


def _links(doc: Doc) -> tuple[Link, ...]:
    return tuple(Link(*row) for row in doc.user_data.get(FACTORY, ()))


Span.set_extension("confidence", getter=_confidence, force=True)
Span.set_extension("modality", getter=_modality, force=True)
Doc.set_extension("links", getter=_links, force=True)
