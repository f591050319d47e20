"""From a `Document` to its parse. The only room that loads a language model; nothing outside knows which kind it is.

What loads one, and spaCy with it, is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language.identity import LazyModel
from pipeline.language.lean import import_spacy

if TYPE_CHECKING:
    from pipeline.language.model import LanguageModel

__all__ = ["LanguageModel", "LazyModel"]


def __getattr__(name: str) -> object:
    if name == "LanguageModel":
        import_spacy()
        from pipeline.language.model import LanguageModel

        return LanguageModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
