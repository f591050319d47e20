"""From the scores of one sentence to its names, triggers and claims, and to the links between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language.encoder.decode import Scores, best_stretch, best_tags, extents, groups

__all__ = ["Found", "Linked", "Sentence", "attribution", "names", "participants", "relations", "triggers"]

ROLES: Final = ("actor", "target", "place", "time")
CLAIM_ROLES: Final = {"source": "sources", "content": "contents"}
"""The roles to a cue, each with the layer whose tags mark the same stretches."""

POSITION: Final = "position"


class Found(NamedTuple):
    """Words [begin, end) with a label, a probability, and for triggers the modality."""

    begin: int
    end: int
    label: str
    score: float
    modality: str = ""


class Linked(NamedTuple):
    """That the words [begin, end) stand in a role to those of the anchor."""

    anchor_begin: int
    anchor_end: int
    role: str
    begin: int
    end: int
    score: float


@dataclass(frozen=True)
class Sentence:
    """What the network says of a sentence: scores by layer, a row for each word, and how each word is tied to one."""

    labels: Mapping[str, Sequence[str]]
    scores: Mapping[str, Scores]
    ties: Callable[[int], Scores]
    """For an anchor word, the log odds [words, roles] that each word stands in each role to it."""

    def column(self, anchor: int, role: str) -> Scores:
        """The log odds that each word stands in a role to the anchor."""
        return self.ties(anchor)[:, self.labels["links"].index(role)]


def names(sentence: Sentence) -> list[tuple[int, int, str]]:
    """The names: words [begin, end) and label."""
    return _decoded(sentence.labels["names"], sentence.scores["names"])


def triggers(sentence: Sentence) -> list[Found]:
    """The triggers of events."""
    labels, scores = sentence.labels["triggers"], sentence.scores["triggers"]
    modality = [sentence.labels["modality"][i] for i in sentence.scores["modality"].argmax(1).tolist()]
    return [
        Found(begin, end, label, _probability(scores[begin], labels.index(f"B-{label}")), modality[begin])
        for begin, end, label in _decoded(labels, scores)
    ]


def participants(sentence: Sentence, anchors: Sequence[Found]) -> Iterator[Linked]:
    """Who and what takes part in the events of the triggers."""
    for anchor in anchors:
        for role in ROLES:
            column = sentence.column(anchor.begin, role)
            for stretch in groups(column):
                yield _tie((anchor.begin, anchor.end), role, stretch, column)


def attribution(sentence: Sentence) -> tuple[dict[str, list[Found]], list[Linked]]:
    """Cues, sources and contents, and which belong together.

    A cue has the stretch that links like best. A content that only the tags mark stays without a cue, as a quotation
    may; a source that only they mark is none: nobody says anything there, and two of three such stretches are wrong.
    """
    labels, scores = sentence.labels["extents"], sentence.scores
    found: dict[str, list[Found]] = {"cues": [], "sources": [], "contents": []}
    links: list[Linked] = []
    taken: dict[str, list[tuple[int, int]]] = {role: [] for role in CLAIM_ROLES}
    for begin, end, _ in _decoded(labels, scores["cues"]):
        found["cues"].append(Found(begin, end, "cue", _probability(scores["cues"][begin], 1)))
        for role in CLAIM_ROLES:
            column = sentence.column(begin, role)
            stretch = best_stretch(column)
            if stretch:
                taken[role].append(stretch)
                links.append(_tie((begin, end), role, stretch, column))
    for role, layer in CLAIM_ROLES.items():
        chosen = dict.fromkeys(taken[role])
        for begin, end, _ in _decoded(labels, scores[layer]) if role == "content" else ():
            if not any(begin < y and x < end for x, y in chosen):
                chosen[begin, end] = None
        for begin, end in sorted(chosen):
            sure = float(np.mean([1 - _probability(row, 0) for row in scores[layer][begin:end]]))
            found[layer].append(Found(begin, end, role, sure))
    return found, links


def relations(sentence: Sentence, anchors: Sequence[tuple[int, int, str]]) -> Iterator[Linked]:
    """What the names say of one another, and the positions that people hold."""
    for begin, end, _ in anchors:
        ties = sentence.ties(end - 1)
        for number in range(len(ROLES) + len(CLAIM_ROLES), ties.shape[1]):
            role, column = sentence.labels["links"][number], ties[:, number]
            if not (column > 0).any():
                continue
            if role == POSITION:
                for stretch in groups(column):
                    yield _tie((begin, end), role, stretch, column)
                continue
            for b, e, _ in anchors:
                if (b, e) != (begin, end) and column[b:e].mean() > 0:
                    yield _tie((begin, end), role, (b, e), column)


def _tie(anchor: tuple[int, int], role: str, stretch: tuple[int, int], column: Scores) -> Linked:
    odds = float(column[slice(*stretch)].mean())
    return Linked(*anchor, role, *stretch, float(1 / (1 + np.exp(-odds))))


def _probability(scores: Scores, label: int) -> float:
    odds = np.exp(scores - scores.max())
    return float(odds[label] / odds.sum())


def _decoded(labels: Sequence[str], scores: Scores) -> list[tuple[int, int, str]]:
    follows, first = _grammar(tuple(labels))
    return list(extents([labels[i] for i in best_tags(scores, follows, first).tolist()]))


@lru_cache(maxsize=8)
def _grammar(labels: tuple[str, ...]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tag may follow which, and which may come first: B, (I), E and S where there is an E, else B and (I)."""
    closed = any(tag.startswith("E-") for tag in labels)

    def may(before: str, after: str) -> bool:
        opened = before[0] in "BI" and closed
        goes_on = after[0] in "IE"
        if opened or goes_on:
            return goes_on and before[0] in "BI" and before[2:] == after[2:]
        return True

    table = np.array([[may(b, a) for a in labels] for b in labels])
    return table, np.array([tag[0] not in "IE" for tag in labels])
