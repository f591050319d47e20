"""Decisions about documents whose files were renamed or moved since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.reconcile.decisions import Decision, Reference
from pipeline.reconcile.parts import DocumentName, Part

__all__ = ["found_again"]


def found_again(decisions: Sequence[Decision], documents: Iterable[DocumentName]) -> list[Decision]:
    """The decisions, with a document that is no longer there replaced by the one that has its text.

    A reprint is not taken for what it reprints while that is there too.

    Args:
        decisions: Decisions in the words in which they were made.
        documents: All documents of the corpus; of several with one text the first is taken.
    """
    files: set[tuple[str, int | None]] = set()
    texts: dict[str, DocumentName] = {}
    for document in documents:
        files.add((document.file, document.record))
        texts.setdefault(document.text, document)

    def part(old: Part) -> Part:
        document = old.document
        if document is None or (document.file, document.record) in files or document.text not in texts:
            return old
        return old.model_copy(update={"document": texts[document.text]})

    def side(old: Reference | None) -> Reference | None:
        return old and old.model_copy(update={"parts": tuple(part(p) for p in old.parts)})

    return [d.model_copy(update={"left": side(d.left), "right": side(d.right)}) for d in decisions]
