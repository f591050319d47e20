"""What the encoder's own heads say of attribution: words that attribute, what they attribute, and to whom.

The heads stand beside the constructions of the parse. They find contents for which there is no rule ("its pledge of two
ferries"), they tell how well a stretch found by a rule fits, and they name a claimant where the parse names none, or
one that cannot be. Models without such heads leave everything to the rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.claims.candidate import Candidate, content_span
from pipeline.extract.claims.lexicon import Cue, phrases, verb
from pipeline.extract.claims.phrases import of_others, owners
from pipeline.extract.claims.speakers import SPREADS, clipped, comes_out, speakers, tells_itself
from pipeline.extract.claims.speech import overlap
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import cases, children, conjuncts, governors, has_dep
from pipeline.language.signals import Signals, average
from pipeline.records import Polarity, Span

__all__ = ["CHOICE", "EXISTENCE", "FRAME", "FRAME_ALONE", "MOST", "Heads", "Measures"]

FRAME: Final = "encoder"
FRAME_ALONE: Final = "encoder:alone"
"""The frames of contents that only the encoder found, with a cue and without one."""

EXISTENCE: Final = ("bias", "rules", "unruled", "quoted", "alone", "cue", "source", "link", "fit")
CHOICE: Final = ("rules", "link", "fit")
"""What is measured of the candidates of one cue together, and of each of them (see `Measures`)."""

_CUE = 0.15
_CONTENT = 0.5
"""From which probability on a token may be part of a cue, and of a content for which no cue is found."""
_UNLIKELY_SOURCE = -6.0
_LIKELY_SOURCE = 1.5
"""Log odds: a claimant of the parse that the encoder all but rules out gives way to one that it is sure of."""
_REST = 8
"""So many words at most may be missing from a phrase."""
_SETTLED = frozenset({"hearsay", "tale", "viewpoint"})
"""Frames that tell who says it, or that nobody does."""
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SCALE = 3.0
_BOUND = 6.0
"""Log odds are cut off at this bound and divided by the scale, so that all measures are of one order."""
MOST: Final = _BOUND / _SCALE
"""No measure of the encoder's is farther from nought."""

Odds = NDArray[np.float32]


class Measures(NamedTuple):
    """What decides about the candidates of one cue: of all together by `EXISTENCE`, of each by `CHOICE`."""

    existence: tuple[float, ...]
    choice: tuple[tuple[float, ...], ...]


