"""Trains the classifiers of `pipeline.extract.events` on the gold and writes their weights.

usage: python -m training.events.train GOLD_FOLDER [--cache FOLDER] [--only triggers|arguments|modality]

GOLD_FOLDER holds train/ and written/. Every tenth document of each is kept out and measured on; the shipped weights are
fitted without them too, so that the figures hold for what is shipped.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.extract import time
from pipeline.extract.events import arguments, linear, modality, triggers
from pipeline.extract.events.context import relations
from pipeline.extract.events.triggers import NONE, Found
from pipeline.records import EventType
from training.events.fit import Instance, Weights, fit_sigmoid, fit_softmax, pruned
from training.events.gold import Gold, held_out, read
from training.events.labels import Told, carriers, told

WEIGHTS = Path(linear.__file__).resolve().parent / "weights"
PRONOUNS_OF_ARGUMENTS = ("agent", "patient", "poss", "obj^agent", "nmod:of", "obl:by")


# ---------------------------------------------------------------- triggers


def trigger_instances(gold: Gold) -> Iterator[tuple[Instance, triggers.Candidate]]:
    """One instance for each word that the lexicon lists; words beside the head of a longer trigger are left out."""
    listed = list(triggers.candidates(gold.scene))
    topic = triggers.topics(listed)
    beside: dict[int, Counter[str]] = {}
    for c in listed:
        beside.setdefault(c.sentence, Counter()).update(triggers.topics([c]))
    right: dict[int, str] = {}
    ignored: set[int] = set()
    for item in told(gold):
        over = [c for c in listed if c.token.idx < item.end and item.begin < c.token.idx + len(c.token.text)]
        best = next((c for c in over if item.event["type"] in c.types), None)
        if best is not None and best.token.i not in right:
            right[best.token.i] = item.event["type"]
        ignored.update(c.token.i for c in over)
    for c in listed:
        if c.token.i in ignored and c.token.i not in right:
            continue
        shared = triggers.shared_features(c, topic, beside[c.sentence])
        classes = (NONE, *c.types)
        yield Instance(triggers.features(c, gold.scene), classes, frozenset([right.get(c.token.i, NONE)]), shared), c


# ---------------------------------------------------------------- arguments and modality


def gold_founds(gold: Gold) -> Iterator[tuple[Found, Told]]:
    """The gold events whose trigger is a candidate of the right type, as if it had been found."""
    listed = {c.token.i: c for c in triggers.candidates(gold.scene)}
    for item in told(gold):
        for c in listed.values():
            over = c.token.idx < item.end and item.begin < c.token.idx + len(c.token.text)
            if over and item.event["type"] in c.types:
                frame = next(e.frame for e in c.entries if str(e.type) == item.event["type"])
                yield Found(c.token, c.sentence, EventType(item.event["type"]), frame, 1.0), item
                break


def argument_instances(gold: Gold) -> Iterator[Instance]:
    """One instance for each noun of a gold event's sentence, and one for each of its time expressions."""
    scene = gold.scene
    times = time.references(scene)
    for found, item in gold_founds(gold):
        here = [t for t in times if scene.sentences[found.sentence].span.contains(t.span)]
        nouns = [n for n in arguments.nouns(scene.tokens[found.sentence], scene, here) if n.i != found.token.i]
        roles = relations(found.token)
        right: dict[int, set[str]] = {n.i: set() for n in nouns}
        unsure: dict[int, set[str]] = {n.i: set() for n in nouns}
        for role in arguments.ROLES:
            for wanted in item.event.get(role, []):
                fits = carriers(wanted, item, nouns, scene)
                near = [n for n in fits if roles.get(n.i, "far") != "far"]
                picked = (near or fits)[:1] if len(near) != 1 else near
                for n in fits:
                    (right if n in picked else unsure)[n.i].add(role)
                if not fits and role != "place":
                    for n in nouns:
                        if n.pos_ == "PRON" and roles.get(n.i) in PRONOUNS_OF_ARGUMENTS:
                            unsure[n.i].add(role)
        for n in nouns:
            classes = tuple(r for r in arguments.ROLES if r in right[n.i] or r not in unsure[n.i])
            if classes:
                yield Instance(arguments.noun_features(found, n, roles, scene), classes, frozenset(right[n.i]))
        wanted_times = item.event.get("time", [])
        for reference in here:
            piece = scene.doc.char_span(reference.span.begin, reference.span.end, alignment_mode="expand")
            if piece is not None:
                hit = any(w in reference.text or reference.text in w for w in wanted_times)
                listed = [f"t:{f}" for f in arguments.time_features(found, piece, len(here))]
                yield Instance(listed, ("time",), frozenset(["time"] if hit else []))


