"""Documents that cannot be extracted; a fault of citegraph's own costs the document that shows it, and no other."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import CitegraphError

__all__ = ["LostError", "contained"]

SHOWN = 200
"""Characters of an error that are shown; it may quote the whole document."""


class LostError(CitegraphError):
    """A document killed every process that tried it, was not done in time, or shows a fault of citegraph.

    `details` is the traceback of a fault, for whoever mends it.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details

    def __reduce__(self) -> tuple[type[LostError], tuple[str, str]]:
        """It goes from one process to another whole."""
        return type(self), (str(self), self.details)


@contextmanager
def contained() -> Iterator[None]:
    """Have what goes wrong with one document by a fault of citegraph told of that document, so that others go on.

    What the user can do something about, a disk that is full and too little memory go on as they are: other documents
    would not fare better.

    Raises:
        LostError: there is a fault in what was run.
    """
    try:
        yield
    except (CitegraphError, OSError, MemoryError):
        raise
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        what = " ".join(f"{type(error).__name__}: {error}".split())[:SHOWN]
        raise LostError(
            f"there is a fault in citegraph that this document shows: {what} ({Path(frame.filename).name}, line "
            f"{frame.lineno}); please report it, with what issues.jsonl says of it",
            traceback.format_exc(),
        ) from error
