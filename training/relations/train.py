"""Fits the weights by which `pipeline.extract.relations` judges candidates: pipeline/extract/relations/weights.json.

usage: python -m training.relations.train GOLD_DIR [GOLD_DIR ...] [--more DIR] [--blend] [--cross-validate]

Each GOLD_DIR holds NAME.txt beside NAME.jsonl, in the rows of the annotation guidelines. Every tenth document of a
folder (in the order of names) is held out; of a folder given by --more none is. Two fits:

1. one logistic regression for each relation over the binary features of `pairs` and `positions`, with an L2 penalty, on
   all documents but those held out; documents of --more may have been annotated in other ways, so that how common a
   relation is there, and how much a construction is worth, is learnt apart from the rest and forgotten;
2. the blend with the encoder's log odds, three numbers for pairs and three for positions, on the held-out documents
   alone, since neither the encoder nor the first fit has seen them. --blend makes this fit only: what to run after the
   encoder was trained anew.

A third fit, of how sure a name is (`names`), is made along with the blend.

Printed are the figures of the held-out documents, with the blend fitted on nine tenths of them each time, and how well
the probabilities are calibrated. A relation counts once for each document, as the scorer of the gold counts.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline import read
from pipeline.evaluate.gold import GoldDocument, read_gold
from pipeline.evaluate.scores import alike
from pipeline.extract import coreference, mentions, relations
from pipeline.extract.relations import pairs, positions, scorer
from pipeline.extract.scene import Scene
from pipeline.language import LanguageModel
from pipeline.records import Document, MentionForm, RelationType
from pipeline.settings import Settings
from training.relations import names

PENALTY: Final = 4.0
RULE_PENALTY: Final = 0.4
"""Constructions tell more than single words do, and most of them are rare."""
BLEND_PENALTY: Final = 1.0
SEEN_AT_LEAST: Final = 2
STEPS: Final = 200
FOLDS: Final = 10
THRESHOLD: Final = 0.4
"""Below even chances: what is missed counts in F1 as much as what is wrong."""
KEPT: Final = 0.05
"""Weights smaller than this are left out of the file."""

Key = tuple[int, RelationType, int | str]
Floats = NDArray[np.float64]


class Case(NamedTuple):
    """One candidate of one document, and whether it is right; None if another sentence says so."""

    key: Key
    features: list[str]
    odds: float | None
    right: bool | None


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one document."""

    held_out: bool
    cases: list[Case]
    gold: int
    names: list[names.Name]
    apart: bool = False
    """Whether it is one of those to learn from alone."""


# ---------------------------------------------------------------- candidates beside the gold


def examples(folders: Sequence[Path], more: Sequence[Path], only_held_out: bool) -> Iterator[Example]:
    """The documents of the folders, parsed, each with its candidates; of those in `more` none is held out."""
    settings = Settings()
    model = LanguageModel.load(settings)
    for folder in (*folders, *more):
        gold = read_gold(folder)
        held = set(sorted(gold)[::10]) if folder not in more else set()
        texts = [d for d in read.documents([folder], settings) if isinstance(d, Document)]
        wanted = held if only_held_out else set(gold)
        for document, doc in model.analyse(d for d in texts if Path(d.source_file).name in wanted):
            name = Path(document.source_file).name
            bare = Scene(document, doc)
            named = bare.having(mentions.find(bare))
            scene = named.having(*coreference.resolve(named))
            told = {(r.subject, r.predicate, r.object) for r in gold[name].relations}
            met = list(names.names(named, gold[name])) if name in held else []
            yield Example(name in held, list(cases(scene, gold[name])), len(told), met, folder in more)


def cases(scene: Scene, gold: GoldDocument) -> Iterator[Case]:
    """Every candidate of a document."""
    heard = scene.doc.signals
    called = canonical(scene, gold)
    fired = relations.proposed(scene)
    for pair in pairs.pairs(scene, fired):
        seen = pairs.features(scene, pair, fired.get((pair.sentence, pair.subject, pair.object), ()))
        here = scene.sentences[pair.sentence].span
        words = None if pair.two is None else scene.mention_tokens(pair.two)
        for relation in pairs.allowed(scene, pair.subject, pair.object):
            role = scorer.LINKS[relation]
            hits = [
                r
                for r in gold.relations
                if r.predicate == role and r.subject in called[pair.subject] and r.object in called[pair.object]
            ]
            right = True if any(r.sentence.overlaps(here) for r in hits) else None if hits else False
            odds = None if heard is None or words is None else scorer.link_odds(heard, scene, pair.one, words, role)
            yield Case((pair.subject, relation, pair.object), seen, odds, right)
    for found in positions.positions(scene):
        role, title = scorer.LINKS[RelationType.JOB_TITLE], found.words.text
        right = any(
            r.predicate == role and r.subject in called[found.holder] and alike(r.object, title) for r in gold.relations
        )
        odds = None if heard is None else scorer.link_odds(heard, scene, found.mention, found.words, role)
        yield Case((found.holder, RelationType.JOB_TITLE, title), positions.features(scene, found), odds, right)


