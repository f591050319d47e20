"""Fits how the words that can tell an event are weighed with what the network says of triggers.

``python -m training.encoder.triggers --shared ../shared --model MODEL``

The words are those of `pipeline/extract/lexicons/events.tsv` but for entries that want a companion ("step down"), which
gain nothing here. The five weights (`pipeline.language.encoder.triggers.TERMS`) are fitted on the held-out documents of
the gold, from which the network has not learnt, never on the seeds; what they gain is told by cross-validation. Then it
is chosen how much is found: as for `biases`, as many triggers as there are. It writes the model's `triggers.json` and
may be run again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.evaluate.gold import GoldDocument
from pipeline.evaluate.layers import spans as measured
from pipeline.evaluate.layers.figures import Figures, Stretch, count, overlap
from pipeline.evaluate.scores import Tally
from pipeline.extract.lexicons import table
from pipeline.language import LanguageModel
from pipeline.language.encoder import spans
from pipeline.language.encoder.decode import Scores
from pipeline.language.encoder.spans import Sentence
from pipeline.language.encoder.triggers import TERMS, TriggerLexicon
from pipeline.language.signals import signals
from pipeline.settings import Settings
from training.encoder import corpus
from training.encoder.biases import FOLDS, chosen, figures, lines
from training.events.fit import choice_loss, minimum

LAYER = "event triggers, with type"
L2 = 0.1
SHIFTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""What is added to the score of every type after the fit, which finds the likeliest answers: too few triggers."""
SURE = 0.998
"""Words that the lexicon lacks and of which the network is as sure that they tell nothing are left out of the fit."""

Weights = dict[str, float]


@dataclass(frozen=True)
class Known:
    """A held-out document: its sentences with what the network says, their words, where these stand, and the gold."""

    sentences: list[tuple[Sentence, list[tuple[str, str, str]], list[tuple[int, int]]]]
    gold: set[Stretch]


