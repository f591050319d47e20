"""Evens out how much a model finds: shifts the scores of its heads, on documents that it did not learn from.

``python -m training.encoder.biases --shared ../shared --model MODEL``

Of what is rare in the training texts a network finds too little. A few numbers correct that: what is taken from the
score of "none" of triggers, cues, sources and contents, and what is added to the links of each role. They are chosen on
the held-out documents of the gold, never on the seeds, and added to the biases of the model's last layers, so that
nothing is left to do at run time. What they gain is told by cross-validation over these documents. Run it once.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from spacy.tokens import Doc

import pipeline.language.encoder.component  # noqa: F401  registers the factory where citegraph is not installed
from pipeline.evaluate.gold import GoldDocument
from pipeline.evaluate.layers import spans as measured
from pipeline.evaluate.layers.figures import Figures, Stretch, count, half, overlap
from pipeline.evaluate.scores import Tally
from pipeline.language import LanguageModel
from pipeline.language.encoder import spans
from pipeline.language.encoder.decode import Scores
from pipeline.language.encoder.spans import Sentence
from pipeline.language.signals import LAYERS, signals
from pipeline.settings import Settings
from training.encoder import corpus
from training.encoder.measure import wanted_links

FOLDS = 5
NEAR = 1.0
"""Points of F1: settings that are no more than this below the best one are as good as it, and the most even one of them
is taken, which finds as many as there are. Held-out documents are too few to tell such settings apart."""

Shifts = dict[str, float]
"""What is added, by name: of a layer of tags, to every tag but "none"; of a role, to its links."""


@dataclass(frozen=True)
class Knob:
    """Shifts that are chosen together: for each its values, what they act on, and what is counted."""

    values: Mapping[str, tuple[float, ...]]
    find: Callable[[Sentence], Iterator[tuple[int, int, str]]]
    layer: str
    fits: Callable[[Stretch, Stretch], bool]


@dataclass(frozen=True)
class Known:
    """A held-out document: its sentences with their scores, where their words stand, and the gold by layer."""

    sentences: list[tuple[Sentence, list[tuple[int, int]]]]
    gold: Mapping[str, set[Stretch]]


def _typed(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    yield from ((x.begin, x.end, x.label) for x in spans.triggers(sentence))


def _claims(layer: str) -> Callable[[Sentence], Iterator[tuple[int, int, str]]]:
    def find(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
        yield from ((x.begin, x.end, "") for x in spans.attribution(sentence)[0][layer])

    return find


def _participants(role: str) -> Callable[[Sentence], Iterator[tuple[int, int, str]]]:
    def find(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
        for k in spans.participants(sentence, spans.triggers(sentence)):
            if k.role == role:
                yield k.begin, k.end, f"{role} {k.anchor_begin}"

    return find


TAGS = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
TIES = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
KNOBS = (
    Knob({"triggers": TAGS}, _typed, "event triggers, with type", overlap),
    Knob({"cues": TAGS}, _claims("cues"), "claim cue", half),
    Knob({"content": TIES, "contents": TAGS}, _claims("contents"), "claim content", half),
    Knob({"source": TIES, "sources": TAGS}, _claims("sources"), "claim source", half),
    *(Knob({role: TIES}, _participants(role), role, half) for role in spans.ROLES),
)
"""In the order in which they are chosen: what is found of triggers and cues decides what is linked to them."""


def known(model: LanguageModel, shared: Path) -> list[Known]:
    """The held-out documents as the model sees them."""
    found = []
    for folder in (shared / "gold/train", shared / "gold/written"):
        rows = {f"{name}.txt": rows for name, _, rows in corpus.gold_documents(folder)}
        aside = corpus.held_out([name.removesuffix(".txt") for name in rows])
        for gold, doc in measured.parsed(Figures(), model, folder, Settings(), aside):
            found.append(_known(gold, doc, rows[gold.name]))
    return found


def _known(gold: GoldDocument, doc: Doc, rows: list[dict[str, Any]]) -> Known:
    seen = signals(doc)
    if seen is None:
        raise ValueError(f"the model left no signals on {gold.name}: only the encoder's pipelines can be evened out")
    words = [token for token in doc if seen.is_word(token.i)]
    begins, ends = [t.idx for t in words], [t.idx + len(t) for t in words]
    wanted: dict[str, set[Stretch]] = measured.gold_spans(gold) | {role: set() for role in spans.ROLES}
    for stretch in wanted_links(gold.text, rows, begins, ends):
        role = stretch[2].partition(" ")[0]
        if role in spans.ROLES:
            wanted[role].add(stretch)
    sentences = []
    for sentence in doc.sents:
        places = [t.i for t in sentence if seen.is_word(t.i)]
        if places:
            scores = {layer: seen.scores(layer)[places] for layer in LAYERS}
            ties = _ties(seen.links, places)
            extents = [(doc[i].idx, doc[i].idx + len(doc[i])) for i in places]
            sentences.append((Sentence(seen.tags, scores, ties), extents))
    return Known(sentences, wanted)


def _ties(links: Callable[[int, int, int], Scores], places: list[int]) -> Callable[[int], Scores]:
    """The links of a sentence's words by their numbers in it."""
    inside = [i - places[0] for i in places]

    @cache
    def ties(anchor: int) -> Scores:
        return links(places[anchor], places[0], places[-1] + 1)[inside]

    return ties


