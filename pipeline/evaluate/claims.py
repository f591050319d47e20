"""Counts attributed claims: their content, and who is said to say it."""

from __future__ import annotations

from pipeline.evaluate.alignment import Alignment
from pipeline.evaluate.gold import GoldClaim
from pipeline.evaluate.scores import Miss, Scores, alike_any
from pipeline.records import Claim, Span, Voice

__all__ = ["count_claims"]

LAYER = "claims"
CONTENT, COMPLETE = "claims (content)", "claims (content+claimant)"


def count_claims(scores: Scores, alignment: Alignment) -> None:
    """A content is right when what it shares with the annotated one is half of what the two span together."""
    content, complete = scores.tally(CONTENT), scores.tally(COMPLETE)
    table = scores.tables[LAYER]
    found = [c for c in (alignment.extraction.claims if alignment.extraction else ()) if c.voice is Voice.ATTRIBUTED]
    left, right = list(range(len(found))), set[int]()  # positions in found: not yet matched; claimant right as well
    for total in (content, complete):
        total.found += len(found)
        total.gold += len(alignment.gold.claims)
    for wanted in alignment.gold.claims:
        cue = _cue(wanted.cue)
        table[cue].gold += 1
        index = max(left, default=None, key=lambda i: _fit(alignment, wanted, found[i]))
        best = None if index is None else found[index]
        share = _shared(wanted.span, best.content) if best else 0.0
        if index is None or best is None or share < 0.5:
            cause = "other boundaries" if best is not None and share > 0 else f"missed “{wanted.cue}”"
            what = wanted.content + (f" | found {best.text}" if best is not None and share > 0 else "")
            scores.misses.append(_miss(alignment, wanted, cause, what))
            continue
        left.remove(index)
        content.hit += 1
        table[cue].found += 1
        table[cue].hit += 1
        given = _claimants(alignment, best)
        if _same_claimant(wanted, given):
            complete.hit += 1
            right.add(index)
        else:
            what = f"{wanted.source or wanted.who!r} is {'; '.join(sorted(given)) or 'nobody'}: {wanted.content}"
            scores.misses.append(_miss(alignment, wanted, "other claimant", what))
    for index, claim in enumerate(found):
        scores.graded[CONTENT].append((claim.evidence[0].confidence, index not in left))
        scores.graded[COMPLETE].append((claim.evidence[0].confidence, index in right))
    for claim in (found[index] for index in left):
        table[_cue(claim.cue)].found += 1
        quote = alignment.sentence_at(claim.content)
        scores.misses.append(Miss(LAYER, f"spurious “{claim.cue}”", claim.text, alignment.gold.name, quote))


def _fit(alignment: Alignment, wanted: GoldClaim, claim: Claim) -> tuple[float, bool]:
    """How well a claim answers to an annotated one: by its content, and of equal contents by the claimant."""
    return _shared(wanted.span, claim.content), _same_claimant(wanted, _claimants(alignment, claim))


def _shared(wanted: Span | None, given: Span) -> float:
    """What two stretches share, as a part of all between the first begin and the last end; below 0 if far apart."""
    begin, end = (wanted.begin, wanted.end) if wanted else (-1, 0)
    together = max(end, given.end) - min(begin, given.begin)
    return (min(end, given.end) - max(begin, given.begin)) / max(1, together)


def _claimants(alignment: Alignment, claim: Claim) -> set[str]:
    names = {claim.claimant_text}
    if claim.claimant is not None:
        entity = alignment.entity(claim.claimant)
        names |= {entity.name, *entity.aliases}
    return names - {""}


def _same_claimant(wanted: GoldClaim, given: set[str]) -> bool:
    words = [w for w in (wanted.source, wanted.who) if w]
    return alike_any(words, given) if words else not given


def _cue(cue: str) -> str:
    return " ".join(cue.casefold().split()) or "(none)"


def _miss(alignment: Alignment, wanted: GoldClaim, cause: str, what: str) -> Miss:
    return Miss(LAYER, cause, what, alignment.gold.name, alignment.gold.quote(wanted.sentence))
