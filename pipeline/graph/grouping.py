"""Triples in reading order: sorted and grouped by subject, whatever their number and order of arrival."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from pipeline.graph.sorting import Sorter
from pipeline.graph.terms import Terms

__all__ = [
    "Group",
    "Grouping",
    "Lines",
    "fields_of",
    "grouped",
    "groups",
    "key_of",
    "lines_of",
    "merged",
    "relative",
]

Node = NamedNode | BlankNode | Literal | Triple
Group = tuple[str, list[tuple[str, list[str]]]]
"""A subject, and its predicates, each with its objects; all as they are to be written."""

_SEPARATOR, _NEXT = "\x01", "\x02"
_PLACE = re.compile(r"(.*)([#/])(char|mention|trigger)=([0-9]+),([0-9]+)", re.DOTALL)
# The order of what lies under the base, by the first part of its path; entities stand at 4.
_SECTIONS = {
    "run": "0",
    "software": "0",
    "document": "1",
    "outlet": "2",
    "author": "2",
    "event": "5",
    "claim": "6",
    "position": "6",
    "act": "6",
    "quantity": "7",
    "comparison": "8",
    "side": "8",
    "origin": "8",
    "occasion": "8",
    "statement": "9",
}
_DOTS = re.compile(r"[/?#]\.\.?(?:[/?#]|\Z)")
"""Parts of a path that lead elsewhere."""
_KNOWN = 1 << 12
"""IRIs and literals of which it is remembered how they are written; most come again soon."""
_LONGEST = 10**12  # more characters than any document has


def relative(iri: str, base: str) -> str | None:
    """The IRI as one relative to the base, if every parser resolves that to the same whole; else None.

    >>> relative("https://example.org/kg/person/mira", "https://example.org/kg/")
    'person/mira'
    """
    if not base or not iri.startswith(base):
        return None
    rest = iri[len(base) :]
    first = rest.partition("/")[0]
    if not first[:1].isalnum() or ":" in first or _DOTS.search(rest):
        return None
    return f"#{rest}" if base.endswith("#") else rest


def key_of(subject: str, base: str) -> str:
    """Documents before entities before events; within a document by place: a sentence, then the words in it."""
    if not base or not subject.startswith(base):
        return "~" + subject
    path = subject[len(base) :]
    place = _PLACE.fullmatch(path)
    if place:
        document, _, kind, begin, end = place.groups()
        return f"1{document}\x02{int(begin):012}{_LONGEST - int(end):013}{kind}"
    return _SECTIONS.get(path.partition("/")[0], "4") + path


def groups(
    triples: Iterable[Triple], base: str, predicate: Callable[[str], str], node: Callable[[Node], str]
) -> Iterator[Group]:
    """The triples by subject, as `Grouping` gives them."""
    with closing(Grouping(Lines(base, predicate, node))) as grouping:
        for _ in grouping.noting(triples):
            pass
        yield from grouping


class Lines:
    """Writes each triple as one line; sorted, the lines stand in reading order: the run, documents with their sentences
    and words, outlets and authors, entities, events, what is claimed, held and done, quantities, comparisons, origins
    and occasions, statements; then what does not lie under the base.

    Of a subject, its types come first, then the other predicates and their objects as they are written, by code point.

    Args:
        base: the IRI that the graph's own things lie under; empty if unknown.
        predicate: writes the IRI of a predicate.
        node: writes a subject or an object; what it writes holds no control characters.
    """

    def __init__(self, base: str, predicate: Callable[[str], str], node: Callable[[Node], str]) -> None:
        self._base = base
        self._node = node
        self._written = lru_cache(maxsize=_KNOWN)(node)
        self._predicate = lru_cache(maxsize=_KNOWN)(
            lambda of: f"{0 if of.value == _TYPE else 1}{predicate(of.value)}{_SEPARATOR}"
        )

    def of(self, triples: Iterable[Triple]) -> Iterator[tuple[Triple, str]]:
        """The triples as they come, each with its line."""
        before: NamedNode | BlankNode | Triple | None = None
        begin = ""
        for triple in triples:
            subject, predicate, object_ = triple
            if subject != before:
                before = subject
                begin = self._begin(subject)
            yield triple, f"{begin}{self._predicate(predicate)}{self._written(object_)}"

    def rows(self, triples: Iterable[Terms | Triple]) -> list[str]:
        """The triples by subject: all that they say of one as one row, each line once. The rows are in no order.

        Sorted, they stand as their lines would, and take a tenth of the time to sort. `lines_of` gives the lines.
        """
        about: dict[Node, list[str]] = {}
        before: Node | None = None
        said: list[str] = []
        predicated, written = self._predicate, self._written
        for subject, predicate, object_ in triples:
            if subject is not before:
                before = subject
                said = about.setdefault(subject, [])
            said.append(predicated(predicate) + written(object_))
        return [f"{self._begin(subject)}{_NEXT.join(sorted(set(said)))}" for subject, said in about.items()]

    def _begin(self, subject: Node) -> str:
        key = key_of(subject.value if isinstance(subject, NamedNode) else str(subject), self._base)
        return f"{key}{_SEPARATOR}{self._node(subject)}{_SEPARATOR}"


def lines_of(row: str) -> Iterator[str]:
    """The lines of a row."""
    key, subject, told = row.split(_SEPARATOR, 2)
    return (f"{key}{_SEPARATOR}{subject}{_SEPARATOR}{said}" for said in told.split(_NEXT))


def merged(rows: Iterable[str], repeated: Callable[[str, int], object]) -> Iterator[tuple[str, Group]]:
    """Sorted rows by subject, each line once, after the key that the subject is sorted by.

    Args:
        rows: Several may be about one subject.
        repeated: Is told of each line that stands in several rows, and how many.
    """
    for (key, subject), same in groupby((row.split(_SEPARATOR, 2) for row in rows), key=itemgetter(0, 1)):
        first, *others = [row.split(_NEXT) for _, _, row in same]
        if others:
            times = Counter(chain(first, *others))
            first = sorted(times)
            for said in first:
                if times[said] > 1:
                    repeated(f"{key}{_SEPARATOR}{subject}{_SEPARATOR}{said}", times[said])
        predicates: list[tuple[str, list[str]]] = []
        name = ""
        objects: list[str] = []
        for said in first:
            predicate, _, object_ = said.partition(_SEPARATOR)
            if predicate != name:
                name, objects = predicate, []
                predicates.append((predicate[1:], objects))
            objects.append(object_)
        yield key, (subject, predicates)


def fields_of(line: str) -> tuple[str, str, str, str]:
    """The key of a line's subject, and its subject, predicate and object as they are written."""
    key, subject, predicate, object_ = line.split(_SEPARATOR, 3)
    return key, subject, predicate[1:], object_


