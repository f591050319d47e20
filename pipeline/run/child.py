"""The process that reads and extracts for another one, and that can be killed: a parser cannot be stopped.

It is started with two file descriptors: the line on which it is asked and answers, and one that is closed when the
other process ends, which ends this one too, whatever it is doing.
"""

from __future__ import annotations

import fcntl
import gc
import os
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from pipeline.errors import ModelError
from pipeline.settings import Settings

__all__ = ["main"]


def main() -> None:
    """Load the model, tell its hash, and answer until the line is closed.

    ("extract", Document)            the extraction as JSON; or LostError where the document shows a fault of citegraph
    ("keep", documents, folder)      the faults that they show, see `Keeper.keep`; or what the disk says
    ("map", rows, folder, base, run) what each document says, as rows; see `Keeper.map`
    ("read", folder)                 the documents and issues in it
    ("repeats", file)                what the articles repeat of one another whose digests are bound in the file
    """
    line, lifeline, memory = map(int, sys.argv[1:4])
    _end_with(lifeline)
    os.dup2(2, 1)  # what a library prints goes where messages go
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # for there is a process for each core; read when numpy is imported
    asked = Connection(line)
    from pipeline.run.extracting import COLLECTED, keep_each

    gc.set_threshold(COLLECTED, *gc.get_threshold()[1:])
    from pipeline.language import LanguageModel  # before the extractors, which would import all of spaCy

    settings: Settings = asked.recv()
    from pipeline import read
    from pipeline.extract.extraction import extract
    from pipeline.reconcile.origins import find_repeats
    from pipeline.run.bound import observed_in
    from pipeline.run.cache import ExtractionCache
    from pipeline.run.digests import Digests
    from pipeline.run.lost import LostError, contained
    from pipeline.run.writing import said

    try:
        model = LanguageModel.load(settings)
    except ModelError as error:
        asked.send(error)
        return
    sha256 = model.sha256
    asked.send(sha256)
    while True:
        try:
            what, about, *place = asked.recv()
        except EOFError:
            return
        if what == "read":
            asked.send(list(read.documents([about], settings)))
            continue
        if what == "map":
            folder, base, run = place
            digests = Digests(ExtractionCache(folder, sha256))
            asked.send([said(row, digests, base, run) for row in about])
            continue
        answer: object
        try:
            if what == "repeats":
                with contained():
                    answer = find_repeats([seen.printed for seen in observed_in(about)])
            elif what == "keep":
                answer = keep_each(about, model, ExtractionCache(place[0], sha256))
            else:
                with contained():
                    ((document, doc),) = model.analyse([about])
                    answer = extract(document, doc).model_dump_json().encode("utf-8", "surrogatepass")
        except (OSError, LostError) as error:
            answer = error
        asked.send(answer)


def _end_with(lifeline: int) -> None:
    """Have the kernel end this process when the other end is closed, even while a library holds Python's lock."""
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    main()
