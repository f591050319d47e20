"""Direct speech: every sentence of a quotation, with the speaker found in it, before it or after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.claims import blocks, claimants
from pipeline.extract.claims.candidate import Candidate
from pipeline.extract.claims.lexicon import Cue, verb
from pipeline.extract.claims.quoted import SPEECH, head, may_tag, traits, trim
from pipeline.extract.claims.speakers import speakers
from pipeline.extract.parse import Token
from pipeline.extract.persons import is_person_noun
from pipeline.extract.quotations import Quotation
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import children, has_dep
from pipeline.records import Span

__all__ = ["Speech", "by_sentence", "candidates", "overlap", "part_in", "widened"]

_STRETCHED = frozenset({"that", "quote", "paren", "asclause", "if", "inf", "np", "small", "as"})
_INTRODUCES = SPEECH | {"describe", "criticise", "praise", "call", "deny", "report", "think", "demand", "express"}
_SELF = frozenset({"i", "me", "my", "our", "us", "we"})
NEAR = 250
"""How many characters may lie between two quotations of one speaker, or a quotation and the words that attribute it."""


@dataclass(slots=True)
class Speech:
    """A quotation with what is known of its speaker: `via` says how he was found, `distance` how far off."""

    quotation: Quotation
    sentences: list[int] = field(default_factory=list)
    speakers: tuple[Token, ...] = ()
    word: Token | None = None
    via: str = ""


def overlap(a: Span, b: Span) -> float:
    """The shared characters of two spans, as a part of all that they cover together."""
    shared = min(a.end, b.end) - max(a.begin, b.begin)
    return max(0, shared) / (max(a.end, b.end) - min(a.begin, b.begin))


def by_sentence(scene: Scene, marked: Sequence[Quotation]) -> dict[int, list[Quotation]]:
    """The outermost quotations that reach into each sentence."""
    found: dict[int, list[Quotation]] = {}
    for quotation in marked:
        if quotation.depth == 0:
            for sentence in _sentences_of(scene, quotation):
                found.setdefault(sentence, []).append(quotation)
    return found


def widened(scene: Scene, candidate: Candidate, here: Sequence[Quotation]) -> Candidate:
    """The candidate with its content stretched over the whole of a quotation that it only begins or ends.

    A parse often cuts direct speech: `he says "Prices will rise. Then we leave"` is one content.
    """
    word, content = candidate.word, candidate.content
    if word is None or candidate.frame not in _STRETCHED:
        return candidate
    sentence = scene.sentences[candidate.sentence].span
    for quotation in here:
        if not quotation.outer.overlaps(content) or _inside(quotation, word.idx):
            continue
        part = part_in(scene, quotation, candidate.sentence)
        if part is None or not part.overlaps(content) or (part.contains(content) and len(content) * 4 < len(part)):
            continue
        begin, end = min(part.begin, content.begin), max(part.end, content.end)
        if not begin <= word.idx < end and sentence.begin <= begin and end <= sentence.end:
            content = Span(begin=begin, end=end)
    return replace(candidate, content=content)


def candidates(scene: Scene, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The quoted sentences that no candidate found so far covers, each with the likeliest speaker."""
    speeches = [Speech(q) for q in scene.quotations if not _names(scene, q)]
    top = [s for s in speeches if s.quotation.depth == 0]
    for speech in speeches:
        speech.sentences = _sentences_of(scene, speech.quotation)
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in found:
        by_sentence.setdefault(candidate.sentence, []).append(candidate)
    for number, speech in enumerate(top):
        _attribute(scene, speech, top, number, by_sentence)
    _attribute_forward(scene, top)
    for speech in top:
        yield from _pieces(scene, speech, by_sentence)
    yield from blocks.candidates(scene, by_sentence, {i for s in top for i in s.sentences})


def _names(scene: Scene, quotation: Quotation) -> bool:
    """Whether marks stand around a name and nobody's words: "the author of “The Gate”"."""
    begin, end = quotation.parts[0].begin, quotation.parts[-1].end
    at = bisect_left(scene.mentions, begin, key=lambda m: m.span.begin)
    named = any(m.form == "Name" and m.span.begin == begin and m.span.end == end for m in scene.mentions[at : at + 2])
    before = scene.doc.char_span(quotation.outer.begin, quotation.outer.begin + 1, alignment_mode="expand")
    if not named or before is None or before.start == 0:
        return False
    return scene.doc[before.start - 1].pos_ in ("ADP", "NOUN", "ADJ", "DET", "PROPN", "CCONJ")


def _sentences_of(scene: Scene, quotation: Quotation) -> list[int]:
    first = max(0, bisect_right(scene.sentences, quotation.outer.begin, key=lambda s: s.span.begin) - 1)
    last = bisect_left(scene.sentences, quotation.outer.end, key=lambda s: s.span.begin)
    return [i for i in range(first, last) if any(p.overlaps(scene.sentences[i].span) for p in quotation.parts)]


