"""Names from another spaCy pipeline, in our ten labels."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.language import gazetteer
from pipeline.language.words import plain
from pipeline.records import Document

__all__ = ["LABELS", "Names", "label_of"]

LABELS = frozenset("PERSON ORG CITY COUNTRY REGION PLACE NORP EVENT WORK DATE".split())  # noqa: SIM905
"""What the annotation guidelines of the gold standard define."""

_SAME = {"PER": "PERSON", "FAC": "PLACE", "WORK_OF_ART": "WORK", "LAW": "WORK"}
_PLACES = ("GPE", "LOC")
_DURATION = re.compile(
    r"(?i)(?:(?:about|almost|at least|nearly|over|more than|less than|the)\s+)?"
    r"(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|few|a few|some)?[ -]?"
    r"(?:days?|weeks?|months?|years?|decades?|centur(?:y|ies))(?:[ -]old)?|daily|weekly|monthly|annual(?:ly)?|\d+"
)
_NATURE = re.compile(
    r"(?i)\b(?:river|lake|sea|ocean|gulf|bay|strait|canal|mount|mountains?|valley|desert|island|cape|falls|beach|forest)\b"
)
_EDGES = re.compile(r"^(?:(?:the|an?)\s+)|(?:\s*['’]s?)$", re.IGNORECASE)


def label_of(label: str, name: str) -> str | None:
    """Our label for another scheme's (OntoNotes' GPE, LOC, FAC ...; CoNLL's PER, LOC); None for what is no name to us.

    >>> label_of("GPE", "France"), label_of("GPE", "Lyon"), label_of("LOC", "the Black Sea"), label_of("MONEY", "$ 5")
    ('COUNTRY', 'CITY', 'PLACE', None)
    """
    label = _SAME.get(label, label)
    if label in _PLACES:
        known = gazetteer.kind(name)
        if known is not None and (label == "GPE" or not _NATURE.search(name)):
            return known
        if label == "GPE":
            return "CITY"
        return "PLACE" if _NATURE.search(name) else "REGION"
    if label == "DATE" and _DURATION.fullmatch(name.strip()) and not re.fullmatch(r"(1[5-9]|20)\d\d", name.strip()):
        return None
    return label if label in LABELS else None


class Names:
    """Another pipeline, as the source of names."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def put(self, doc: Doc, document: Document) -> None:
        """Replace the names of a document's parse, in place. Articles and possessive endings stay outside a name."""
        spans = []
        cut = [self.nlp.tokenizer(plain(document.quote(span))) for span in document.paragraphs]  # of any length
        for span, parse in zip(document.paragraphs, self.nlp.pipe(cut), strict=True):
            for name in parse.ents:
                begin, end = name.start_char, name.end_char
                while edge := _EDGES.search(parse.text[begin:end]):
                    begin, end = (begin + edge.end(), end) if edge.start() == 0 else (begin, begin + edge.start())
                label = label_of(name.label_, parse.text[begin:end])
                found = doc.char_span(span.begin + begin, span.begin + end, label=label or "", alignment_mode="expand")
                if label is not None and found is not None:
                    spans.append(found)
        doc.set_ents(filter_spans(spans))
