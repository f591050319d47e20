"""Makes a graph out of an earlier one by changing what is not the same: the result is what writing it anew would give.

Of the Turtle file only the stretches around changed subjects are made anew, the others are copied. The store shares its
files with the earlier one, which stays as it is: they are never changed once they are written.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.graph import notes
from pipeline.graph.fresh import NOTES, STORE, TURTLE, Written, unit_rows
from pipeline.graph.grouping import Group, fields_of, key_of, lines_of
from pipeline.graph.mapping import Unit
from pipeline.graph.store import Store
from pipeline.graph.turtle import blocks, sortable, whole

__all__ = ["patch"]

_SEPARATOR = "\x01"


def patch(before: Path, target: Path, base: str, changes: Counter[str], corpus: Iterable[Unit]) -> Written:
    """Write a graph into an empty folder, by changing that of another.

    Args:
        before: The folder of the other graph, with its notes; it is not changed.
        target: The folder.
        base: The base of the data's IRIs.
        changes: How many more documents say a line than did before, or, below zero, how many fewer.
        corpus: What spans the documents now, in units; of those that the other graph has too, no triple is made.

    Returns:
        What was written, with how many triples it has more than the other graph.

    Raises:
        StoreError: the other graph does not say what is to be taken from it, or its store cannot be opened.
    """
    changes = Counter(changes)
    _spanning(before / NOTES / notes.CORPUS, target / NOTES / notes.CORPUS, base, corpus, changes)
    wanted = sorted((line, change) for line, change in changes.items() if change)
    known = {line: n for line, n in notes.read_repeated(before / NOTES / notes.REPEATED) if changes.get(line)}
    splice = _Splice(before, target, base, known)
    splice.make(wanted)
    with notes.lines_to(target / NOTES / notes.REPEATED) as file:
        kept = ((line, n) for line, n in notes.read_repeated(before / NOTES / notes.REPEATED) if not changes.get(line))
        for line, number in heapq.merge(kept, sorted(splice.repeated.items())):
            file.write(notes.repeated_row(line, number))
    Store.changed(before / STORE, target / STORE, base, map(_statement, splice.gone), map(_statement, splice.new))
    return Written(splice.sha256, len(splice.new) - len(splice.gone), len(splice.gone))


def _statement(line: str) -> str:
    _, subject, predicate, object_ = fields_of(line)
    return f"{subject} {predicate} {object_} ."


def _spanning(before: Path, after: Path, base: str, corpus: Iterable[Unit], changes: Counter[str]) -> None:
    """Note what spans the documents now, and count what of it is new and what is gone."""
    lines = sortable(base)
    now: dict[bytes, Unit | list[str]] = {}
    for unit in corpus:
        told = [] if unit.key else unit_rows(unit, lines)
        if unit.key or told:
            now[notes.unit_name(unit.key, told)] = unit if unit.key else told
    with notes.units_to(after) as file:
        for row in notes.units_in(before):
            if now.pop(row[: notes.NAME], None) is not None:
                file.write(row)
            else:
                changes.subtract(_lines(notes.unit_of(row)[1]))
        for name, new in now.items():
            told = unit_rows(new, lines) if isinstance(new, Unit) else new
            if told:
                changes.update(_lines(told))
                file.write(notes.unit_row(name, told))


def _lines(rows: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(map(lines_of, rows))


class _Splice:
    """Copies a Turtle file, but for the subjects of which something changes."""

    def __init__(self, before: Path, target: Path, base: str, known: Mapping[str, int]) -> None:
        self._before = before
        self._target = target
        self._base = base
        self._known = known
        self.repeated: dict[str, int] = {}
        """Of the lines that change, those that several documents say now."""
        self.new: list[str] = []
        self.gone: list[str] = []
        self.sha256 = ""

    def make(self, wanted: list[tuple[str, int]]) -> None:
        """Write the file; `wanted` are the changes, sorted."""
        keys, offsets = notes.read_index(self._before / NOTES / notes.INDEX)
        path = self._before / TURTLE
        ends = [*offsets[1:], path.stat().st_size]
        turtle = notes.TurtleFile(self._target / TURTLE, self._base)
        try:
            with path.open("rb") as source:
                done = 0
                for at, changed in groupby(wanted, key=lambda item: max(0, bisect_right(keys, _name(item[0])) - 1)):
                    if done < at:
                        names = zip(keys[done:at], offsets[done:at], strict=True)
                        turtle.copy(source, offsets[done], offsets[at], names)
                    source.seek(offsets[at])
                    text = source.read(ends[at] - offsets[at]).decode()
                    for key, group in self._changed(text, list(changed)):
                        turtle.write(key, group)
                    done = at + 1
                if done < len(keys):
                    turtle.copy(source, offsets[done], ends[-1], zip(keys[done:], offsets[done:], strict=True))
        except BaseException:
            turtle.close()
            raise
        self.sha256 = turtle.close(self._target / NOTES / notes.INDEX)

    def _changed(self, text: str, changes: list[tuple[str, int]]) -> Iterator[tuple[str, Group]]:
        """The subjects of a stretch after some changes, sorted as they were."""
        groups = {(key_of(whole(g[0], self._base), self._base), g[0]): g for g in blocks(text)}
        for (key, subject), rows in groupby(changes, key=lambda item: fields_of(item[0])[:2]):
            name = key, subject
            said = {(p, o) for p, objects in groups[name][1] for o in objects} if name in groups else set()
            for line, change in rows:
                self._count(line, change, said)
            if said:
                groups[name] = _group(subject, said)
            else:
                del groups[name]
        return ((key, group) for (key, _), group in sorted(groups.items()))

    def _count(self, line: str, change: int, said: set[tuple[str, str]]) -> None:
        _, _, predicate, object_ = fields_of(line)
        there = (predicate, object_) in said
        now = self._known.get(line, int(there)) + change
        if now < 0 or (line in self._known and not there):
            raise StoreError(f"{self._before} does not say what it should: {_statement(line)}")
        if now > 1:
            self.repeated[line] = now
        if now and not there:
            said.add((predicate, object_))
            self.new.append(line)
        elif there and not now:
            said.remove((predicate, object_))
            self.gone.append(line)


def _name(line: str) -> str:
    return _SEPARATOR.join(line.split(_SEPARATOR, 2)[:2])


def _group(subject: str, said: Iterable[tuple[str, str]]) -> Group:
    """Types first, then by the code points of predicate and object, the end of a line counted as its sorting does."""
    rows = sorted(said, key=lambda row: (row[0] != "a", row[0], row[1]))
    return subject, [(name, [o for _, o in objects]) for name, objects in groupby(rows, key=lambda row: row[0])]
