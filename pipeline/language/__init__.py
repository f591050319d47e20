"""From a `Document` to its parse. The only room that loads a language model; nothing outside knows which kind it is."""

from pipeline.language.model import LanguageModel

__all__ = ["LanguageModel"]
