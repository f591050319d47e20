"""Reversals: somebody was against something and is for it later, or the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.reconcile.held import Held, Stories
from pipeline.reconcile.names import fold
from pipeline.records import ClaimComparison, ComparisonDimension, ComparisonVerdict, Entity, PositionKind

__all__ = ["find_reversals"]

SHARED = 2
"""Two documents that name so many people, bodies or places in common, the actor apart, mean one thing by one word."""

_STANCES = (PositionKind.SUPPORT, PositionKind.OPPOSITION)
_DONE = {PositionKind.SUPPORT: "for", PositionKind.OPPOSITION: "against"}


def find_reversals(held: Iterable[Held], stories: Stories, entities: Mapping[str, Entity]) -> list[ClaimComparison]:
    """Where an actor's stance on one thing changes from one day to a later one.

    The first report of the old stance stands beside the first of the new one. What only somebody else says of the
    actor counts as no stance of his, and without dates nobody can tell what was earlier.

    Args:
        held: The positions of all documents, in order.
        stories: Which documents tell of one story.
        entities: By id.
    """
    stances: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for h in held:
        if h.kind in _STANCES and h.own and isinstance(h.holder, str) and h.published is not None:
            matter = _matter(h, entities)
            if matter:
                stances[h.holder, matter].append(h)
    found = [
        _comparison(earlier, later, entities)
        for (_, matter), group in stances.items()
        for topic in ([group] if matter in entities else _topics(group, stories))
        for earlier, later in _turns(topic)
    ]
    return sorted(found, key=lambda c: [(s.document, s.span.begin) for s in c.sides])


def _matter(h: Held, entities: Mapping[str, Entity]) -> str:
    """What a stance is on: the entity, where the content is its name and nothing else, or the noun at its head."""
    for about in h.about:
        if isinstance(about, str) and fold(h.text) in {
            fold(n) for n in (entities[about].name, *entities[about].aliases)
        }:
            return about
    return h.lemmas[0] if h.lemmas else ""


def _topics(group: Sequence[Held], stories: Stories) -> list[list[Held]]:
    """The stances of one actor on things of one name, those on one thing together."""
    topics: list[list[Held]] = []
    for h in group:
        for topic in topics:
            if any(_one_thing(h, other, stories) for other in topic):
                topic.append(h)
                break
        else:
            topics.append([h])
    return topics


def _one_thing(left: Held, right: Held, stories: Stories) -> bool:
    rests = set(left.lemmas[1:]), set(right.lemmas[1:])
    if all(rests) and rests[0].isdisjoint(rests[1]):
        return False  # a ban on gas is no ban on cars
    if left.document == right.document:
        return True
    return len(stories.common(left.document, right.document) - {left.holder}) >= SHARED


def _turns(topic: Sequence[Held]) -> Iterator[tuple[Held, Held]]:
    first = topic[0]
    for h in topic[1:]:
        if h.kind is first.kind:
            continue
        if h.published is not None and first.published is not None and h.published > first.published:
            yield first, h
        first = h


def _comparison(earlier: Held, later: Held, entities: Mapping[str, Entity]) -> ClaimComparison:
    actor = str(earlier.holder)
    return ClaimComparison(
        sides=(earlier.side(entities), later.side(entities)),
        verdict=ComparisonVerdict.REVERSAL,
        dimension=ComparisonDimension.STANCE,
        because=(
            f"{entities[actor].name} was {_DONE[earlier.kind]} “{earlier.text}” ({earlier.source}) "
            f"and is {_DONE[later.kind]} “{later.text}” ({later.source})"
        ),
        about=tuple(sorted({a for a in earlier.about if isinstance(a, str) and a in later.about})),
    )
