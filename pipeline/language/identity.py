"""What a language model is: its name, its version and a hash. Of the shipped one its folder says so, without spaCy."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.resources import SHIPPED
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.language.model import LanguageModel

__all__ = ["Identity", "LazyModel", "files_of", "hashed"]


class Identity(NamedTuple):
    """What tells one model from another."""

    name: str
    """With the language that it is for: "en_citegraph_ud"."""
    version: str
    sha256: str
    """Of everything that it consists of, as 64 hexadecimal digits."""


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files that make up a model, each by its path within its folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".pyc"):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def hashed(files: Iterable[tuple[str, bytes]]) -> str:
    """The SHA-256 over some files and their names.

    >>> hashed([("meta.json", b"{}")])[:8], hashed([("meta.json", b"{ }")])[:8]
    ('ea8ee9fc', '76c9afae')
    """
    total = hashlib.sha256()
    for file, data in files:
        total.update(f"{file}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


class LazyModel:
    """The language model of some settings, which is loaded when there is a text to parse.

    Where the shipped one is meant, what it is is known before; any other has to be loaded to be known.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._model: LanguageModel | None = None
        self._identity: Identity | None = None

    def load(self) -> LanguageModel:
        """The model itself.

        Raises:
            ModelError: it cannot be used.
        """
        if self._model is None:
            from pipeline.language import LanguageModel  # here: it brings spaCy along

            self._model = LanguageModel.load(self._settings)
        return self._model

    def release(self) -> None:
        """Give its memory back; where it is needed once more, it is loaded once more."""
        if self._model is not None:
            self._model = None
            gc.collect()  # its parts know one another

    @property
    def identity(self) -> Identity:
        """What it is.

        Raises:
            ModelError: it has to be loaded for that, and cannot be used.
        """
        if self._identity is None:
            self._identity = self._told()
        return self._identity

    def _told(self) -> Identity:
        if not self._settings.model and not self._settings.names and self._model is None:
            try:
                meta = json.loads((SHIPPED / "meta.json").read_bytes())
                return Identity(f"{meta['lang']}_{meta['name']}", str(meta["version"]), hashed(files_of(SHIPPED)))
            except (OSError, ValueError, LookupError, TypeError):
                pass  # loading it says what is wrong
        model = self.load()
        return Identity(model.name, model.version, model.sha256)
