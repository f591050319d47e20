"""The pairs that a person should look at: the most valuable first, what is said of each side by side."""

from __future__ import annotations

from pydantic import Field

from pipeline.reconcile.decisions import DecisionKind, Reference
from pipeline.records import Extraction, MentionForm, Record
from pipeline.run.desk import Desk
from pipeline.run.register import Doubt, Item, RegisteredEntity, RegisteredPart

__all__ = ["Pair", "Quote", "Side", "pairs"]

QUOTES = 3
"""So many sentences are shown of each side, from as many documents."""


_Known = tuple[RegisteredEntity, RegisteredPart]


class Quote(Record):
    """A sentence that mentions one side, and where in it."""

    text: str
    begin: int = Field(description="where in the text the name begins, in code points")
    end: int
    document: str
    file: str
    published: str = ""


class Side(Record):
    """One of two that may be one: the name that the doubt is about, and the entity that it belongs to now.

    The right side may be an item of another data set, of which `about` tells what is known there; it has no quotes.
    """

    iri: str
    id: str
    name: str
    kind: str
    names: tuple[str, ...] = Field(description="all names of the entity")
    mentions: int = Field(description="of the entity")
    documents: int = Field(description="that mention the entity")
    quotes: tuple[Quote, ...]
    about: tuple[str, ...] = ()
    reference: Reference = Field(exclude=True, description="how a decision calls it")


class Pair(Record):
    """Two that may be one.

    `worth` says how much a decision would change: how many mentions would find their entity, or how many documents
    would be found under an item of another data set, times the score.
    """

    left: Side
    right: Side
    score: float
    because: str
    worth: float
    later: bool = Field(default=False, description="put off by somebody")


def pairs(desk: Desk, limit: int | None = None) -> list[Pair]:
    """What is unsure and not decided: by its worth, what was put off at the end.

    Args:
        desk: The graph, and the decisions made on it so far.
        limit: At most so many pairs.
    """
    history = desk.ledger.read().active
    decided = {_pair(*d.pair) for d in history if d.verdict is not DecisionKind.LATER}
    later = {_pair(*d.pair) for d in history if d.verdict is DecisionKind.LATER}
    found: list[tuple[tuple[bool, float, str, str], _Known, _Known | Item, Doubt]] = []
    for doubt in desk.catalogue.doubts:
        left, right = desk.catalogue.part(doubt.left), desk.catalogue.part(doubt.right)
        if left is not None and doubt.item is not None:
            pair = _pair(desk.catalogue.reference(left[0]), _item_reference(doubt, doubt.item))
            if pair not in decided:
                order = pair in later, -doubt.score * len(left[0].entries), left[1].id, doubt.right
                found.append((order, left, doubt.item, doubt))
            continue
        if left is None or right is None or left[0].id == right[0].id:
            continue
        if (right[0].mentions, left[1].id) > (left[0].mentions, right[1].id):
            left, right = right, left  # the better known one keeps its name
        pair = _pair(_reference(desk, left[1]), _reference(desk, right[1]))
        if pair in decided:
            continue
        worth = doubt.score * min(left[0].mentions, right[0].mentions)
        order = pair in later, -worth, left[1].id, right[1].id
        found.append((order, left, right, doubt))
    made = []
    for (put_off, worth, *_), one, other, doubt in sorted(found, key=lambda f: f[0])[:limit]:
        made.append(
            Pair(
                left=_side(desk, one) if isinstance(other, tuple) else _whole_side(desk, one),
                right=_side(desk, other) if isinstance(other, tuple) else _item_side(doubt, other),
                score=doubt.score,
                because=doubt.because,
                worth=round(-worth, 3),
                later=put_off,
            )
        )
    return made


def _reference(desk: Desk, part: RegisteredPart) -> Reference:
    return Reference(entity=part.id, name=part.name, parts=(desk.catalogue.wording(part),))


def _pair(left: Reference, right: Reference) -> frozenset[str]:
    """What a decision and a doubt have in common, whatever happened to the texts of the documents."""
    return frozenset(r.iri or f"{r.parts[0].label} {r.parts[0]}" for r in (left, right))


def _item_reference(doubt: Doubt, item: Item) -> Reference:
    return Reference(entity=doubt.right, name=item.title, iri=doubt.right)


def _item_side(doubt: Doubt, item: Item) -> Side:
    return Side(
        iri=doubt.right,
        id=doubt.right,
        name=item.title,
        kind="ITEM",
        names=item.aliases,
        mentions=0,
        documents=0,
        quotes=(),
        about=item.facts,
        reference=_item_reference(doubt, item),
    )


def _whole_side(desk: Desk, known: _Known) -> Side:
    """An entity that may be an item of another data set: a decision is about all of it."""
    entity = known[0]
    return _side(desk, known).model_copy(
        update={"name": entity.name, "id": entity.id, "reference": desk.catalogue.reference(entity)}
    )


def _side(desk: Desk, known: _Known) -> Side:
    entity, part = known
    seen = sorted(part.seen, key=lambda s: (-s.mentions, s.entry, s.chain))[:QUOTES]
    return Side(
        iri=desk.catalogue.iri(part.id),
        id=part.id,
        name=part.name,
        kind=part.label.value,
        names=tuple(sorted({entity.name, *entity.aliases})),
        mentions=entity.mentions,
        documents=len(entity.entries),
        quotes=tuple(_quote(desk.extraction(s.entry), s.chain) for s in sorted(seen, key=lambda s: s.entry)),
        reference=_reference(desk, part),
    )


def _quote(extraction: Extraction, index: int) -> Quote:
    """The first sentence that mentions it by name, or else at all."""
    mentions = [extraction.mentions[m] for m in extraction.chains[index].mentions]
    mention = next((m for m in mentions if m.form is MentionForm.NAME), mentions[0])
    sentence = extraction.sentences[mention.sentence]
    document = extraction.document
    return Quote(
        text=sentence.text,
        begin=mention.span.begin - sentence.span.begin,
        end=mention.span.end - sentence.span.begin,
        document=(document.title or "").strip() or document.source_file,
        file=document.source_file,
        published=document.published.isoformat() if document.published else "",
    )
