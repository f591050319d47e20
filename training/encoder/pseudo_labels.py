"""Labels that trained networks give to texts which nobody annotated, for the next network to learn from.

The treebanks have parses but neither events nor claims, and mostly no names; the gold has few words. What several
earlier networks agree on with confidence in the treebanks' texts is taken for right there, everything else stays
unknown ("noisy student", Xie et al. 2020: the teachers read whole sentences, the learner some with hidden words).
Hand-made annotation is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

import torch
from torch import Tensor

from training.encoder import batches
from training.encoder.batches import SPANS, Batch, Coder, Encoded, Window
from training.encoder.labels import IGNORED, LINKS
from training.encoder.network import Network

SURE = 0.75
"""The mean probability from which a label is taken."""

WORDS_AT_ONCE = 2000
LONGEST_WINDOW = 150
ANCHORS = {"triggers": "trigger", "cues": "cue"}
"""Which spans' links are labelled too. Relations between names are not: the teachers miss half of them."""


class Row(TypedDict):
    """What the teachers say of a sentence, in the form of `Encoded`."""

    layers: dict[str, list[int]]
    anchors: list[tuple[int, str]]
    links: list[tuple[int, int, int, int]]


def teach(teachers: Sequence[Network], coder: Coder, texts: list[list[Encoded]], kept: Path) -> list[list[Encoded]]:
    """The texts with the layers that the teachers add; read from `kept` where an earlier run left them there."""
    if kept.is_file():
        added: list[Row] = torch.load(kept, map_location="cpu")
    else:
        added = _labels(teachers, coder, texts)
        torch.save(added, kept)
    rows = iter(added)
    return [[_with(sentence, next(rows)) for sentence in text] for text in texts]


def _with(sentence: Encoded, row: Row) -> Encoded:
    layers = {k: v if set(v) - {IGNORED} else row["layers"].get(k, v) for k, v in sentence.layers.items()}
    if sentence.anchors:
        return replace(sentence, layers=layers)
    return replace(sentence, layers=layers, anchors=row["anchors"], links=row["links"])


@torch.no_grad()
def _labels(teachers: Sequence[Network], coder: Coder, texts: list[list[Encoded]]) -> list[Row]:
    """One row for each sentence of the texts, in order."""
    places = {id(s): i for i, s in enumerate(s for text in texts for s in text)}
    rows: list[Row] = [{"layers": {}, "anchors": [], "links": []} for _ in places]
    every = [w for text in texts for w in batches.windows(text, LONGEST_WINDOW, None)]
    for teacher in teachers:
        teacher.eval()
    for group in batches.batches(every, WORDS_AT_ONCE, None):
        batch = batches.collate(group, coder, None)
        outs = []
        for teacher in teachers:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outs.append(teacher(**batch.inputs, mask=batch.bias()))
        found = {}
        for name in SPANS:
            probability = torch.stack([out[name].float().softmax(-1) for out in outs]).mean(0)
            best, label = probability.max(-1)
            found[name] = label.masked_fill(best < SURE, IGNORED)
        for b, s, at, size in _sentences(group, batch):
            row = rows[places[id(s)]]
            layers = row["layers"]
            missing = [IGNORED] * (len(s.pieces) - size)
            for name in SPANS:
                layers[name] = [*found[name][b, at : at + size].tolist(), *missing]
            begins = [(i, kind) for name, kind in ANCHORS.items() for i in _begins(coder, name, layers[name])]
            triggers = {i for i, kind in begins if kind == "trigger"}
            layers["modality"] = [v if i in triggers else IGNORED for i, v in enumerate(layers["modality"])]
            row["anchors"] = begins
            for i, kind in begins:
                row["links"] += _links(teachers, coder, outs, b, at, i, size, kind)
    return rows


def _sentences(group: list[Window], batch: Batch) -> Iterator[tuple[int, Encoded, int, int]]:
    """Each sentence of a batch with its window, its first word there and how many of its words are there."""
    for b, window in enumerate(group):
        for number, sentence in enumerate(window.sentences):
            words = (batch.sentence[b] == number).nonzero()
            if len(words):
                yield b, sentence, int(words[0]), len(words)


def _begins(coder: Coder, name: str, found: list[int]) -> list[int]:
    """Where the spans of a layer begin."""
    tags = coder.labels.triggers if name == "triggers" else coder.labels.extents
    return [i for i, label in enumerate(found) if label != IGNORED and tags[label].startswith("B")]


def _links(
    teachers: Sequence[Network],
    coder: Coder,
    outs: list[dict[str, Tensor]],
    b: int,
    at: int,
    i: int,
    size: int,
    kind: str,
) -> list[tuple[int, int, int, int]]:
    """The runs of words that are likelier than not linked to an anchor, with their labels."""
    scores = [
        teacher.score_links(
            out["link_anchor"][b, at + i].float().unsqueeze(0), out["link_word"][b, at : at + size].float()
        )
        for teacher, out in zip(teachers, outs, strict=True)
    ]
    likely = torch.stack([s.sigmoid() for s in scores]).mean(0) > 0.5
    runs = []
    for label in (coder.numbers["links"][k] for k in LINKS[kind]):
        words = likely[:, label].tolist()
        begin = None
        for place, here in enumerate([*words, False]):
            if here and begin is None:
                begin = place
            elif not here and begin is not None:
                runs.append((i, begin, place, label))
                begin = None
    return runs
