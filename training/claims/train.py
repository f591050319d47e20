"""Fit the weights by which `pipeline.extract.claims` judges candidates: `pipeline/extract/claims/weights.json`.

    python training/claims/train.py GOLD_DIR [GOLD_DIR ...] [--cross-validate]

Each GOLD_DIR holds NAME.txt beside NAME.jsonl, in the rows of the annotation guidelines. Every tenth document of a
folder (in the order of names) is held out and only measured. The model is a choice among the candidates of a cue and
none of them, linear in the named binary features of `pipeline.extract.claims.scorer`, with an L2 penalty; right are the
candidates that fit a gold claim (half of the union of their characters). With --cross-validate the figures of
ten folds are printed too; the shipped confidence is the fitted probability, whose calibration is printed with them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Token

from pipeline import read, settings
from pipeline.extract import claims, coreference, mentions, quotations
from pipeline.extract.claims import scorer, speech
from pipeline.extract.claims.candidate import Candidate
from pipeline.extract.scene import Scene
from pipeline.language import LanguageModel
from pipeline.records import Document, Span

PENALTY = 4.0
SEEN_AT_LEAST = 2
THRESHOLD = 0.35
STEPS = 300
FOLDS = 10
KEPT = 0.02
"""Weights smaller than this are left out of the file."""


@dataclass(slots=True)
class Example:
    """One document: its candidates with their features and labels, and the gold claims."""

    name: str
    held_out: bool
    scene: Scene
    found: list[Candidate]
    features: list[list[str]]
    labels: list[int]
    gold: list[tuple[Span, dict[str, Any]]]


def gold_claims(path: Path, text: str) -> list[tuple[Span, dict[str, Any]]]:
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


def examples(folders: Sequence[Path], model: LanguageModel, configured: settings.Settings) -> Iterator[Example]:
    """Parse the folders and pair their candidates with the gold."""
    for folder in folders:
        names = sorted(p.stem for p in folder.glob("*.jsonl"))
        documents = [d for d in read.documents([folder], configured) if isinstance(d, Document)]
        wanted = {f"{n}.txt" for n in names}
        for document, doc in model.analyse(d for d in documents if Path(d.source_file).name in wanted):
            stem = Path(document.source_file).stem
            scene = Scene(document, doc, mentions.find(Scene(document, doc)))
            scene = Scene(document, doc, *coreference.resolve(scene))
            yield example(stem, names.index(stem) % 10 == 0, scene, folder / f"{stem}.jsonl")


def example(name: str, held_out: bool, scene: Scene, path: Path) -> Example:
    """One document's candidates, described and labelled."""
    quoted = [
        (p.begin, p.end)
        for q in quotations.find(scene.document.text, scene.document.paragraphs)
        if q.depth == 0
        for p in q.parts
    ]
    found, gold = claims.candidates(scene), gold_claims(path, scene.document.text)
    described = [scorer.features(scene, c, quoted) for c in found]
    return Example(name, held_out, scene, found, described, labels(found, gold), gold)


def fit(items: Sequence[Example], penalty: float = PENALTY) -> scorer.Weights:
    """The weights of least penalised log loss, by full-batch Adam; deterministic.

    The loss of a cue is minus the log of the probability of its right candidates together, or of none where none is
    right.
    """
    described = [f for x in items for f in x.features]
    counts = Counter(f for row in described for f in set(row))
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= SEEN_AT_LEAST))}
    rows = [np.array(sorted({index[f] for f in row if f in index}), dtype=np.int64) for row in described]
    columns, owner = np.concatenate(rows), np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    right = np.array([y for x in items for y in x.labels], dtype=np.float64)
    cue, cues = cue_numbers(items)
    has_right = np.bincount(cue, weights=right, minlength=cues) > 0
    values = np.zeros(len(index) + 1)  # the last is the bias, without penalty
    first, second = np.zeros_like(values), np.zeros_like(values)
    for step in range(1, STEPS + 1):
        odds = values[-1] + np.bincount(owner, weights=values[columns], minlength=len(rows))
        power = np.exp(np.clip(odds, -30, 30))
        chance = power / (1.0 + np.bincount(cue, weights=power, minlength=cues))[cue]
        among = np.bincount(cue, weights=chance * right, minlength=cues)[cue]
        wrong = chance - np.where(has_right[cue], chance * right / np.maximum(among, 1e-12), 0.0)
        slope = np.append(
            np.bincount(columns, weights=wrong[owner], minlength=len(index)) + penalty * values[:-1], wrong.sum()
        )
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        rate = 0.1 if step <= STEPS * 0.6 else 0.03
        values -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return scorer.Weights(float(values[-1]), THRESHOLD, {f: float(values[i]) for f, i in index.items()})