class Heads:
    """The heads of the encoder over one document."""

    def __init__(self, scene: Scene, said: Signals) -> None:
        self._scene = scene
        self._said = said
        self._cues, self._cue_begins = said.cues, said.begins("cues")
        self._contents, self._content_begins = said.contents, said.begins("contents")
        self._source, self._content = said.roles.index("source"), said.roles.index("content")
        self._links: dict[int, tuple[int, Odds]] = {}
        self._covered: dict[tuple[int, int], Tokens] = {}

    @classmethod
    def of(cls, scene: Scene) -> Heads | None:
        """Those of the document's parse; None if its model has none."""
        said = scene.doc.signals
        return None if said is None or not {"source", "content"} <= set(said.roles) else cls(scene, said)

    def candidates(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """The contents that the heads mark, beside those that were `found`; the same cue has the same word."""
        by_word = {c.word.i: c for c in reversed(found) if c.word is not None}
        for index, sentence in enumerate(self._scene.tokens):
            here = [c.content for c in found if c.sentence == index]
            for candidate in self._cued(index, sentence, by_word):
                here.append(candidate.content)
                yield candidate
            for piece in _stretches(sentence, self._contents, self._content_begins, _CONTENT):
                span = content_span(piece)
                if span is not None and not any(overlap(span, other) >= 0.5 for other in here):
                    yield Candidate(index, span, FRAME_ALONE, head=piece.root)

    def _cued(self, index: int, sentence: Tokens, by_word: dict[int, Candidate]) -> Iterator[Candidate]:
        for piece in _stretches(sentence, self._cues, self._cue_begins, _CUE):
            word = next((t for t in piece if t.i in by_word), piece.root)
            if word.lemma_.lower() in SPREADS and tells_itself(word):
                continue  # "rumours spread that": the noun is the cue
            known = by_word.get(word.i)
            base, odds = self._links_of(piece.start)
            best = _best_stretch(odds[:, self._content])
            if best is None:
                continue
            content = _whole(_within_its_noun(sentence.doc[base + best[0] : base + best[1]], word))
            if (span := content_span(content)) is None:
                continue
            if known is not None:
                yield Candidate(
                    index, span, FRAME, known.speakers, word, known.cue, known.cue_text, content.root, known.traits
                )
            else:
                by = speakers(word) if word.pos_ == "VERB" else owners(word, word.i) if word.tag_ == "VBZ" else ()
                by = tuple(t for t in by if not span.begin <= t.idx < span.end)
                yield Candidate(index, span, FRAME, by, word, _listed(word), piece.text, content.root)

    def claimants(self, candidate: Candidate) -> tuple[Token, ...]:
        """The heads of the noun phrases that name who says it: those of the candidate, or those of the encoder.

        The encoder's are taken where the candidate has none, or none that the encoder holds possible.
        """
        word = candidate.word
        if word is None or candidate.frame in _SETTLED or of_others(word) or comes_out(word):
            return candidate.speakers
        base, odds = self._links_of(self._anchor(word))
        column = odds[:, self._source]
        best = _best_stretch(column)
        if best is None or average(column[best[0] : best[1]]) < _LIKELY_SOURCE:
            return candidate.speakers
        own = [float(column[t.i - base]) for t in candidate.speakers if 0 <= t.i - base < len(column)]
        if len(own) < len(candidate.speakers) or (own and max(own) > _UNLIKELY_SOURCE):
            return candidate.speakers
        listed = candidate.cue is not None and candidate.cue.kind in ("line", "noun", "tale")
        if listed and base + best[0] <= word.i < base + best[1]:
            return candidate.speakers  # "the claim that ..." names nobody
        found = _heads_of(word.doc[base + best[0] : base + best[1]])
        if not candidate.speakers and any((listed and head.i == word.i) or _undergoes(word, head) for head in found):
            return ()
        return (
            candidate.speakers if any(_speaks_elsewhere(word, head) for head in found) else found or candidate.speakers
        )

    def grounds(self, group: Sequence[Candidate], odds: Sequence[float | None]) -> tuple[float, ...]:
        """The first of the measures by `EXISTENCE`, which cost little: all but "source", "link" and "fit"."""
        word, first = group[0].word, group[0]
        ruled = [o for o in odds if o is not None]
        return (
            1.0,
            _sum_of_odds(ruled) / _SCALE if ruled else 0.0,
            float(not ruled),
            float(word is None and first.frame != FRAME_ALONE),
            float(first.frame == FRAME_ALONE),
            0.0 if word is None else _log_odds(float(self._cues[word.i])),
        )

    def measures(self, group: Sequence[Candidate], odds: Sequence[float | None]) -> Measures:
        """Measure the candidates of one cue; `odds` are those of the rules, None for contents of the encoder alone."""
        word, first = group[0].word, group[0]
        source = 0.0
        link: tuple[int, Odds] | None = None
        if word is not None:
            base, table = self._links_of(self._anchor(word))
            source = max(-_BOUND, min(_BOUND, float(table[:, self._source].max()))) / _SCALE
            if self._scene.sentence_of(word) == first.sentence:
                link = base, _share(table[:, self._content])
        choice = [
            (
                0.0 if of_rules is None else of_rules / _SCALE,
                0.0 if link is None else self._fit_of_link(candidate, *link),
                self._fit(candidate),
            )
            for candidate, of_rules in zip(group, odds, strict=True)
        ]
        fits = source, max(link for _, link, _ in choice), max(fit for _, _, fit in choice)
        return Measures((*self.grounds(group, odds), *fits), tuple(choice))

    def _fit_of_link(self, candidate: Candidate, base: int, share: Odds) -> float:
        """How well a content agrees with the tokens that the cue links to as its content."""
        tokens = self._tokens(candidate.content)
        inside = float(share[max(0, tokens.start - base) : tokens.end - base].sum())
        return _log_odds(inside / (len(tokens) + float(share.sum()) - inside))

    def _fit(self, candidate: Candidate) -> float:
        """How well a content agrees with the stretch of tokens marked as content around it."""
        tokens, sentence = self._tokens(candidate.content), self._scene.tokens[candidate.sentence]
        begin, end = tokens.start, tokens.end
        while begin > sentence.start and self._contents[begin - 1] > 0.5:
            begin -= 1
        while end < sentence.end and self._contents[end] > 0.5:
            end += 1
        inside = float(self._contents[tokens.start : tokens.end].sum())
        around = float(self._contents[begin:end].sum()) - inside
        return _log_odds(inside / (len(tokens) + around))

    def _tokens(self, span: Span) -> Tokens:
        place = span.begin, span.end
        tokens = self._covered.get(place)
        if tokens is None:
            tokens = self._scene.doc.char_span(*place, alignment_mode="expand")
            if tokens is None:
                raise ValueError(f"the content [{span.begin}, {span.end}) covers no token")
            self._covered[place] = tokens
        return tokens

    def _anchor(self, word: Token) -> int:
        """The first token of the cue that a word is in: the network learnt links from that."""
        at, start = word.i, word.sent.start
        while at > start and word.i - at < 4 and self._cues[at - 1] > 0.3 and self._cue_begins[at] < 0.5:
            at -= 1
        return at

    def _links_of(self, anchor: int) -> tuple[int, Odds]:
        """The first token of the anchor's sentence, and what the anchor has to do with each token of it."""
        if anchor not in self._links:
            sentence = self._scene.doc[anchor].sent
            self._links[anchor] = sentence.start, self._said.links(anchor, sentence.start, sentence.end)
        return self._links[anchor]


def _stretches(sentence: Tokens, inside: Odds, begins: Odds, least: float) -> Iterator[Tokens]:
    """The runs of tokens with at least some probability of being inside, cut where one more likely begins than not."""
    start: int | None = None
    first = sentence.start
    shares = inside[first : sentence.end].tolist()
    if max(shares, default=0.0) < least:
        return
    for i, share in enumerate((*shares, 0.0), start=first):
        goes_on = i < sentence.end and share >= least
        if start is not None and (not goes_on or begins[i] > 0.5):
            yield sentence.doc[start:i]
            start = None
        if goes_on and start is None:
            start = i


def _best_stretch(odds: Odds) -> tuple[int, int] | None:
    """The stretch [begin, end) with the highest sum; None if nothing in it is above nought."""
    values = odds.tolist()
    if not values or max(values) <= 0:
        return None
    sums = [0.0, *accumulate(values)]
    gains = [here - lowest for here, lowest in zip(sums[1:], accumulate(sums, min), strict=False)]
    end = gains.index(max(gains)) + 1
    return sums.index(min(sums[:end])), end


def _within_its_noun(content: Tokens, word: Token) -> Tokens:
    """A content that follows its cue, without the clause around the noun that the cue is, or is a part of.

    "The claim that he had lied hurt the party", "the arms, said to be his, were seized": what hurt and what was seized
    is nobody's claim.
    """
    noun = word if word.pos_ == "NOUN" else next((g for t, g in _up(word) if has_dep(t, "acl")), None)
    if noun is None or content.start <= word.i or not has_dep(noun, "nsubj", "obl", "csubj"):
        return content
    end = noun.right_edge.i + 1
    doc = content.doc
    if content.start < end < content.end and noun.head.i >= end and any(c.i > word.i for c in word.children):
        return doc[content.start : end]
    return content


def _up(word: Token) -> Iterator[tuple[Token, Token]]:
    """The word and what governs it, and so on, up to the first noun."""
    for above in governors(word):
        yield word, above
        if above.pos_ in _NOMINAL:
            return
        word = above


def _whole(content: Tokens) -> Tokens:
    """A content that does not end in the middle of a phrase: "guilty of treason", not "guilty of"."""
    if len(content) < 2:
        return content
    last = content[-1]
    inside = has_dep(last, "case", "det", "mark", "amod", "compound", "nummod") or last.dep_ == "nmod:poss"
    if inside and last.head.i >= content.end:
        end = last.head.right_edge.i + 1
        if end - content.end <= _REST and end <= last.sent.end:
            return content.doc[content.start : end]
    return content


def _heads_of(source: Tokens) -> tuple[Token, ...]:
    """The head of the noun phrase that a stretch names, with those coordinated with it inside the stretch."""
    tops = [t for t in source if not source.start <= t.head.i < source.end or t.head.i == t.i]
    head = next((t for t in tops if t.pos_ in _NOMINAL), None)
    if head is None:  # "the" alone
        head = next((t.head for t in tops if has_dep(t, "det", "amod", "compound") and t.head.pos_ in _NOMINAL), None)
    if head is None:
        return ()
    return (head, *(t for t in conjuncts(head) if t.i != head.i and source.start <= t.i < source.end))


def _speaks_elsewhere(word: Token, head: Token) -> bool:
    """Whether a claimant is only said to deny it in another clause: "is reported to have lied, which it denies"."""
    other = head.head
    if not has_dep(head, "nsubj") or other.i == word.i or not has_dep(other, "acl", "advcl", "parataxis", "conj"):
        return False
    cue = verb(other)
    return cue is not None and cue.polarity is Polarity.DENIED


def _undergoes(word: Token, head: Token) -> bool:
    """Whether what is said is done to somebody: "he was asked to go", "was blamed on the rebels"."""
    if head.head.i != word.i or not (children(word, "aux:pass") or clipped(word)):
        return False
    return has_dep(head, "nsubj") or "on" in cases(head)


def _listed(word: Token) -> Cue | None:
    """What the lexicons know of a word that the encoder takes for a cue."""
    if word.pos_ == "VERB":
        return verb(word)
    return phrases("noun").get(word.lemma_.lower()) or phrases("adjective").get(word.lower_)


def _share(odds: Odds) -> Odds:
    share: Odds = np.float32(1) / (np.float32(1) + np.exp(-np.clip(odds, -30, 30), dtype=np.float32))
    return share


def _log_odds(share: float) -> float:
    """The scaled log odds of a probability, or of any share between 0 and 1."""
    bounded = min(max(share, 1e-3), 1 - 1e-3)
    return max(-_BOUND, min(_BOUND, math.log(bounded / (1 - bounded)))) / _SCALE


def _sum_of_odds(odds: Sequence[float]) -> float:
    """The log odds that one of the candidates is right."""
    most = max(odds)
    return most + math.log(sum(math.exp(o - most) for o in odds))