def shifted(sentence: Sentence, shifts: Mapping[str, float]) -> Sentence:
    """The sentence as the network would have it with its biases shifted."""
    scores = dict(sentence.scores)
    for layer in scores.keys() & shifts.keys():
        scores[layer] = scores[layer].copy()
        scores[layer][:, 0] -= shifts[layer]
    row = np.array([shifts.get(role, 0.0) for role in sentence.labels["links"]], np.float32)
    return Sentence(sentence.labels, scores, lambda anchor: sentence.ties(anchor) + row)


def tallies(knob: Knob, documents: Sequence[Known], shifts: Mapping[str, float]) -> NDArray[np.int64]:
    """[documents, 3]: how many are right, found, and there."""
    out = []
    for document in documents:
        found: set[Stretch] = set()
        for sentence, extents in document.sentences:
            for begin, end, label in knob.find(shifted(sentence, shifts)):
                kind, _, anchor = label.partition(" ")
                found.add(
                    (extents[begin][0], extents[end - 1][1], f"{kind} {extents[int(anchor)][0]}" if anchor else kind)
                )
        tally = Tally()
        count(tally, document.gold[knob.layer], found, knob.fits)
        out.append((tally.hit, tally.found, tally.gold))
    return np.array(out)


def chosen(counted: NDArray[np.int64]) -> int:
    """The best of some settings, whose tallies are [settings, 3]."""
    hit, found, gold = counted.T
    f1 = 200 * hit / np.maximum(found + gold, 1)
    uneven = np.where(f1 >= f1.max() - NEAR, np.abs(np.log((found + 1) / (gold + 1))), np.inf)
    return int(uneven.argmin())


def fit(documents: Sequence[Known]) -> tuple[Shifts, list[dict[str, Any]]]:
    """The shifts, and for each knob what it gains: F1 in per cent without and with it, and by cross-validation."""
    shifts: Shifts = {}
    report = []
    folds = np.arange(len(documents)) % FOLDS
    for knob in KNOBS:
        settings = [dict(zip(knob.values, values, strict=True)) for values in product(*knob.values.values())]
        settings.sort(key=lambda one: sum(map(abs, one.values())))  # of equal ones the smallest shift is taken
        table = np.stack([tallies(knob, documents, shifts | one) for one in settings])
        plain = table[settings.index(dict.fromkeys(knob.values, 0.0))].sum(0)
        crossed = np.zeros(3, np.int64)
        for fold in range(FOLDS):
            best = chosen(table[:, folds != fold].sum(1))
            crossed += table[best, folds == fold].sum(0)
        best = chosen(table.sum(1))
        shifts |= settings[best]
        report.append(
            {
                "layer": knob.layer,
                "shift": settings[best],
                "before": figures(plain),
                "cross-validated": figures(crossed),
                "after": figures(table[best].sum(0)),
            }
        )
    return shifts, report


def figures(tally: NDArray[np.int64]) -> dict[str, float]:
    hit, found, gold = (int(n) for n in tally)
    return {
        "precision": round(100 * hit / max(found, 1), 1),
        "recall": round(100 * hit / max(gold, 1), 1),
        "f1": round(200 * hit / max(found + gold, 1), 1),
    }


def fold(network: bytes, pairs: bytes, roles: Sequence[str], shifts: Mapping[str, float]) -> tuple[bytes, bytes]:
    """The graph and the weights for pairs with the shifts added to their biases.

    Raises:
        ValueError: the graph does not end with the bias of a layer that is to be shifted.
    """
    model = onnx.load_from_string(network)
    ends = {output: node for node in model.graph.node for output in node.output}
    constants = {one.name: one for one in model.graph.initializer}
    with np.load(io.BytesIO(pairs)) as given:
        weights = {name: given[name] for name in given.files}
    for name, shift in shifts.items():
        if name in roles:
            weights["link_bias"][roles.index(name)] += np.float32(shift)
            continue
        node = ends.get(name)
        bias = next((constants[i] for i in (node.input if node is not None else ()) if i in constants), None)
        if node is None or node.op_type != "Add" or bias is None:
            raise ValueError(f"the graph's layer {name!r} does not end with a bias; export it again")
        values = numpy_helper.to_array(bias).copy()
        values[0] -= np.float32(shift)
        bias.CopyFrom(numpy_helper.from_array(values, bias.name))
    out = io.BytesIO()
    np.savez(out, **weights)
    return model.SerializeToString(), out.getvalue()


def even_out(model: Path, shared: Path) -> list[dict[str, Any]]:
    """Chooses the shifts for a pipeline, writes it with them, and returns what they gain."""
    shifts, report = fit(known(LanguageModel.load(Settings(model=str(model))), shared))
    files = {name: model / "encoder" / name for name in ("network.onnx", "pairs.npz", "labels.json")}
    roles = json.loads(files["labels.json"].read_text(encoding="utf-8"))["links"]
    network, pairs = fold(files["network.onnx"].read_bytes(), files["pairs.npz"].read_bytes(), roles, shifts)
    files["network.onnx"].write_bytes(network)
    files["pairs.npz"].write_bytes(pairs)
    return report


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, required=True)
    options.add_argument("--model", type=Path, required=True, help="the pipeline's folder, which is written anew")
    given = options.parse_args()
    for line in lines(even_out(given.model, given.shared)):
        print(line)


def lines(report: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What `fit` reports, a line for each knob."""
    for one in report:
        figures = (f"{when} P {v['precision']} R {v['recall']} F {v['f1']}" for when, v in list(one.items())[2:])
        yield f"{one['layer']} {one['shift']}: {'; '.join(figures)}"


if __name__ == "__main__":
    main()
