"""Builds a parsed `Doc` by hand, so that tests of extractors need no model and say exactly what they depend on.

One token a line: form, lemma, universal tag, Penn tag, head (1-based within its sentence, 0 for the root), relation,
and optionally a name label (B-PERSON, I-PERSON) and/or the word NoSpace. A blank line ends a sentence.
"""

from __future__ import annotations

import datetime as dt

import spacy
from spacy.tokens import Doc

from pipeline.extract.parse import Parse
from pipeline.records import Document, Span

_VOCAB = spacy.blank("en").vocab


def parse_of(rows: str) -> Parse:
    """The rows as extractors see them."""
    return Parse(parsed(rows))


def parsed(rows: str) -> Doc:
    """The `Doc` of the rows; every sentence but the last is followed by a space."""
    words, lemmas, tags, poses, heads, deps, starts, ents, spaces = [], [], [], [], [], [], [], [], []
    for sentence in rows.strip().split("\n\n"):
        base = len(words)
        for i, line in enumerate(sentence.strip().splitlines()):
            form, lemma, pos, tag, head, dep, *rest = line.split()
            words.append(form)
            lemmas.append(lemma)
            poses.append(pos)
            tags.append(tag)
            heads.append(base + int(head) - 1 if int(head) else base + i)
            deps.append("ROOT" if dep == "root" else dep)
            starts.append(i == 0)
            ents.append(next((r for r in rest if r[:2] in ("B-", "I-")), "O"))
            spaces.append("NoSpace" not in rest)
    return Doc(
        _VOCAB, words=words, spaces=spaces, lemmas=lemmas, pos=poses, tags=tags, heads=heads, deps=deps,
        sent_starts=starts, ents=ents,
    )  # fmt: skip


def document_of(doc: Doc, published: str | None = None, publisher: str | None = None) -> Document:
    """A `Document` whose text is that of the doc, as one paragraph."""
    return Document(
        source_file="test.txt",
        media_type="text/plain",
        text=doc.text,
        paragraphs=(Span(begin=0, end=len(doc.text)),),
        published=dt.date.fromisoformat(published) if published else None,
        publisher=publisher,
    )
