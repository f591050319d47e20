"""Query workers: so many processes that answer one query at a time each, and are killed when one asks too much."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException

from pipeline.errors import LimitError, QueryError, StoreError
from pipeline.graph.sparql import syntax_error, with_prefixes
from pipeline.web.process import Gone, Source, WorkerProcess

__all__ = ["Answer", "Asked", "Limits", "NotAcceptableError", "Pool", "Source", "several"]

HELD = 262_144
"""So many bytes of an answer are waited for before any is sent: what fails by then fails with a proper message."""
TENDED = 1.0
"""How often, in seconds, somebody looks whether a new build is current."""


def several() -> int:
    """How many queries this machine answers at the same time, each at its leisure: two for each core, 4 to 16."""
    return min(16, max(4, 2 * (os.cpu_count() or 1)))


@dataclass(frozen=True)
class Limits:
    """What one query may take.

    Args:
        seconds: from its beginning until all of the answer is on its way.
        rows: of a table, or triples of a graph.
        memory: bytes that its process may have.
        workers: how many queries are answered at the same time; more of them wait.
        waiting: how many seconds they wait for their turn.
    """

    seconds: float = 30.0
    rows: int = 1_000_000
    memory: int = 2 << 30
    workers: int = field(default_factory=several)
    waiting: float = 10.0


@dataclass(frozen=True)
class Asked:
    """A query, and in which media types its answer is wanted: that of a table and that of a graph, None for neither."""

    query: str
    results: str | None = "application/sparql-results+json"
    triples: str | None = "text/turtle"
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class NotAcceptableError(QueryError):
    """The answer exists in no media type that the client takes."""


class Pool:
    """Answers queries over what `source` says, which is asked anew each time, so that a new build is noticed.

    Between `open` and `close`, which belong to one event loop.
    """

    def __init__(self, source: Callable[[], Source], limits: Limits) -> None:
        self.limits = limits
        self._source = source
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._slots: asyncio.Semaphore
        self._tender: asyncio.Task[None]

    async def open(self) -> None:
        """Start the workers."""
        self._slots = asyncio.Semaphore(self.limits.workers)
        self._tender = asyncio.create_task(self._tend())

    async def close(self) -> None:
        """End all workers."""
        self._tender.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._tender
        for worker in (*self._idle, *self._busy):
            self._end(worker)
        await asyncio.gather(*self._ending)

    async def ask(self, asked: Asked) -> Answer:
        """The answer of a query, or its beginning.

        Raises:
            QueryError: the query is malformed or refused; as `LimitError`, it takes too long or gives too much.
            NotAcceptableError: its answer has none of the media types.
            StoreError: the store cannot be read.
            HTTPException: 503, there are too many queries.
        """
        try:
            async with asyncio.timeout(self.limits.waiting):
                await self._slots.acquire()
        except TimeoutError as error:
            raise HTTPException(
                503, "too many queries are being answered; ask again in a moment", {"Retry-After": "2"}
            ) from error
        try:
            worker = await self._ready()
        except BaseException:
            self._slots.release()
            raise
        self._busy.add(worker)
        answer = Answer(self, worker, asked)
        await answer.begin()
        return answer

    async def _ready(self) -> WorkerProcess:
        source = self._source()
        while self._idle:
            worker = self._idle.pop()
            if worker.source == source and worker.lives:
                return worker
            self._end(worker)
        return await WorkerProcess.start(source, self.limits.memory)

    def done(self, worker: WorkerProcess, *, well: bool) -> None:
        """Take a worker back; one that did not end its work is killed, and another takes its place."""
        self._busy.discard(worker)
        self._slots.release()
        if well and not self._tender.done() and len(self._idle) < self.limits.workers:
            self._idle.append(worker)
        else:
            self._end(worker)

    def _end(self, worker: WorkerProcess) -> None:
        task = asyncio.create_task(worker.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _tend(self) -> None:
        """Keep as many workers ready as there may be, all over the current build."""
        while True:
            with contextlib.suppress(StoreError):  # who asks is told
                source = self._source()
                for worker in [w for w in self._idle if w.source != source or not w.lives]:
                    self._idle.remove(worker)
                    self._end(worker)
                while len(self._idle) + len(self._busy) < self.limits.workers:
                    self._idle.insert(0, await WorkerProcess.start(source, self.limits.memory))
            await asyncio.sleep(TENDED)


class Answer:
    """An answer: `begun` is what of it is there already, and if it is not `complete`, `rest` gives the rest."""

    def __init__(self, pool: Pool, worker: WorkerProcess, asked: Asked) -> None:
        self.begun = b""
        self.complete = False
        self.kind = ""
        self.media = ""
        self._pool = pool
        self._worker = worker
        self._asked = asked
        self._held = True
        self._late = False
        self._timer = asyncio.get_running_loop().call_later(pool.limits.seconds, self._expire)

    async def begin(self) -> None:
        """Wait for the head of the answer, and for its first bytes."""
        pieces: list[bytes] = []
        size = 0
        try:
            asked = vars(self._asked)
            if self._worker.source.url is not None:  # another server does not know our prefixes
                asked = asked | {"query": with_prefixes(self._asked.query)}
            await self._send({**asked, "rows": self._pool.limits.rows})
            head = await self._next()
            assert head is not None
            self.kind, self.media = json.loads(head)["kind"], json.loads(head)["media"]
            while size < HELD and (piece := await self._next()) is not None:
                pieces.append(piece)
                size += len(piece)
        except BaseException:
            self.close()
            raise
        self.begun = b"".join(pieces)

    async def rest(self) -> AsyncIterator[bytes]:
        """The pieces after the first.

        Raises:
            LimitError: the answer was cut off.
        """
        while not self.complete:
            piece = await self._next()
            if piece is not None:
                yield piece

    async def _send(self, line: dict[str, Any]) -> None:
        try:
            await self._worker.send(line)
        except Gone as error:
            raise self._stopped() from error

    def _expire(self) -> None:
        """Stop the query: it has had its time."""
        self._late = True
        self._release(well=False)

    def _stopped(self) -> LimitError:
        """Why the process of the query is gone."""
        limits = self._pool.limits
        if self._late:
            return LimitError(
                f"the query was stopped after {limits.seconds:g} s; ask for less, or start the server with a longer "
                "--time-limit"
            )
        return LimitError(
            f"the query was stopped: it wants more than {limits.memory / (1 << 20):,.0f} MiB of memory; ask for "
            "less, or start the server with a higher --memory-limit"
        )

    async def _next(self) -> bytes | None:
        """The head or a piece; None at the end."""
        try:
            kind, payload = await self._worker.frame()
        except Gone as error:
            raise self._stopped() from error
        if kind in b"HD":
            return payload
        self._release(well=True)
        if kind == b"E":
            self.complete = True
            return None
        raise self._error(**json.loads(payload))

    def _error(self, reason: str, message: str) -> Exception:
        limits = self._pool.limits
        if reason == "syntax":
            return syntax_error(self._asked.query, message)
        if reason == "rows":
            return LimitError(
                f"the answer has more than {limits.rows:,} rows; add a LIMIT, or start the server with a higher "
                "--row-limit"
            )
        if reason == "memory":
            return LimitError("the query wants more memory than it may have")
        if reason == "accept":
            return NotAcceptableError(message)
        if reason == "refused":
            return QueryError(f"the query cannot be answered: {message}")
        return StoreError(f"the store cannot answer: {message}")

    def _release(self, *, well: bool) -> None:
        if self._held:
            self._held = False
            self._timer.cancel()
            self._pool.done(self._worker, well=well)

    def close(self) -> None:
        """Stop what is still going on."""
        self._release(well=self.complete)
