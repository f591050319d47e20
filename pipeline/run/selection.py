"""What to take out of an entity that is really two: by document, by mention or by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.errors import DecisionError
from pipeline.reconcile.parts import Part
from pipeline.records import Extraction
from pipeline.run.catalogue import MOST_PARTS, Catalogue
from pipeline.run.register import RegisteredEntity, RegisteredPart, Sight

__all__ = ["Selection", "select"]

_MENTION = re.compile(r"[#/](?:mention|implied)=(\d+),(\d+)$")
_SHOWN = 12
"""So many choices are listed in a message."""

Place = tuple[int, int]
"""A chain: the position of its document, and its own in it."""


@dataclass(frozen=True)
class Selection:
    """Which parts of an entity are to become another, and which stay."""

    entity: RegisteredEntity
    taken: tuple[Part, ...]
    rest: tuple[Part, ...]
    taken_id: str
    places: tuple[Place, ...]
    """The chains that are taken out."""


def select(catalogue: Catalogue, read: Callable[[int], Extraction], whole: str, items: Sequence[str]) -> Selection:
    """Divides the parts of an entity in two.

    Args:
        catalogue: The entities.
        read: Gives the extraction of a document by its position.
        whole: The entity; or an IRI that leads to it, which then is what to take out if no items are given.
        items: Documents, mentions or names to take out.

    Raises:
        DecisionError: an item is not in the entity, or nothing or everything would be taken out.
    """
    entity = catalogue.entity(whole)
    places: set[Place] = set()
    for item in items:
        places |= _places(catalogue, read, entity, item)
    if not items:
        places = _implied(catalogue, entity, whole)
    taken: list[Part] = []
    rest: list[Part] = []
    ids: list[str] = []
    for part in entity.parts:
        inside = [s for s in part.seen if (s.entry, s.chain) in places]
        if len(inside) < len(part.seen):
            rest.append(catalogue.wording(part))
        if inside:
            ids.append(part.id)
        if len(inside) == len(part.seen):
            taken.append(catalogue.wording(part))
        else:
            taken += [_in_document(catalogue, read, s) for s in inside]
    if not rest:
        raise DecisionError(
            f"that is all there is of {entity.name}: nothing would be left; {_choices(catalogue, entity)}"
        )
    return Selection(entity, tuple(dict.fromkeys(taken)), tuple(rest[:MOST_PARTS]), ids[0], tuple(sorted(places)))


def _in_document(catalogue: Catalogue, read: Callable[[int], Extraction], sight: Sight) -> Part:
    chain = read(sight.entry).chains[sight.chain]
    return Part(label=chain.label, name=chain.name, document=catalogue.named(sight.entry))


def _places(catalogue: Catalogue, read: Callable[[int], Extraction], entity: RegisteredEntity, item: str) -> set[Place]:
    mention = _MENTION.search(item)
    entry = catalogue.entry(item[: mention.start()] if mention else item)
    if entry is not None:
        here = {(s.entry, s.chain) for p in entity.parts for s in p.seen if s.entry == entry}
        if mention:
            begin, end = int(mention[1]), int(mention[2])
            extraction = read(entry)
            here = {
                (at, index)
                for at, index in here
                for m in extraction.chains[index].mentions
                if (extraction.mentions[m].span.begin, extraction.mentions[m].span.end) == (begin, end)
            }
        if not here:
            raise DecisionError(f"{item} does not mention {entity.name}; {_choices(catalogue, entity)}")
        return here
    id_ = catalogue.id_of(item)
    named = [p for p in entity.parts if p.id == id_] or [
        p for p in entity.parts if p.name.casefold() == item.strip().casefold()
    ]
    if not named:
        raise DecisionError(f"{item!r} is no document, mention or name of {entity.name}; {_choices(catalogue, entity)}")
    return _all_of(named)


def _implied(catalogue: Catalogue, entity: RegisteredEntity, whole: str) -> set[Place]:
    """What is meant where nothing is said: the part whose old IRI is given, or the lesser of two."""
    id_ = catalogue.id_of(whole)
    old = [p for p in entity.parts if p.id == id_ != entity.id]
    if old:
        return _all_of(old)
    if len(entity.parts) == 2:
        return _all_of(entity.parts[1:])
    raise DecisionError(f"say what to take out of {entity.name}; {_choices(catalogue, entity)}")


def _all_of(parts: Sequence[RegisteredPart]) -> set[Place]:
    return {(s.entry, s.chain) for p in parts for s in p.seen}


def _choices(catalogue: Catalogue, entity: RegisteredEntity) -> str:
    """What could be taken out, for a message."""
    if len(entity.parts) > 1:
        listed = [f"{catalogue.wording(p)} <{p.id}>" for p in entity.parts]
        what = "it is made of"
    else:
        listed = [str(catalogue.named(entry)) for entry in entity.entries]
        what = "it stands in"
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return f"{what} {', '.join(listed[:_SHOWN])}{more}"
