"""Extractions kept on disk under the hash of all they depend on, so that a second run redoes only what changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from pipeline.records import Document, Extraction

__all__ = ["ExtractionCache", "code_version", "graph_version", "hashed", "reader_version"]

_PACKAGE = Path(__file__).resolve().parent.parent
_STEPS = ("records", "gazetteer", "language", "extract")
_GRAPH = ("records", "gazetteer", "reconcile", "link", "graph", "run")
_PARSERS = ("trafilatura", "pypdf", "python-docx", "markdown-it-py")
_CODE = {".py", ".txt", ".tsv", ".csv", ".json", ".toml", ".yaml"}


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash over the code and lexicons that turn a document into an extraction; the model has a hash of its own."""
    return hashed(_STEPS).hexdigest()


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash over what turns a file into a document: our code, and the libraries that parse HTML, PDF and Word."""
    digest = hashed(("read",))
    for library in _PARSERS:
        digest.update(f"{library} {version(library)}\0".encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def graph_version() -> str:
    """A hash over the code that turns extractions into a graph."""
    return hashed(_GRAPH).hexdigest()


def hashed(names: Iterable[str]) -> hashlib._Hash:
    """The SHA-256 of some rooms and modules of this package, their data files counted in."""
    digest = hashlib.sha256()
    for name in names:
        top = _PACKAGE / name
        files = [top] if top.is_file() else sorted(f for f in top.rglob("*") if f.suffix in _CODE)
        for file in files:
            digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest


class ExtractionCache:
    """A folder of extractions, one file each: the hash of the content in the first line, the JSON record in the second.

    An entry is written beside its place and then renamed, so a killed process leaves no half entry; one that is
    damaged all the same does not match its hash and counts as absent.
    """

    def __init__(self, folder: Path, model_sha256: str) -> None:
        self.folder = folder
        self.model_sha256 = model_sha256
        self._context = f"{model_sha256}\0{code_version()}\0"

    def key(self, document: Document) -> str:
        """64 hexadecimal digits that change with the document, its metadata, the model and the code."""
        content = document.model_dump_json()
        return hashlib.sha256((self._context + content).encode("utf-8", "surrogatepass")).hexdigest()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def __contains__(self, key: str) -> bool:
        """Whether there is an extraction of a key that is whole."""
        return self._body(key) is not None

    def get(self, key: str) -> Extraction | None:
        """The extraction of a key, or None where there is none that is whole."""
        body = self._body(key)
        try:
            return None if body is None else Extraction.model_validate_json(body)
        except ValidationError:
            return None

    def document(self, key: str) -> Document | None:
        """The document that an extraction was made of, also if another version of citegraph made it."""
        body = self._body(key)
        try:
            return None if body is None else Document.model_validate(json.loads(body)["document"])
        except (ValidationError, ValueError, LookupError, TypeError):
            return None

    def _body(self, key: str) -> bytes | None:
        try:
            stamp, _, body = self._path(key).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return body if hashlib.sha256(body).hexdigest().encode() == stamp else None

    def put(self, key: str, extraction: Extraction) -> None:
        """Keep an extraction; an earlier one of the same key is replaced in one step."""
        self.keep(key, extraction.model_dump_json().encode("utf-8", "surrogatepass"))

    def keep(self, key: str, body: bytes) -> None:
        """The same of an extraction that another machine has written as JSON."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        part.replace(path)

    def prune(self, keep: set[str]) -> int:
        """Remove the entries whose keys are not in `keep`, and what killed processes left; returns how many."""
        removed = 0
        for path in self.folder.glob("*/*"):
            if path.suffix == ".part" or path.stem not in keep:
                path.unlink(missing_ok=True)
                removed += 1
        return removed
