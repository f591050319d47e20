"""What somebody goes on to say where the words that attribute it interrupt it.

"“We left,” she said, “but they followed us.”", "Three died, the ministry said, and nine were arrested": the content of
a claim is one of two stretches, and without the other one the article would be taken to say it in its own voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.extract import syntax
from pipeline.extract.claims import speech
from pipeline.extract.claims.figures import Counts
from pipeline.extract.claims.linking import Topics
from pipeline.extract.claims.quoted import trim
from pipeline.extract.parse import Tokens
from pipeline.extract.quotations import Quotation
from pipeline.extract.scene import Scene
from pipeline.records import Claim, Polarity, Span, Voice

__all__ = ["with_rest"]

LONGEST = 160
"""So many characters at most stand between the two stretches."""
_OPENS = frozenset({"“", '"', "«"})
_MARKS = "\"”»’' "
_GOES_ON = frozenset({"and", "or", "nor"})
_TURNS = frozenset({
    "but", "yet", "while", "whereas", "although", "though", "however", "who", "which", "where", "adding", "citing",
})  # fmt: skip
"""Words that lead to what the author says himself, or to more about the speaker."""
_MEANWHILE = frozenset({"afterwards", "by", "later", "meanwhile", "soon", "then"})
"""Words with which the author tells what came to pass: "Nothing is lost, he said; by then the house had burned"."""
_PHRASES = frozenset({"claims.according_to", "claims.view", "claims.viewpoint"})
"""Constructions without a verb: their source is seldom that of the clause after a semicolon."""
_AUTHOR = frozenset({"i", "me", "my", "our", "us", "we"})


def with_rest(
    scene: Scene, claims: Sequence[Claim], here: Mapping[int, Sequence[Quotation]], topics: Topics, counts: Counts
) -> list[Claim]:
    """The claims with the stretches that continue them.

    A stretch with a figure about an event is a claim of its own, of the same claimant.

    Args:
        scene: The document.
        claims: Its attributed claims.
        here: The outermost quotations of each sentence, in text order.
        topics: What stretches of the document are about.
        counts: The figures of the document.
    """
    of_sentence: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        of_sentence[claim.evidence[0].sentence].append(claim)
    found = []
    for claim in claims:
        sentence = claim.evidence[0].sentence
        rest: list[Span] = []
        for piece in _pieces(scene, claim, here.get(sentence, ())):
            if any(piece.overlaps(c.content) for c in of_sentence[sentence]):
                continue
            quantity, counted = counts.of(sentence, piece)
            if counted is None:
                rest.append(piece)
                continue
            own = {"content": piece, "text": scene.document.quote(piece), "quantity": quantity, "count_of": counted}
            found.append(_about(claim.model_copy(update=own), topics))
        found.append(_about(claim.model_copy(update={"continued": tuple(rest)}), topics) if rest else claim)
        if claim.cue and claim.evidence[0].method not in _PHRASES:
            found += _strung(scene, claim, of_sentence[sentence], topics, counts)
    return found


def _strung(scene: Scene, claim: Claim, others: Sequence[Claim], topics: Topics, counts: Counts) -> Iterator[Claim]:
    """A claim of the same claimant for each clause that is strung to what he says."""
    sentence = claim.evidence[0].sentence
    for piece in _clauses_after(scene, claim):
        if any(piece.overlaps(other.content) and other.claimant_text for other in others):
            return
        quantity, counted = counts.of(sentence, piece)
        own = {"content": piece, "text": scene.document.quote(piece), "quantity": quantity, "count_of": counted}
        yield _about(claim.model_copy(update={**own, "continued": ()}), topics)


def _about(claim: Claim, topics: Topics) -> Claim:
    """The claim with what its pieces are about."""
    sentence = claim.evidence[0].sentence
    chains = {chain for piece in claim.pieces for chain in topics.chains(sentence, piece)}
    events = {event for piece in claim.pieces for event in topics.events(sentence, piece)}
    return claim.model_copy(update={"about": tuple(sorted(chains)), "about_events": tuple(sorted(events))})


def _pieces(scene: Scene, claim: Claim, quotations: Sequence[Quotation]) -> Iterator[Span]:
    if claim.voice is not Voice.ATTRIBUTED or not claim.cue:
        return
    if any(quotation.outer.overlaps(claim.content) for quotation in quotations):
        yield from _quoted(scene, claim, quotations)
    else:
        yield from _after(scene, claim)
        yield from _before(scene, claim)
        yield from _explained(scene, claim)


def _quoted(scene: Scene, claim: Claim, quotations: Sequence[Quotation]) -> Iterator[Span]:
    for first, second in combinations(quotations, 2):
        if _interrupted(scene.document.text, first, second, claim.cue):
            for own, other in ((first, second), (second, first)):
                piece = speech.part_in(scene, other, claim.evidence[0].sentence)
                if own.outer.overlaps(claim.content) and piece is not None:
                    yield piece


def _interrupted(text: str, first: Quotation, second: Quotation, cue: str) -> bool:
    """Whether two quotations are one, with words between them that attribute it: a comma stands before and after."""
    between = text[first.outer.end : second.outer.begin].strip()
    if not first.closed or len(between) > LONGEST or cue not in between:
        return False
    before = text[: first.parts[-1].end].rstrip()[-1:]
    return between[-1:] in (",", ":") and (before in (",", "?", "!", "…", "—", "–") or between[:1] == ",")


def _after(scene: Scene, claim: Claim) -> Iterator[Span]:
    """What stands after "..., the ministry said, ..."."""
    text, sentence = scene.document.text, scene.sentences[claim.evidence[0].sentence].span
    begin = claim.content.end
    cue = text.find(claim.cue, begin, min(sentence.end, begin + LONGEST))
    who = text.find(claim.claimant_text, begin, min(sentence.end, begin + LONGEST))
    if text[begin : begin + 2] != ", " or cue < 0 or who < 0:
        return
    end = max(cue + len(claim.cue), who + len(claim.claimant_text))
    comma = text.find(",", end, sentence.end)
    if comma < 0 or text[end:comma].strip():
        return
    piece = trim(text, comma, sentence.end)
    if piece is not None and _same_speaker(scene, claim, piece):
        yield piece


def _clauses_after(scene: Scene, claim: Claim) -> Iterator[Span]:
    """The clauses after "He threw no stone, his mother said; he held the coats": they are hers as well.

    Up to one that the author begins anew, by a word such as "but", or speaks of himself in.
    """
    text, sentence = scene.document.text, scene.sentences[claim.evidence[0].sentence].span
    begin, polarity = claim.content.end, claim.polarity
    who = text.find(claim.claimant_text, begin, min(sentence.end, begin + LONGEST)) if claim.claimant_text else -1
    cue = text.find(claim.cue, begin, min(sentence.end, begin + LONGEST)) if claim.cue else -1
    if text[begin : begin + 2] != ", " or cue < 0 or who < 0 or polarity is not Polarity.AFFIRMED:
        return
    at = text.find(";", max(cue + len(claim.cue), who + len(claim.claimant_text)), sentence.end)
    if at < 0 or text[begin:at].count(",") > 1 + claim.claimant_text.count(","):
        return
    while at >= 0:
        following = text.find(";", at + 1, sentence.end)
        piece = trim(text, at + 1, following if following >= 0 else sentence.end)
        tokens = scene.doc.char_span(piece.begin, piece.end, alignment_mode="contract") if piece else None
        if piece is None or not tokens or not _tells_on(tokens):
            return
        yield piece
        at = following


def _tells_on(clause: Tokens) -> bool:
    """Whether a clause goes on with what somebody says: it has a subject and a finite verb, and no mark of its own."""
    if clause[0].lower_ in _TURNS | _MEANWHILE or clause[0].text in _OPENS or any(t.lower_ in _AUTHOR for t in clause):
        return False
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in clause)
    return finite and any(syntax.has_dep(t, "nsubj", "expl") for t in clause)


def _before(scene: Scene, claim: Claim) -> Iterator[Span]:
    """What stands before "..., the ministry said, ..."."""
    text, sentence = scene.document.text, scene.sentences[claim.evidence[0].sentence].span
    end = claim.content.begin
    cue = text.rfind(claim.cue, max(sentence.begin, end - LONGEST), end)
    who = text.rfind(claim.claimant_text, max(sentence.begin, end - LONGEST), end)
    if cue < 0 or who < 0 or text[max(cue + len(claim.cue), who + len(claim.claimant_text)) : end] != ", ":
        return
    comma = text.rfind(",", sentence.begin, min(cue, who))
    piece = trim(text, sentence.begin, comma) if comma > 0 and not text[comma + 1 : min(cue, who)].strip() else None
    if piece is not None and _same_speaker(scene, claim, piece):
        yield piece


def _explained(scene: Scene, claim: Claim) -> Iterator[Span]:
    """What a claimant is said to mean, after a colon: "He called it a fairy tale: no soldier had been there"."""
    text, sentence = scene.document.text, scene.sentences[claim.evidence[0].sentence].span
    begin = claim.content.end
    colon = text.find(":", begin, sentence.end)
    cue = text.rfind(claim.cue, sentence.begin, claim.content.begin)
    if cue < 0 or colon < 0 or text[begin:colon].strip(_MARKS):
        return
    piece = trim(text, colon + 1, sentence.end)
    if piece is None:
        return
    tokens = scene.doc.char_span(piece.begin, piece.end, alignment_mode="contract") or ()
    if not any(t.text in _OPENS for t in tokens) and any(syntax.has_dep(t, "nsubj") for t in tokens):
        yield piece


def _same_speaker(scene: Scene, claim: Claim, piece: Span) -> bool:
    """Whether a stretch is of one clause with a content, or strung to it by "and"."""
    tokens = scene.doc.char_span(piece.begin, piece.end, alignment_mode="contract")
    if not tokens or tokens[0].lower_ in _TURNS:
        return False
    if tokens[0].lower_ in _GOES_ON:
        return True
    said = scene.doc.char_span(claim.content.begin, claim.content.end, alignment_mode="contract")
    if not said:
        return False
    one, other = tokens.root, said.root
    joined = claim.content.contains(scene.span(one.head)) or piece.contains(scene.span(other.head))
    return joined and not syntax.has_dep(one, "parataxis", "punct")
