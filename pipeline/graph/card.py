"""What the graph knows of one entity, on one card: facts, events, what it says and what is said of it, all quoted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from pipeline import resources
from pipeline.errors import QueryError
from pipeline.graph import queries
from pipeline.graph.replaced import current
from pipeline.graph.result import Value
from pipeline.graph.store import Queryable
from pipeline.graph.tellers import tellers

__all__ = ["Card", "Line", "Quote", "Row", "Section", "card", "named", "near"]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Quote:
    """A sentence, and the document that it stands in."""

    text: str
    document: str


@dataclass(frozen=True)
class Line:
    """One thing that is known, with every sentence that says it; what is known from elsewhere has none."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Section:
    """Lines of one kind."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Card:
    """One entity and all that is known of it; sections without lines are left out."""

    iri: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    sections: tuple[Section, ...]


Row = dict[str, Value]


def card(source: Queryable, name: str) -> Card:
    """The card of the entity with this name (case does not matter) or IRI, be it one that was replaced since.

    Raises:
        QueryError: no entity has the name, or several have; the message lists those to choose from.
    """
    who = named(source, name)
    iri = str(who["entity"])
    sections = [Section(title, _lines(_told(source, query, iri), text)) for title, query, text in _SECTIONS]
    aliases = tuple(sorted(filter(None, str(who["aliases"] or "").split("|"))))
    return Card(iri, str(who["called"]), str(who["kind"]), aliases, tuple(s for s in sections if s.lines))


def named(source: Queryable, name: str) -> Row:
    """The one entity with this name or IRI: its `entity`, what it is `called`, its `kind` and `aliases`.

    Raises:
        QueryError: no entity has the name, or several have; the message lists those to choose from.
    """
    if _IRI.fullmatch(name):
        name = current(source, [name]).get(name, name)
    found = _ask(source, "who", name=name)
    if not found:
        alike = near(source, name)
        hint = f"did you mean {', '.join(alike)}?" if alike else "`citegraph query most-mentioned` lists whom there is"
        raise QueryError(f"nobody and nothing is called {name!r} in this graph; {hint}")
    if len(found) > 1:
        choices = ", ".join(f"{row['called']} ({row['kind']}) <{row['entity']}>" for row in found)
        raise QueryError(f"{name!r} is the name of several; give the IRI of one: {choices}")
    return found[0]


_ALIKE, _NAMED = 75, 4
"""So alike, in per cent, are names that may have been meant; and so many are told."""


def near(source: Queryable, name: str) -> list[str]:
    """Who may have been meant by a name that nobody has: those whose names hold it, else those who are spelt so."""
    return [str(row["found"]) for row in _ask(source, "near", name=name)] or _spelt_alike(source, name)


def _spelt_alike(source: Queryable, name: str) -> list[str]:
    """Who may have been meant by a name that nobody has: those of whom a name is spelt nearly so."""
    known: dict[str, str] = {}
    for row in _ask(source, "names"):
        known.setdefault(str(row["key"]), str(row["found"]))
    alike = process.extract(name.lower(), list(known), scorer=_likeness, score_cutoff=_ALIKE, limit=_NAMED)
    return list(dict.fromkeys(known[match[0]] for match in alike))


def _likeness(name: str, other: str, *, score_cutoff: float | None = None) -> float:
    """How alike, in per cent, a name is to another, or to a word of it: who asks for Hana may mean Hanna Brekke."""
    return max(fuzz.ratio(name, part, score_cutoff=score_cutoff) for part in (other, *other.split()))


_ROLES = ("actor", "target", "place")


def _told(source: Queryable, query: str, iri: str) -> list[Row]:
    """The rows of a section; where no author says so, with who does: `by`."""
    rows = _ask(source, query, entity=iri)
    if not rows or "stance" not in rows[0]:
        return rows
    who = tellers(source, (str(row["node"]) for row in rows if row["stance"] != "asserted"))
    rows = [{**row, "by": ", ".join(map(str, who.get(str(row["node"]), ())))} for row in rows]
    if "role" not in rows[0]:
        return rows
    taken = {(row["node"], row["role"]) for row in rows}
    return [{**row, "role": " and ".join(role for role in _ROLES if (row["node"], role) in taken)} for row in rows]


def _lines(rows: list[Row], text: Callable[[Row], str]) -> tuple[Line, ...]:
    """One line for each thing that is known, in the order of the rows, with the quotes of all rows that say it."""
    found: dict[str, list[Quote]] = {}
    for row in rows:
        quotes = found.setdefault(text(row), [])
        if "quote" not in row:
            continue
        quote = Quote(str(row["quote"]), str(row["document"]))
        if quote not in quotes:
            quotes.append(quote)
    return tuple(Line(said, tuple(quotes)) for said, quotes in found.items())


def _ask(source: Queryable, query: str, **values: Value) -> list[Row]:
    return source.query(queries.read(resources.queries() / "card" / f"{query}.rq").bound(values)).dicts


def _fact(row: Row) -> str:
    relation = _CAMEL.sub(" ", str(row["relation"])).lower()
    stance = "" if row["stance"] == "asserted" else f"  [{row['stance']}{_by(row)}]"
    return f"{row['from']} — {relation} — {row['to']}{stance}"


_NOT_ASSERTED = {"claimed": "only claimed", "denied": "only in a denial"}


def _event(row: Row) -> str:
    marks = [] if row["modality"] == "Actual" else [str(row["modality"]).lower()]
    if row["stance"] != "asserted":
        marks.append(_NOT_ASSERTED[str(row["stance"])] + _by(row))
    return f"{row['when'] or 'undated'}: {row['event']} (as {row['role']}){_bracketed('; '.join(marks))}"


def _by(row: Row) -> str:
    return f" by {row['by']}" if row["by"] else ""


def _bracketed(marks: str) -> str:
    return f"  [{marks}]" if marks else ""


def _claim(row: Row) -> str:
    marks = [str(row["polarity"]).lower()] if row["polarity"] != "Affirmed" else []
    if row["certainty"] != "Certain":
        marks.append(str(row["certainty"]).lower())
    who, cue = str(row.get("who") or ""), str(row["cue"] or "")
    said = f"{cue} {who}" if cue.casefold().startswith("according") else f"{who} {cue}"
    return f"{': '.join(filter(None, (said.strip(), str(row['claim']))))}{_bracketed(', '.join(marks))}"


def _elsewhere(row: Row) -> str:
    if not row["because"]:
        return str(row["item"])
    who = f"; {row['by']}" if row["by"] else ""
    return f"{row['item']} — {row['called']}  [{row['because']}{who}]"


_SECTIONS: tuple[tuple[str, str, Callable[[Row], str]], ...] = (
    ("What is stated", "facts", _fact),
    ("Events", "events", _event),
    ("What it says", "says", _claim),
    ("What is said about it", "said-about", _claim),
    ("The same elsewhere", "elsewhere", _elsewhere),
)
