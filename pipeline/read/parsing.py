"""The process that parses files of rich formats: what is malicious or broken in them stays in it.

`pipeline.read.sandbox` starts it and kills it. It takes one file after the other from its standard input and answers on
its standard output, each message as its length in four bytes and so many bytes of JSON:

    out    {"ready": true}, once
    in     {"kind": "html", "name": …, "size": 1234, …: the limits} and then so many bytes, the file
    out    {"article": …} or {"refused": reason} or {"exhausted": "memory"}, with "memory" in bytes

It may open no file and no connection, gets so much memory and no more, and so much time for each file. It ends when
its standard input does.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pkgutil
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from pipeline.errors import DocumentError
from pipeline.read import commonmark, docx, html, pdf
from pipeline.read.article import Article, refuse_unusable
from pipeline.read.wire import fields_of, pack, unpack
from pipeline.settings import Settings

__all__ = ["READERS", "main"]


def _page(data: bytes, name: str, settings: Settings) -> Article:
    """A web page that is text already, from a line of JSON."""
    return html.article_of(data.decode("utf-8", "surrogatepass"), name)


READERS: dict[str, Callable[[bytes, str, Settings], Article]] = {
    "html": html.read,
    "page": _page,
    "pdf": pdf.read,
    "docx": docx.read,
    "markdown": commonmark.read,
}
"""How a file of each kind is read."""

# Modules that these libraries import when they first need them, and could not any more once no file may be opened.
_LATE = ("encodings", "charset_normalizer", "docx", "htmldate", "justext", "markdown_it", "pypdf", "trafilatura")
_NOT_OURS = ("__main__", "cli", "mbcs", "oem", "idlelib")
# Pages after which trafilatura has read all it reads of its own data: with an article, and without one.
_WARM = ("<html><body><article><p>Crews cheered on Friday.</p></article></body></html>", "<nav>Home</nav>")


def main() -> None:
    """Answer until the standard input ends."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("r+b") as nowhere:  # a library that prints must not garble the answers
        os.dup2(nowhere.fileno(), 0)
        os.dup2(nowhere.fileno(), 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    _load_all()
    # what getrusage tells on Linux counts the process that started this one
    pages = os.open("/proc/self/statm", os.O_RDONLY) if sys.platform == "linux" else None
    _confine(int(sys.argv[1]))
    _send(outgoing, {"ready": True})
    while header := _taken(incoming):
        asked = unpack(header)
        data = incoming.read(asked["size"])
        _limit_time(asked["seconds"], asked["clock"])
        answer = _answer(asked, data)
        del data
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(outgoing, answer | {"memory": _memory(pages)})
        if "exhausted" in answer:
            return


def _load_all() -> None:
    """Import and read now what is imported and read on first use."""
    for name in _LATE:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if module.name.rpartition(".")[2] not in _NOT_OURS:
                with contextlib.suppress(ImportError):  # what needs a library that is not there
                    importlib.import_module(module.name)
    time.localtime()
    for page in _WARM:
        with contextlib.suppress(DocumentError):
            html.article_of(page, "warm-up")


def _confine(memory: int) -> None:
    """Take from this process what no parser needs."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _limit_time(seconds: int, clock: int) -> None:
    """Die after so many seconds of processor time or by the clock, even if nobody is there to see to it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 1, hard))
    signal.setitimer(signal.ITIMER_REAL, clock)


def _answer(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    settings = Settings.model_construct(max_file_bytes=asked["max_file_bytes"], max_text_chars=asked["max_text_chars"])
    name: str = asked["name"]
    try:
        article = READERS[asked["kind"]](data, name, settings)
        refuse_unusable(article, name, settings)
    except DocumentError as error:
        if isinstance(error.__cause__, MemoryError):
            return {"exhausted": "memory"}
        return {"refused": error.reason}
    except MemoryError:
        return {"exhausted": "memory"}
    return {"article": fields_of(article)}


def _memory(pages: int | None) -> int:
    """The memory that this process has, in bytes; it is read from an open file, for none may be opened any more."""
    if pages is None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(os.pread(pages, 200, 0).split()[1]) * resource.getpagesize()


def _taken(stream: IO[bytes]) -> bytes:
    """The next message; empty at the end of the input."""
    head = stream.read(4)
    return stream.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""


def _send(stream: IO[bytes], what: dict[str, Any]) -> None:
    data = pack(what)
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


if __name__ == "__main__":
    main()
