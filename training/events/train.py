"""Trains what `pipeline.extract.events` judges by on the gold, and writes its weights.

usage: python -m training.events.train GOLD_FOLDER [--cache FOLDER] [--only triggers|arguments|modality|blend]

GOLD_FOLDER holds train/ and written/; the documents in training/gold are learnt from as well. Every tenth document of
train/ and written/ is kept out of the linear classifiers, as it is out of the language model: on these the blend of the
two is fitted (see `training.events.blend`), and everything is measured. They come last: after a new language model, or
after new linear weights, the blend is to be fitted again.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.extract import time
from pipeline.extract.events import arguments, blend, hints, linear, modality, triggers
from pipeline.extract.events.blend import NONE
from pipeline.extract.events.context import relations
from training.events import blend as blending
from training.events.fit import Instance, Weights, fit_sigmoid, fit_softmax, pruned
from training.events.gold import Gold, held_out, read
from training.events.labels import gold_founds, right_roles, right_triggers, told

WEIGHTS = Path(linear.__file__).resolve().parent / "weights"
OWN = Path(__file__).resolve().parents[1] / "gold"
STEPS = ("triggers", "arguments", "modality", "blend")


# ---------------------------------------------------------------- instances


def trigger_instances(gold: Gold) -> Iterator[Instance]:
    """One instance for each word that the lexicon lists; words beside the head of a longer trigger are left out."""
    listed = list(triggers.candidates(gold.scene))
    topic = triggers.topics(listed)
    beside: dict[int, Counter[str]] = {}
    for c in listed:
        beside.setdefault(c.sentence, Counter()).update(triggers.topics([c]))
    right = right_triggers(gold, listed)
    for c in listed:
        if c.token.i in right:
            shared = triggers.shared_features(c, topic, beside[c.sentence])
            classes, wanted = (NONE, *c.types), frozenset([right[c.token.i]])
            yield Instance(triggers.features(c, gold.scene).named(), classes, wanted, shared)


def argument_instances(gold: Gold) -> Iterator[Instance]:
    """One instance for each noun of a gold event's sentence, and one for each of its time expressions."""
    scene = gold.scene
    times = time.references(scene)
    for found, item in gold_founds(gold):
        here = [t for t in times if scene.sentences[found.sentence].span.contains(t.span)]
        nouns = [n for n in arguments.nouns(scene.tokens[found.sentence], scene, here) if n.i != found.token.i]
        roles = relations(found.token)
        right, unsure = right_roles(found, item, nouns, scene)
        seen = [hints.noun_of(n, scene) for n in nouns if arguments.phrase(n, scene) is not None]
        for noun, rank in zip(seen, hints.ranks(found.token, seen), strict=True):
            n = noun.token
            classes = tuple(r for r in arguments.ROLES if r in right[n.i] or r not in unsure[n.i])
            if classes:
                yield Instance(hints.noun_features(found, noun, rank, roles), classes, frozenset(right[n.i]))
        wanted_times = item.event.get("time", [])
        for reference in here:
            piece = scene.doc.char_span(reference.span.begin, reference.span.end, alignment_mode="expand")
            if piece is not None:
                hit = any(w in reference.text or reference.text in w for w in wanted_times)
                listed = [f"t:{f}" for f in hints.time_features(found, piece, len(here))]
                yield Instance(listed, ("time",), frozenset(["time"] if hit else []))


def modality_instances(gold: Gold) -> Iterator[Instance]:
    """One instance for each gold event."""
    for found, item in gold_founds(gold):
        name = str(item.event.get("mod", "actual")).capitalize()
        yield Instance(modality.features(found), modality.CLASSES, frozenset([name]))


# ---------------------------------------------------------------- measuring


def figures(hit: float, found: float, gold: float) -> str:
    """Precision, recall and F1 in hundredths."""
    p, r = hit / found if found else 0.0, hit / gold if gold else 0.0
    return f"P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {200 * p * r / (p + r) if p + r else 0:5.1f}"


