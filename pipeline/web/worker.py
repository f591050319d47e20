"""A process that answers one query after the other, and that can be killed: Oxigraph cannot be told to stop.

The server runs this file by its path, so that it starts in a few hundredths of a second: it imports the standard
library and pyoxigraph alone. The first line on its standard input says what to open, each further line is a query, as
JSON; on its standard output it writes frames: one letter, the length as four bytes, and so many bytes.

    R  ready for the next query (once, after the store was opened)
    H  {"kind": "select" | "ask" | "construct", "media": …}: the answer begins
    D  a piece of it
    E  {}: it is complete
    X  {"reason": …, "message": …}: there is none, or no more of it; the reasons stand in `_one`

It ends when its standard input does, even in the middle of a query.
"""

from __future__ import annotations

import json
import os
import queue
import re
import resource
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

__all__ = ["RESULTS", "ROWS", "TRIPLES", "RowsExceededError", "main"]

RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
"""The media types of tables, those that clients should ask for first."""
TRIPLES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
    "application/x-turtle": RdfFormat.TURTLE,
}
"""The media types of graphs."""
PIECE = 262_144
"""So many bytes are sent at once ..."""
PATIENCE = 0.2
"""... or fewer, if it took so many seconds to find them."""
OPENED_AT_ONCE = 16
"""So many table files RocksDB opens when it opens a store; others, later."""


class RowsExceededError(Exception):
    """The answer has more rows than are allowed."""


Count = Callable[[bytes], int]
"""Takes the next piece of a serialised answer; returns how many more rows there are for sure."""


_NEXT_ROW = re.compile(rb'\}\},\{"[^,}]')
"""Stands between two rows, or ends a string, and then a comma or brace follows; empty rows are not seen."""


def _json_rows() -> Count:
    tail, begun = b"", False

    def count(piece: bytes) -> int:
        nonlocal tail, begun
        data = tail + piece
        tail = data[-5:]
        found = len(_NEXT_ROW.findall(data))
        if found and not begun:
            begun, found = True, found + 1
        return found

    return count


def _xml_rows() -> Count:
    tail = b""

    def count(piece: bytes) -> int:
        nonlocal tail
        data = tail + piece
        tail = data[-7:]
        return data.count(b"<result>")  # text has &lt; for <

    return count


def _lines_outside_quotes() -> Count:
    quoted, header = False, 1

    def count(piece: bytes) -> int:
        nonlocal quoted, header
        found = 0
        for index, part in enumerate(piece.split(b'"')):
            quoted ^= index > 0
            if not quoted:
                found += part.count(b"\n")
        if found:
            found, header = found - header, 0
        return found

    return count


def _lines() -> Count:
    header = 1

    def count(piece: bytes) -> int:
        nonlocal header
        found = piece.count(b"\n")  # text has \\n for a line end
        if found:
            found, header = found - header, 0
        return found

    return count


ROWS: dict[QueryResultsFormat, Callable[[], Count]] = {
    QueryResultsFormat.JSON: _json_rows,
    QueryResultsFormat.XML: _xml_rows,
    QueryResultsFormat.CSV: _lines_outside_quotes,
    QueryResultsFormat.TSV: _lines,
}
"""How the rows of a table are counted while it is written."""


_waiting: list[bytes] = []
"""Frames that go with the next one that is sent: a small answer is one write here, and one read in the server."""


def _send(kind: bytes, payload: bytes, *, now: bool = True) -> None:
    """Send a frame; or with the next one, if it says little alone."""
    _waiting.extend((kind + struct.pack(">I", len(payload)), payload))
    if not now:
        return
    frames = [piece for piece in _waiting if piece]
    _waiting.clear()
    while frames:
        sent = os.writev(1, frames)
        while frames and sent >= len(frames[0]):
            sent -= len(frames.pop(0))
        if sent:
            frames[0] = frames[0][sent:]


def _tell(frame: bytes, /, *, now: bool = True, **what: Any) -> None:
    _send(frame, json.dumps(what).encode(), now=now)


LEAST = {
    QueryResultsFormat.JSON: 30,
    QueryResultsFormat.XML: 17,
    QueryResultsFormat.CSV: 2,
    QueryResultsFormat.TSV: 1,
}
"""No row that is counted has fewer bytes."""
UNCOUNTED = 64 << 20
"""So many bytes of an answer are kept at most until it is worth while to count their rows."""


