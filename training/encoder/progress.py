"""Scores of a network in training, quick and rough: gold words and sentences, tags as they come. `measure` is exact."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from training.encoder import batches
from training.encoder.batches import Coder
from training.encoder.corpus import Text
from training.encoder.labels import IGNORED
from training.encoder.network import Network


@torch.no_grad()
def quick_scores(network: Network, coder: Coder, texts: Sequence[Text]) -> dict[str, float]:
    """Accuracies of the word layers and F1 of the spans, in per cent."""
    network.eval()
    device = next(network.parameters()).device
    right: dict[str, int] = {}
    count: dict[str, int] = {}
    hit: dict[str, int] = {}
    found: dict[str, int] = {}
    wanted: dict[str, int] = {}
    every = [w for text in batches.encode(texts, coder) for w in batches.windows(text, 150, None)]
    for group in batches.batches(every, 2000, None):
        batch = batches.collate(group, coder, None).to(device)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            out = network(**batch.inputs, mask=batch.bias())
        starts = out["starts"] > 0
        known = batch.layers["starts"] == 1
        marked = batch.layers["starts"] != IGNORED
        _add(hit, "starts", int((starts & known).sum()))
        _add(found, "starts", int((starts & marked).sum()))
        _add(wanted, "starts", int(known.sum()))
        same = batch.sentence.unsqueeze(2) == batch.sentence.unsqueeze(1)
        heads = out["arcs"].float().masked_fill(~same, -1e4).argmax(-1)
        index = heads.unsqueeze(-1).expand(-1, -1, out["dep_head"].shape[-1])
        with torch.autocast(device.type, dtype=torch.bfloat16):
            deps = network.score_deps(out["dep_child"], out["dep_head"].gather(1, index)).argmax(-1)
        for name, guess in (
            *((k, out[k].argmax(-1)) for k in (*batches.TAGS, "modality")),
            ("heads", heads),
            ("deps", deps),
        ):
            gold = batch.layers[name]
            rows = gold != IGNORED
            good = (guess == gold)[rows]
            if name == "deps":
                good = good & (heads == batch.layers["heads"])[rows]
            _add(right, name, int(good.sum()))
            _add(count, name, int(rows.sum()))
        for name in ("names", "triggers", "cues", "sources", "contents"):
            tags = getattr(coder.labels, name if name in ("names", "triggers") else "extents")
            gold, guess = batch.layers[name], out[name].argmax(-1)
            for b in range(len(group)):
                rows = (gold[b] != IGNORED) & (gold[b] < len(tags))
                if not rows.any():
                    continue
                a = spans([tags[i] for i in gold[b][rows].tolist()])
                g = spans([tags[i] for i in guess[b][rows].tolist()])
                _add(hit, name, len(a & g))
                _add(found, name, len(g))
                _add(wanted, name, len(a))
    scores = {k: round(100 * right[k] / count[k], 2) for k in right if count[k]}
    for k in hit:
        if found[k] + wanted[k]:
            scores[k] = round(200 * hit[k] / (found[k] + wanted[k]), 1)
    return scores


def _add(to: dict[str, int], key: str, value: int) -> None:
    to[key] = to.get(key, 0) + value


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """The extents that BIO or BIES tags mark."""
    found = set()
    begin = None
    for i, tag in enumerate([*tags, "O"]):
        if begin is not None and (tag == "O" or tag[0] in "BS" or tag[2:] != tags[begin][2:]):
            found.add((begin, i, tags[begin][2:]))
            begin = None
        if tag[0] in "BS" or (tag != "O" and begin is None):
            begin = i
    return found
