"""Who is meant in an earlier edition of an article: whoever is meant in the same words of the next one.

Earlier editions do not count when it is found out who is who; otherwise an article that was edited five times would
speak with five voices. What they say is told in the names that the later edition has there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from pipeline.reconcile.names import fold
from pipeline.records import Entity, EntityLabel, Extraction, Member

__all__ = ["inherited"]


def inherited(older: Extraction, newer: Extraction, entity: Callable[[int], Entity]) -> list[Entity]:
    """The entity of each chain of an earlier edition.

    A chain is that of the next edition which has most of its mentions in sentences that both have; else the one of its
    name; else something that the later edition does not speak of, which is called as here.

    Args:
        older: The earlier edition.
        newer: The next one.
        entity: The entity of a chain of the next one, by its position.
    """
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for left, right in _in_common(older, newer):
        votes[left][right] += 1
    named: dict[tuple[EntityLabel, str], int] = {}
    for index, chain in enumerate(newer.chains):
        named.setdefault((chain.label, fold(chain.name)), index)
    found = []
    for index, chain in enumerate(older.chains):
        if votes[index]:
            heir: int | None = min(votes[index], key=lambda at: (-votes[index][at], at))
        else:
            heir = named.get((chain.label, fold(chain.name)))
        found.append(_alone(older, index) if heir is None else entity(heir))
    return found


def _alone(extraction: Extraction, index: int) -> Entity:
    chain, document = extraction.chains[index], extraction.document.id
    # chains of one name are one; the id is no IRI of the graph
    id_ = f"earlier/{document}/{chain.label.value}/{chain.name}"
    return Entity(id=id_, label=chain.label, name=chain.name, members=(Member(document=document, index=index),))


def _in_common(older: Extraction, newer: Extraction) -> Iterator[tuple[int, int]]:
    """Pairs of chains that have a mention of one label at one place of a sentence that stands in both editions."""
    after = _places(newer)
    sentences: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(newer.sentences):
        sentences[sentence.text].append(at)
    heirs: dict[int, int] = {}
    for at, sentence in enumerate(older.sentences):
        if sentences.get(sentence.text):
            heirs[at] = sentences[sentence.text].pop(0)
    for (at, begin, end, label), chain in _places(older).items():
        if at in heirs:
            heir = after.get((heirs[at], begin, end, label))
            if heir is not None:
                yield chain, heir


def _places(extraction: Extraction) -> dict[tuple[int, int, int, str], int]:
    """The chain of each mention by its sentence, its offsets in there, and its label."""
    found: dict[tuple[int, int, int, str], int] = {}
    for index, chain in enumerate(extraction.chains):
        for position in chain.mentions:
            mention = extraction.mentions[position]
            start = extraction.sentences[mention.sentence].span.begin
            place = (mention.sentence, mention.span.begin - start, mention.span.end - start, mention.label.value)
            found.setdefault(place, index)
    return found
