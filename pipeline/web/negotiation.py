"""Content negotiation: which of the media types that there are a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["best", "quality"]

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    """The media ranges of an Accept header with their qualities; what cannot be read is left out."""
    for item in accept.split(","):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        if media.count("/") != 1:
            continue
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                weight = float(value.strip()) if _QUALITY.fullmatch(value.strip()) else 0.0
        yield media, weight


def quality(accept: str, media: str) -> float:
    """How much a client wants a media type: the most specific range counts; 0 is not at all.

    >>> quality("text/*;q=0.3, text/csv", "text/csv"), quality("text/*;q=0.3", "text/csv"), quality("a/b", "text/csv")
    (1.0, 0.3, 0.0)
    """
    if not accept.strip():
        return 1.0
    kind = media.partition("/")[0]
    for asked in (media, f"{kind}/*", "*/*"):
        weights = [weight for found, weight in _ranges(accept) if found == asked]
        if weights:
            return max(weights)
    return 0.0


@lru_cache(maxsize=128)  # most requests have the same few headers
def best(accept: str, offers: tuple[str, ...]) -> str | None:
    """The offer that a client wants most, the first of equals; None if it wants none.

    >>> best("text/csv;q=0.5, application/json", ("application/json", "text/csv"))
    'application/json'
    """
    weights = [quality(accept, media) for media in offers]
    highest = max(weights, default=0.0)
    return offers[weights.index(highest)] if highest > 0 else None
