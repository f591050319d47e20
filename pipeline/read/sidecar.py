"""Metadata that lies beside a file: NAME.meta.json, where NAME is the file name, with or without its ending."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import DocumentError
from pipeline.read.files import read_bytes
from pipeline.read.metadata import Metadata, from_mapping
from pipeline.records import Issue

__all__ = ["SUFFIX", "sidecar", "sidecars"]

SUFFIX = ".meta.json"
_MAX_BYTES = 1_000_000


def sidecar(path: Path, name: str) -> tuple[Metadata, tuple[Issue, ...]]:
    """The metadata beside a file, and what is wrong with it; nothing where there is none.

    Args:
        path: the article.
        name: the article as issues name it; the sidecar's name is made from it.
    """
    for beside in sidecars(path):
        shown = name[: len(name) - len(path.name)] + beside.name if name.endswith(path.name) else beside.name
        return _read(beside, shown)
    return Metadata(), ()


def sidecars(path: Path) -> Iterator[Path]:
    """What lies beside a file and tells of it; the first counts."""
    folder = str(path)[: -len(path.name)] if path.name else ""
    for file_name in (path.name + SUFFIX, path.stem + SUFFIX):
        if os.path.lexists(f"{folder}{file_name}"):  # most files have none, and a path is long to make
            yield path.with_name(file_name)


def _read(path: Path, name: str) -> tuple[Metadata, tuple[Issue, ...]]:
    try:
        value = json.loads(read_bytes(path, name, _MAX_BYTES).decode("utf-8-sig"))
    except DocumentError as error:
        return Metadata(), (_warning(name, f"{error.reason}; the article was read without it"),)
    except (ValueError, RecursionError) as error:
        return Metadata(), (_warning(name, f"is not understood ({error}); the article was read without it"),)
    if not isinstance(value, dict):
        return Metadata(), (_warning(name, 'holds no {"name": "value"} object; the article was read without it'),)
    metadata, warnings = from_mapping(value)
    return metadata, tuple(_warning(name, warning) for warning in warnings)


def _warning(name: str, message: str) -> Issue:
    return Issue(step="read", source=name, message=message, skipped=False)