def grouped(lines: Iterable[str]) -> Iterator[tuple[str, Group]]:
    """Sorted lines by subject, each line once, after the key that the subject is sorted by."""
    before = at = name = ""
    group: Group = "", []
    objects: list[str] = []
    for line in lines:
        if line == before:
            continue
        before = line
        key, subject, predicate, object_ = line.split(_SEPARATOR, 3)
        if subject != group[0] or key != at:
            if group[1]:
                yield at, group
            at, group, name = key, (subject, []), ""
        if predicate != name:
            name, objects = predicate, []
            group[1].append((predicate[1:], objects))
        objects.append(object_)
    if group[1]:
        yield at, group


class Grouping:
    """Takes triples in any order, and gives them back by subject, each once, in the order of `Lines`.

    Memory stays bounded, but for one subject at a time.

    Args:
        lines: writes the triples.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._sorter = Sorter()

    def noting(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """The triples as they come, each taken before it is passed on."""
        for triple, line in self._lines.of(triples):
            self._sorter.add(line)
            yield triple

    def __iter__(self) -> Iterator[Group]:
        """All that was taken; no more is taken afterwards."""
        return (group for _, group in grouped(self._sorter))

    def close(self) -> None:
        """Remove what is kept in temporary files."""
        self._sorter.close()


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
