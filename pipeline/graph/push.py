"""Loads a graph into a named graph of a SPARQL server, so that it ends up there whole, once, or not at all.

The triples go into a second named graph first, beside the one that is meant, whose IRI holds their hash. Only when the
server counts as many as were sent do they take the place of what was there before. A third, small graph notes which
load is under way. So whatever is killed, this program or the server, the next run knows where it stands:

- the same graph again: what the server kept of it is not sent twice, and the load is completed;
- another graph: the load that was not finished is rolled back, and the new one begins.

Triples are a set and hold no blank nodes, so that what is sent twice is there once.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final

from pyoxigraph import NamedNode, Triple

from pipeline.errors import StoreError
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.server import Server
from pipeline.graph.sorting import sorted_lines

__all__ = ["BATCH", "Pushed", "push"]

BATCH: Final = 5_000
"""Triples sent at once, some 700 kB; a server that finds them too many gets fewer."""
_LOADS: Final = f"<{PREFIXES['dcterms']}hasVersion>"
"""What joins the graph that is meant with the one that is being loaded, in the note."""


@dataclass(frozen=True)
class Pushed:
    """What a load did: so many triples are in the named graph, so many of which an earlier run had sent."""

    triples: int
    kept: int
    named: str


def push(
    server: Server,
    triples: Iterable[Triple],
    named: str,
    batch: int = BATCH,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Pushed:
    """Put the triples in the place of what a named graph held before.

    Args:
        triples: without blank nodes.
        named: the IRI of the named graph.
        batch: so many are sent at once.
        told: is told how many triples are there, and how many there will be.

    Raises:
        StoreError: the server cannot be reached or refuses; or it holds fewer triples than it was sent, or more. What
            the named graph held is still there then, unless the message says otherwise.
    """
    try:
        target = NamedNode(named)
    except ValueError as error:
        raise StoreError(f"{named!r} is no IRI for a named graph: {error}") from error
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="citegraph-push-") as lines:
        total, digest = _write(triples, lines)
        note = NamedNode(f"{named.rstrip('/#')}/loading")
        staging = f"{note.value}/{digest[:16]}"
        kept = _begin(server, target, note, staging)
        kept = _fill(server, staging, lines, total, kept, batch, told)
        server.copy(staging, named)
        found = server.count(named)
        if found != total:
            raise StoreError(
                f"{server.query_url} holds {found:,} of {total:,} triples in {named} after copying them "
                f"from {staging}; the same command again completes it"
            )
        server.update(f"DROP SILENT GRAPH <{staging}>")
        server.update(f"DROP SILENT GRAPH {note}")
    return Pushed(total, kept, named)


def _write(triples: Iterable[Triple], file: IO[str]) -> tuple[int, str]:
    """Write the triples as sorted lines of N-Triples; how many they are, and their hash."""
    digest, total = hashlib.sha256(), 0
    for line in sorted_lines(f"{triple} ." for triple in triples):
        if line.startswith("_:") or " _:" in line.partition('"')[0]:
            raise StoreError(f"blank nodes cannot be loaded twice as one, so they cannot be loaded: {line}")
        file.write(f"{line}\n")
        digest.update(line.encode())
        total += 1
    return total, digest.hexdigest()


def _begin(server: Server, target: NamedNode, note: NamedNode, staging: str) -> int:
    """Roll back other loads that were not finished, note this one; how many triples an earlier run had sent of it."""
    under_way = {str(iri) for (iri,) in server.query(f"SELECT ?g {{ GRAPH {note} {{ {target} {_LOADS} ?g }} }}").rows}
    for other in sorted(under_way - {staging}):
        server.update(f"DROP SILENT GRAPH <{other}>")
        server.update(f"DELETE DATA {{ GRAPH {note} {{ {target} {_LOADS} <{other}> }} }}")
    if staging in under_way:
        return server.count(staging)
    server.update(f"DROP SILENT GRAPH <{staging}>")
    server.update(f"INSERT DATA {{ GRAPH {note} {{ {target} {_LOADS} <{staging}> }} }}")
    return 0


def _fill(
    server: Server,
    staging: str,
    lines: IO[str],
    total: int,
    kept: int,
    batch: int,
    told: Callable[[int, int], None],
) -> int:
    """Send what is missing; how many triples did not have to be sent.

    Batches go in order, so what is there is a beginning, but for the last batch, of which a killed server may have kept
    any part. Where it turns out that others are missing too, all are sent again.
    """
    for begin in (max(0, kept - batch) if kept < total else total, 0):
        lines.seek(0)
        for _ in islice(lines, begin):
            pass
        done = begin
        told(done, total)
        while part := list(islice(lines, batch)):
            server.add(staging, part)
            done += len(part)
            told(done, total)
        found = server.count(staging)
        if found == total:
            return begin
    raise StoreError(
        f"{server.query_url} holds {found:,} of {total:,} triples after all were sent twice, in {staging}; "
        "does it keep every kind of literal, and is nobody else writing there?"
    )