def canonical(scene: Scene, gold: GoldDocument) -> list[set[str]]:
    """For each chain what the annotation calls it, and its own name."""
    by_place = {(m.span.begin, m.span.end): m.canonical for m in gold.mentions}
    found = []
    for chain in scene.chains:
        called = (scene.mentions[i].span for i in chain.mentions if scene.mentions[i].form is MentionForm.NAME)
        places = ((s.begin, s.end) for s in called)
        found.append({chain.name, *(by_place[p] for p in places if p in by_place)})
    return found


# ---------------------------------------------------------------- fits


def fit(rows: Sequence[tuple[Sequence[str], bool]]) -> dict[str, float]:
    """The weights of least penalised log loss, by full-batch Adam; the bias, without penalty, is under ""."""
    counts = Counter(f for features, _ in rows for f in set(features))
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= SEEN_AT_LEAST))}
    known = [[index[f] for f in features if f in index] for features, _ in rows]
    owner = np.repeat(np.arange(len(rows)), [len(k) for k in known])
    columns = np.array([c for k in known for c in k], np.int64)
    right = np.array([r for _, r in rows], np.float64)
    values = np.zeros(len(index) + 1)
    values[-1] = np.log((right.sum() + 0.5) / (len(right) - right.sum() + 0.5))
    penalty = np.array([RULE_PENALTY if f.startswith("rule=") else PENALTY for f in index])
    first, second = np.zeros_like(values), np.zeros_like(values)
    for step in range(1, STEPS + 1):
        odds = values[-1] + np.bincount(owner, weights=values[columns], minlength=len(rows))
        wrong = 1 / (1 + np.exp(-np.clip(odds, -30, 30))) - right
        slopes = np.bincount(columns, weights=wrong[owner], minlength=len(index)) + penalty * values[:-1]
        slope = np.append(slopes, wrong.sum())
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        rate = 0.1 if step <= STEPS * 0.6 else 0.03
        values -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {"": float(values[-1])} | {f: float(values[i]) for f, i in index.items()}


def fit_relations(seen: Iterable[Example]) -> dict[RelationType, dict[str, float]]:
    """The linear model of each relation."""
    rows: dict[RelationType, list[tuple[Sequence[str], bool]]] = defaultdict(list)
    for example in seen:
        for case in example.cases:
            if case.right is not None:
                features = [*case.features, *_marks(case.features)] if example.apart else case.features
                rows[case.key[1]].append((features, case.right))
    fitted = {relation: fit(rows[relation]) for relation in RelationType if rows[relation]}
    return {relation: {f: w for f, w in row.items() if not f.startswith(_MARK)} for relation, row in fitted.items()}


_MARK: Final = "elsewhere"


def _marks(features: Iterable[str]) -> Iterator[str]:
    """What is learnt apart of documents that were annotated in other ways."""
    yield _MARK
    yield from (f"{_MARK}:{f}" for f in features if f.startswith(("rule=", "no rule", "labels=")))


def fit_blends(held: Iterable[Example], judge: scorer.Judge) -> dict[str, scorer.Blend]:
    """How to weigh the linear score and the encoder's odds, by Newton's method on the logistic loss."""
    tables: dict[str, list[tuple[float, float, bool]]] = {"pairs": [], "positions": []}
    for example in held:
        for case in example.cases:
            if case.odds is not None:
                score = judge.linear(case.key[1], case.features)
                if score > scorer.LOWEST:  # what is out of the question either way would outweigh the rest
                    part = "positions" if case.key[1] is RelationType.JOB_TITLE else "pairs"
                    tables[part].append((score, max(case.odds, scorer.LOWEST), case.right is not False))
    return {part: _blend(rows) for part, rows in tables.items() if rows}


def _blend(rows: Sequence[tuple[float, float, bool]]) -> scorer.Blend:
    table: Floats = np.array([[1.0, linear, links] for linear, links, _ in rows])
    right: Floats = np.array([r for *_, r in rows], np.float64)
    penalty: Floats = np.diag([1e-6, BLEND_PENALTY, BLEND_PENALTY])
    values: Floats = np.array([0.0, 1.0, 0.0])
    for _ in range(30):
        chance: Floats = 1 / (1 + np.exp(-np.clip(table @ values, -30, 30)))
        slope = table.T @ (chance - right) + penalty @ values
        curve = table.T @ (table * (chance * (1 - chance))[:, None]) + penalty
        values = values - np.linalg.solve(curve, slope)
    return scorer.Blend(*(round(float(v), 3) for v in values))


