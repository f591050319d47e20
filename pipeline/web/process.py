"""One query worker: a process with a store of its own, the line to it, and the pipe that its answers come through."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pipeline.errors import StoreError
from pipeline.graph.namespaces import PREFIXES

__all__ = ["Gone", "Source", "WorkerProcess"]

AHEAD = 1 << 20
"""A worker may be ahead of the client by so many bytes, in the pipe."""
PROGRAM = Path(__file__).with_name("worker.py")
STARTING = 30.0
"""How many seconds a worker may take to open the store."""


@dataclass(frozen=True)
class Source:
    """What is asked: the store of a build, or an endpoint elsewhere."""

    path: str | None = None
    url: str | None = None

    def __str__(self) -> str:
        return self.path or self.url or ""


class Gone(Exception):  # noqa: N818  it is no error of anybody
    """A worker ended without a word."""


class _Pipe:
    """The reading end of a pipe, from which one reader takes what is there, without copying it again."""

    def __init__(self, end: int) -> None:
        os.set_blocking(end, False)
        self._end = end
        self._readable: asyncio.Future[None] | None = None

    async def some(self, most: int) -> bytes:
        """What is there, as soon as there is something, at most so many bytes.

        Raises:
            Gone: nothing will ever be.
        """
        while True:
            try:
                found = os.read(self._end, most)
            except BlockingIOError:
                await self._waited()
            else:
                if not found:
                    raise Gone
                return found

    async def exactly(self, size: int) -> bytes:
        """So many bytes."""
        found = b""
        while len(found) < size:
            found += await self.some(size - len(found))
        return found

    async def _waited(self) -> None:
        loop = asyncio.get_running_loop()
        readable = self._readable = loop.create_future()
        loop.add_reader(self._end, readable.set_result, None)
        try:
            await readable
        finally:
            self._readable = None
            if self._end >= 0:
                loop.remove_reader(self._end)

    def close(self) -> None:
        """Read no more; who waits is told."""
        if self._end < 0:
            return
        if self._readable is not None:
            asyncio.get_running_loop().remove_reader(self._end)
            if not self._readable.done():
                self._readable.set_exception(Gone())
        os.close(self._end)
        self._end = -1


class WorkerProcess:
    """One process and the line to it."""

    def __init__(
        self, source: Source, process: subprocess.Popen[bytes], writer: asyncio.StreamWriter, answers: _Pipe
    ) -> None:
        self.source = source
        self.process = process
        self.writer = writer
        self._answers = answers
        self._left = 0

    @classmethod
    async def start(cls, source: Source, memory: int) -> Self:
        """A worker that has opened the store.

        Raises:
            StoreError: the store cannot be opened.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            # first of all, since who is cancelled here would leave a process behind
            _, writer = await asyncio.open_connection(sock=ours)
            read, write = os.pipe()  # half the price of a socket, and as wide as one piece after the other needs
            with contextlib.suppress(OSError, AttributeError):
                fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, AHEAD)
            with os.fdopen(write, "wb") as output:
                process = subprocess.Popen(
                    [sys.executable, "-P", str(PROGRAM)],
                    stdin=theirs.fileno(),
                    stdout=output.fileno(),
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is for the server, which then ends them
                )
        worker = cls(source, process, writer, _Pipe(read))
        try:
            async with asyncio.timeout(STARTING):
                await worker.send({"store": source.path, "remote": source.url, "memory": memory, "prefixes": PREFIXES})
                kind, payload = await worker.frame()
        except (TimeoutError, Gone) as error:
            await worker.end()
            raise StoreError(f"{source} cannot be opened") from error
        except BaseException:
            await worker.end()
            raise
        if kind == b"X":
            await worker.end()
            raise StoreError(f"{source} cannot be opened: {json.loads(payload)['message']}")
        return worker

    async def send(self, line: dict[str, Any]) -> None:
        """Write a line to it."""
        try:
            self.writer.write(json.dumps(line).encode() + b"\n")
            await self.writer.drain()
        except OSError as error:
            raise Gone from error

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame from it; of a piece of an answer, what of it is there: it may come in several."""
        try:
            if not self._left:
                kind, size = struct.unpack(">cI", await self._answers.exactly(5))
                if kind != b"D":
                    return kind, await self._answers.exactly(size)
                self._left = size
            part = await self._answers.some(self._left)
        except OSError as error:
            raise Gone from error
        self._left -= len(part)
        return b"D", part

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    async def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.writer.close()
        self._answers.close()
        await asyncio.shield(asyncio.to_thread(self.process.wait))
