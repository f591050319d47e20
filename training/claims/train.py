"""Fit everything that judges claims: the rules' weights, and those that put the rules and the encoder together.

    python -m training.claims.train GOLD_DIR [GOLD_DIR ...] [--more GOLD_DIR ...] [--cross-validate]
    python -m training.claims.train GOLD_DIR [GOLD_DIR ...] --unseen GOLD_DIR [GOLD_DIR ...]

Each GOLD_DIR holds NAME.txt beside NAME.jsonl, in the rows of the annotation guidelines. Every tenth document of a
folder (in the order of names) is held out, as it is from the encoder's training; of those in --more none is. The rules'
weights (`rules`) are fitted on the others; those of `blend` on the held-out ones, because the encoder knows the others
by heart. It takes
two minutes, most of them for parsing. Printed are figures of documents that no fit saw, and how often a claim of each
probability is right: that probability is the confidence that is shipped.

With --unseen, documents that neither the encoder nor the rules have learnt from give a new `prior.json`, to which later
fits of `blend` are held; nothing else is fitted then.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import settings
from pipeline.extract import claims
from pipeline.extract.claims import scorer, speech
from pipeline.extract.claims.candidate import Candidate
from pipeline.language import LanguageModel
from training.claims import blend, rules
from training.claims.gold import Example, examples

FOLDS = 10
Judged = tuple[Candidate, float, int]
"""The best candidate of a cue, its probability, and 1 if it is right."""


def counted(item: Example, judged: Iterable[Judged], threshold: float) -> tuple[int, int, int]:
    """Hits, found, gold of one document, counted as the scorer of the gold counts contents."""
    chosen = claims.choose(((c, p) for c, p, _ in judged), threshold)
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
    return f"{name:30} P {p:5.1f}  R {r:5.1f}  F1 {2 * p * r / max(1e-9, p + r):5.1f}  ({gold} gold claims)"


def calibration(judged: Iterable[Judged]) -> str:
    """How often candidates of each probability are right."""
    bins = Counter[tuple[int, int]]()
    for _, probability, label in judged:
        bins[min(9, int(10 * probability)), label] += 1
    totals = {b: bins[b, 0] + bins[b, 1] for b in range(10)}
    return "\n".join(
        f"  probability {b / 10:.1f}-{(b + 1) / 10:.1f}: {bins[b, 1] / n:.2f} right of {n}"
        for b, n in totals.items()
        if n
    )


def of_rules(items: Sequence[Example]) -> None:
    """Print the figures of documents that their fold of the rules' fit did not see."""
    told: list[tuple[Example, list[Judged]]] = []
    for fold in range(FOLDS):
        judged = rules.fit([x for i, x in enumerate(items) if i % FOLDS != fold])
        told += [(x, list(rules.best(x, judged))) for i, x in enumerate(items) if i % FOLDS == fold]
    print(line("rules alone, ten folds", [counted(x, y, rules.THRESHOLD) for x, y in told]))
    print(calibration(j for _, y in told for j in y))


def of_blend(items: Sequence[Example], judged: scorer.Weights) -> None:
    """Fit and write how the rules and the encoder are put together; print the figures of documents left out."""
    grouped = [(x, blend.groups(x, judged)) for x in items]
    told: list[tuple[Example, list[Judged]]] = []
    for number, (item, groups) in enumerate(grouped):
        rest = [g for i, (_, other) in enumerate(grouped) if i != number for g in other]
        told.append((item, list(blend.best(groups, blend.fit(rest, blend.prior())))))
    print(line("with the encoder, held out", [counted(x, y, blend.THRESHOLD) for x, y in told]))
    print(calibration(j for _, y in told for j in y))
    blend.write(blend.fit([g for _, groups in grouped for g in groups], blend.prior()))


def main() -> None:
    """Read the gold, fit, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--cross-validate", action="store_true", help="also measure the rules alone, in ten folds")
    parser.add_argument("--more", nargs="+", type=Path, default=[], help="folders that the rules learn from alone")
    parser.add_argument("--unseen", nargs="+", type=Path, default=[])
    chosen = parser.parse_args()
    configured = settings.load()
    model = LanguageModel.load(configured)
    items = list(examples(chosen.gold, model, configured))
    items += [replace(x, held_out=False) for x in examples(chosen.more, model, configured)]
    if chosen.unseen:
        new = [x for x in items if x.held_out] + list(examples(chosen.unseen, model, configured))
        found = blend.fit([g for x in new for g in blend.groups(x, scorer.weights())])
        blend.write(found, blend.PRIOR)
    else:
        fit(items, chosen.cross_validate)


def fit(items: Sequence[Example], validate: bool) -> None:
    """Fit and write the weights, and print their figures; those of the blend only where the model has such heads."""
    seen, aside = [x for x in items if not x.held_out], [x for x in items if x.held_out]
    if validate:
        of_rules(seen)
    judged = rules.pruned(rules.fit(seen))
    print(line("rules alone, held out", [counted(x, rules.best(x, judged), judged.threshold) for x in aside]))
    rules.write(judged)
    if any(blend.heads(x) for x in aside):
        of_blend(aside, judged)


if __name__ == "__main__":
    main()
