"""Time expressions where they stand in a document, resolved to calendar dates.

They are the DATE names of the model and what a small grammar finds besides; `pipeline.extract.dates` says what each
stands for, given the day of publication and the dates named before it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from pipeline.extract import syntax
from pipeline.extract.datelines import end_of_dateline
from pipeline.extract.dates import COUNT, DAY, MONTH, UNIT, WEEKDAY, YEAR, Context, resolve
from pipeline.extract.parse import Token, Tokens, remembered
from pipeline.extract.scene import Scene
from pipeline.records import TimeReference

__all__ = ["SCHEDULES", "Context", "ahead", "references", "resolve"]

_PART = r"(?:morning|afternoon|evening|night)"
_PIECES = (
    # Tuesday 8 March 2022; early on Friday, 3rd of May
    rf"(?:(?:(?:early|late)\s+(?:on\s+)?)?{WEEKDAY}(?:\s+{_PART})?,?\s+)?(?:the\s+)?{DAY}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?",
    rf"(?:{WEEKDAY},?\s+)?{MONTH}\s+{DAY}(?!\d)(?:,?\s+{YEAR})?",
    rf"(?:(?:early|mid|late)[\s-]+)?{MONTH},?\s+(?:of\s+)?{YEAR}",
    rf"(?:the\s+)?(?:day\s+before\s+)?yesterday(?:\s+{_PART})?|tomorrow(?:\s+{_PART})?|today|tonight",
    rf"(?:last|next|this(?:\s+past)?)\s+(?:{WEEKDAY}|week(?:end)?|month|year|night|spring|summer|autumn|winter|{MONTH})",
    rf"(?:about\s+|almost\s+|nearly\s+|some\s+|over\s+|more\s+than\s+)?{COUNT}\s+{UNIT}\s+ago",
    rf"(?:(?:early|late)\s+(?:on\s+)?)?{WEEKDAY}(?:\s+{_PART})?",
    rf"(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\blast\s))(?:(?:early|mid|late)[\s-]+)?{MONTH}|(?:early|mid|late)[\s-]{MONTH}",
    "|".join(rf"(?<=\b{word}\s){YEAR}" for word in ("in", "since", "by", "until", "of", "from", "during")),
    rf"(?:the\s+)?(?:spring|summer|autumn|fall|winter|beginning|end|start)\s+of\s+{YEAR}",
)
_FOUND = re.compile(rf"(?<![\w-])(?:{'|'.join(_PIECES)})(?![\w-])", re.IGNORECASE)
_SIGN = re.compile(rf"[0-9]|day|ago\b|tomorrow|tonight|(?:last|next|this)\s|{MONTH}")
"""What each of the pieces has at least, in lower case: most sentences have nothing of it, and this is told faster."""
_NEEDS_CAPITAL = re.compile(r"may|mar|march|sun|sat|wed", re.IGNORECASE)
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_FUTURE_VERBS = frozenset({"plan", "expect", "schedule", "intend", "due", "go", "set", "hope", "aim", "vow", "promise"})

SCHEDULES = frozenset({"announce", "call", "convene", "due", "expect", "fix", "plan", "schedule", "set", "slate"})
"""With "for" and a time: "a strike was called for Friday"."""
_BOUNDING = frozenset({"since", "until", "till", "before", "after"})


@remembered
def references(scene: Scene) -> tuple[TimeReference, ...]:
    """The time expressions of a document in text order, resolved where they stand for dates; none of datelines."""
    found: list[TimeReference] = []
    anchor = _anchor(scene)
    previous: str | None = None
    past: int | None = None
    paragraph = -1
    for tokens in scene.tokens:
        filed = end_of_dateline(tokens)
        for piece in _in_sentence(tokens):
            here = _paragraph_of(scene, piece)
            if here != paragraph:
                paragraph, past = here, None
            context = Context(anchor=anchor, previous=previous, past=past, future=_looks_ahead(piece.root))
            value = resolve(piece.text, context)
            if value is None and scene.document.published is None and past is None and previous:
                value = resolve(piece.text, replace(context, past=int(previous[:4])))
            if piece.start >= filed:  # a dateline says when the report was filed, not when things happened
                when = None if _bounds(piece) else value
                found.append(TimeReference(text=piece.text, span=scene.span(piece), value=when))
            if value is not None:
                previous = value
                if str(int(value[:4])) in piece.text:
                    past = int(value[:4]) if anchor is None or int(value[:4]) < anchor.year - 1 else None
    return tuple(found)


def ahead(scene: Scene, reference: TimeReference) -> TimeReference:
    """A time of something planned, which is yet to come: the next "September" or "Monday" and not the last one."""
    anchor = _anchor(scene)
    if anchor is None or reference.value is None or len(reference.value) < 7 or re.search(r"\d{4}", reference.text):
        return reference
    value = resolve(reference.text, Context(anchor=anchor, future=True))
    passed = reference.value < anchor.isoformat()[: len(reference.value)]
    return reference.model_copy(update={"value": value}) if passed and value is not None else reference


@remembered
def _anchor(scene: Scene) -> dt.date | None:
    """The day from which relative times are counted."""
    return scene.document.published or _dateline(scene)


@remembered
def _in_sentence(tokens: Tokens) -> list[Tokens]:
    """The time expressions of a sentence: names of the model, what the grammar finds, overlapping ones joined."""
    doc = tokens.doc
    names = tokens.ents
    spans = [(e.start, e.end) for e in names if e.label_ == "DATE"]
    taken = {i for e in names if e.label_ != "DATE" for i in range(e.start, e.end)}
    text = tokens.text
    for match in _FOUND.finditer(text) if _SIGN.search(text.lower()) else ():
        if _NEEDS_CAPITAL.fullmatch(match.group()) and not match.group()[0].isupper():
            continue
        piece = doc.char_span(
            tokens.start_char + match.start(), tokens.start_char + match.end(), alignment_mode="expand"
        )
        if piece is None or taken & set(range(piece.start, piece.end)):
            continue
        start = piece.start + (piece[0].lower_ == "the" and len(piece) > 1)
        spans.append((start, piece.end - (piece[-1].text == ".")))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [doc[start:end] for start, end in joined]


def _bounds(piece: Tokens) -> bool:
    """Whether the words only end or begin a stretch of time: what happened "since 24 February" was on no known day."""
    before = piece.start - 1
    if before >= piece.sent.start and piece.doc[before].lower_ == "the":
        before -= 1
    return before >= piece.sent.start and piece.doc[before].lower_ in _BOUNDING


def _looks_ahead(token: Token) -> bool:
    """Whether the clause of a time expression speaks of the future: "will meet on Friday", "plans to sign in May"."""
    clause = syntax.clause_head(token)
    if set(syntax.auxiliaries(clause)) & _FUTURE:
        return True
    if "for" in syntax.cases(token) and token.head.lemma_.lower() in SCHEDULES:
        return True  # "protests were called for Saturday", "is planned for May"
    planned = (clause, clause.head) if syntax.has_dep(clause, "xcomp", "ccomp", "acl") else (clause,)
    return any(t.lemma_.lower() in _FUTURE_VERBS for t in planned) and any(
        c.lower_ == "to" for c in syntax.children(clause, "mark")
    )


def _paragraph_of(scene: Scene, piece: Tokens) -> int:
    for number, span in enumerate(scene.document.paragraphs):
        if span.begin <= piece.start_char < span.end:
            return number
    return -1


def _dateline(scene: Scene) -> dt.date | None:
    """The first whole date near the head of a document that has no date of publication."""
    for tokens in scene.tokens[:4]:
        for piece in _in_sentence(tokens):
            value = resolve(piece.text, Context())
            if value is not None and len(value) == 10 and len(tokens) <= len(piece) + 4:
                return dt.date.fromisoformat(value)
    return None
