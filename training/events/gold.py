"""Gold documents beside what the pipeline makes of them: scenes, and the gold rows of each sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin

from pipeline.extract import coreference, mentions
from pipeline.extract.scene import Scene
from pipeline.language import LanguageModel
from pipeline.read import documents
from pipeline.records import Document
from pipeline.settings import Settings

__all__ = ["Gold", "held_out", "read"]


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold document: its scene with mentions and chains as found, and its rows as annotated."""

    stem: str
    scene: Scene
    rows: tuple[dict[str, Any], ...]


def held_out(folder: Path) -> set[str]:
    """Every tenth document of a folder is kept out of training, to measure on."""
    return {p.stem for i, p in enumerate(sorted(folder.glob("*.jsonl"))) if i % 10 == 0}


def read(folder: Path, cache: Path) -> Iterator[Gold]:
    """The documents of a gold folder in order; parses are kept under `cache`, by the hashes of model and texts."""
    texts = [d for d in documents([folder], Settings()) if isinstance(d, Document) and d.source_file.endswith(".txt")]
    for document, doc in _parsed(texts, folder, cache):
        bare = Scene(document, doc)
        named = bare.having(mentions.find(bare))
        scene = named.having(*coreference.resolve(named))
        path = folder / Path(document.source_file).with_suffix(".jsonl").name
        rows = tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        yield Gold(path.stem, scene, rows)


def _parsed(texts: list[Document], folder: Path, cache: Path) -> list[tuple[Document, Doc]]:
    model = LanguageModel.load(Settings())
    texts_sha256 = hashlib.sha256("".join(d.text_sha256 for d in texts).encode()).hexdigest()
    path = cache / f"{folder.name}-{model.sha256[:12]}-{texts_sha256[:12]}.spacy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        pairs = list(model.analyse(texts))
        DocBin(docs=[doc for _, doc in pairs], store_user_data=True).to_disk(path)
        return pairs
    docs = DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)
    return list(zip(texts, docs, strict=True))
