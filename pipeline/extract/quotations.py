"""Which stretches of a text stand between quotation marks: pure text, no parse.

Reads curly, straight and typewriter marks, guillemets and low marks, double and single, nested one in the other. A
quotation may run over several paragraphs, whether each repeats the opening mark (the newspaper convention) or not. An
apostrophe, an inch or foot mark, a decade ("the '90s") is no quotation mark. A quotation that is never closed ends
with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.records import Span

__all__ = ["Quotation", "find"]

LONGEST_OPEN = 3000
"""How many characters a quotation may run on without a closing mark before it counts as unclosed."""

_MARK = re.compile(r"``|''|‘’|’’|‘‘|[\"“”„‟«»‹›‘’'`]")
_DOUBLE_TYPED = {"``", "''", "‘’", "’’", "‘‘", '"', "‟"}
_SINGLE = {"‘", "’", "'", "`"}
_ELISIONS = re.compile(r"(?:tis|twas|em|til|cause|round|bout|n|\d\ds?)\b", re.IGNORECASE)
_OPENS_AFTER = re.compile(r"[\s(\[{—–\-/…“\"«„‘]$")
_CLOSES_BEFORE = re.compile(r"[\s)\]}—–\-/….,;:!?”\"»’']|$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: `parts` are the quoted words themselves, without marks, one stretch for each paragraph.

    >>> text = 'She said: "No. Never."'
    >>> [text[p.begin:p.end] for q in find(text) for p in q.parts]
    ['No. Never.']
    """

    outer: Span
    parts: tuple[Span, ...]
    depth: int
    closed: bool


@dataclass(slots=True)
class _Open:
    kind: str
    outer_begin: int
    part_begin: int
    parts: list[tuple[int, int]] = field(default_factory=list)


def find(text: str, paragraphs: Sequence[Span] = ()) -> tuple[Quotation, ...]:
    """All quotations of a text in the order in which they open; without `paragraphs`, lines are paragraphs.

    Nested quotations have a greater `depth` than the one that holds them (the outermost have 0) and lie inside it.
    """
    stretches = tuple(paragraphs) or tuple(_lines(text))
    found: list[Quotation] = []
    stack: list[_Open] = []
    for number, paragraph in enumerate(stretches):
        _begin_paragraph(text, paragraph, stack, found)
        at = paragraph.begin
        while mark := _MARK.search(text, at, paragraph.end):
            _read_mark(text, mark, paragraph, stack, found)
            at = mark.end()
        _end_paragraph(text, stretches, number, stack, found)
    return tuple(sorted(found, key=lambda q: (q.outer.begin, q.depth)))


def _lines(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\r\n]*\S[^\r\n]*", text):
        yield Span(begin=line.start(), end=line.end())


def _begin_paragraph(text: str, paragraph: Span, stack: list[_Open], found: list[Quotation]) -> None:
    """Carry open quotations into a new paragraph, past an opening mark that is repeated there."""
    at = paragraph.begin
    for opened in stack:
        opened.part_begin = at
        mark = _MARK.match(text, at)
        if mark and _kind(mark.group()) == opened.kind and _may_open(text, mark):
            opened.part_begin = at = mark.end()


def _read_mark(
    text: str,
    mark: re.Match[str],
    paragraph: Span,
    stack: list[_Open],
    found: list[Quotation],
) -> None:
    sign = mark.group()
    kind = _kind(sign)
    if any(o.part_begin == mark.end() and o.kind == kind for o in stack):
        return  # the opening mark repeated at the head of the paragraph
    level = next((i for i in reversed(range(len(stack))) if stack[i].kind == kind), None)
    if level is not None and _may_close(text, mark, stack[level], paragraph):
        while len(stack) > level:  # what is still open inside was never closed
            inner = stack.pop()
            closed = len(stack) == level
            _finish(inner, mark.start(), mark.end() if closed else mark.start(), len(stack), closed, found)
    elif level is not None and kind == "double" and sign in {"“", "``", "‘’", "‘‘", '"'} and _may_open(text, mark):
        if sign == '"' or _closers_ahead(text, mark, paragraph) < 2:  # the earlier one was left open
            while len(stack) > level:
                inner = stack.pop()
                _finish(inner, mark.start(), mark.start(), len(stack), False, found)
        stack.append(_Open(kind, mark.start(), mark.end()))
    elif level is None and _may_open(text, mark, nothing_open=not stack) and _has_close(text, mark, paragraph):
        stack.append(_Open(kind, mark.start(), mark.end()))


def _end_paragraph(
    text: str, stretches: Sequence[Span], number: int, stack: list[_Open], found: list[Quotation]
) -> None:
    """Close what will not be taken up again; what will is one part richer."""
    paragraph = stretches[number]
    while stack:
        opened = stack[-1]
        if len(stack) == 1 and _goes_on(text, opened, stretches, number + 1):
            opened.parts.append((opened.part_begin, paragraph.end))
            return
        stack.pop()
        _finish(opened, paragraph.end, paragraph.end, len(stack), False, found)


