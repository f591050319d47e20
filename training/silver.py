"""Turns the coarse labels of Universal NER (PER, ORG, LOC, OTH) into our ten, with a first model's help.

Persons and organisations are taken as they are. What a LOC is, the first model or the gazetteers say; an OTH is a
nationality, an event or a work if the first model finds exactly that, and a sentence with any other OTH is left out.
Dates, which Universal NER does not mark, are the first model's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import gazetteer
from training.corpora import Names, named

__all__ = ["relabelled"]

_PLACES = frozenset({"CITY", "COUNTRY", "REGION", "PLACE"})
_OTHERS = frozenset({"NORP", "EVENT", "WORK"})
_SURE = {"PER": "PERSON", "ORG": "ORG"}


def relabelled(examples: Iterable[Names], first: Language) -> Iterator[Names]:
    """The examples with our labels; those that cannot be told are left out."""
    kept = list(examples)
    for example, doc in zip(kept, first.pipe(_bare(kept, first)), strict=True):
        guesses = {(name.start_char, name.end_char): name.label_ for name in doc.ents}
        if doc.text != example.text:
            continue
        spans = [_label(example, span, guesses) for span in example.spans]
        if any(label is None for _, _, label in spans):
            continue
        sure = [(b, e, label) for b, e, label in spans if label is not None]
        for (begin, end), label in guesses.items():
            if label == "DATE" and all(end <= b or begin >= e for b, e, _ in sure):
                sure.append((begin, end, label))
        yield Names(example.text, tuple(sorted(sure)), example.document)


def _bare(examples: list[Names], nlp: Language) -> Iterator[Doc]:
    return named((Names(e.text, ()) for e in examples), nlp)


def _label(
    example: Names, span: tuple[int, int, str], guesses: dict[tuple[int, int], str]
) -> tuple[int, int, str | None]:
    begin, end, label = span
    if label in _SURE:
        return begin, end, _SURE[label]
    guess = guesses.get((begin, end))
    if label == "LOC":
        known = gazetteer.kind(example.text[begin:end])
        return begin, end, guess if guess in _PLACES else known
    return begin, end, guess if guess in _OTHERS else None
