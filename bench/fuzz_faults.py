"""What is told apart: an answer that is wrong is a fault, and a refusal that citegraph means is an answer."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from pipeline.errors import CitegraphError

__all__ = ["REFUSALS", "WrongError", "check"]

REFUSALS = (CitegraphError, HTTPException)
"""What a target may raise: an answer that citegraph means."""


class WrongError(AssertionError):
    """An answer that is wrong."""


def check(right: bool, what: str) -> None:
    """Raise where something is not right."""
    if not right:
        raise WrongError(what)