def _finish(opened: _Open, end: int, outer_end: int, depth: int, closed: bool, found: list[Quotation]) -> None:
    parts = [*opened.parts, (opened.part_begin, end)]
    spans = tuple(Span(begin=b, end=e) for b, e in parts if b < e)
    if spans:
        found.append(Quotation(Span(begin=opened.outer_begin, end=outer_end), spans, depth, closed))


def _kind(sign: str) -> str:
    """Marks of one kind close one another."""
    if sign in _SINGLE:
        return "single"
    if sign in "«»":
        return "guillemet"
    if sign in "‹›":
        return "single guillemet"
    return "double"


def _around(text: str, mark: re.Match[str]) -> tuple[str, str]:
    return text[mark.start() - 1 : mark.start()] if mark.start() else "", text[mark.end() : mark.end() + 1]


def _may_open(text: str, mark: re.Match[str], nothing_open: bool = False) -> bool:
    sign = mark.group()
    before, after = _around(text, mark)
    if sign in {"”", "’", "’’", "›"} or not after or after in "\r\n":
        return False
    opens_here = not before or bool(_OPENS_AFTER.search(before))
    if sign in {"“", "„", "«", "‹", "‘‘", "``", "‘’"}:
        return not after.isspace() or sign == "„"
    if sign == "»":  # »German style« opens with it
        return opens_here and not after.isspace()
    if sign in _SINGLE:
        elided = _ELISIONS.match(text, mark.end())
        return opens_here and not after.isspace() and not (elided and sign != "‘")
    if opens_here:
        return not after.isspace() or nothing_open
    # a straight mark that sticks to the word before: an inch mark, or one that a typist misplaced ("said," We ...")
    return nothing_open and before in ",:" and after.isspace()


def _may_close(text: str, mark: re.Match[str], opened: _Open, paragraph: Span) -> bool:
    sign = mark.group()
    before, after = _around(text, mark)
    if sign == "“":  # closes only „ ... “
        return text[opened.outer_begin] == "„"
    if sign in {"„", "‹", "``", "‘‘", "‘"}:
        return False
    if sign in "«»":
        return sign != text[opened.outer_begin]
    if sign in _SINGLE:
        if not _CLOSES_BEFORE.match(after) or before.isspace():
            return False
        # "the workers' rights": after an s the mark closes only if none later closes better
        return not (before in "sS" and after.isspace() and _better_close_ahead(text, mark, paragraph))
    opens = before.isspace() and after and not _CLOSES_BEFORE.match(after)
    return not (sign in _DOUBLE_TYPED and opens)


def _better_close_ahead(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    rest = text[mark.end() : paragraph.end]
    close = re.search(r"[.,!?;\w][’'](?=[\s)\].,;:!?”\"]|$)", rest)
    opening = re.search(r"(?:^|[\s(\[])[‘'](?=\w)", rest)
    return bool(close) and (opening is None or close.start() < opening.start())  # type: ignore[union-attr]


def _closers_ahead(text: str, mark: re.Match[str], paragraph: Span) -> int:
    """How many closing curly marks follow before the next opening one."""
    rest = text[mark.end() : paragraph.end].partition("“")[0]
    return rest.count("”")


def _has_close(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """Whether a mark that may open is worth opening: a single one must be closed within its paragraph."""
    sign = mark.group()
    if sign in _SINGLE:
        opened = _Open("single", mark.start(), mark.end())
        return any(
            _kind(m.group()) == "single" and _may_close(text, m, opened, paragraph)
            for m in _MARK.finditer(text, mark.end(), paragraph.end)
        )
    if sign == '"' and not _OPENS_AFTER.search(_around(text, mark)[0] or " "):
        return '"' in text[mark.end() : paragraph.end]
    return True


def _goes_on(text: str, opened: _Open, stretches: Sequence[Span], following: int) -> bool:
    """Whether an open quotation is taken up in the next paragraph."""
    if opened.kind == "single" or following >= len(stretches):
        return False
    head = _MARK.match(text, stretches[following].begin)
    # the repeated mark, unless the paragraph just read was the end of a quotation left open by mistake
    repeated = bool(head and _kind(head.group()) == opened.kind and _may_open(text, head))
    return _closes_later(text, opened, stretches, following, repeated)


def _closes_later(text: str, opened: _Open, stretches: Sequence[Span], following: int, repeated: bool) -> bool:
    """Whether a closing mark follows before a new quotation opens."""
    limit = opened.outer_begin + LONGEST_OPEN
    for number in range(following, len(stretches)):
        paragraph = stretches[number]
        if paragraph.begin > limit:
            return False
        for mark in _MARK.finditer(text, paragraph.begin, paragraph.end):
            if _kind(mark.group()) != opened.kind:
                continue
            if _may_close(text, mark, replace(opened, part_begin=paragraph.begin), paragraph):
                return True
            head = mark.start() == paragraph.begin
            if not (head and repeated) or (number > following and not repeated):
                return False
    return False
