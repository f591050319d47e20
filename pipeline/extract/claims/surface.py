"""Content by the order of the words alone, for sentences that the parse got wrong.

"X said that ...", "..., X said.", "..., X said, ..." are so regular that the words themselves tell. These candidates
stand beside those of the parse, and the scorer chooses: it knows whether the parse agrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.claims.candidate import Candidate, content_span, longest
from pipeline.extract.claims.lexicon import Cue, verb
from pipeline.extract.claims.speakers import outside, speakers
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import has_dep
from pipeline.records import Span

__all__ = ["candidates"]

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_STOPS = frozenset({";", "(", ")"})
_REACH = 14
"""How many tokens may stand between a comma and the verb: "the ministry's spokesman, Ana Lis, said"."""
_BEGINS = frozenset({"DET", "NOUN", "PROPN", "NUM", "ADJ", "PRON"})
_SPOKEN = frozenset({"that", "quote"})


def candidates(scene: Scene, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The contents that word order suggests, where no candidate of the same verb has nearly the same content."""
    by_word: dict[int, list[Span]] = {}
    for candidate in found:
        if candidate.word is not None:
            by_word.setdefault(candidate.word.i, []).append(candidate.content)
    for index, sentence in enumerate(scene.tokens):
        for word in sentence:
            if word.tag_[:2] != "VB" or has_dep(word, "aux", "cop", "case", "amod"):
                continue
            cue = verb(word)
            if cue is None:
                continue
            known = by_word.get(word.i, [])
            for frame, piece in _pieces(word, cue, sentence):
                span = content_span(piece)
                if span is None or any(_alike(span, other) for other in known):
                    continue
                traits = ("other" if known else "alone",)
                by = outside(word, speakers(word), span.begin, span.end)
                yield Candidate(index, span, f"surface:{frame}", by, word, cue, word.text, piece.root, traits)


def _alike(a: Span, b: Span) -> bool:
    shared = min(a.end, b.end) - max(a.begin, b.begin)
    return shared > 0.8 * (max(a.end, b.end) - min(a.begin, b.begin))


def _pieces(word: Token, cue: Cue, sentence: Tokens) -> Iterator[tuple[str, Tokens]]:
    doc, end = word.doc, sentence.end
    stop = next((t.i for t in doc.tokens[word.i + 1 : end] if t.text in _STOPS), end)
    following = doc[word.i + 1] if word.i + 1 < stop else None
    if "that" in cue.frames:
        that = next((i for i in range(word.i + 1, min(word.i + 7, stop - 1)) if doc[i].lower_ == "that"), None)
        relative = that is not None and doc[that + 1].pos_ in ("VERB", "AUX")
        if that is not None and not relative and not any(t.tag_ in _FINITE for t in doc[word.i + 1 : that]):
            yield "that", doc[that + 1 : stop]
        elif following is not None and following.text not in (",", ":", ".") and word.tag_ in _FINITE:
            finite = (t.tag_ in _FINITE or t.tag_ == "MD" for t in doc[word.i + 2 : min(word.i + 20, stop)])
            if any(finite):
                yield "clause", doc[word.i + 1 : stop]
    if following is not None and following.lower_ == "to" and cue.frames & {"inf", "objinf"}:
        yield "inf", doc[word.i + 1 : stop]
    if following is not None and "np" in cue.frames and following.pos_ in _BEGINS:
        yield "np", doc[word.i + 1 : next((i for i in range(word.i + 1, stop) if doc[i].text == ","), stop)]
    if cue.frames & _SPOKEN and word.tag_ in _FINITE:
        yield from _beside(word, sentence, stop)


def _beside(word: Token, sentence: Tokens, stop: int) -> Iterator[tuple[str, Tokens]]:
    """Content before "..., X said." or around "..., X said, ..."."""
    doc, start = word.doc, sentence.start
    comma = next((i for i in range(word.i - 1, max(start, word.i - _REACH), -1) if _is_break(doc[i])), None)
    if comma is None or comma - start < 3:
        return
    between = doc[comma + 1 : word.i]
    if any(t.tag_ in _FINITE or t.tag_ == "MD" for t in between):
        return
    after = doc[word.i + 1 : stop]
    closing = next((i for i in range(word.i + 1, stop) if _is_break(doc[i])), None)
    before = doc[start:comma]
    if not any(t.tag_ in _FINITE or t.tag_ == "MD" for t in before) and doc[comma].text == ",":
        return
    if closing is None and not any(t.tag_ in _FINITE for t in after):
        yield "before", before
    elif closing is not None and closing - word.i < 8 and stop - closing > 2:
        piece = longest([before, doc[closing + 1 : stop]])
        if piece is not None:
            yield "around", piece


def _is_break(token: Token) -> bool:
    return token.text in (",", "”", '"', "’", "''", "»", "“", "?", "!")
