"""From the corpora to spaCy's binary training files."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training import augment, corpora, silver, tokenizer
from training.corpora import Names

__all__ = ["Sources", "blank", "names", "names_with_silver", "read", "trees"]

UNIT_WORDS = 250
SAMPLE_WORDS = 9_000
VARIANTS = 5
_NAME_LAYERS = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE")


@dataclass(frozen=True)
class Sources:
    """Where the corpora lie: a folder with `corpora/ud`, `corpora/names` and `gold`."""

    shared: Path

    def treebanks(self, part: str) -> list[Path]:
        """EWT and GUM; `part` is train or dev."""
        return [self.shared / "corpora" / "ud" / f"{name}-{part}.conllu" for name in ("ewt", "gum")]

    @property
    def uner(self) -> Path:
        """Universal NER on EWT."""
        return self.shared / "corpora" / "names" / "uner-ewt-train.iob2"

    def gold(self, name: str) -> Path:
        """A folder of the gold standard: train, written or seeds."""
        return self.shared / "gold" / name


def blank() -> Language:
    """An English pipeline with our tokeniser and nothing else."""
    nlp = spacy.blank("en")
    tokenizer.customise(nlp)
    return nlp


def trees(sources: Sources, work: Path) -> None:
    """Write parse-train, parse-dev and parse-sample (a part of dev that is quick to check on)."""
    nlp = blank()
    for part in ("train", "dev"):
        rng = random.Random(1)
        docs = [doc for path in sources.treebanks(part) for doc in _units(path, nlp, rng)]
        rng.shuffle(docs)
        DocBin(docs=docs).to_disk(work / f"parse-{part}.spacy")
    random.Random(3).shuffle(docs)
    before = itertools.accumulate((len(doc) for doc in docs), initial=0)
    sample = [doc for doc, words in zip(docs, before, strict=False) if words <= SAMPLE_WORDS]
    DocBin(docs=sample).to_disk(work / "parse-sample.spacy")


def _units(path: Path, nlp: Language, rng: random.Random) -> Iterable[Doc]:
    """Paragraphs; three in ten go together with the next one, so that sentence ends without full stops are learnt."""
    for article in corpora.treebank(path):
        unit: list[corpora.Tree] = []
        for paragraph in article.paragraphs:
            unit += paragraph
            if sum(map(len, unit)) > UNIT_WORDS or rng.random() < 0.7 or paragraph is article.paragraphs[-1]:
                doc = corpora.aligned(unit, nlp)
                unit = []
                if doc is not None:
                    yield doc


def names(sources: Sources, work: Path) -> None:
    """Write names-first (gold and its variants), names-dev (the held-out documents) and names-seeds."""
    taught, held = _split(sources)
    people = {e.text[b:x] for e in corpora.uner(sources.uner) for b, x, label in e.spans if label == "PER"}
    pools = augment.Pools.collect(taught, people)
    _write(augment.variants(taught, pools, VARIANTS, 0), work / "names-first.spacy")
    _write(held, work / "names-dev.spacy")
    _write(corpora.gold(sources.gold("seeds")), work / "names-seeds.spacy")


def names_with_silver(sources: Sources, first: Language, work: Path) -> None:
    """Write names-train: as names-first, and Universal NER in our labels as a first model tells them."""
    taught, _ = _split(sources)
    annotated = {path.stem for path in sources.gold("train").glob("*.jsonl")}  # held-out ones too
    coarse = list(corpora.uner(sources.uner))
    others = [e for e in coarse if not any(stem in e.document for stem in annotated)]
    relabelled = list(silver.relabelled(others, first))
    people = {e.text[b:x] for e in coarse for b, x, label in e.spans if label == "PER"}
    pools = augment.Pools.collect([*taught, *relabelled], people)
    made = [*augment.variants(taught, pools, VARIANTS, 0), *augment.variants(relabelled, pools, 1, 1)]
    random.Random(2).shuffle(made)
    _write(made, work / "names-train.spacy")


def _split(sources: Sources) -> tuple[list[Names], list[Names]]:
    taught: list[Names] = []
    held: list[Names] = []
    for folder in (sources.gold("train"), sources.gold("written")):
        out = corpora.held_out(folder)
        for example in corpora.gold(folder):
            (held if example.document in out else taught).append(example)
    return taught, held


def _write(examples: Iterable[Names], path: Path) -> None:
    DocBin(docs=corpora.named(examples, blank()), attrs=_NAME_LAYERS).to_disk(path)


def read(path: Path, nlp: Language) -> list[Doc]:
    """The documents of a binary file."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))