def _inside(quotation: Quotation, offset: int) -> bool:
    return quotation.outer.begin <= offset < quotation.outer.end


def part_in(scene: Scene, quotation: Quotation, sentence: int) -> Span | None:
    """What of a quotation stands in a sentence, without marks at its edges; None if nothing is left."""
    span = scene.sentences[sentence].span
    clipped = [(max(p.begin, span.begin), min(p.end, span.end)) for p in quotation.parts if p.overlaps(span)]
    if not clipped:
        return None
    return trim(scene.document.text, min(b for b, _ in clipped), max(e for _, e in clipped))


def _attribute(
    scene: Scene, speech: Speech, top: Sequence[Speech], number: int, by_sentence: dict[int, list[Candidate]]
) -> None:
    """Find the speaker in the sentences of the quotation itself, else in what stands before it."""
    quotation, before = speech.quotation, top[:number]
    for sentence in (*speech.sentences[-1:], *speech.sentences[:-1]):
        part = part_in(scene, quotation, sentence)
        for candidate in by_sentence.get(sentence, []):
            word = candidate.word
            if part is None or word is None or _inside(quotation, word.idx):
                continue
            if not candidate.speakers or all(_inside(quotation, s.idx) for s in candidate.speakers):
                continue
            if overlap(part, candidate.content) >= 0.5 or candidate.content.contains(part):
                speech.speakers, speech.word, speech.via = candidate.speakers, word, "own"
                return
    if (label := _label(scene, speech) or _named_after(scene, speech)) is not None:
        speech.speakers, speech.via = (label,), "label"
        return
    for sentence in (*speech.sentences[-1:], *speech.sentences[:-1]):
        tagged = [
            w
            for w in scene.tokens[sentence]
            if not _inside(quotation, w.idx)
            and may_tag(w)
            and _distance(quotation, w) < NEAR
            and not any(_inside(other.quotation, w.idx) for other in top[max(0, number - 9) : number + 9])
        ]
        if tagged:
            word = min(tagged, key=lambda w: _distance(quotation, w))
            speech.speakers, speech.word, speech.via = speakers(word), word, "tag"
            return
    if signed := _signature(scene, speech):
        speech.speakers, speech.via = (signed,), "signature"
        return
    _attribute_back(scene, speech, before, by_sentence)


def _label(scene: Scene, speech: Speech) -> Token | None:
    """Who is named before a colon without a verb: `A doctor at the hospital: "Nine are hurt."`"""
    if not speech.sentences:
        return None
    tokens = scene.tokens[speech.sentences[0]]
    before = [t for t in tokens if t.idx < speech.quotation.outer.begin]
    if len(before) < 2 or before[-1].text != ":" or any(t.pos_ in ("VERB", "AUX") for t in before):
        return None
    nouns = [t for t in before if t.pos_ in ("NOUN", "PROPN") and not any(a in before for a in [t.head] if a.i != t.i)]
    return nouns[0] if nouns else next((t for t in before if t.pos_ in ("NOUN", "PROPN")), None)


def _named_after(scene: Scene, speech: Speech) -> Token | None:
    """Who a headline names behind a quotation and a colon: "“He was my hero”: widow of slain mayor speaks out"."""
    if not speech.sentences:
        return None
    begin, end = speech.quotation.outer.begin, speech.quotation.outer.end
    sentence = scene.sentences[speech.sentences[-1]].span
    text = scene.document.text[end : sentence.end]
    if len(speech.sentences) > 1 or begin != sentence.begin or not text.startswith(":") or text.rstrip()[-1:] in ".:?!":
        return None
    rest = [t for t in scene.tokens[speech.sentences[-1]] if t.idx > end and not t.is_space]
    nouns = (t for t in rest if t.pos_ in ("NOUN", "PROPN") and not has_dep(t, "compound", "nmod", "flat", "obl"))
    who = next(nouns, None)
    return who if who is not None and (claimants.speaks(who) or _is_person(scene, who)) else None


def _attribute_back(
    scene: Scene, speech: Speech, before: Sequence[Speech], by_sentence: dict[int, list[Candidate]]
) -> None:
    quotation = speech.quotation
    first = speech.sentences[0] if speech.sentences else 0
    text = scene.document.text
    if first > 0:
        last = scene.tokens[first - 1]
        ends = scene.sentences[first - 1].text.rstrip()[-1:]
        tags = [w for w in last if may_tag(w) and not any(_inside(s.quotation, w.idx) for s in before[-9:])]
        if ends == ":" and tags:
            word = next((w for w in tags if has_dep(w, "ROOT", "root")), tags[-1])
            speech.speakers, speech.word, speech.via = speakers(word), word, "colon"
            return
    previous = before[-1] if before else None
    between = previous is None or first - 1 not in previous.sentences
    if first > 0 and between and (introduced := _introduced(scene, first - 1, by_sentence)):
        speech.speakers, speech.via = introduced, "context"
        return
    if previous is not None:
        gap = text[previous.quotation.outer.end : quotation.outer.begin]
        if previous.speakers and len(gap) < NEAR and gap.count("\n\n") <= 1:
            speech.speakers, speech.via = previous.speakers, "previous"
    if not speech.speakers and (person := _spoken_of(scene, quotation, first)):
        speech.speakers, speech.via = person, "context"