def measured(question: str, documents: Sequence[Sequence[blending.Choice]], gold: int, threshold: float) -> str:
    """What a blend reaches on documents that it was not fitted on; `gold` is how many right answers there are."""
    hit = typed = found = 0
    for decision, chances in blending.left_out(documents):
        if question == "modality":
            best = max(chances, key=lambda name: chances[name])
            found, hit = found + 1, hit + (best == decision.gold)
            continue
        del chances[NONE if question == "triggers" else "no"]
        best = max(chances, key=lambda name: chances[name])
        if chances[best] >= threshold:
            found, hit = found + 1, hit + (decision.gold not in (NONE, "no"))
            typed += best == decision.gold
    if question == "modality":
        return f"right {100 * hit / max(1, found):.1f} of 100"
    return figures(hit, found, gold) + (f"  with type {figures(typed, found, gold)}" if question == "triggers" else "")


# ---------------------------------------------------------------- the recipe


def write(name: str, weights: Weights, about: str) -> None:
    """Write the weights of a linear classifier."""
    WEIGHTS.mkdir(exist_ok=True)
    kept = pruned(weights)
    rows = ",\n".join(f"{json.dumps(f, ensure_ascii=False)}: {json.dumps(row)}" for f, row in kept.items())
    text = f'{{"about": {json.dumps(about)},\n"weights": {{\n{rows}\n}}}}\n'
    (WEIGHTS / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{name}: {len(kept)} features")


def fit_linear(step: str, learn: Sequence[Gold]) -> None:
    """Fit one linear classifier."""
    if step == "triggers":
        write(step, fit_softmax(_all(map(trigger_instances, learn))), "weights for types, by feature and type")
    elif step == "arguments":
        write(step, fit_sigmoid(_all(map(argument_instances, learn))), "weights for roles, by feature and role")
    else:
        write(step, fit_softmax(_all(map(modality_instances, learn))), "weights, by feature and modality")


def _all(parts: Iterable[Iterable[Instance]]) -> list[Instance]:
    return [instance for part in parts for instance in part]


def fit_blend(aside: Sequence[Gold]) -> None:
    """Fit the blend with the language model's heads, if it has any, and the one without; print what each reaches."""
    file = WEIGHTS / "blend.json"
    found: dict[str, Any] = {"about": "weights of the terms by which the two judges are weighed, by question"}
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for name in ("heads", "alone"):
        if name == "heads" and aside[0].scene.doc.signals is None:
            found[name] = kept.get(name, {})
            continue
        found[name] = {}
        decisions = [blending.choices(g, name == "heads") for g in aside]
        for question in blending.QUESTIONS:
            documents = [document[question] for document in decisions]
            found[name][question] = blending.fit([d for document in documents for d in document])
            total = sum(d.gold not in (NONE, "no") for document in documents for d in document)
            if question == "triggers":
                total = sum(1 for g in aside for _ in told(g))
            threshold = arguments.THRESHOLDS.get(question, triggers.THRESHOLD)
            print(f"{name} {question}: {measured(question, documents, total, threshold)}")
            rows = [f"{sure:.2f} {right:.2f} ({count})" for sure, right, count in blending.reliability(documents)]
            print(f"    confidence, share right, count: {', '.join(rows)}")
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    blend.weights.cache_clear()


def main() -> None:
    """Read the gold, fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("build/events"))
    parser.add_argument("--only", choices=STEPS)
    options = parser.parse_args()
    learn: list[Gold] = []
    aside: list[Gold] = []
    for folder in (options.gold / "train", options.gold / "written", OWN):
        out = held_out(folder) if folder != OWN else set()
        for gold in read(folder, options.cache):
            (aside if gold.stem in out else learn).append(gold)
    for step in STEPS:
        if options.only in (None, step) and step != "blend":
            fit_linear(step, learn)
    linear.load.cache_clear()
    if options.only in (None, "blend"):
        fit_blend(aside)


if __name__ == "__main__":
    main()
