"""Files of rich formats are parsed in a process of their own, `pipeline.read.parsing`, with limits of memory and time.

Parsers of HTML, PDF and Word are large, partly written in C, and fed with what anybody may have made. Whatever a file
does to one (a bomb, a loop, a crash), that file becomes a `DocumentError`, and the next is parsed by a new process.
"""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from pipeline.errors import CitegraphError, DocumentError
from pipeline.read.article import Article
from pipeline.read.wire import article_from, pack, unpack
from pipeline.settings import Settings

__all__ = ["RefusedError", "Sandbox"]

_CLOCK = 10  # by the clock a file may take so many times its processor time: other processes want to run too
_GRACE = 2.0  # seconds by the clock that we wait longer than the process itself does
_START = 120.0  # seconds until a process has to be there: a cold disk and a busy machine are no fault of a file
_PER_CHARACTER = 12  # bytes that a character takes in a message at most
_REST = 4_000_000  # bytes that a message may have besides the text
_SAFE_PATH = "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); import pipeline.read.parsing as p; p.main()"


class RefusedError(DocumentError):
    """A parser read the file and says that it cannot be used: it would say so again."""


@dataclass(frozen=True)
class _Death:
    """Why a process gave no answer; `late`: for want of time, and so would the next."""

    reason: str
    late: bool = False


class Sandbox:
    """Parses files in another process, which is started with the first and again after each that broke it.

    One thread at a time may use it. What becomes of a file does not depend on the files before it: one that breaks a
    process which had others before is tried again in a new one.

    >>> from pipeline.settings import load
    >>> with Sandbox(load()) as sandbox:
    ...     sandbox.parse("html", b"<p>Crews cheered.</p>", "a.html").text
    'Crews cheered.'
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._parsed = 0
        """By the process that there is now."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """That of the process, if there is one."""
        return None if self._process is None else self._process.pid

    def close(self) -> None:
        """End the process."""
        process, self._process, self._parsed = self._process, None, 0
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):  # of what was still to be sent
                    stream.close()
        process.wait()

    def parse(self, kind: str, data: bytes, name: str) -> Article:
        """The article in a file.

        Args:
            kind: One of `pipeline.read.parsing.READERS`.
            data: Its bytes.
            name: The file, as issues name it.

        Raises:
            RefusedError: its parser says that it cannot be used.
            DocumentError: it takes more memory or time than a file may, or broke its parser.
            CitegraphError: no process can be started.
        """
        fresh = self._parsed == 0
        answer = self._asked(kind, data, name)
        if isinstance(answer, _Death) and not (fresh or answer.late):
            answer = self._asked(kind, data, name)
        if isinstance(answer, _Death):
            raise DocumentError(name, answer.reason)
        if "refused" in answer:
            raise RefusedError(name, str(answer["refused"]).encode("utf-8", "backslashreplace").decode())
        try:
            return article_from(answer["article"])
        except (LookupError, TypeError, ValueError) as error:
            self.close()
            told = f"breaks its parser (it answered with {error}); leave it out, or save it as plain text"
            raise DocumentError(name, told) from error

    def _asked(self, kind: str, data: bytes, name: str) -> dict[str, Any] | _Death:
        """The answer of a process, or why there is none."""
        process = self._process or self.start()
        limits = self._settings
        clock = limits.max_parser_seconds * _CLOCK
        header = {
            "kind": kind,
            "name": name,
            "size": len(data),
            "seconds": limits.max_parser_seconds,
            "clock": clock,
            "max_file_bytes": limits.max_file_bytes,
            "max_text_chars": limits.max_text_chars,
        }
        with _killed_after(clock + _GRACE, process) as expired:
            answer = self._exchanged(process, pack(header), data)
        self._parsed += 1
        if answer is None:
            return self._why_it_died(expired.is_set())
        if "exhausted" in answer:
            self.close()
            return _too_much_memory(limits.max_parser_bytes)
        if answer.get("memory", 0) > limits.max_parser_bytes // 2:
            self.close()  # some parsers keep what they had; so the next file does not suffer from it
        return answer

    def _exchanged(self, process: subprocess.Popen[bytes], header: bytes, data: bytes) -> dict[str, Any] | None:
        assert process.stdin is not None
        try:
            process.stdin.write(struct.pack(">I", len(header)) + header)
            process.stdin.write(data)
            process.stdin.flush()
        except BrokenPipeError:
            return None
        return self._received(process)

    def _received(self, process: subprocess.Popen[bytes]) -> dict[str, Any] | None:
        """The next message; None if the process ended, an empty one if it is none."""
        assert process.stdout is not None
        head = process.stdout.read(4)
        if len(head) < 4:
            return None
        (size,) = struct.unpack(">I", head)
        if size > self._settings.max_text_chars * _PER_CHARACTER + _REST:
            return {}
        try:
            return unpack(process.stdout.read(size))
        except ValueError:
            return {}

    def start(self) -> subprocess.Popen[bytes]:
        """Start a process, which the first file does as well.

        Raises:
            CitegraphError: it does not start.
        """
        # our sys.path, and not the working directory: a file of articles beside a module's namesake must not run
        paths = json.dumps([path for path in sys.path if path])
        command = [sys.executable, "-P", "-c", _SAFE_PATH, str(self._settings.max_parser_bytes), paths]
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=-1
            )
        except OSError as error:
            raise CitegraphError(f"cannot start a process that parses files: {error}") from error
        self._process, self._parsed = process, 0
        with _killed_after(_START, process):
            ready = self._received(process)
        if not ready:
            status = process.wait()
            self.close()
            raise CitegraphError(
                f"the process that parses HTML, PDF and Word files does not start (status {status}); is everything "
                "installed that citegraph needs? citegraph doctor tells"
            )
        return process

    def _why_it_died(self, expired: bool) -> _Death:
        assert self._process is not None
        status = self._process.wait()
        self.close()
        limits = self._settings
        if expired or status in (-signal.SIGXCPU, -signal.SIGALRM):
            return _Death(
                f"takes more than {limits.max_parser_seconds} s to parse, and was given up; to read it, raise "
                "max_parser_seconds (in citegraph.toml, or CITEGRAPH_MAX_PARSER_SECONDS), or save it as plain text",
                late=True,
            )
        if status == -signal.SIGKILL:  # the system does this where memory runs out
            return _too_much_memory(limits.max_parser_bytes)
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        return _Death(f"breaks its parser ({how}); it is damaged or malicious: leave it out, or save it as plain text")


@contextmanager
def _killed_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Kill a process that is not done in time; the event tells that it was."""
    expired = threading.Event()

    def kill() -> None:
        expired.set()
        process.kill()

    watch = threading.Timer(seconds, kill)
    watch.daemon = True
    watch.start()
    try:
        yield expired
    finally:
        watch.cancel()


def _too_much_memory(limit: int) -> _Death:
    return _Death(
        f"takes more than {limit:,} bytes of memory to parse, and was given up; to read it, raise max_parser_bytes "
        "(in citegraph.toml, or CITEGRAPH_MAX_PARSER_BYTES), or save it as plain text"
    )