def _spoken_of(scene: Scene, quotation: Quotation, sentence: int) -> tuple[Token, ...]:
    """The person whom the sentence before tells of, where whole sentences follow that say "I" or "we"."""
    text, begin = scene.document.text, quotation.outer.begin
    if sentence == 0 or scene.sentences[sentence].span.begin != begin or "\n" in text[begin - 2 : begin]:
        return ()
    inside = (t for i in _sentences_of(scene, quotation) for t in scene.tokens[i] if _inside(quotation, t.idx))
    if not any(t.lower_ in _SELF for t in inside):
        return ()
    before = scene.tokens[sentence - 1]
    root = next((t for t in before if has_dep(t, "ROOT", "root") and not t.is_space), None)
    subjects = children(root, "nsubj") if root is not None else []
    found = tuple(t for t in subjects if _is_person(scene, t))
    return found if len(found) == len(subjects) == 1 else ()


def _is_person(scene: Scene, head: Token) -> bool:
    chain = claimants.chain(scene, head)
    if chain is not None:
        return scene.chains[chain].label == "PERSON"
    return head.lower_ in ("he", "she") or (head.pos_ == "NOUN" and is_person_noun(head))


def _introduced(scene: Scene, sentence: int, by_sentence: dict[int, list[Candidate]]) -> tuple[Token, ...]:
    """Who speaks in a sentence that leads up to a quotation: "He described the flat. “It was cold.”"""
    for candidate in by_sentence.get(sentence, []):
        listed = candidate.cue is not None and candidate.cue.kind in _INTRODUCES
        if listed and candidate.speakers and candidate.word and has_dep(candidate.word, "ROOT", "root", "conj"):
            return candidate.speakers
    tags = [w for w in scene.tokens[sentence] if may_tag(w)]
    return speakers(tags[-1]) if tags else ()


def _attribute_forward(scene: Scene, speeches: Sequence[Speech]) -> None:
    """Give quotations without a speaker that of the quotation that follows at once, or the name signed below."""
    text = scene.document.text
    for number in reversed(range(len(speeches))):
        speech = speeches[number]
        if speech.speakers:
            continue
        after = speeches[number + 1] if number + 1 < len(speeches) else None
        if after and after.speakers and after.via in ("own", "tag"):
            gap = text[speech.quotation.outer.end : after.quotation.outer.begin]
            if len(gap) < 3:
                speech.speakers, speech.via = after.speakers, "next"


def _signature(scene: Scene, speech: Speech) -> Token | None:
    """The name right after a quotation: `"..." - Matthew Ingram`."""
    end = speech.quotation.outer.end
    start = bisect_left(scene.mentions, end, key=lambda m: m.span.begin)
    for mention in scene.mentions[start : start + 3]:
        if mention.form == "Name" and mention.label in ("PERSON", "ORG"):
            text = scene.document.text
            tokens = scene.doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
            if tokens is None or mention.span.begin - end > 5 or text[end : mention.span.begin].strip(" \t\r\n-–—~,("):
                return None
            line = text.find("\n", mention.span.end)
            rest = scene.doc.char_span(mention.span.end, line if line > 0 else len(text), alignment_mode="contract")
            says_more = rest is not None and (len(rest.text) > 80 or any(t.pos_ in ("VERB", "AUX") for t in rest))
            return None if says_more else tokens.root
    return None


def _distance(quotation: Quotation, word: Token) -> int:
    return max(quotation.outer.begin - word.idx, word.idx - quotation.outer.end)


def _covered(part: Span, quotation: Quotation, candidates_here: Iterable[Candidate]) -> bool:
    return any(
        c.word is not None
        and not _inside(quotation, c.word.idx)
        and (overlap(part, c.content) >= 0.5 or c.content.contains(part))
        for c in candidates_here
    )


def _pieces(scene: Scene, speech: Speech, by_sentence: dict[int, list[Candidate]]) -> Iterator[Candidate]:
    quotation = speech.quotation
    for position, sentence in enumerate(speech.sentences):
        part = part_in(scene, quotation, sentence)
        if part is None or _covered(part, quotation, by_sentence.get(sentence, [])):
            continue
        span = scene.sentences[sentence].span
        whole = trim(scene.document.text, span.begin, span.end)
        share = len(part) / len(whole) if whole else 1.0
        here = speech.word if speech.word is not None and scene.sentence_of(speech.word) == sentence else None
        cue: Cue | None = verb(here) if here is not None else None
        yield Candidate(
            sentence,
            part,
            f"speech:{speech.via or 'none'}",
            speech.speakers,
            here,
            cue,
            here.text if here is not None else "",
            head(scene, part),
            traits(scene.document.text[part.begin : part.end], share, position == 0, quotation.closed),
        )
