"""Scores a language model itself, layer by layer, on a treebank or on annotated documents."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import DocumentError
from pipeline.evaluate.layers import spans, treebank
from pipeline.evaluate.layers.figures import Figures
from pipeline.language import LanguageModel
from pipeline.settings import Settings

__all__ = ["Figures", "measure"]


def measure(model: LanguageModel, source: Path, settings: Settings) -> Figures:
    """The figures of every layer that the annotation has and the model gives.

    Args:
        model: What is measured, as the extractors get to see it.
        source: A CoNLL-U file (words, tags, lemmas, trees, sentence ends), or a folder of NAME.txt with NAME.jsonl
            (names, and what the model gives of events and claims).
        settings: How the texts of a folder are read.

    Raises:
        DocumentError: the source is neither, or is malformed; says where.
    """
    if source.is_dir():
        return spans.measure(model, source, settings)
    if source.suffix != ".conllu":
        raise DocumentError(
            str(source), "has no layers to compare with; give a .conllu file, or a folder of NAME.txt with NAME.jsonl"
        )
    return treebank.measure(model, source)
