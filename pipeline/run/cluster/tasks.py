"""What workers of a cluster do. Each thread of a worker keeps one process with one loaded model."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.errors import SettingsError
from pipeline.records import Document
from pipeline.run.cache import code_version
from pipeline.run.keeper import Care, Keeper
from pipeline.run.lost import LostError
from pipeline.settings import Settings

__all__ = ["Job", "Outcome", "extract", "keeper"]


@dataclass(frozen=True)
class Job:
    """What all tasks of one build have in common."""

    settings: Settings
    model_sha256: str
    code: str
    """The code of the steps, see `cache.code_version`: all workers have to have the same."""
    care: Care = field(default_factory=Care)


@dataclass(frozen=True)
class Outcome:
    """The extraction of a document as JSON, or why there is none."""

    document: str
    body: bytes = b""
    lost: str = ""
    details: str = ""


_kept = threading.local()


def extract(job: Job, documents: Sequence[Document]) -> list[Outcome]:
    """The extractions of some documents; one that cannot be extracted takes no other along.

    Raises:
        SettingsError: this worker has another version of citegraph, or of the model, than the build.
    """
    own = keeper(job)
    found = []
    for document in documents:
        try:
            found.append(Outcome(document.id, body=own.extract(document)))
        except LostError as error:
            found.append(Outcome(document.id, lost=str(error), details=error.details))
    return found


def keeper(job: Job) -> Keeper:
    """That of this thread, with the model loaded; it is made once, and again where a build wants another one.

    Raises:
        SettingsError: this worker has another version of citegraph, or of the model, than the build.
    """
    if getattr(_kept, "job", None) != job:
        if code_version() != job.code:
            raise SettingsError(
                "a worker of the cluster has another version of citegraph than this machine; install the same on both"
            )
        before: Keeper | None = getattr(_kept, "keeper", None)
        if before is not None:
            before.close()
            atexit.unregister(before.close)
        _kept.job = None
        _kept.keeper = Keeper(job.settings, job.care)
        atexit.register(_kept.keeper.close)
        if _kept.keeper.model() != job.model_sha256:
            raise SettingsError(
                "a worker of the cluster has another language model than this machine; install the same on both"
            )
        _kept.job = job
    own: Keeper = _kept.keeper
    return own
