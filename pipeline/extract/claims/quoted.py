"""What direct speech in quotation marks and speech set off as a block have in common."""

from __future__ import annotations

from pipeline.extract.claims.lexicon import verb
from pipeline.extract.claims.speakers import speakers
from pipeline.extract.parse import Token
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import has_dep
from pipeline.records import Span

__all__ = ["SPEECH", "head", "may_tag", "traits", "trim"]

_TRIM = "\"“”„‟«»‹›‘’'`.,;:…—–- \t\r\n\u00a0"
# fmt: off
SPEECH = frozenset({
    "say", "tell", "answer", "announce", "explain", "recall", "insist", "argue", "claim", "manner", "complain", "admit",
    "agree", "confirm", "stress", "warn", "suggest", "propose", "promise", "predict", "speak", "testify", "ask",
    "conclude", "urge", "show",
})
# fmt: on
"""The kinds of cues that may stand beside direct speech."""


def trim(text: str, begin: int, end: int) -> Span | None:
    """The stretch without marks and white space at its edges; None if nothing is left."""
    while begin < end and text[begin] in _TRIM:
        begin += 1
    while end > begin and text[end - 1] in _TRIM:
        end -= 1
    return Span(begin=begin, end=end) if begin < end else None


def may_tag(word: Token) -> bool:
    """Whether a word may attribute direct speech: `"...," she said`."""
    if word.pos_ != "VERB" or has_dep(word, "amod", "case"):
        return False
    cue = verb(word)
    return cue is not None and "quote" in cue.frames and cue.kind in SPEECH and bool(speakers(word))


def traits(text: str, share: float, first: bool, closed: bool) -> tuple[str, ...]:
    """What the scorer is told of a quoted stretch: its length, and how much of its sentence it is, in [0, 1]."""
    count = len(text.split())
    return (
        "share:whole" if share > 0.9 else "share:most" if share > 0.5 else "share:part",
        "first" if first else "later",
        "closed" if closed else "unclosed",
        "length:" + ("1" if count == 1 else "2-3" if count < 4 else "4-7" if count < 8 else "8+"),
        "capital" if text[0].isupper() else "lower",
    )


def head(scene: Scene, span: Span) -> Token | None:
    """The token at the top of a stretch."""
    tokens = scene.doc.char_span(span.begin, span.end, alignment_mode="expand")
    return tokens.root if tokens is not None else None