def cue_numbers(items: Sequence[Example]) -> tuple[np.ndarray[Any, Any], int]:
    """For each candidate the number of its cue, counted over all documents, and how many cues there are."""
    numbers, total = [], 0
    for item in items:
        at = {id(c): n for n, group in enumerate(scorer.groups(item.found)) for c in group}
        numbers += [total + at[id(c)] for c in item.found]
        total += len(set(at.values()))
    return np.array(numbers, dtype=np.int64), total


def best(item: Example, judged: scorer.Weights) -> Iterator[tuple[Candidate, float, int]]:
    """The best candidate of each cue, its probability and its label."""
    at = {id(c): i for i, c in enumerate(item.found)}
    for group in scorer.groups(item.found):
        index, probability = judged.choose([item.features[at[id(c)]] for c in group])
        yield group[index], probability, item.labels[at[id(group[index])]]


def counted(item: Example, judged: scorer.Weights, threshold: float) -> tuple[int, int, int]:
    """Hits, found, gold of one document, counted as the scorer of the gold counts contents."""
    chosen = claims.choose(((c, p) for c, p, _ in best(item, judged)), threshold)
    left = [c.content for c, _ in chosen for _ in (c.speakers or (None,))]
    total, hits = len(left), 0
    for span, _ in item.gold:
        nearest = max(left, key=lambda s: speech.overlap(span, s), default=None)
        if nearest is not None and speech.overlap(span, nearest) >= 0.5:
            left.remove(nearest)
            hits += 1
    return hits, total, len(item.gold)


def line(name: str, tallies: Sequence[tuple[int, int, int]]) -> str:
    """Precision, recall and F1 in per cent."""
    hits, found, gold = (sum(t[i] for t in tallies) for i in range(3))
    p, r = 100 * hits / max(1, found), 100 * hits / max(1, gold)
    return f"{name:24} P {p:5.1f}  R {r:5.1f}  F1 {2 * p * r / max(1e-9, p + r):5.1f}  ({gold} gold claims)"


def cross_validate(items: Sequence[Example]) -> None:
    """Print the figures of documents that their fold did not see, and how well calibrated the probabilities are."""
    tallies, bins = {t: [] for t in (0.3, 0.4, 0.5)}, Counter[tuple[int, int]]()
    for fold in range(FOLDS):
        rest = [x for i, x in enumerate(items) if i % FOLDS != fold]
        judged = fit(rest)
        for item in (x for i, x in enumerate(items) if i % FOLDS == fold):
            for threshold, tally in tallies.items():
                tally.append(counted(item, judged, threshold))
            for _, probability, label in best(item, judged):
                bins[min(9, int(10 * probability)), label] += 1
    for threshold, tally in tallies.items():
        print(line(f"ten folds, from {threshold}", tally))
    for b in range(10):
        total = bins[b, 0] + bins[b, 1]
        print(f"  probability {b / 10:.1f}-{(b + 1) / 10:.1f}: {bins[b, 1] / max(1, total):.2f} true of {total}")


def main() -> None:
    """Read the gold, fit, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    chosen = parser.parse_args()
    configured = settings.load()
    items = list(examples(chosen.gold, LanguageModel.load(configured), configured))
    write(items, chosen.cross_validate)


def write(items: Sequence[Example], validate: bool) -> None:
    """Fit on all but the held-out documents, and write the weights that matter."""
    seen = [x for x in items if not x.held_out]
    if validate:
        cross_validate(seen)
    judged = fit(seen)
    judged = scorer.Weights(judged.bias, judged.threshold, {f: w for f, w in judged.values.items() if abs(w) >= KEPT})
    print(line("seen in training", [counted(x, judged, judged.threshold) for x in seen]))
    print(line("held out", [counted(x, judged, judged.threshold) for x in items if x.held_out]))
    data = {
        "about": "Log odds that a candidate is a claim; made by training/claims/train.py",
        "bias": round(judged.bias, 3),
        "threshold": judged.threshold,
        "weights": {f: round(w, 3) for f, w in sorted(judged.values.items())},
    }
    scorer.WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
