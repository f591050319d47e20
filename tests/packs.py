"""Packs for tests: a small graph made by hand, its documents as files, and packs with members exchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.newsroom import corpus, mapper

from pipeline.graph import Graph, Store
from pipeline.pack import archive
from pipeline.pack.make import make

CLAIMS = "claims-by"
WHO = {"name": "Jonas Lind"}


def newsroom(folder: Path) -> tuple[Graph, dict[str, str]]:
    """The graph of the small corpus, its documents written into the folder, and their texts by hash."""
    extractions, comparisons = corpus()
    texts = {}
    for extraction in extractions:
        document = extraction.document
        if document.record is None:
            path = folder / document.source_file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document.text, encoding="utf-8", newline="")
        texts[document.text_sha256] = document.text
    return Graph(Store.in_memory(mapper(extractions, comparisons).triples(extractions))), texts


def packed(folder: Path, asked: str = CLAIMS, values: dict[str, str] | None = WHO) -> Path:
    """A pack of a query, beside the documents in ``folder/docs``."""
    graph, texts = newsroom(folder / "docs")
    path = folder / "pack.zip"
    path.write_bytes(make(graph, asked, values, texts=lambda sha256: texts.get(sha256, "")))
    return path


def forged(path: Path, member: str, change: Callable[[Any], None]) -> Path:
    """The pack with one JSON member changed and all hashes made anew, as somebody would who means to deceive."""
    members, manifest = archive.read(path)
    value = json.loads(members[member])
    change(value)
    return rewritten(path, {**members, member: archive.as_json(value)}, manifest)


def rewritten(path: Path, members: dict[str, bytes], manifest: dict[str, Any]) -> Path:
    """A pack of these members with right hashes, in the place of another."""
    about = {key: value for key, value in manifest.items() if key not in ("format", "members")}
    path.write_bytes(archive.packed({n: d for n, d in members.items() if n != archive.MANIFEST}, about))
    return path
