"""Which candidates are claims: a linear scorer over named features, with weights that can be read in `weights.json`."""

from __future__ import annotations

import json
import math
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipeline.extract.claims import claimants
from pipeline.extract.claims.blend import blend
from pipeline.extract.claims.candidate import UNMISTAKABLE, WHOLE, Candidate
from pipeline.extract.claims.heads import FRAME, FRAME_ALONE, Heads
from pipeline.extract.claims.speech import overlap
from pipeline.extract.parse import Token, remembered
from pipeline.extract.quotations import Quotation
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import antecedent, children, governors, has_dep, negated

__all__ = ["Judge", "Weights", "features", "groups", "weights"]

_LICENCES = {
    "paren": frozenset({"that", "quote"}),
    "asclause": frozenset({"that", "quote"}),
    "passinf": frozenset({"that", "objinf", "inf"}),
    "relobj": frozenset({"np"}),
    "speech": frozenset({"quote"}),
    "before": frozenset({"that", "quote"}),
    "around": frozenset({"that", "quote"}),
    "clause": frozenset({"that"}),
    "so": frozenset({"that"}),
    "small": frozenset({"small", "that"}),
}
_MARKS = frozenset({"if", "when", "as", "because", "although", "while", "whether"})
_CONDITIONS = frozenset({"if", "unless"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FAR = 80
"""Characters between a cue and a content that follows it: more are far."""
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A choice among the candidates of one cue and none of them: what each feature adds to the log odds against none.

    Where a cue has a single candidate this is a logistic regression. `threshold` is the probability from which a cue
    counts as attributing something.
    """

    bias: float
    threshold: float
    values: dict[str, float]

    def odds(self, found: Iterable[str]) -> float:
        """The log odds, against no claim, of a candidate with these features; one without a weight adds nothing."""
        values = self.values
        return max(-30.0, min(30.0, self.bias + sum([values[name] for name in dict.fromkeys(found) if name in values])))

    def choose(self, options: Sequence[Sequence[str]]) -> tuple[int, float]:
        """The best of the candidates of one cue, and how probable it is that one of them is a claim, in [0, 1]."""
        odds = [self.odds(found) for found in options]
        total = sum(math.exp(o) for o in odds)
        return max(range(len(odds)), key=odds.__getitem__), total / (1.0 + total)


_SURE = 0.0
"""Log odds above which the encoder may widen or narrow the clause that "according to" stands in, but not move on."""
_ADVERBIAL = "according_to"


@cache
def weights() -> Weights:
    """The shipped weights; `training/claims/train.py` makes them again."""
    read = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(read["bias"], read["threshold"], read["weights"])


class Judge:
    """Judges the candidates of one document: by the rules' weights, and by the encoder's heads where there are any."""

    def __init__(self, scene: Scene, quotations: Sequence[Quotation], heads: Heads | None) -> None:
        self._scene = scene
        self._spans = [(p.begin, p.end) for q in quotations if q.depth == 0 for p in q.parts]
        self._heads = heads
        self._known: dict[Candidate, float] = {}

    @property
    def threshold(self) -> float:
        """The probability from which a candidate counts as a claim."""
        return weights().threshold if self._heads is None else blend().threshold

    def features(self, candidate: Candidate) -> list[str]:
        """The names of what holds of a candidate."""
        return features(self._scene, candidate, self._spans)

    def best(
        self,
        candidates: Sequence[Candidate],
        least: float = 0.0,
        sure: Callable[[Candidate], bool] = lambda candidate: False,
    ) -> Iterator[tuple[Candidate, float]]:
        """Of the candidates of each cue the best, with the probability that it is a claim.

        Args:
            candidates: of one document.
            least: what is less probable may be left out.
            sure: which candidates are wanted however improbable they are.
        """
        for group in groups(candidates):
            if self._heads is None:
                index, probability = weights().choose([self.features(c) for c in group])
                yield group[index], probability
                continue
            left = self._contested(group)
            odds = self.odds(left)
            wanted = any(map(sure, left))
            if not wanted and blend().at_most(self._heads.grounds(left, odds)) < least:
                continue
            index, probability = blend().choose(self._heads.measures(left, odds))
            if wanted or probability >= least:
                yield replace(left[index], speakers=self._heads.claimants(left[index])), probability

    def _contested(self, group: Sequence[Candidate]) -> Sequence[Candidate]:
        """The candidates of a cue without what the encoder finds elsewhere than in the clause of "according to".

        In "when 40 people were held, according to the lawyers, the line got 100 calls" only what the lawyers said may
        be called theirs: the other half would be put into their mouths, and their figure passed off as the author's.
        Where a construction is unmistakable, what stands elsewhere is no candidate either.
        """
        plain = [c for c in group if UNMISTAKABLE in c.traits and c.frame not in (FRAME, FRAME_ALONE)]
        if plain:
            return [_told_as(plain[0], c) for c in group if _joins(c, plain)]
        if any(c.frame == _ADVERBIAL for c in group):  # what holds its own source is no content of it
            group = [c for c in group if c.word is None or not c.content.begin <= c.word.idx < c.content.end]
        whole = max((c for c in group if WHOLE in c.traits), key=lambda c: len(c.content), default=None)
        if whole is not None:  # "40 were held on Sunday, when crowds marched to the port, according to the lawyers"
            return [c for c in group if c.content.contains(whole.content)]
        odds = self.odds(group)
        sure = [c for c, o in zip(group, odds, strict=True) if o is not None and o > _SURE]
        part = next((c for c in sure if c.frame == "hearsay" and c.head is not None and has_dep(c.head, "acl")), None)
        if part is not None:  # "the arms, reportedly made in Ohio, were seized": that they were seized is no hearsay
            return [c for c, o in zip(group, odds, strict=True) if o is not None or _keeps_to(part, c)]
        adverbial = [c.content for c in sure if c.frame == _ADVERBIAL]
        if not adverbial:
            return group
        return [
            c
            for c, o in zip(group, odds, strict=True)
            if o is not None or any(c.content.overlaps(s) for s in adverbial)
        ]

    def may_attribute(self, candidate: Candidate) -> bool:
        """Whether a construction of the parse is more likely than not to attribute this content."""
        (odds,) = self.odds([candidate])
        return odds is not None and odds > 0

    def odds(self, group: Sequence[Candidate]) -> list[float | None]:
        """The log odds that the rules give each candidate; None for what only the encoder found."""
        return [None if c.frame in (FRAME, FRAME_ALONE) else self._odds(c) for c in group]

    def _odds(self, candidate: Candidate) -> float:
        if candidate not in self._known:  # asked when the best is chosen, and when the others are held against it
            self._known[candidate] = weights().odds(self.features(candidate))
        return self._known[candidate]


def _joins(candidate: Candidate, plain: Sequence[Candidate]) -> bool:
    """Whether a candidate is unmistakable, or only tells where the content of one that is begins and ends."""
    if candidate.frame != FRAME and UNMISTAKABLE not in candidate.traits:
        return False
    return any(overlap(candidate.content, other.content) > 0.5 and not _clips(candidate, other) for other in plain)


def _clips(candidate: Candidate, whole: Candidate) -> bool:
    """Whether a content has the predicate of another and leaves its subject out."""
    head, content = whole.head, candidate.content
    if head is None or not content.begin <= head.idx < content.end:
        return False
    subjects = [t.idx for t in children(head, "nsubj") if whole.content.begin <= t.idx < whole.content.end]
    return any(not content.begin <= at < content.end for at in subjects)


def _told_as(plain: Candidate, candidate: Candidate) -> Candidate:
    """What the encoder suggests, with what an unmistakable construction says of its cue and its claimant."""
    if candidate.frame != FRAME:
        return candidate
    return replace(candidate, speakers=plain.speakers, cue=plain.cue, cue_text=plain.cue_text, traits=plain.traits)


def _keeps_to(part: Candidate, candidate: Candidate) -> bool:
    """Whether a content stays within another and has its predicate."""
    head = part.head
    return head is not None and part.content.contains(candidate.content) and head.idx >= candidate.content.begin


def groups(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates of one cue together, in the order of their first; those without a cue alone."""
    found: dict[tuple[int, int], list[Candidate]] = {}
    for number, candidate in enumerate(candidates):
        key = (candidate.word.i, -1) if candidate.word is not None else (-1, number)
        found.setdefault(key, []).append(candidate)
    return list(found.values())


def features(scene: Scene, candidate: Candidate, quoted: Sequence[tuple[int, int]]) -> list[str]:
    """The names of what holds of a candidate; `quoted` are the stretches between quotation marks."""
    frame = candidate.frame
    found = [f"frame={frame}", *(f"{frame}&{t}" for t in candidate.traits)]
    if "shorter" in candidate.traits:
        found.append("shorter")
    found += _of_speakers(scene, candidate, quoted)
    found += _of_content(scene, candidate)
    word, cue = candidate.word, candidate.cue
    if cue is not None:
        found += [f"cue={cue.lemma}", f"kind={cue.kind}", f"kind={cue.kind}&{frame}", f"cue={cue.lemma}&{frame}"]
        if cue.frames and not _listed(frame) & cue.frames:
            found.append("frame unlisted")
    if word is not None:
        found += _of_word(candidate, word, quoted)
    return found


def _listed(frame: str) -> frozenset[str]:
    """The frames of the lexicon that license a construction."""
    frame = frame.rstrip("+")
    first, _, rest = frame.removeprefix("surface:").partition(":")
    return _LICENCES.get(first, frozenset({frame, rest or first}))


def _within(stretches: Sequence[tuple[int, int]], token: Token) -> bool:
    """Whether a token stands in one of the stretches, which are in text order and do not overlap."""
    at = bisect_right(stretches, (token.idx, sys.maxsize)) - 1
    return at >= 0 and stretches[at][0] <= token.idx < stretches[at][1]


def _of_speakers(scene: Scene, candidate: Candidate, quoted: Sequence[tuple[int, int]]) -> list[str]:
    if not candidate.speakers:
        kinds = ["none"]
    else:
        kinds = sorted({claimants.kind(s) for s in candidate.speakers})
    found = []
    for kind in kinds:
        found += [f"speaker={kind}", f"speaker={kind}&{candidate.frame}"]
        if candidate.cue is not None:
            found.append(f"speaker={kind}&{candidate.cue.kind}")
    for speaker in candidate.speakers[:1]:
        if kinds[0] in ("noun", "name", "third", "pronoun"):
            label = claimants.chain(scene, speaker)
            found.append("chain=" + (scene.chains[label].label if label is not None else "none"))
        if kinds[0] == "noun":
            found.append(f"noun={speaker.lemma_.lower()}")
            found.append("noun plural" if speaker.tag_ == "NNS" else "noun singular")
        found.append(f"speaker={kinds[0]}&" + ("quoted" if _within(quoted, speaker) else "plain"))
    return found


def _of_content(scene: Scene, candidate: Candidate) -> list[str]:
    text = scene.document.quote(candidate.content)
    count = len(text.split())
    size = "1" if count == 1 else "2" if count == 2 else "3-5" if count < 6 else "6-12" if count < 13 else "13+"
    found = [f"words={size}", f"words={size}&{candidate.frame}"]
    head = candidate.head
    tokens = scene.doc.char_span(candidate.content.begin, candidate.content.end, alignment_mode="expand")
    if tokens is not None:
        finite = any(t.tag_ in _FINITE for t in tokens)
        first = tokens[0].lower_ if tokens[0].pos_ in ("PRON", "DET", "PART", "SCONJ", "ADV") else tokens[0].pos_
        clause = "finite" if finite else "not finite"
        found += [f"{clause}&{candidate.frame}", f"first={first}&{candidate.frame}", f"last={tokens[-1].pos_}"]
        if candidate.cue is not None:
            found.append(f"{clause}&{candidate.cue.kind}")
    if head is not None:
        found.append(f"head={head.pos_}&{candidate.frame.split(':')[0]}")
        if head.pos_ in ("NOUN", "PRON", "ADJ", "PROPN") and not candidate.frame.startswith("speech"):
            found.append(f"{candidate.frame}&head={head.lemma_.lower()}")
    return found


class _Seen(NamedTuple):
    """What is seen of the word that attributes, whatever it may attribute."""

    plain: list[str]
    """Features of their own."""
    framed: list[str]
    """Features that say another thing of each frame."""
    kinds: list[str]
    """Those that say another thing of each kind of cue."""


@remembered
def _seen(word: Token) -> _Seen:
    dep, tag = word.base, f"tag={word.tag_}"
    found = _Seen([tag, f"dep={dep}"], [tag], [tag])
    found.plain.extend([f"modal={c.lower_}" for c in children(word, "aux") if c.tag_ == "MD"])
    if any(c.lower_ == "to" for c in children(word, "mark", "aux")):
        found.plain.extend(("infinitive", f"infinitive&{dep}"))
    after = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else word
    after_form = f"after={after.lower_ if after.pos_ in ('PUNCT', 'SCONJ', 'PART', 'ADP') else after.pos_}"
    before = f"before={word.doc[word.i - 1].pos_ if word.i else 'none'}"
    found.plain.append(before)
    found.framed.extend((after_form, before))
    found.kinds.append(after_form)
    if negated(word):
        found.plain.append("negated")
        found.kinds.append("negated")
    marks = {c.lower_ for c in children(word, "mark", "advmod") if c.i < word.i}
    found.plain.extend(f"mark={m}" for m in sorted(marks & _MARKS))
    if word.sent.text.rstrip().endswith("?"):
        found.plain.append("question")
    above = [word, *islice(governors(word), 4)]
    if any(has_dep(t, "advcl") and any(c.lower_ in _CONDITIONS for c in children(t, "mark")) for t in above):
        found.plain.append("conditional")
    return found


def _of_word(candidate: Candidate, word: Token, quoted: Sequence[tuple[int, int]]) -> list[str]:
    frame, cue, seen = candidate.frame, candidate.cue, _seen(word)
    found = [*seen.plain, *[f"{name}&{frame}" for name in seen.framed]]
    if cue is not None:
        found += [f"{name}&{cue.kind}" for name in seen.kinds]
        if "passive" in candidate.traits:
            found.append(f"passive&{cue.kind}")
    elif negated(word):
        found.append("negated&")
    if _within(quoted, word):
        found += ["quoted", f"quoted&{frame}"]
    if word.tag_ in ("VB", "VBP") and not candidate.speakers and has_dep(word, "ROOT", "root"):
        found.append("imperative")
    if candidate.speakers and antecedent(candidate.speakers[0]).i > word.i:
        found.append("speaker after")
    if candidate.content.begin - word.idx > _FAR:
        found.append("far")
    return found
