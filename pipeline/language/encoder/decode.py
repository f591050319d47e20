"""From the network's scores to structures: sentences, trees, labelled spans, and the best stretch for a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_stretch", "best_tags", "extents", "groups", "log_softmax", "sentences", "tree"]

Scores = NDArray[np.float32]
Places = NDArray[np.int64]


def log_softmax(scores: Scores) -> Scores:
    """The logarithms of the probabilities that the scores of each row stand for."""
    shifted = scores - scores.max(1, keepdims=True)
    log: Scores = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return log


def sentences(scores: Scores, known: Sequence[int]) -> list[tuple[int, int]]:
    """The sentences [begin, end) of a window: where its score is above nought or where a start is known beforehand.

    `known` has 1 for a start, -1 for none, 0 for unknown; the first word starts a sentence anyhow.
    """
    given = np.asarray(known)
    starts = np.where(given == 0, scores > 0, given > 0)
    starts[0] = True
    begins = np.flatnonzero(starts).tolist()
    return list(zip(begins, [*begins[1:], len(starts)], strict=True))


def tree(scores: Scores) -> Places:
    """The heads of the best tree with one root. `scores` is [dependent, head]; the diagonal is for being the root.

    The root is its own head. Most often the best head of every word gives a tree at once; else Chu-Liu/Edmonds does.
    """
    heads: Places = scores.argmax(1)
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) == 1 and _reaches(heads, int(roots[0])):
        return heads
    places = np.arange(len(scores))
    others = scores.astype(np.float64)
    np.fill_diagonal(others, -np.inf)
    # no tree with a given root is better than all words' best heads: most roots need not be tried
    best_others = others.max(1) if len(scores) > 1 else np.zeros(1)
    bounds = scores.diagonal() - best_others + best_others.sum()
    best = -np.inf
    for root in np.argsort(-bounds).tolist():
        if bounds[root] <= best:
            break
        found = _arborescence(scores.astype(np.float64), root)
        total = float(scores[places, found].sum(dtype=np.float64))
        if total > best:
            best, heads = total, found
    return heads


def _reaches(heads: Places, root: int) -> bool:
    """Whether every word gets to the root by its heads."""
    up = heads
    for _ in range(max(1, len(heads).bit_length())):
        up = up[up]
    return bool((up == root).all())


def _arborescence(scores: NDArray[np.float64], root: int) -> Places:
    """Chu-Liu/Edmonds: the best heads such that all words hang below the given root, which is its own head."""
    size = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[root] = -np.inf
    scores[root, root] = 0.0
    heads: Places = scores.argmax(1)
    loop = _cycle(heads, root)
    if loop is None:
        return heads
    cycle = np.asarray(loop)
    # shrink the cycle to one new word, solve the smaller problem, and break the cycle where its head enters
    inside = np.zeros(size, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    entering = scores[np.ix_(cycle, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, cycle)]
    new = len(outside)
    small = np.full((new + 1, new + 1), -np.inf)
    small[:new, :new] = scores[np.ix_(outside, outside)]
    small[new, :new] = entering.max(0)
    small[:new, new] = leaving.max(1)
    solved = _arborescence(small, int(np.flatnonzero(outside == root)[0]))
    result: Places = heads.copy()
    for i in range(new):
        head = int(solved[i])
        result[outside[i]] = cycle[int(leaving[i].argmax())] if head == new else outside[head]
    entry = int(solved[new])
    broken = int(entering[:, entry].argmax())
    result[cycle[broken]] = outside[entry]
    result[root] = root
    return result


def _cycle(heads: Places, root: int) -> list[int] | None:
    state = [0] * len(heads)
    state[root] = 2
    for begin in range(len(heads)):
        path = []
        at = begin
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return path[path.index(at) :]
        for word in path:
            state[word] = 2
    return None


def best_tags(scores: Scores, follows: NDArray[np.bool_], first: NDArray[np.bool_]) -> Places:
    """The best sequence of tags in which each may follow the one before it.

    `follows` says so for [before, after], `first` which may be the first.

    The first tag, "O", must be allowed after itself and at the beginning and the end; where the best tag of every word
    makes a proper sequence, that is it.
    """
    tags: Places = scores.argmax(1)
    if first[tags[0]] and follows[tags[:-1], tags[1:]].all() and follows[tags[-1], 0]:
        return tags
    fine = np.where(follows, 0.0, -1e9).astype(np.float32)
    total = np.where(first, scores[0], -1e9)
    back = np.zeros(scores.shape, np.int64)
    for i in range(1, len(scores)):
        ways = total[:, None] + fine
        back[i] = ways.argmax(0)
        total = ways.max(0) + scores[i]
    total = total + fine[:, 0]
    tags = np.zeros(len(scores), np.int64)
    tags[-1] = int(total.argmax())
    for i in range(len(scores) - 1, 0, -1):
        tags[i - 1] = back[i, tags[i]]
    return tags


def extents(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The spans [begin, end) that BIO or BIES tags mark, with their labels ("" for bare tags).

    >>> list(extents(["B-ORG", "E-ORG", "O", "S-CITY"])), list(extents(["O", "B", "I"]))
    ([(0, 2, 'ORG'), (3, 4, 'CITY')], [(1, 3, '')])
    """
    begin: int | None = None
    for i, tag in enumerate((*tags, "O")):
        if begin is not None and (tag[0] in "OBS" or tag[2:] != tags[begin][2:]):
            yield begin, i, tags[begin][2:]
            begin = None
        if tag[0] in "BS" or (tag != "O" and begin is None):
            begin = i


def groups(scores: Scores) -> Iterator[tuple[int, int]]:
    """The stretches [begin, end) whose scores are all above nought."""
    above = np.concatenate(([False], scores > 0, [False]))
    edges = np.flatnonzero(above[1:] != above[:-1])
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def best_stretch(scores: Scores) -> tuple[int, int] | None:
    """The stretch [begin, end) with the highest sum of scores; None if no score is above nought.

    >>> best_stretch(np.array([-1, 2, -1, 3, -9], np.float32))
    (1, 4)
    """
    if not (scores > 0).any():
        return None
    sums = np.concatenate(([0.0], np.cumsum(scores, dtype=np.float64)))
    lowest = np.minimum.accumulate(sums)
    end = int((sums[1:] - lowest[:-1]).argmax()) + 1
    begin = int(sums[:end].argmin())
    return begin, end
