"""The process that reads and extracts for one thread of a worker, and that can be killed: a parser cannot be stopped.

It is started with two file descriptors: the line on which it is asked and answers, and one that is closed when the
worker ends, which ends this process too, whatever it is doing.
"""

from __future__ import annotations

import fcntl
import os
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[3])

from pipeline.errors import ModelError
from pipeline.settings import Settings

__all__ = ["main"]


def main() -> None:
    """Load the model, tell its hash, and answer until the line is closed.

    ("extract", Document)  the extraction as JSON
    ("read", folder)       the documents and issues in it
    """
    line, lifeline, memory = map(int, sys.argv[1:4])
    _end_with(lifeline)
    os.dup2(2, 1)  # what a library prints goes where messages go
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    asked = Connection(line)
    from pipeline import read
    from pipeline.extract.extraction import extract
    from pipeline.language import LanguageModel

    settings: Settings = asked.recv()
    try:
        model = LanguageModel.load(settings)
    except ModelError as error:
        asked.send(error)
        return
    asked.send(model.sha256)
    while True:
        try:
            what, about = asked.recv()
        except EOFError:
            return
        if what == "read":
            asked.send(list(read.documents([about], settings)))
        else:
            ((document, doc),) = model.analyse([about])
            asked.send(extract(document, doc).model_dump_json().encode("utf-8", "surrogatepass"))


def _end_with(lifeline: int) -> None:
    """Have the kernel end this process when the other end is closed, even while a library holds Python's lock."""
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    main()
