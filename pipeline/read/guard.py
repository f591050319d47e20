"""Where exceptions of the libraries that parse files become a `DocumentError`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import DocumentError

__all__ = ["guard"]

# What parsers written in Python are known to raise on damaged input, besides exceptions of their own.
_ON_DAMAGED_INPUT = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # with its children RecursionError and NotImplementedError
    TypeError,
    ValueError,
)


@contextmanager
def guard(name: str, kind: str, *own: type[Exception]) -> Iterator[None]:
    """Runs a library on one input; what it raises comes out as a `DocumentError` that names the input.

    Args:
        name: the input, as issues name it.
        kind: what the input should have been, for the message, such as "a PDF".
        own: the library's own root exceptions.

    >>> with guard("a.pdf", "a PDF"):
    ...     raise ValueError("no trailer")
    Traceback (most recent call last):
    pipeline.errors.DocumentError: a.pdf: cannot be read as a PDF (ValueError: no trailer)
    """
    expected: tuple[type[Exception], ...] = (*_ON_DAMAGED_INPUT, *own)
    try:
        yield
    except expected as error:
        reason = " ".join(str(error).split())[:200]
        detail = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
        raise DocumentError(name, f"cannot be read as {kind} ({detail})") from error
