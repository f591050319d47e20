"""YAML front matter: the block between two lines of --- that opens a text file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.read.article import Note
from pipeline.read.metadata import Metadata, from_mapping

__all__ = ["FrontMatter", "front_matter"]

_MAX_CHARS = 16_384
_MAX_BRACKETS = 200  # PyYAML's time grows with the square of their depth
_NO_KEYS = 'the block between --- lines has no "name: value" lines; it was read as text'
_OPEN = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\r|\n)")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_KEY = re.compile(r"[\"']?[A-Za-z_][\w-]*[\"']?[ \t]*:(?:\s|$)")
# A line that YAML reads as it stands: a name and a value without quotes, or in quotes that hold no marks of their own.
_CHARACTER = r"[\x20-\x7e\xa1-\u1fff\u2010-\u2027\u2030-\u205e\u3001-\ud7ff]"
_PLAIN = re.compile(
    rf"""
    ([A-Za-z_][A-Za-z0-9_-]{{0,60}}):\ +
    (?: ([A-Za-z0-9] (?: (?!:\ |:$|\ \#){_CHARACTER} )*)
      | "((?:(?!["\\]){_CHARACTER})*)"\ *
      | '((?:(?!'){_CHARACTER})*)'\ *
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the front matter ends (0: there is none), what it says, and what is wrong with it."""

    end: int = 0
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[Note, ...] = ()


class _Loader(yaml.BaseLoader):
    """YAML as plain text: no numbers, dates or objects are made, and aliases are refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            # a short text with aliases of aliases stands for gigabytes
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not read", problem_mark=self.get_mark())
        return super().compose_node(parent, index)


def front_matter(text: str) -> FrontMatter:
    """The front matter of a text. Whatever is wrong with it, the text below is used; notes say what is wrong.

    A first line of --- that no key follows is a rule, and what stands below it is text.

    >>> front_matter("---\\ntitle: 1984\\n---\\nText.").metadata.title
    '1984'
    """
    opening = _OPEN.match(text)
    if not opening:
        return FrontMatter()
    block_end, end = _extent(text, opening.end())
    block = text[opening.end() : block_end]
    first = _first_line(block)
    if end is None:
        if not _KEY.match(first):
            return FrontMatter()
        # nothing closes it: keys up to the first empty line are taken for it, but not for sure
        note = Note("the front matter is not closed by a line of ---; it was not understood", 1)
        return FrontMatter(block_end, notes=(note,))
    if not first:
        return FrontMatter(end)
    if not _KEY.match(first) and first[0] != "{":
        listed = first[0] in "-[&*!"
        return FrontMatter(notes=(Note(_NO_KEYS, 1),) if listed else ())
    if len(block) > _MAX_CHARS:
        return FrontMatter(notes=(Note(f"the front matter is longer than {_MAX_CHARS} characters: read as text", 1),))
    metadata, notes = _understood(block)
    return FrontMatter(end, metadata, notes)


def _understood(block: str) -> tuple[Metadata, tuple[Note, ...]]:
    """The metadata in the lines of a block, and what is wrong with them."""
    if block.count("[") + block.count("{") > _MAX_BRACKETS:
        return Metadata(), (Note("the front matter was not understood: too many brackets", 1),)
    try:
        plain = _plainly(block)
        value: Any = yaml.load(block, _Loader) if plain is None else plain
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        line = mark.line + 2 if mark is not None else 1
        hint = ' (text with a colon needs quotes: title: "A: b")' if "mapping values" in problem else ""
        return Metadata(), (Note(f"the front matter was not understood: {problem}{hint}", line),)
    except RecursionError:
        return Metadata(), (Note("the front matter was not understood: nested too deeply", 1),)
    if not isinstance(value, dict):
        return Metadata(), (Note('the front matter was not understood: no "name: value" lines', 1),)
    metadata, warnings = from_mapping(value)
    return metadata, tuple(Note(f"front matter, {warning}", 1) for warning in warnings)


def _plainly(block: str) -> dict[str, str] | None:
    """The names and values of a block that has nothing else, as nearly all do; YAML takes thirty times as long for it.

    >>> _plainly("title: Rallies in 40 cities\\nurl: https://paper.example/a#b\\n")
    {'title': 'Rallies in 40 cities', 'url': 'https://paper.example/a#b'}
    >>> _plainly("title: Rallies: 40 cities\\n") is None
    True
    """
    found: dict[str, str] = {}
    for line in block.removesuffix("\n").split("\n"):
        match = _PLAIN.fullmatch(line)
        if match is None:
            return None
        name, bare, double, single = match.groups()
        found[name] = bare.rstrip(" ") if bare is not None else double if double is not None else single
    return found


def _extent(text: str, begin: int) -> tuple[int, int | None]:
    """Where the block ends, and where the line that closes it ends; if none does, the first empty line and None."""
    first_empty: int | None = None
    at = begin
    while at < len(text):
        if closing := _CLOSE.match(text, at):
            return at, closing.end()
        line = _LINE.match(text, at)
        assert line is not None  # the pattern matches the empty string
        if first_empty is None and not line[0].strip():
            first_empty = at
        at = line.end()
    return (len(text) if first_empty is None else first_empty), None


def _first_line(block: str) -> str:
    """The first line that is neither empty nor a comment; empty if there is none."""
    lines = (line.strip() for line in block.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")