def modality_instances(gold: Gold) -> Iterator[Instance]:
    """One instance for each gold event."""
    for found, item in gold_founds(gold):
        name = str(item.event.get("mod", "actual")).capitalize()
        yield Instance(modality.features(found), modality.CLASSES, frozenset([name]))


# ---------------------------------------------------------------- measuring


def figures(hit: float, found: float, gold: float) -> str:
    p, r = hit / found if found else 0.0, hit / gold if gold else 0.0
    return f"P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {200 * p * r / (p + r) if p + r else 0:5.1f}"


def measure_triggers(model: linear.Linear, golds: Iterable[Gold], threshold: float) -> tuple[str, str]:
    hit = typed = found = total = 0
    for gold in golds:
        total += sum(1 for _ in told(gold))
        for instance, candidate in trigger_instances(gold):
            chances = linear.softmax(model.scores(instance.features, instance.classes, instance.shared))
            if 1 - chances[NONE] >= threshold:
                found += 1
                best = max(candidate.types, key=lambda c: chances[c])
                hit += NONE not in instance.gold
                typed += best in instance.gold
    return figures(hit, found, total), figures(typed, found, total)


def measure_flat(model: linear.Linear, instances: list[Instance], one: bool, thresholds: dict[str, float]) -> str:
    counts: dict[str, Counter[str]] = {}
    for i in instances:
        scores = model.scores(i.features, i.classes)
        picked = {max(scores, key=lambda c: scores[c])} if one else {
            c for c in scores if linear.sigmoid(scores[c]) >= thresholds[c]
        }  # fmt: skip
        for c in i.classes:
            counts.setdefault(c, Counter()).update(found=c in picked, gold=c in i.gold, hit=c in picked and c in i.gold)
    return "\n".join(f"  {c:12s} {figures(n['hit'], n['found'], n['gold'])}  ({n['gold']})" for c, n in counts.items())


# ---------------------------------------------------------------- the recipe


def write(name: str, weights: Weights, about: str) -> linear.Linear:
    WEIGHTS.mkdir(exist_ok=True)
    kept = pruned(weights)
    rows = ",\n".join(f"{json.dumps(f, ensure_ascii=False)}: {json.dumps(row)}" for f, row in kept.items())
    text = f'{{"about": {json.dumps(about)},\n"weights": {{\n{rows}\n}}}}\n'
    (WEIGHTS / f"{name}.json").write_text(text, encoding="utf-8")
    return linear.Linear(kept)


def main() -> None:
    """Read the gold, fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("build/events"))
    parser.add_argument("--only", choices=("triggers", "arguments", "modality"))
    options = parser.parse_args()
    folders = [options.gold / name for name in ("train", "written")]
    out = {f.name: held_out(f) for f in folders}
    golds = {f.name: list(read(f, options.cache)) for f in folders}
    learn = [g for name, docs in golds.items() for g in docs if g.stem not in out[name]]
    tests = {name: [g for g in docs if g.stem in out[name]] for name, docs in golds.items()}

    if options.only in (None, "triggers"):
        instances = [i for g in learn for i, _ in trigger_instances(g)]
        model = write("triggers", fit_softmax(instances), "weights for types of events, by feature and type")
        print(f"triggers: {len(instances)} instances, {len(model.weights)} features")
        for name, docs in tests.items():
            for threshold in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
                print(f"  {name} {threshold}", *measure_triggers(model, docs, threshold), sep="  ")
    if options.only in (None, "arguments"):
        instances = [i for g in learn for i in argument_instances(g)]
        model = write("arguments", fit_sigmoid(instances), "weights for the roles of phrases, by feature and role")
        print(f"arguments: {len(instances)} instances, {len(model.weights)} features")
        for name, docs in tests.items():
            for threshold in (0.3, 0.4, 0.5):
                held = [i for g in docs for i in argument_instances(g)]
                same = dict.fromkeys((*arguments.ROLES, "time"), threshold)
                print(f" {name} {threshold}", measure_flat(model, held, False, same), sep="\n")
    if options.only in (None, "modality"):
        instances = [i for g in learn for i in modality_instances(g)]
        model = write("modality", fit_softmax(instances), "weights for the modality of events, by feature and modality")
        print(f"modality: {len(instances)} instances, {len(model.weights)} features")
        for name, docs in tests.items():
            print(f" {name}", measure_flat(model, [i for g in docs for i in modality_instances(g)], True, {}), sep="\n")


if __name__ == "__main__":
    main()