# ---------------------------------------------------------------- figures


def best(example: Example, judge: scorer.Judge) -> dict[Key, tuple[float, bool]]:
    """The probability of each relation of a document by its best sentence, and whether it is right."""
    found: dict[Key, tuple[float, bool]] = {}
    for case in example.cases:
        chance = judge.probability(case.key[1], case.features, case.odds)
        if case.key not in found or chance > found[case.key][0]:
            found[case.key] = (chance, case.right is not False)
    return found


def figures(name: str, held: Sequence[Example], told: Sequence[Mapping[Key, tuple[float, bool]]]) -> None:
    """Print precision, recall and F1 around the threshold."""
    gold = sum(e.gold for e in held)
    for threshold in (0.25, THRESHOLD, 0.4, 0.5):
        kept = [right for found in told for chance, right in found.values() if chance >= threshold]
        p, r = 100 * sum(kept) / max(1, len(kept)), 100 * sum(kept) / max(1, gold)
        print(f"{name:24} from {threshold:.2f}: P {p:5.1f}  R {r:5.1f}  F1 {2 * p * r / max(1e-9, p + r):5.1f}")


def calibration(told: Iterable[Mapping[Key, tuple[float, bool]]]) -> None:
    """Print how often what has a probability is right."""
    bins: Counter[tuple[int, bool]] = Counter()
    for found in told:
        bins.update((min(9, int(10 * chance)), right) for chance, right in found.values())
    for b in range(2, 10):
        total = bins[b, True] + bins[b, False]
        print(f"  probability {b / 10:.1f}-{(b + 1) / 10:.1f}: {bins[b, True] / max(1, total):.2f} right of {total}")


def report(held: Sequence[Example], judge: scorer.Judge) -> None:
    """Print the figures of the held-out documents, the blend fitted without the document that is judged."""
    figures("linear alone", held, [best(_deaf(e), judge) for e in held])
    told: list[dict[Key, tuple[float, bool]]] = [{}] * len(held)
    for fold in range(FOLDS):
        rest = [e for i, e in enumerate(held) if i % FOLDS != fold]
        blended = scorer.Judge(judge.weights, fit_blends(rest, judge), THRESHOLD)
        for i, example in enumerate(held):
            if i % FOLDS == fold:
                told[i] = best(example, blended)
    figures("with the encoder's links", held, told)
    calibration(told)


def cross_validate(seen: Sequence[Example]) -> None:
    """Print the figures of the linear models on documents that their fold did not see."""
    told: list[dict[Key, tuple[float, bool]]] = [{}] * len(seen)
    for fold in range(5):
        judge = scorer.Judge(fit_relations(e for i, e in enumerate(seen) if i % 5 != fold), {}, THRESHOLD)
        for i, example in enumerate(seen):
            if i % 5 == fold:
                told[i] = best(_deaf(example), judge)
    figures("five folds, linear alone", seen, told)
    calibration(told)


def _deaf(example: Example) -> Example:
    """The same document without what the encoder says."""
    return replace(example, cases=[c._replace(odds=None) for c in example.cases])


def main() -> None:
    """Read the gold, fit, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--more", nargs="*", type=Path, default=[], help="folders to learn from alone")
    parser.add_argument("--blend", action="store_true", help="fit the blend with the encoder's odds only")
    parser.add_argument("--cross-validate", action="store_true")
    chosen = parser.parse_args()
    items = list(examples(chosen.gold, chosen.more, chosen.blend))
    held, seen = [e for e in items if e.held_out], [e for e in items if not e.held_out]
    if chosen.cross_validate and seen:
        cross_validate(seen)
    names.write([n for e in held for n in e.names])
    write(held, scorer.judge().weights if chosen.blend else fit_relations(seen))


def write(held: Sequence[Example], weights: Mapping[RelationType, Mapping[str, float]]) -> None:
    """Fit the blend, print the figures of the held-out documents, and write everything."""
    kept = {r: {f: round(w, 2) for f, w in sorted(row.items()) if abs(w) >= KEPT} for r, row in weights.items()}
    judge = scorer.Judge(kept, {}, THRESHOLD)
    blends = fit_blends(held, judge)
    if blends:
        report(held, judge)
    data: dict[str, Any] = {
        "about": "Log odds that a candidate relation is right; made by training/relations/train.py",
        "threshold": THRESHOLD,
        "blends": {part: blend._asdict() for part, blend in blends.items()},
        "weights": {relation.value: row for relation, row in kept.items()},
    }
    scorer.WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
