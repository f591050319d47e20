"""What documents assert, in a form in which it can be found in others: one statement told twice, denied, unhedged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pipeline.reconcile.bounds import Bounds, bounds_of
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import fold
from pipeline.reconcile.passages import Corpus, Passage, focus_of, passage_of
from pipeline.records import Argument, Certainty, Entity, EntityLabel, Extraction, Polarity

__all__ = ["PLACES", "Item", "Telling", "tellings_of"]

PLACES = frozenset({EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION})
MONEY = "money"
"""What a sum of any currency is called, so that "not a cent" answers "240,000 euros"."""
VERBATIM = 4
"""So many words, without an article before them, are hardly said by two people by chance."""
_CERTAINTIES = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)


class Item(NamedTuple):
    """One participant: the noun (empty if it may be anybody), the chain of its entity, and how many."""

    role: str
    noun: str
    modifiers: frozenset[str]
    chain: int | None
    bounds: Bounds | None


class Telling(NamedTuple):
    """One assertion of one document."""

    passage: Passage
    predicate: str
    items: tuple[Item, ...]
    denied: bool
    doubt: int
    """0 where it is certain, 1 probable, 2 possible."""
    future: bool | None
    dates: tuple[str, ...]
    content: str
    """The whole content of the claim, folded; empty for the author's words."""

    def repeats(self, other: Telling) -> bool:
        """Whether both are claims in the same words, and in so many that they are hardly so by chance."""
        return self.content == other.content and len(self.content.split()) >= VERBATIM

    def entity(self, item: Item, corpus: Corpus) -> Entity | None:
        """Who or what takes part, if that is an entity."""
        return None if item.chain is None else corpus.entity(self.passage.document, item.chain)

    def keys(self, corpus: Corpus) -> Iterator[tuple[str, str, str]]:
        """Under which of its participants the statement can be looked up in other documents."""
        for item in self.items:
            if item.role in ("agent", "patient"):
                if (entity := self.entity(item, corpus)) is not None:
                    yield self.predicate, item.role, entity.id
                elif item.noun:
                    yield self.predicate, item.role, item.noun


def tellings_of(extraction: Extraction) -> list[Telling]:
    """The assertions of one document."""
    focus = focus_of(extraction)
    found = []
    for assertion in extraction.assertions:
        passage = passage_of(extraction, assertion.sentence, assertion.span, assertion.claim, focus)
        claim = None if assertion.claim is None else extraction.claims[assertion.claim]
        found.append(
            Telling(
                passage=passage,
                predicate=assertion.predicate,
                items=tuple(_item(extraction, argument) for argument in assertion.arguments),
                denied=assertion.polarity is Polarity.DENIED,
                doubt=_CERTAINTIES.index(assertion.certainty),
                future=assertion.future,
                dates=assertion.dates,
                content=fold(claim.text) if claim is not None and passage.attributed else "",
            )
        )
    return found


def _item(extraction: Extraction, argument: Argument) -> Item:
    noun = argument.head
    if argument.chain is not None:
        chain = extraction.chains[argument.chain]
        if noun in fold(chain.name).split() or fold(noun) in fold(chain.name).split():
            noun = ""  # the head of the name, and no common noun
    bounds = None if argument.quantity is None else bounds_of(argument.quantity)
    if argument.quantity is not None and argument.quantity.unit == "per cent":
        noun = "per cent"
    elif noun in words("currencies"):
        noun = MONEY
        if bounds is not None:
            bounds = replace(bounds, unit=argument.head)
    return Item(argument.role, noun, frozenset(argument.modifiers), argument.chain, bounds)
