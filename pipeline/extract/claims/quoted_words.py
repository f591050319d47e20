"""How many words of what is claimed are the claimant's own, between quotation marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.quotations import Quotation
from pipeline.records import Claim, Document, Span, Voice

__all__ = ["with_quoted_words"]

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def with_quoted_words(document: Document, claims: Sequence[Claim], marked: Iterable[Quotation]) -> list[Claim]:
    """The claims with their number of quoted words, each word counted once, for the outermost claim that it is in.

    "The union called it "a bad joke", its head said" gives three words.
    """
    stretches = [part for quotation in marked if quotation.depth == 0 for part in quotation.parts]
    of_sentence: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        of_sentence[claim.evidence[0].sentence].append(claim)
    found = []
    for claim in claims:
        others = of_sentence[claim.evidence[0].sentence]
        if claim.voice is Voice.ATTRIBUTED and not any(_inside(claim, other) for other in others):
            pieces = (piece for said in claim.pieces for piece in _overlaps(said, stretches))
            words = sum(len(_WORD.findall(document.text, begin, end)) for begin, end in pieces)
            claim = claim.model_copy(update={"quoted_words": words}) if words else claim
        found.append(claim)
    return found


def _overlaps(content: Span, stretches: Iterable[Span]) -> Iterator[tuple[int, int]]:
    for part in stretches:
        begin, end = max(content.begin, part.begin), min(content.end, part.end)
        if begin < end:
            yield begin, end


def _inside(claim: Claim, other: Claim) -> bool:
    """Whether a claim is only part of what another attributes, or the same stretch for a second claimant."""
    if other is claim or other.voice is not Voice.ATTRIBUTED or not other.content.contains(claim.content):
        return False
    if other.content == claim.content:
        return (other.claimant_text, other.cue) < (claim.claimant_text, claim.cue)
    return True
