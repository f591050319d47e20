"""Markdown files whose text can stay as it is: marks that stand at the ends of a line lie outside the paragraphs.

Lines of one block belong together, as Markdown has it. Marks inside a sentence (emphasis, the target of a link) cannot
be cut out of a stretch of unchanged text: `pipeline.read.commonmark` makes plain text of files that have any.
"""

from __future__ import annotations

import re

from pipeline.read.article import Article
from pipeline.read.metadata import Metadata
from pipeline.read.paragraphs import ends_sentence, lines, trimmed
from pipeline.read.plain import Opened, opened
from pipeline.records import Span
from pipeline.settings import Settings

__all__ = ["MEDIA_TYPE", "as_it_stands", "prose", "read"]

MEDIA_TYPE = "text/markdown"

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:[ \t]*")
_LINK_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S+.*$")
_IMAGE = r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])"
_ONLY_IMAGES = re.compile(rf"\s*(?:(?:{_IMAGE}|\[\s*{_IMAGE}\s*\]\([^)]*\))\s*)+$")
_ONLY_LINK = re.compile(r"\s*\[(?P<text>[^\[\]]+)\]\([^()\s]+(?:\s+\"[^\"]*\")?\)\s*$")
_ONLY_TAGS = re.compile(r"\s*(?:</?[A-Za-z][^<>]*>\s*)+$")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|~~)(?P<text>[^*_~]+)(?P=mark)$")


# What may be a mark inside a paragraph, or a character that is written otherwise than it is read.
_MARK = re.compile(r"[*_`\[~\\<]|&#?\w+;|\n[ \t]*>")


def read(data: bytes, name: str, settings: Settings) -> Article | None:
    """The article in a Markdown file whose paragraphs hold no marks; None if they may hold some.

    Its first heading of the first level is its title if nothing else says one.

    Raises:
        DocumentError: it is binary, too long, or in no encoding that can be told.
    """
    file = opened(data, name, settings)
    stretches = prose(file.text, file.front.end)
    if any(_MARK.search(file.text, span.begin, span.end) for span in stretches):
        return None
    return as_it_stands(file, stretches, _title(file.text, file.front.end))


def as_it_stands(file: Opened, stretches: tuple[Span, ...], title: str | None) -> Article:
    """The article of a file of which no character has to be changed."""
    return Article(file.text, stretches, MEDIA_TYPE, file.front.metadata.over(Metadata(title=title)), file.notes)


def prose(text: str, begin: int = 0) -> tuple[Span, ...]:
    """The paragraphs, headings, list items and quotations of a Markdown text from an offset on, in order.

    Fenced code, tables, rules, comments, lines of images, tags or link definitions lie outside.

    >>> [text[s.begin : s.end] for text in ["# March\\n\\n* One\\n  and more.\\n"] for s in prose(text)]
    ['March', 'One\\n  and more.']
    """
    return tuple(_Scan(text, begin).run())


def _title(text: str, begin: int) -> str | None:
    for line_begin, line_end in lines(text, begin):
        heading = _HEADING.match(text[line_begin:line_end])
        if heading and text[line_begin:line_end].lstrip().startswith(("# ", "#\t")):
            return " ".join(heading["text"].split()) or None
    return None


class _Scan:
    """One pass over the lines; `open` is the paragraph that the next line may continue."""

    def __init__(self, text: str, begin: int) -> None:
        self.text = text
        self.lines = list(lines(text, begin))
        self.found: list[Span] = []
        self.open: tuple[int, int] | None = None
        self.open_quote = False

    def run(self) -> list[Span]:
        at = 0
        while at < len(self.lines):
            at = self._line(at)
        self._close()
        return self.found

    def _line(self, at: int) -> int:
        """Takes the line at this position, or the block that it opens; returns the position after it."""
        begin, end = self.lines[at]
        line = self.text[begin:end]
        if trimmed(self.text, begin, end) is None and not _FENCE.match(line) and "<!--" not in line:
            self._close()  # an empty line, a rule, the underline of a heading
            return at + 1
        if fence := _FENCE.match(line):
            self._close()
            return self._after_fence(at, fence[1])
        if line.lstrip().startswith("<!--"):
            self._close()
            return self._after_comment(at)
        if "|" in line and (line.lstrip().startswith("|") or self._table_rule_follows(at)):
            self._close()
            return self._after_table(at)
        if any(p.match(line) for p in (_ONLY_IMAGES, _ONLY_TAGS)):
            self._close()
            return at + 1
        if heading := _HEADING.match(line):
            self._close()
            self._add(begin + heading.start("text"), begin + heading.end("text"))
            return at + 1
        self._prose_line(begin, end, line)
        return at + 1

    def _prose_line(self, begin: int, end: int, line: str) -> None:
        quote = _QUOTE.match(line)
        inner = quote.end() if quote else 0
        marker = _ITEM.match(line, inner) or _FOOTNOTE.match(line, inner)
        if marker:
            self._close()
            inner = marker.end()
        elif _LINK_DEFINITION.match(line):
            self._close()
            return
        if quote and not self.open_quote:
            self._close()
        if quote and self.open is not None and ends_sentence(self.text[slice(*self.open)]):
            self._close()  # a quotation joins its lines only where a sentence runs on: the mark > stays inside
        if trimmed(self.text, begin + inner, end) is None:
            self._close()
            return
        self.open = (begin + inner if self.open is None else self.open[0], end)
        self.open_quote = bool(quote) or self.open_quote
        if line.endswith(("  ", "\\")):
            self._close()

    def _close(self) -> None:
        if self.open is not None:
            self._add(*self.open)
        self.open = None
        self.open_quote = False

    def _add(self, begin: int, end: int) -> None:
        if self.text[begin:end].endswith("\\"):
            end -= 1
        span = trimmed(self.text, begin, end)
        while span is not None and (wrapped := self._inside_marks(span)) is not None:
            span = trimmed(self.text, wrapped.begin, wrapped.end)
        if span is not None:
            self.found.append(span)

    def _inside_marks(self, span: Span) -> Span | None:
        """The stretch inside emphasis or a link that takes up the whole of it."""
        stretch = self.text[span.begin : span.end]
        for pattern in (_EMPHASIS, _ONLY_LINK):
            if match := pattern.match(stretch):
                return Span(begin=span.begin + match.start("text"), end=span.begin + match.end("text"))
        return None

    def _after_fence(self, at: int, mark: str) -> int:
        closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        for i in range(at + 1, len(self.lines)):
            if closing.match(self.text[slice(*self.lines[i])]):
                return i + 1
        return at + 1  # it is never closed: the rest is text

    def _after_comment(self, at: int) -> int:
        begin = self.lines[at][0]
        close = self.text.find("-->", begin)
        if close < 0:
            self._add(*self.lines[at])  # it is never closed: the rest is text
            return at + 1
        for i in range(at, len(self.lines)):
            _, line_end = self.lines[i]
            if close < line_end:
                if trimmed(self.text, close + 3, line_end) is not None:
                    self._add(close + 3, line_end)
                return i + 1
        raise AssertionError("a comment ends inside the text")

    def _table_rule_follows(self, at: int) -> bool:
        return at + 1 < len(self.lines) and bool(_TABLE_RULE.match(self.text[slice(*self.lines[at + 1])]))

    def _after_table(self, at: int) -> int:
        while at < len(self.lines) and "|" in self.text[slice(*self.lines[at])]:
            at += 1
        return at