def words() -> dict[str, dict[str, dict[str, str]]]:
    """The types that a word can tell, by lemma and part of speech, each with its strength."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name, part, strength, _, listed in table("events.tsv"):
        for word in listed.split():
            if "_" not in word:
                types = found.setdefault(word, {}).setdefault(part, {})
                types[name] = "strong" if "strong" in (strength, types.get(name)) else strength
    return found


def written(weights: Mapping[str, float]) -> bytes:
    """The file of the model: `words` and the weights."""
    rows = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, sort_keys=True)}" for k, v in sorted(words().items()))
    return f'{{"weights": {json.dumps(weights)},\n"words": {{\n{rows}\n}}}}\n'.encode()


def known(model: LanguageModel, shared: Path) -> list[Known]:
    """The held-out documents as the model sees them."""
    found = []
    for folder in (shared / "gold/train", shared / "gold/written"):
        aside = corpus.held_out([name for name, _, _ in corpus.gold_documents(folder)])
        found += [_known(gold, doc) for gold, doc in measured.parsed(Figures(), model, folder, Settings(), aside)]
    return found


def _known(gold: GoldDocument, doc: Doc) -> Known:
    seen = signals(doc)
    if seen is None:
        raise ValueError(
            f"the model left no signals on {gold.name}: only the encoder's pipelines have a trigger lexicon"
        )
    sentences = []
    for sentence in doc.sents:
        tokens = [t for t in sentence if seen.is_word(t.i)]
        if tokens:
            places = [t.i for t in tokens]
            scores = {layer: seen.scores(layer)[places] for layer in ("triggers", "modality")}
            told = Sentence(seen.tags, scores, lambda anchor: np.zeros((0, 0), np.float32))
            described = [(t.text, t.lemma_, t.pos_) for t in tokens]
            sentences.append((told, described, [(t.idx, t.idx + len(t)) for t in tokens]))
    return Known(sentences, measured.gold_spans(gold)[LAYER])


def fit(documents: Sequence[Known], lexicon: TriggerLexicon) -> Weights:
    """The weights by which the types of the held-out triggers, and their absence, come out right most surely."""
    tables, answers = [], []
    for document in documents:
        for sentence, described, extents in document.sentences:
            terms = lexicon.terms(sentence.scores["triggers"], described)
            right = _answers(document.gold, extents, lexicon.types)
            open_ = (right > 0) | (terms[:, 0, 0] < np.log(SURE)) | (terms[:, 1, TERMS.index("listed")] > 0)
            tables.append(terms[open_])
            answers.append(right[open_])
    terms, right = np.concatenate(tables).astype(np.float64), np.concatenate(answers)
    count_, options, _ = terms.shape
    flat = terms.reshape(-1, len(TERMS))
    wanted = np.zeros((count_, options))
    wanted[np.arange(count_), right] = 1
    starts, owner = np.arange(count_) * options, np.repeat(np.arange(count_), options)

    def objective(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        worth, slopes = choice_loss(flat @ at, wanted.ravel(), starts, owner)
        return worth + 0.5 * L2 * float(at @ at), slopes @ flat + L2 * at

    best = minimum(objective, np.zeros(len(TERMS)))
    return {term: round(float(weight), 3) for term, weight in zip(TERMS, best, strict=True)}


def _answers(gold: set[Stretch], extents: Sequence[tuple[int, int]], types: Sequence[str]) -> NDArray[np.int64]:
    """For each word 0, or the number of the type, from 1, of the trigger that begins with it."""
    right = np.zeros(len(extents), np.int64)
    for begin, end, name in gold:
        first = next((i for i, (b, e) in enumerate(extents) if b < end and begin < e), None)
        if first is not None and name in types and extents[first][1] > begin >= extents[0][0]:
            right[first] = 1 + types.index(name)
    return right


def shifted(weights: Weights, shift: float) -> Weights:
    """The weights with something added to the score of every type."""
    return weights | {term: round(weights[term] + shift, 3) for term in ("unlisted", "listed")}


def tallies(documents: Sequence[Known], lexicon: TriggerLexicon | None) -> NDArray[np.int64]:
    """[3]: how many triggers are right, found and there; without a lexicon as the network has them."""
    total = Tally()
    for document in documents:
        found: set[Stretch] = set()
        for sentence, described, extents in document.sentences:
            scores: dict[str, Scores] = dict(sentence.scores)
            if lexicon is not None:
                scores["triggers"] = lexicon(scores["triggers"], described)
            for one in spans.triggers(Sentence(sentence.labels, scores, sentence.ties)):
                found.add((extents[one.begin][0], extents[one.end - 1][1], one.label))
        count(total, document.gold, found, overlap)
    return np.array((total.hit, total.found, total.gold))


def weigh(documents: Sequence[Known], tags: Sequence[str]) -> tuple[Weights, dict[str, Any]]:
    """The weights, and what they gain: precision, recall and F1 without, by cross-validation, and with them."""

    def lexicon(weights: Weights) -> TriggerLexicon:
        return TriggerLexicon(written(weights), tags)

    def counted(weights: Weights, several: Sequence[Known]) -> NDArray[np.int64]:
        return np.stack([tallies(several, lexicon(shifted(weights, shift))) for shift in SHIFTS])

    empty = lexicon({})
    crossed = np.zeros((len(SHIFTS), 3), np.int64)
    for fold in range(FOLDS):
        others = [d for n, d in enumerate(documents) if n % FOLDS != fold]
        crossed += counted(fit(others, empty), documents[fold::FOLDS])
    number = chosen(crossed)
    best = shifted(fit(documents, empty), SHIFTS[number])
    return best, {
        "layer": LAYER,
        "shift": best,
        "before": figures(tallies(documents, None)),
        "cross-validated": figures(crossed[number]),
        "after": figures(tallies(documents, lexicon(best))),
    }


def write(model: Path, shared: Path) -> dict[str, Any]:
    """Fits the weights for a pipeline, writes them into its folder, and returns what they gain."""
    loaded = LanguageModel.load(Settings(model=str(model)))
    tags = json.loads((model / "encoder/labels.json").read_text(encoding="utf-8"))["triggers"]
    weights, report = weigh(known(loaded, shared), tags)
    (model / "encoder/triggers.json").write_bytes(written(weights))
    return report


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, required=True)
    options.add_argument("--model", type=Path, required=True, help="the pipeline's folder")
    given = options.parse_args()
    for line in lines([write(given.model, given.shared)]):
        print(line)


if __name__ == "__main__":
    main()
