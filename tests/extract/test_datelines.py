"""A dateline ends at its dash; what only looks like one is part of the sentence."""

import pytest
import spacy
from spacy.tokens import Span

from pipeline.extract.datelines import end_of_dateline
from pipeline.extract.parse import Parse

NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("LVIV, March 5 – Trains stopped.", "Trains stopped."),
        ("ST GALLEN (Northgate Wire) - The vote was close.", "The vote was close."),
        ("NEW DELHI, India, 4 May 2021 (NW) — \"We won,\" she said.", '"We won," she said.'),
        ("RIGA – More than 40 people came.", "More than 40 people came."),
        ("Riga, May 4 – Buses returned.", "Buses returned."),
        ("Riga – the capital – slept.", None),
        ("NATO said on Friday – again – that it would not.", None),
        ("Police in Riga – Latvia's capital – left.", None),
        ("He came.", None),
        ("RIGA", None),
    ],
)  # fmt: skip
def test_datelines_end_at_their_dash(text, rest):
    doc = NLP(text)
    labels = {"March": "DATE", "May": "DATE", "India": "COUNTRY"}
    doc.set_ents([Span(doc, t.i, t.i + 1, labels[t.text]) for t in doc if t.text in labels], default="unmodified")
    if text.startswith("Riga"):
        doc.set_ents([Span(doc, 0, 1, "CITY")], default="unmodified")
    for token in doc:
        token.is_sent_start = token.i == 0
    sentence = Parse(doc)[:]
    end = end_of_dateline(sentence)
    assert doc[end:].text == (rest or text)
    assert (end == 0) == (rest is None)
