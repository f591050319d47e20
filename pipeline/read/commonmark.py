"""Markdown files with marks inside their sentences: markdown-it-py reads them, and the text is made of what it finds.

One block, one paragraph: headings, paragraphs, items of lists, quotations, footnotes. What a reader of the page sees as
words stays (of emphasis, links and code inside a sentence); images, tables, blocks of code, comments and what is struck
out do not, as in `pipeline.read.markdown`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.read.article import Article, joined
from pipeline.read.guard import guard
from pipeline.read.markdown import MEDIA_TYPE, as_it_stands, prose
from pipeline.read.metadata import Metadata
from pipeline.read.plain import opened
from pipeline.settings import Settings

__all__ = ["paragraphs", "read"]

_HIDDEN = frozenset({"script", "style", "template", "del", "s", "strike"})
_PART_OF_SENTENCE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark",
        "q", "ruby", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_HIDING = re.compile(r"<!--|<(" + "|".join(sorted(_HIDDEN)) + r")\b[^<>]*>", re.I)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)\b[^<>]*>|<[!?][^<>]*>")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_NOTE = re.compile(r"\n(?=\[[^\]\s]+\]:)")
_LINK_DEFINITION = re.compile(r"\[[^\]^]+\]:\s*\S+(?:\s+[\"'(].*)?\s*")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]{1,80}\]:?")
_TASK = re.compile(r"\[[ xX]\][ \t]+")


def read(data: bytes, name: str, settings: Settings) -> Article:
    """The article in a Markdown file, as plain text.

    The text is the file itself all the same if nothing that looked like a mark was one ("[sic]", "2 * 2").

    Raises:
        DocumentError: it is binary, too long, or in no encoding that can be told.
    """
    file = opened(data, name, settings)
    with guard(name, "Markdown"):
        tokens = _parser().parse(file.text[file.front.end :])
        blocks = list(_blocks(tokens))
    title = _title(tokens)
    stretches = prose(file.text, file.front.end)
    if _words(blocks) == _words([file.text[span.begin : span.end] for span in stretches]):
        return as_it_stands(file, stretches, title)
    text, spans = joined(blocks)
    return Article(text, spans, MEDIA_TYPE, file.front.metadata.over(Metadata(title=title)), file.notes)


def paragraphs(source: str) -> list[str]:
    """The paragraphs of a Markdown source as plain text, in order.

    >>> paragraphs("# Ferries *sail*\\n\\nThe [council](https://a.example) met:\\n\\n- **crews** cheered")
    ['Ferries sail', 'The council met:', 'crews cheered']
    """
    return list(_blocks(_parser().parse(source)))


@cache
def _parser(*without: str) -> MarkdownIt:
    """CommonMark, with what is struck out and tables. An indented line is prose that somebody indented, and no code."""
    return MarkdownIt("commonmark").enable(["strikethrough", "table"]).disable(["code", *without])


def _words(blocks: Sequence[str]) -> list[list[str]]:
    return [block.split() for block in blocks if any(map(str.isalnum, block))]


def _title(tokens: Sequence[Token]) -> str | None:
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open" and opening.markup == "#":
            return " ".join(_inline(content.children or []).split()) or None
    return None


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    last_line = max((token.map[1] for token in tokens if token.map), default=0)
    in_table = in_item = False
    for token in tokens:
        match token.type:
            case "table_open" | "table_close":
                in_table = token.type == "table_open"
            case "list_item_open":
                in_item = True
            case "inline" if not in_table:
                source = _inline(token.children or [])
                yield from _lines(_TASK.sub("", source, count=1) if in_item and _TASK.match(source) else source)
                in_item = False
            case "html_block":
                yield from _lines(_without_tags(token.content))
            case "fence" if token.map and token.map[1] == last_line and not _is_closed(token):
                yield from _blocks(_parser("fence").parse(token.content))  # it is never closed: the rest is text


def _lines(text: str) -> Iterator[str]:
    """The parts of a block of which each is a paragraph, on one line each."""
    for part in text.split("\v"):
        for note in _NOTE.split(part):
            if not _LINK_DEFINITION.fullmatch(note):
                yield " ".join(_FOOTNOTE_MARK.sub("", note).split())


def _inline(tokens: Sequence[Token]) -> str:
    """The words in a block; a break that the author wants becomes a vertical tab."""
    words: list[str] = []
    hidden: list[str] = []
    for token in tokens:
        if token.type == "html_inline":
            _take_tag(token.content, hidden, words)
        elif token.type == "s_open":
            hidden.append("~~")
        elif token.type == "s_close":
            hidden.remove("~~")
        elif hidden:
            continue
        elif token.type in ("text", "text_special", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append("\n" if token.type == "softbreak" else "\v")
    return "".join(words)


def _take_tag(tag: str, hidden: list[str], words: list[str]) -> None:
    match = _TAG.fullmatch(tag)
    if match is None or match[2] is None:
        return
    name = match[2].lower()
    if name == "br" and not hidden:
        words.append("\v")
    elif name in _HIDDEN and not match[1]:
        hidden.append(name)
    elif name in hidden:
        hidden.remove(name)


def _without_tags(source: str) -> str:
    """The words in a block of HTML; an empty line or the tag of a block parts paragraphs."""
    words = _TAG.sub(lambda tag: "" if str(tag[2]).lower() in _PART_OF_SENTENCE else "\v", _seen(source))
    return html.unescape(_EMPTY_LINE.sub("\v", words))


def _seen(source: str) -> str:
    """HTML without comments and what browsers do not show or strike out; one that is never closed is text."""
    parts: list[str] = []
    at = 0
    open_ended: set[str] = set()
    for hiding in _HIDING.finditer(source):
        name = (hiding[1] or "!").lower()
        if hiding.start() < at:
            continue
        parts.append(source[at : hiding.start()])
        at = hiding.end()
        closing = None
        if name not in open_ended:  # to look for it once is enough
            closing = re.compile("-->" if name == "!" else rf"</{name}\s*>", re.I).search(source, at)
        if closing is None:
            open_ended.add(name)
        else:
            at = closing.end()
    return "".join(parts) + source[at:]


def _is_closed(fence: Token) -> bool:
    assert fence.map is not None
    return fence.map[1] - fence.map[0] > 1 + len(fence.content.removesuffix("\n").split("\n"))
