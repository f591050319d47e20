"""Finds things by words while they are typed: counts by class, the best first, in pages."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.errors import QueryError
from pipeline.web.index import GROUPS, SPAN, folded
from pipeline.web.spelling import meant

__all__ = ["MOST", "PAGE", "Wanted", "marked", "search", "wanted"]

PAGE = 20
"""Hits on a page of one group; where all groups are shown, a few of each."""

FEW = 5
MOST = 3_000
"""So many hits are counted and ranked; of more, the best known things come first, as they stand in the index."""

SHOWN = 280
"""So many characters of a hit are shown, round its first word that was asked for."""

_ASKED = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")

Segment = tuple[str, bool]
"""A stretch of text, and whether it is what was asked for."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What somebody typed: words or phrases that must all stand there, and some that must not.

    The last so many of them (`open`) may be the beginnings of longer words.
    """

    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    open: int = 0

    @property
    def expression(self) -> str:
        """The question in the language of FTS5; empty if there is none."""
        closed = len(self.words) - self.open
        terms = [f"{_quoted(word)}{'*' if at >= closed else ''}" for at, word in enumerate(self.words)]
        found = " AND ".join(terms)
        return f"({found}) NOT ({' OR '.join(map(_quoted, self.without))})" if found and self.without else found


def wanted(typed: str) -> Wanted:
    """What is meant by what was typed: words, "phrases in quotation marks", and -words that must not stand there.

    The last word may be unfinished, unless a space follows it.

    >>> wanted('"anti-war protest" Mosc').expression
    '"anti-war protest" AND "Mosc"*'
    """
    words, without, unfinished = [], [], False
    for minus, phrase, word in _ASKED.findall(unicodedata.normalize("NFC", typed)):
        found = phrase or word
        if not _WORD.search(found):
            continue
        if minus:
            without.append(found)
        else:
            words.append(found)
            unfinished = bool(word) and not typed[-1].isspace()
    return Wanted(tuple(words), tuple(without), int(unfinished))


def all_open(asked: Wanted) -> Wanted:
    """The same, but that each word may be the beginning of a longer one: "vlad put"."""
    return replace(asked, open=len(asked.words))


def search(index: Path, typed: str, group: str = "", kind: str = "", offset: int = 0, limit: int = PAGE) -> Json:
    """What is found, as the page gets it; without words all that there is, the best known first.

    Args:
        index: the file of the index.
        typed: what somebody typed.
        group: only this of `GROUPS`; without one, a few hits of each.
        kind: only this class of the group, such as Person.
        offset: how many hits to leave out, of one group.
        limit: how many to give, of one group.

    Raises:
        QueryError: there is no such group.
    """
    if group and group not in GROUPS:
        raise QueryError(f"there is no group {group!r}; choose one of {', '.join(GROUPS)}")
    groups: list[Json] = []
    with closing(sqlite3.connect(f"file:{quote(str(index))}?mode=ro&immutable=1", uri=True)) as database:
        database.row_factory = sqlite3.Row
        for asked in (wanted(typed), all_open(wanted(typed))):
            for name in GROUPS:
                found = _Group(database, asked.expression, name)
                if found.total:
                    size = 0 if group and group != name else limit if group else FEW
                    hits = found.hits(asked, kind if group else "", offset if group else 0, size)
                    groups.append({**found.counts, "hits": hits})
            if groups:
                break
        near = "" if groups else _spelt_nearly_so(database, wanted(typed))
    return {"q": typed, "groups": groups, "total": sum(g["total"] for g in groups), "near": near}


def _spelt_nearly_so(database: sqlite3.Connection, asked: Wanted) -> str:
    """What to type where nothing was found: with words that there are for those that nothing has; empty if unknown."""
    words = []
    other = None
    for word in asked.words:
        known = database.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f"{_quoted(word)}*",)).fetchone()
        instead = None if known or " " in word else meant(database, _plain(word))
        other = other or instead
        words.append(instead or (f'"{word}"' if " " in word else word))
    near = " ".join(words)
    expression = wanted(f"{near} ").expression
    return near if other and any(_Group(database, expression, name).total for name in GROUPS) else ""


class _Group:
    """The hits of one group."""

    def __init__(self, database: sqlite3.Connection, expression: str, name: str) -> None:
        self._database = database
        self._name = name
        begin = GROUPS.index(name) * SPAN
        self._from = "item"
        self._where = "item.id BETWEEN ? AND ?"
        self._values: list[str | int] = [begin, begin + SPAN - 1]
        query = "SELECT kind, total FROM size WHERE grp = ? ORDER BY total DESC, kind"
        values: list[str | int] = [name]
        if expression:
            self._from = "words CROSS JOIN item ON item.id = words.rowid"
            self._where = "words.rowid BETWEEN ? AND ? AND words MATCH ?"
            self._values.append(expression)
            values = self._values
            query = (
                "SELECT item.kind, count(*) AS times FROM "
                f"(SELECT rowid FROM words WHERE {self._where} LIMIT {MOST + 1}) AS found "
                "CROSS JOIN item ON item.id = found.rowid GROUP BY item.kind ORDER BY times DESC, item.kind"
            )
        self._kinds: dict[str, int] = dict(database.execute(query, values).fetchall())
        self._asked = bool(expression)
        self.total = sum(self._kinds.values())

    @property
    def _many(self) -> bool:
        """Whether there are more than are counted and ranked."""
        return self._asked and self.total > MOST

    @property
    def counts(self) -> Json:
        """How many there are, in all and of each class; `more` if there are more than were counted."""
        kinds = [{"kind": kind, "total": times} for kind, times in self._kinds.items()]
        total = MOST if self._many else self.total
        return {"group": self._name, "total": total, "more": self._many, "kinds": kinds}

    def hits(self, asked: Wanted, kind: str, offset: int, limit: int) -> list[Json]:
        """A page of hits, the best first."""
        if not limit:
            return []
        where, values = self._where, [*self._values]
        if kind:
            where, values = f"{where} AND item.kind = ?", [*values, kind]
        # the words of a label weigh more than other names; where hits are too many to weigh, the best known come first
        ranked = self._asked and not self._many
        score = "bm25(words, 8.0, 3.0, 3.0)" if ranked else "0.0"
        part = f"LIMIT {MOST}" if ranked else f"ORDER BY item.id LIMIT {limit:d} OFFSET {offset:d}"
        query = f"SELECT item.id, item.label, item.weight, {score} AS score FROM {self._from} WHERE {where} {part}"
        rows = self._database.execute(query, values).fetchall()
        if ranked:
            rows = sorted(rows, key=lambda row: _rank(row, asked))[offset : offset + limit]
        return [self._hit(row["id"], asked) for row in rows]

    def _hit(self, id_: int, asked: Wanted) -> Json:
        row = self._database.execute(
            "SELECT item.*, d.iri AS d_iri, d.label AS d_label, d.also AS d_also, d.day AS d_day "
            "FROM item LEFT JOIN item AS d ON d.id = item.document WHERE item.id = ?",
            (id_,),
        ).fetchone()
        label = marked(row["label"], asked)
        hit: Json = {"iri": row["iri"], "group": self._name, "kind": row["kind"], "label": label}
        if row["also"] and (self._name == "claim" or not any(found for _, found in label)):
            hit["also"] = marked(" · ".join(row["also"].split("\n")), asked)
        for name in ("place", "stance", "day", "cue"):
            if row[name]:
                hit[name] = row[name].split() if name == "stance" else row[name]
        if row["weight"]:
            hit["weight"] = row["weight"]
        if row["d_iri"]:
            by = row["d_also"].partition("\n")[0]
            hit["document"] = {"iri": row["d_iri"], "label": row["d_label"][:SHOWN], "day": row["d_day"], "by": by}
        return hit


def _rank(row: sqlite3.Row, asked: Wanted) -> tuple[bool, bool, float, int]:
    """What is called just so comes first, then what begins so, then what fits best and is best known."""
    label, typed = _plain(row["label"][:SHOWN]), _plain(" ".join(asked.words))
    return label != typed, not label.startswith(typed), row["score"] * (1 + row["weight"]) ** 0.5, row["id"]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _plain(words: str) -> str:
    """Without case and diacritics."""
    apart = unicodedata.normalize("NFD", folded(words) or words.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def marked(text: str, asked: Wanted) -> list[Segment]:
    """A text in stretches, those that were asked for marked; a long one is cut to what stands round the first of them.

    >>> marked("Thousands rallied in Łódź", wanted("lodz"))
    [('Thousands rallied in ', False), ('Łódź', True)]
    """
    closed = len(asked.words) - asked.open
    whole = {_plain(w) for phrase in asked.words[:closed] for w in _WORD.findall(phrase)}
    begun = tuple(_plain(w) for phrase in asked.words[closed:] for w in _WORD.findall(phrase))
    found = []
    for match in _WORD.finditer(text):
        plain = _plain(match.group())
        if plain in whole or plain.startswith(begun):
            found.append(match.span())
    begin = max(0, found[0][0] - SHOWN // 3) if found and len(text) > SHOWN else 0
    end = min(len(text), begin + SHOWN)
    segments: list[Segment] = [("…", False)] if begin else []
    at = begin
    for left, right in found:
        if left < at or right > end:
            continue
        segments += [(text[at:left], False), (text[left:right], True)]
        at = right
    segments.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [segment for segment in segments if segment[0]]
