"""Fits how `pipeline.extract.events.blend` weighs the linear classifiers against the language model's heads.

Both have learnt from most of the gold by heart, so only documents that neither has seen can tell how far to trust each:
the blend has a handful of weights and is fitted on the held-out documents alone. What it reaches there is measured by
leaving out an eighth of these documents at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.extract import time
from pipeline.extract.events import arguments, blend, hints, modality, triggers
from pipeline.extract.events.blend import NONE, Terms
from pipeline.extract.events.context import relations
from pipeline.extract.events.linear import load
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Tokens
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals
from pipeline.records import TimeReference
from training.events.fit import Vector, choice_loss, minimum
from training.events.gold import Gold
from training.events.labels import Told, gold_founds, right_roles, right_triggers

__all__ = ["QUESTIONS", "Choice", "choices", "fit", "left_out", "reliability"]

QUESTIONS = ("triggers", "modality", *arguments.ROLES, "time")
L2 = 0.1
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the terms of its options, and the right option, which may be none of them.

    Roles are decided between "yes" and "no".
    """

    options: Mapping[str, Terms]
    gold: str


def choices(gold: Gold, heads: bool) -> dict[str, list[Choice]]:
    """The decisions of a document by question, as the package meets them; with the language model's heads or without.

    Roles and modality are those of gold events, as if their triggers had been found.
    """
    told = gold.scene.doc.signals if heads else None
    found: dict[str, list[Choice]] = {question: [] for question in QUESTIONS}
    judged = list(triggers.judged(gold.scene, told))
    right = right_triggers(gold, [candidate for candidate, _ in judged])
    for candidate, options in judged:
        if candidate.token.i in right:
            found["triggers"].append(Choice(options, right[candidate.token.i]))
    times = time.references(gold.scene)
    for one, item in gold_founds(gold, told):
        name = str(item.event.get("mod", "actual")).capitalize()
        found["modality"].append(Choice(modality.terms(one, told), name))
        for role, terms, hit in _roles(one, item, gold.scene, told, times):
            found[role].append(Choice({"yes": terms, "no": {}}, "yes" if hit else "no"))
    return found


def _roles(
    found: Found, item: Told, scene: Scene, told: Signals | None, times: Sequence[TimeReference]
) -> Iterator[tuple[str, Terms, bool]]:
    """For each role and each phrase of the sentence: the terms, and whether the phrase has the role."""
    model = load("arguments")

    def heard(stretches: Sequence[Tokens]) -> list[dict[str, float]] | list[None]:
        """The language model's log odds of each role, for each stretch."""
        if told is None:
            return [None] * len(stretches)
        odds = arguments.Phrases(stretches, scene.tokens[found.sentence]).odds(found.token, told)
        return [dict(zip(arguments.QUESTIONS, row, strict=True)) for row in odds]

    def terms(role: str, score: float, odds: dict[str, float] | None) -> Terms:
        return blend.argument_terms(score, None if odds is None else odds[role])

    here = [t for t in times if scene.sentences[found.sentence].span.contains(t.span)]
    pieces = [(t, scene.doc.char_span(t.span.begin, t.span.end, alignment_mode="expand")) for t in here]
    dated = [(reference, piece) for reference, piece in pieces if piece is not None]
    for (reference, piece), odds in zip(dated, heard([piece for _, piece in dated]), strict=True):
        listed = [f"t:{f}" for f in hints.time_features(found, piece, len(here))]
        hit = any(w in reference.text or reference.text in w for w in item.event.get("time", []))
        yield "time", terms("time", model.scores(listed, ("time",))["time"], odds), hit
    nouns = [n for n in arguments.nouns(scene.tokens[found.sentence], scene, here) if n.i != found.token.i]
    right, unsure = right_roles(found, item, nouns, scene)
    ways = relations(found.token)
    named = [(noun, who) for noun in nouns if (who := arguments.phrase(noun, scene)) is not None]
    seen = [hints.noun_of(noun, scene) for noun, _ in named]
    listed = zip(seen, hints.ranks(found.token, seen), heard([who.words for _, who in named]), strict=True)
    for one, rank, odds in listed:
        noun, scores = one.token, model.scores(hints.noun_features(found, one, rank, ways), arguments.ROLES)
        if told is not None and arguments.unheard(noun):
            continue  # of these the classifiers decide alone
        for role in arguments.ROLES:
            if role in right[noun.i] or role not in unsure[noun.i]:
                yield role, terms(role, scores[role], odds), role in right[noun.i]


def fit(decisions: Sequence[Choice]) -> dict[str, float]:
    """The weights of the terms by which the decisions come out right most surely."""
    known = [d for d in decisions if d.gold in d.options]
    names = sorted({name for d in known for terms in d.options.values() for name in terms})
    table = np.array([[terms.get(name, 0.0) for name in names] for d in known for terms in d.options.values()])
    right = np.array([option == d.gold for d in known for option in d.options], np.float64)
    sizes = np.array([len(d.options) for d in known])
    starts, owner = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)

    def objective(at: Vector) -> tuple[float, Vector]:
        worth, slopes = choice_loss(table @ at, right, starts, owner)
        return worth + 0.5 * L2 * float(at @ at), slopes @ table + L2 * at

    best = minimum(objective, np.zeros(len(names)))
    return {name: round(float(weight), 3) for name, weight in zip(names, best, strict=True)}


def left_out(documents: Sequence[Sequence[Choice]]) -> Iterator[tuple[Choice, dict[str, float]]]:
    """Each decision with the chances that a blend gives which was fitted without every eighth document, its own too."""
    for fold in range(FOLDS):
        others = [d for n, document in enumerate(documents) if n % FOLDS != fold for d in document]
        weighed = fit(others)
        for document in documents[fold::FOLDS]:
            for decision in document:
                yield decision, blend.chances(decision.options, weighed)


def reliability(documents: Sequence[Sequence[Choice]]) -> list[tuple[float, float, int]]:
    """For confidences in fifths: the mean confidence, how many were right, and how many there were.

    The confidence is the chance of the likeliest option but for "none"; of roles that of "yes".
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for decision, given in left_out(documents):
        told = {name: chance for name, chance in given.items() if name not in (NONE, "no")}
        best = max(told, key=lambda name: told[name])
        bins.setdefault(min(4, int(5 * told[best])), []).append((told[best], best == decision.gold))
    return [
        (sum(c for c, _ in rows) / len(rows), sum(hit for _, hit in rows) / len(rows), len(rows))
        for _, rows in sorted(bins.items())
    ]
