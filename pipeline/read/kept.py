"""Articles that were parsed before, so that an unchanged web page, PDF or Word file is not parsed again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Set
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import DocumentError
from pipeline.read.article import Article
from pipeline.read.sandbox import RefusedError, Sandbox
from pipeline.read.wire import article_from, fields_of, pack, unpack
from pipeline.settings import Settings

__all__ = ["KeptArticles", "Parser"]


class KeptArticles:
    """A folder of articles and refusals, one file each: a hash of the content and one of the text, then the content.

    Args:
        folder: Where they are; made when the first is kept.
        version: What they depend on besides the file that they were read from: the code and libraries of the readers.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self._version = version
        self._refused: set[Path] = set()
        """Refusals that were asked for; an article is of use as long as its text is in the graph."""

    def key(self, kind: str, data: bytes, settings: Settings) -> str:
        """64 hexadecimal digits that change with the file, the readers, and the limits that they obey."""
        limits = f"{settings.max_file_bytes}\0{settings.max_text_chars}"
        return hashlib.sha256(f"{self._version}\0{kind}\0{limits}\0".encode() + data).hexdigest()

    def get(self, key: str) -> Article | str | None:
        """The article, or why there is none in the file; None where nothing whole is kept."""
        path = self._path(key)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if hashlib.sha256(body).hexdigest().encode() != head[:64]:
            return None
        try:
            message = unpack(body)
            if "refused" in message:
                self._refused.add(path)
                return str(message["refused"])
            return article_from(message)
        except ValueError:
            return None

    def put(self, key: str, found: Article | str) -> None:
        """Keep an article, or why there is none in the file; in one step."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(found, Article):
            body, text = pack(fields_of(found)), _digits(found.text)
        else:
            body, text = pack({"refused": found}), ""
            self._refused.add(path)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(f"{hashlib.sha256(body).hexdigest()} {text}\n".encode() + body)
        part.replace(path)

    def prune(self, texts: Set[str]) -> int:
        """Remove the articles whose texts are not of these, and refusals that nobody asked for; returns how many.

        Args:
            texts: The first digits of the SHA-256 of each, so many as there are.
        """
        length = len(next(iter(texts), ""))
        removed = 0
        for path in self._files():
            if not self._is_wanted(path, texts, length):
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _is_wanted(self, path: Path, texts: Set[str], length: int) -> bool:
        if path.suffix == ".part":
            return False
        with path.open("rb") as file:
            _, _, text = file.readline(200).decode("ascii", "replace").strip().partition(" ")
        return text[:length] in texts if text else path in self._refused

    def _files(self) -> Iterator[Path]:
        return self.folder.glob("*/*")

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


class Parser:
    """Parses files of rich formats outside of this process, each content once where articles are kept."""

    def __init__(self, settings: Settings, kept: KeptArticles | None = None) -> None:
        self._settings = settings
        self._sandbox = Sandbox(settings)
        self._kept = kept

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sandbox.close()

    def parse(self, kind: str, data: bytes, name: str) -> Article:
        """The article in a file, see `Sandbox.parse`.

        Raises:
            DocumentError: there is none that can be used.
        """
        if self._kept is None:
            return self._sandbox.parse(kind, data, name)
        key = self._kept.key(kind, data, self._settings)
        found = self._kept.get(key)
        if found is None:
            try:
                found = self._sandbox.parse(kind, data, name)
            except RefusedError as error:
                found = error.reason
            self._kept.put(key, found)
        if isinstance(found, str):
            raise DocumentError(name, found)
        return found


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