class _Output:
    """A file that sends what is written to it, and stops at a limit of rows.

    The rows of a table are counted only when there are enough bytes for too many: that spares most answers the count.

    Args:
        limit: how many rows there may be.
        format: that of a table; None for a graph, whose triples are counted before they are written.
    """

    def __init__(self, limit: int, format: QueryResultsFormat | None = None) -> None:
        self.rows = 0
        self.limit = limit
        self._count = ROWS[format]() if format is not None else None
        self._uncounted: list[bytes] = []
        self._unworthy = min(UNCOUNTED, limit * LEAST[format]) if format is not None else 0
        self._pieces: list[bytes] = []
        self._size = 0
        self._sent = time.monotonic()

    def write(self, piece: bytes) -> int:
        """Take a piece of the answer."""
        self._pieces.append(bytes(piece))
        self._size += len(piece)
        if self._size >= PIECE or time.monotonic() > self._sent + PATIENCE:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        """Send what was taken."""
        self._take(now=True)

    def end(self) -> None:
        """Send what was taken, and that it is all."""
        self._take(now=False)
        _tell(b"E")

    def _take(self, *, now: bool) -> None:
        if self._pieces:
            data = b"".join(self._pieces)
            if self._count is not None:
                self._counted(data, self._count)
            _send(b"D", data, now=now)
        self._pieces, self._size, self._sent = [], 0, time.monotonic()

    def _counted(self, data: bytes, count: Count) -> None:
        self._uncounted.append(data)
        self._unworthy -= len(data)
        if self._unworthy < 0:
            for piece in self._uncounted:
                self.add(count(piece))
            self._uncounted.clear()

    def add(self, rows: int) -> None:
        """Count rows."""
        self.rows += rows
        if self.rows > self.limit:
            raise RowsExceededError

    def counted(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Triples, counted as rows."""
        for triple in triples:
            self.add(1)
            yield triple


Answer = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]
Ask = Callable[[dict[str, Any]], Answer]


def _embedded(path: str, prefixes: dict[str, str]) -> Ask:
    """Answers from a store on disk."""
    store = Store.read_only(path)

    def ask(asked: dict[str, Any]) -> Answer:
        dataset: dict[str, Any] = {}
        if asked["default"] or asked["named"]:
            dataset["default_graph"] = [NamedNode(iri) for iri in asked["default"]]
            dataset["named_graphs"] = [NamedNode(iri) for iri in asked["named"]]
        return store.query(asked["query"], prefixes=prefixes, **dataset)

    return ask


def _remote(url: str) -> Ask:
    """Answers from an endpoint elsewhere."""
    accept = "application/sparql-results+json, application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"

    def ask(asked: dict[str, Any]) -> Answer:
        fields = [("query", asked["query"])]
        fields += [("default-graph-uri", iri) for iri in asked["default"]]
        fields += [("named-graph-uri", iri) for iri in asked["named"]]
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        answer = urlopen(Request(url, urlencode(fields).encode(), headers))
        media = answer.headers.get_content_type()
        results = QueryResultsFormat.from_media_type(media)
        if results is not None:
            return parse_query_results(answer, results)
        triples = RdfFormat.from_media_type(media)
        if triples is None:
            raise OSError(f"{url} gave no SPARQL result but {media}")
        return (Triple(q.subject, q.predicate, q.object) for q in parse(answer, triples))

    return ask


def _answer(ask: Ask, asked: dict[str, Any], prefixes: dict[str, str]) -> None:
    found = ask(asked)
    if isinstance(found, QuerySolutions | QueryBoolean):
        media = asked["results"]
        if media is None:
            _tell(b"X", reason="accept", message=f"the answer is a table: {', '.join(RESULTS)}")
            return
        format = RESULTS[media]
        output = _Output(asked["rows"], format if isinstance(found, QuerySolutions) else None)
        _tell(b"H", now=False, kind="select" if isinstance(found, QuerySolutions) else "ask", media=media)
        found.serialize(cast(IO[bytes], output), format)
    else:
        media = asked["triples"]
        if media is None:
            _tell(b"X", reason="accept", message=f"the answer is a graph: {', '.join(TRIPLES)}")
            return
        output = _Output(asked["rows"])
        _tell(b"H", now=False, kind="construct", media=media)
        named = prefixes if TRIPLES[media] == RdfFormat.TURTLE else None
        serialize(output.counted(found), cast(IO[bytes], output), TRIPLES[media], prefixes=named)
    output.end()


def _one(ask: Ask, asked: dict[str, Any], prefixes: dict[str, str]) -> None:
    """Answer one query, or say why there is no answer."""
    try:
        _answer(ask, asked, prefixes)
    except RowsExceededError:
        _tell(b"X", reason="rows", message="")
    except HTTPError as error:
        said = error.read(2000).decode("utf-8", "replace").strip()
        if error.code == 400 and said:
            _tell(b"X", reason="syntax", message=said)
        else:
            _tell(b"X", reason="store", message=f"{error.code} {error.reason}: {said}")
    except SyntaxError as error:
        _tell(b"X", reason="syntax", message=str(error))
    except MemoryError:
        _tell(b"X", reason="memory", message="")
        os._exit(1)
    except OSError as error:
        reason = "refused" if "Too many open files" in str(error) else "store"
        _tell(b"X", reason=reason, message=str(error))
    except (RuntimeError, ValueError) as error:
        _tell(b"X", reason="refused", message=str(error))


def _confine(path: str | None, memory: int) -> None:
    """Take from this process what no query needs: more memory, and new files, which sockets are too."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    if path is not None and len(list(Path(path).glob("*.sst"))) <= OPENED_AT_ONCE:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _input() -> queue.SimpleQueue[bytes]:
    """The lines of the standard input; when it ends, so does the process, whatever it is doing."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


def main() -> None:
    """Open what the first line says, and answer queries until there are no more."""
    lines = _input()
    start = json.loads(lines.get())
    prefixes: dict[str, str] = start["prefixes"]
    path: str | None = start["store"]
    try:
        ask = _remote(start["remote"]) if path is None else _embedded(path, prefixes)
    except (OSError, RuntimeError) as error:
        _tell(b"X", reason="store", message=str(error))
        return
    _confine(path, start["memory"])
    _tell(b"R")
    while True:
        _one(ask, json.loads(lines.get()), prefixes)


if __name__ == "__main__":
    main()
