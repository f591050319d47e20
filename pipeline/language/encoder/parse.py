"""From words to layers: reads a document window by window and decodes what the network says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.language import signals
from pipeline.language.encoder import spans
from pipeline.language.encoder.decode import Places, Scores, sentences, tree
from pipeline.language.encoder.network import Network, Reading
from pipeline.language.encoder.spans import Found, Linked
from pipeline.language.encoder.windows import Start, windows
from pipeline.language.encoder.words import Gap

__all__ = ["Parse", "parse"]


@dataclass
class Parse:
    """All layers of a document by word: `heads` are positions, a root's its own; `starts` marks sentence starts.

    `rows` are the scores and vectors of which `pipeline.language.signals` makes more than was decoded here.
    """

    tags: dict[str, Places]
    heads: Places
    deps: Places
    starts: NDArray[np.bool_]
    names: list[tuple[int, int, str]] = field(default_factory=list)
    spans: dict[str, list[Found]] = field(
        default_factory=lambda: {k: [] for k in ("triggers", "cues", "sources", "contents")}
    )
    links: list[Linked] = field(default_factory=list)
    rows: dict[str, Scores] = field(default_factory=dict)


def parse(
    network: Network, words: Sequence[str], gaps: Sequence[Gap], starts: Sequence[int], *, spanned: bool = True
) -> Parse:
    """Reads the words of a document (at least one); `starts` is what is known of sentences (see `windows.Start`).

    Without `spanned`, names are the only spans, and there are no links.
    """
    size = len(words)
    found = Parse(
        tags={k: np.zeros(size, np.int64) for k in ("upos", "xpos", "feats", "lemmas")},
        heads=np.zeros(size, np.int64),
        deps=np.zeros(size, np.int64),
        starts=np.zeros(size, bool),
    )
    loose = network.labels["deps"].index("parataxis")
    root = -1
    readings: list[Reading] = []
    for window in windows(words, [len(network.pieces(w)) for w in words], starts):
        begin, end = window.begin, window.end
        reading = network.read(words[begin:end], gaps[begin:end])
        readings.append(reading)
        for layer, values in found.tags.items():
            values[begin:end] = reading.tags[layer]
        cut = sentences(reading.scores["starts"], starts[begin:end])
        heads = np.concatenate([tree(network.arcs(reading, b, e)) + b for b, e in cut])
        deps = network.dependencies(reading, heads)
        found.heads[begin:end] = heads + begin
        found.deps[begin:end] = deps
        for b, _ in cut:
            found.starts[begin + b] = True
        first_root = begin + next(i for i in range(*cut[0]) if heads[i] == i)
        if window.continues and starts[begin] != Start.YES and root >= 0:
            found.heads[first_root], found.deps[first_root] = root, loose
            found.starts[begin] = False
        last_root = begin + next(i for i in range(*cut[-1]) if heads[i] == i)
        root = root if window.continues and len(cut) == 1 else last_root
        described = network.described(reading, words[begin:end]) if spanned else None
        for b, e in cut:
            _spans(network, reading, b, e, begin, found, described)
    found.rows = {k: np.concatenate([r.scores[k] for r in readings]) for k in signals.LAYERS}
    found.rows |= {k: np.concatenate([r.pairs[k] for r in readings]) for k in signals.PAIRS}
    return found


def _spans(
    network: Network,
    reading: Reading,
    begin: int,
    end: int,
    base: int,
    found: Parse,
    described: Sequence[tuple[str, str, str]] | None,
) -> None:
    """The names, triggers and claims of the sentence [begin, end) of a window that starts at the word `base`.

    `described` is what `Network.described` says of the window; without it names are all that is sought.
    """
    scores = {layer: reading.scores[layer][begin:end] for layer in signals.LAYERS}

    @lru_cache(maxsize=4)
    def ties(anchor: int) -> Scores:
        return network.links(reading, begin + anchor, begin, end)

    sentence = spans.Sentence(network.labels, scores, ties)
    at = base + begin
    names = spans.names(sentence)
    found.names.extend((b + at, e + at, label) for b, e, label in names)
    if described is None:
        return
    scores["triggers"] = network.triggers(scores["triggers"], described[begin:end])
    triggers = spans.triggers(sentence)
    claims, links = spans.attribution(sentence)
    for layer, several in ({"triggers": triggers} | claims).items():
        found.spans[layer].extend(x._replace(begin=x.begin + at, end=x.end + at) for x in several)
    for k in (*spans.participants(sentence, triggers), *links, *spans.relations(sentence, names)):
        anchor_begin, anchor_end = k.anchor_begin + at, k.anchor_end + at
        found.links.append(Linked(anchor_begin, anchor_end, k.role, k.begin + at, k.end + at, k.score))
