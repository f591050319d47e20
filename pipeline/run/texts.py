"""The texts of the documents of a finished build, as its cache keeps them."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import StoreError
from pipeline.records import Document
from pipeline.run.cache import ExtractionCache
from pipeline.run.folder import OutputFolder
from pipeline.run.register import Manifest

__all__ = ["Texts"]


class Texts:
    """Gives the text of a document by its hash, where the cache still has it; each is read when it is asked for."""

    def __init__(self, out: Path) -> None:
        folder = OutputFolder(out)
        self._keys: dict[str, str] = {}
        build = folder.complete()
        try:
            manifest = Manifest.read(build) if build else None
        except StoreError:  # by an earlier version, or copied without it: there are no texts then
            manifest = None
        if manifest:
            self._cache = ExtractionCache(folder.cache, manifest.model_sha256)
            self._keys = {entry.text: entry.key for entry in (*manifest.past, *manifest.entries)}

    def __call__(self, sha256: str) -> str:
        """The text with this SHA-256; empty if it is not at hand."""
        document = self.document(sha256)
        return document.text if document else ""

    def document(self, sha256: str) -> Document | None:
        """The document whose text has this SHA-256; None if it is not at hand."""
        key = next((key for start, key in self._keys.items() if start and sha256.startswith(start)), None)
        extraction = self._cache.get(key) if key else None
        if extraction is None or extraction.document.text_sha256 != sha256:
            return None
        return extraction.document
