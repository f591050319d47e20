"""Annotated documents as examples: the candidates of the rules, described, and which of them are claims."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import read, settings
from pipeline.extract import claims, coreference, mentions, quotations
from pipeline.extract.claims import scorer, speech
from pipeline.extract.claims.candidate import Candidate
from pipeline.extract.parse import Token
from pipeline.extract.scene import Scene
from pipeline.language import LanguageModel
from pipeline.records import Document, Span

__all__ = ["Example", "example", "examples", "labels"]

HELD_OUT_EVERY = 10


@dataclass(slots=True)
class Example:
    """One document: the candidates of the rules with their features and labels, and the gold claims."""

    name: str
    held_out: bool
    scene: Scene
    found: list[Candidate]
    features: list[list[str]]
    labels: list[int]
    gold: list[tuple[Span, dict[str, Any]]]


def examples(folders: Sequence[Path], model: LanguageModel, configured: settings.Settings) -> Iterator[Example]:
    """Parse the documents of the folders and pair their candidates with the gold."""
    for folder in folders:
        names = sorted(p.stem for p in folder.glob("*.jsonl"))
        documents = [d for d in read.documents([folder], configured) if isinstance(d, Document)]
        wanted = {f"{n}.txt" for n in names}
        for document, doc in model.analyse(d for d in documents if Path(d.source_file).name in wanted):
            stem = Path(document.source_file).stem
            bare = Scene(document, doc)
            named = bare.having(mentions.find(bare))
            scene = named.having(*coreference.resolve(named))
            yield example(stem, names.index(stem) % HELD_OUT_EVERY == 0, scene, folder / f"{stem}.jsonl")


def example(name: str, held_out: bool, scene: Scene, path: Path) -> Example:
    """One document's candidates, described and labelled."""
    quoted = [
        (p.begin, p.end)
        for q in quotations.find(scene.document.text, scene.document.paragraphs)
        if q.depth == 0
        for p in q.parts
    ]
    found, gold = claims.candidates(scene), _claims(path, scene.document.text)
    described = [scorer.features(scene, c, quoted) for c in found]
    return Example(name, held_out, scene, found, described, labels(found, gold), gold)


def _claims(path: Path, text: str) -> list[tuple[Span, dict[str, Any]]]:
    """The annotated claims of a document with the place of their content."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line) if line.strip() else {}
        for claim in row.get("claims", ()):
            begin = text.find(claim["content"], row["begin"], row["end"])
            if begin >= 0:
                found.append((Span(begin=begin, end=begin + len(claim["content"])), claim))
    return found


def labels(found: Sequence[Candidate], gold: Sequence[tuple[Span, dict[str, Any]]]) -> list[int]:
    """1 for the candidate that fits each gold claim best, by cue and then by overlap, and for others of the same cue
    that fit it well enough (only one for each cue is ever chosen); each candidate fits one gold claim only.
    """
    pairs = []
    for number, (span, claim) in enumerate(gold):
        for index, candidate in enumerate(found):
            shared = speech.overlap(span, candidate.content)
            if shared >= 0.5:
                cue, text = claim["cue"].lower(), candidate.cue_text.lower()
                same = (cue == text) or bool(cue and text and (cue in text or text in cue))
                pairs.append((2 if same else 0 if cue and text else 1, shared, -number, -index))
    result, used = [0] * len(found), set[int]()
    matched: list[tuple[Token | None, Span]] = []
    for _, _, number, index in sorted(pairs, reverse=True):
        if number not in used and not result[-index]:
            used.add(number)
            result[-index] = 1
            matched.append((found[-index].word, gold[-number][0]))
    for word, span in matched:
        for index, candidate in enumerate(found):
            if word is not None and candidate.word is not None and candidate.word.i == word.i:
                result[index] |= speech.overlap(span, candidate.content) >= 0.5
    return result
