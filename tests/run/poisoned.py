"""The program of a worker's process, in which the words of some documents do harm as a bug in a library would."""

import importlib
import os
import signal
import sys
import time
import types
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipeline.run.keeper import Care

DIES = "The ferry burnt down."
HANGS = "The ferry never left."
SHOWS_A_FAULT = "The ferry has no name."
TAKES_THE_WORKER_ALONG = "The ferry sank with all hands."
NO_MODEL = "0" * 64


@dataclass(frozen=True)
class Patience(Care):
    """Waits for ever, but not for what hangs: how long anything takes on a busy machine decides nothing."""

    seconds: float = 100_000.0

    def limit(self, size):
        return 1.0 if size == len(HANGS) else super().limit(size)


def harmed(extract):
    def extraction(document, doc):
        if DIES in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if HANGS in document.text:
            time.sleep(1_000)
        if SHOWS_A_FAULT in document.text:
            raise KeyError(document.text)
        if TAKES_THE_WORKER_ALONG in document.text:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(1_000)
        return extract(document, doc)

    return extraction


class NoModel:
    sha256 = NO_MODEL
    name = "none"
    version = "1"

    @classmethod
    def load(cls, settings):
        return cls()

    def analyse(self, documents):
        return ((document, None) for document in documents)


def empty(document):
    from pipeline.records import Extraction

    return Extraction(document=document, sentences=())


def without_model():
    """Replace the modules of the language model by such as are imported at once."""
    language, extraction = types.ModuleType("pipeline.language"), types.ModuleType("pipeline.extract.extraction")
    language.LanguageModel = NoModel
    extraction.extract = lambda document, doc: empty(document)
    sys.modules |= {"pipeline.language": language, "pipeline.extract.extraction": extraction}


def main(*, quick):
    if quick:
        without_model()
    extraction = importlib.import_module("pipeline.extract.extraction")
    extraction.extract = harmed(extraction.extract)
    from pipeline.run import child

    child.main()


if __name__ == "__main__":
    main(quick=False)
