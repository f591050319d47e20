"""The IRIs of the graph: readable, stable from run to run, and valid whatever a file or a person is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import quote

from pyoxigraph import NamedNode

from pipeline.records import Span

__all__ = ["Iris", "digest", "slug"]

# Unreserved characters and those that may stand in a path; letters beyond ASCII stay readable, as IRIs allow.
_PATH_SAFE = "/-._~!$&'()*+,;=:@"
_PLAIN = re.compile(r"[A-Za-z0-9/._~!$&'()*+,;=:@-]*")
_WORDS = re.compile("[a-z0-9]+")
_SLUG_LENGTH = 60

Stretch = Span | tuple[int, int]
"""Where words begin and end in the text of their document."""


def _is_letter(character: str) -> bool:
    if "\U000e0000" <= character <= "\U000e0fff":  # tags and variation selectors, which RFC 3987 leaves out
        return False
    return character.isalnum() or unicodedata.category(character).startswith("M")


def slug(value: str, fallback: str = "unnamed") -> str:
    """A short lower-case form of a text in which only letters, digits and hyphens occur; never empty.

    >>> slug("Łódź — Кремль"), slug("O'Neill & Co."), slug("🙂")
    ('łódź-кремль', 'o-neill-co', 'unnamed')
    """
    if value.isascii():  # most texts, in a tenth of the time
        kept = "-".join(_WORDS.findall(value.lower()))
    else:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", value).casefold())
        kept = "-".join("".join(c if _is_letter(c) else " " for c in folded).split())
    return kept[:_SLUG_LENGTH].strip("-") or fallback


@lru_cache(maxsize=1 << 14)
def _encoded(path: str) -> str:
    """The path with whatever an IRI forbids percent-encoded; letters and digits of all scripts stay."""
    if _PLAIN.fullmatch(path):
        return path
    return "".join(c if _is_letter(c) else quote(c, safe=_PATH_SAFE, errors="surrogatepass") for c in path)


@lru_cache(maxsize=64)
def _file(name: str) -> str:
    """A file as the IRIs of its documents name it."""
    path = PurePosixPath(name)
    return slug(str(path.with_suffix("")) if path.suffix else str(path), "document")


def digest(*fields: object) -> str:
    """16 hexadecimal digits of the raw key fields."""
    key = "\0".join(str(f) for f in fields)
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Located(Protocol):
    """A document as far as its IRI goes."""

    @property
    def source_file(self) -> str:
        """Its path relative to the input folder."""
        ...

    @property
    def record(self) -> int | None:
        """Its number in a file that holds many."""
        ...

    @property
    def id(self) -> str:
        """As `Document.id`."""
        ...


class Iris:
    """Makes the IRIs under one base; `known` has, by their ids, those of entities that go by IRIs of another data set.

    >>> Iris("https://example.org/kg/").named("person/vladimir-putin").value
    'https://example.org/kg/person/vladimir-putin'
    """

    def __init__(self, base: str, known: Mapping[str, str] | None = None) -> None:
        self.base = base
        self._known = known or {}
        # a base that ends in # has no second fragment to give
        self._part = "/" if "#" in base else "#"

    def named(self, path: str) -> NamedNode:
        """What a record with an id of its own is called: an `Entity` or a `Happening`."""
        return NamedNode(self._known[path]) if path in self._known else self.own(path)

    def own(self, path: str) -> NamedNode:
        """What it is called under the base, even if somebody knows it by another IRI, which is used."""
        return NamedNode(self.base + _encoded(path))

    def hashed(self, kind: str, *fields: object) -> NamedNode:
        """What has no name: a statement, a claim, a quantity or a run, by its raw key fields."""
        return NamedNode(f"{self.base}{kind}/{digest(*fields)}")

    def document(self, document: Located, id_: str = "") -> NamedNode:
        """``document/<file>[-<record>]-<eight digits of its id>``.

        Args:
            document: The file, and the number of the article in it, if it holds many.
            id_: `Document.id`, where it is known; else it is computed from the text.
        """
        name = _file(document.source_file)
        record = "" if document.record is None else f"-{document.record}"
        return NamedNode(f"{self.base}document/{name}{record}-{(id_ or document.id)[:8]}")

    def sentence(self, document: NamedNode, span: Stretch) -> NamedNode:
        """The stretch of the document's text, as RFC 5147 writes it: ``#char=0,52``."""
        return self._stretch(document, "char", span)

    def mention(self, document: NamedNode, span: Stretch) -> NamedNode:
        """A name, noun phrase or pronoun: ``#mention=0,14``."""
        return self._stretch(document, "mention", span)

    def implied(self, document: NamedNode, span: Stretch) -> NamedNode:
        """A name that stands for something else as well: ``#implied=0,7``, "Swedish" for Sweden."""
        return self._stretch(document, "implied", span)

    def trigger(self, document: NamedNode, span: Stretch) -> NamedNode:
        """The word that tells an event: ``#trigger=15,23``. A name may stand at the same place and stays distinct."""
        return self._stretch(document, "trigger", span)

    def part(self, document: str, name: str) -> NamedNode:
        """What belongs to a document and has a name of its own, such as its named graphs: ``#assertion``."""
        return NamedNode(f"{document}{self._part}{name}")

    def _stretch(self, document: NamedNode, kind: str, span: Stretch) -> NamedNode:
        begin, end = (span.begin, span.end) if isinstance(span, Span) else span
        return NamedNode(f"{document.value}{self._part}{kind}={begin},{end}")
