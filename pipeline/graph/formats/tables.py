"""The graph as CSV tables for spreadsheets and pandas, with what their columns mean as CSV on the Web.

One row for each finding; its evidence is a table of its own.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.graph.formats import rows
from pipeline.graph.formats.findings import Findings
from pipeline.graph.formats.rows import Row
from pipeline.graph.store import Store

__all__ = ["METADATA", "files", "written"]

METADATA = "csv-metadata.json"
"""Where CSV on the Web looks for what is said of the tables of a folder."""


@dataclass(frozen=True)
class _Table:
    """A table: what it holds, its columns, its rows, and how many of its first columns tell its rows apart.

    A column is a name, a colon and a type where it is no text, and an asterisk where it has several values, one a line.
    """

    summary: str
    columns: str
    rows: Callable[[Findings], Iterator[Row]]
    keys: int = 1

    @property
    def header(self) -> str:
        return " ".join(column.rstrip("*").partition(":")[0] for column in self.columns.split())


def files(store: Store, base: str = "") -> Iterator[tuple[str, Iterable[str]]]:
    """The tables by file name, each in pieces; the base is not needed. Cells with several values have one a line."""
    findings = Findings(store)
    for name, table in _TABLES.items():
        yield f"{name}.csv", written(table.header, table.rows(findings))
    yield METADATA, [_described()]


def written(columns: str, found: Iterable[Row]) -> Iterator[str]:
    """A table as CSV (RFC 4180, but for line feeds alone at line ends): the header, then the rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns.split())
    for row in found:
        writer.writerow(row)
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


_TABLES: dict[str, _Table] = {
    "documents": _Table(
        "Articles",
        "document:anyURI file record:nonNegativeInteger title publisher* author* published:date url text_sha256",
        rows.documents,
    ),
    "sentences": _Table(
        "Sentences of articles, with where they begin and end in the text",
        "sentence:anyURI document:anyURI begin:nonNegativeInteger end:nonNegativeInteger text",
        rows.sentences,
    ),
    "mentions": _Table(
        "Words that name an entity or tell of an event",
        "mention:anyURI denotes:anyURI words form sentence:anyURI begin:nonNegativeInteger end:nonNegativeInteger "
        "confidence:decimal",
        rows.mentions,
        keys=2,
    ),
    "entities": _Table(
        "Persons, organisations, places, groups, works",
        "entity:anyURI kind name aliases* latitude:decimal longitude:decimal country_code same_as:anyURI* "
        "mentions:nonNegativeInteger",
        rows.entities,
    ),
    "relations": _Table(
        "What sentences state of two entities, or of one and a value; stance says whether as a fact",
        "statement:anyURI subject:anyURI subject_name relation object:anyURI object_name stance claimed_by* certainty "
        "confidence:decimal sentence:anyURI",
        rows.relations,
    ),
    "events": _Table(
        "What happened, or is said to have, is planned or supposed",
        "event:anyURI type label modality stance claimed_by* dates* actors:anyURI* actor_texts* targets:anyURI* "
        "target_texts* places:anyURI* place_texts*",
        rows.events,
    ),
    "claims": _Table(
        "What somebody says, and figures that authors give",
        "claim:anyURI claimant:anyURI claimant_name claimant_text cue text polarity certainty voice confidence:decimal "
        "minimum:decimal maximum:decimal unit approximate:boolean counts:anyURI about:anyURI* states:anyURI* "
        "sentence:anyURI",
        rows.claims,
    ),
    "positions": _Table(
        "Who supports, opposes, demands, promises, accuses, denies, answers or admits what",
        "position:anyURI kind holder:anyURI holder_name holder_text accused:anyURI accused_text cue text certainty "
        "voice within:anyURI confidence:decimal sentence:anyURI",
        rows.positions,
    ),
    "acts": _Table(
        "Who does what to whom, as the grammar of one clause has it",
        "act:anyURI verb grammatical_voice agentless:boolean agents:anyURI* agent_texts* patients:anyURI* "
        "patient_texts* event:anyURI within:anyURI confidence:decimal sentence:anyURI",
        rows.acts,
    ),
    "comparisons": _Table(
        "What came of setting passages side by side",
        "comparison:anyURI verdict dimension because about:anyURI*",
        rows.comparisons,
    ),
    "sides": _Table(
        "The passages that comparisons set side by side, oldest first",
        "comparison:anyURI order:positiveInteger text voice speaker:anyURI speaker_name claim:anyURI sentence:anyURI",
        rows.sides,
        keys=2,
    ),
    "origins": _Table(
        "Articles or sentences that repeat one another; they count as one source, but for independent reports",
        "origin:anyURI kind presumed_origin:anyURI credit because gathers:anyURI*",
        rows.origins,
    ),
    "edits": _Table(
        "Sentences that were added, changed or removed from one edition of an article to the next",
        "edit:anyURI change before after withdrawn* new* older_file newer_file older_edition:anyURI "
        "newer_edition:anyURI before_sentence:anyURI after_sentence:anyURI",
        rows.edits,
    ),
    "occasions": _Table(
        "What several articles tell of one place and day",
        "occasion:anyURI label place:anyURI place_name date:date includes:anyURI*",
        rows.occasions,
    ),
    "evidence": _Table(
        "The sentences that each finding rests on",
        "finding:anyURI sentence:anyURI begin:nonNegativeInteger end:nonNegativeInteger quote document:anyURI file "
        "published:date",
        rows.evidence,
        keys=2,
    ),
}
_KEYS = {_table.header.split()[0]: _name for _name, _table in _TABLES.items() if _table.keys == 1}
"""The tables that columns of these names lead to."""


def _described() -> str:
    """What CSV on the Web (W3C, 2015) wants to know of the tables: types, lists, keys, and which lead where."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\n"]},
        "tables": [
            {"url": f"{name}.csv", "dc:description": table.summary, "tableSchema": _schema(name, table)}
            for name, table in _TABLES.items()
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _schema(name: str, table: _Table) -> dict[str, Any]:
    columns = table.columns.split()
    names = table.header.split()
    leads = [(n, _KEYS[n]) for n in names if _KEYS.get(n, name) != name]
    return {
        "columns": [_column(column) for column in columns],
        "primaryKey": names[: table.keys],
        "foreignKeys": [
            {"columnReference": [n], "reference": {"resource": f"{to}.csv", "columnReference": [n]}} for n, to in leads
        ],
    }


def _column(column: str) -> dict[str, Any]:
    """A column as CSV on the Web describes it.

    >>> _column("about:anyURI*")
    {'name': 'about', 'titles': 'about', 'datatype': 'anyURI', 'separator': '\\n'}
    """
    name, _, datatype = column.rstrip("*").partition(":")
    several = {"separator": "\n"} if column.endswith("*") else {}
    return {"name": name, "titles": name, "datatype": datatype or "string", **several}
