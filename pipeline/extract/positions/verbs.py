"""Positions that a verb of the lexicon tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.extract import syntax
from pipeline.extract.claims import claimants
from pipeline.extract.claims.candidate import content_span
from pipeline.extract.claims.linking import Enclosing
from pipeline.extract.claims.speakers import passive
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.positions import holders, matter
from pipeline.extract.positions.holders import Party
from pipeline.extract.positions.lexicon import Entry, entries, is_of_class
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import children
from pipeline.records import Certainty, Claim, Evidence, Mention, Position, PositionKind, Span, Voice

__all__ = ["Reader"]

_NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "nobody", "none", "neither"})
_NEVER_PASSIVE = frozenset({PositionKind.DENIAL, PositionKind.ADMISSION, PositionKind.PROMISE})
_ABOUT_BEFORE = frozenset({PositionKind.DENIAL, PositionKind.ADMISSION})
"""What may be about "it", the sentence before."""
SURE, UNRESOLVED = 0.9, 0.7
"""The confidence of a position whose holder is an entity, and of one whose holder is words."""


class Reader:
    """Reads positions off the verbs of one document."""

    def __init__(self, scene: Scene, claims: Sequence[Claim]) -> None:
        self.scene = scene
        self._claims = claims
        self.around = Enclosing(claims)
        self._by_cue: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._mentions: dict[int, list[tuple[Mention, int]]] = defaultdict(list)
        for index, claim in enumerate(claims):
            if claim.voice is Voice.ATTRIBUTED:
                self._by_cue[claim.evidence[0].sentence, claim.cue].append(index)
        for at, mention in enumerate(scene.mentions):
            if (chain := scene.chain_of(at)) is not None:
                self._mentions[mention.sentence].append((mention, chain))

    def read(self, verb: Token) -> Iterator[Position]:
        """The positions that a verb tells, one for each holder; none if it tells none."""
        if verb.pos_ not in ("VERB", "ADJ") or self.scene.sentence_of(verb) is None:
            return
        for entry in entries(verb):
            told = list(self._told(verb, entry))
            yield from told
            if told:
                return

    def _told(self, verb: Token, entry: Entry) -> Iterator[Position]:
        undergone = passive(verb)
        if not holders.stands(verb) or (undergone and entry.kind in _NEVER_PASSIVE):
            return
        kind, cue = entry.kind, verb.text
        if syntax.negated(verb):
            if kind is not PositionKind.SUPPORT:
                return
            kind, cue = PositionKind.OPPOSITION, _with_negator(verb)
        for thing, content, accused in self._contents(verb, entry, undergone):
            for who in self._holders(verb, kind, undergone):
                yield from self.position(kind, who, verb, cue, thing, content, accused)

    def _holders(self, verb: Token, kind: PositionKind, undergone: bool) -> Sequence[Token | Party]:
        found = holders.subjects_of(verb)
        if not found and undergone and kind is PositionKind.ACCUSATION:
            return (Party(None, ""),)  # "accused of fraud": by whom is not said
        if not found and not undergone:  # the parse lost the subject
            said = self._claims_of(verb)
            return [Party(c.claimant, c.claimant_text) for c in said if c.claimant_text]
        return found

    def _claims_of(self, verb: Token) -> list[Claim]:
        """The claims whose cue a verb is."""
        sentence = self.scene.sentence_of(verb)
        word = self.scene.span(verb)
        listed = self._by_cue.get((sentence, verb.text), ()) if sentence is not None else ()
        return [c for c in (self._claims[i] for i in listed) if c.evidence[0].span.contains(word)]

    def _contents(
        self, verb: Token, entry: Entry, undergone: bool
    ) -> Iterator[tuple[Token | None, Span | None, Party | None]]:
        """The head of what is supported, demanded ..., its stretch, and who is accused."""
        for slot in entry.slots:
            preposition, at, side = slot.partition("@")
            if at:
                found = list(self._accusations(verb, preposition, side))
            elif slot == "obj":
                things = syntax.patients(verb)
                found = [
                    (t, content_span(matter.noun_phrase(t, verb)), None) for t in things[:1] if _fits(t, verb, entry)
                ]
            elif slot in ("that", "inf", "ing"):
                head = None if undergone else matter.clause(verb, slot)
                found = [] if head is None or entry.objects != "any" else [(head, matter.span_of(head), None)]
            else:
                head = matter.complement(verb, slot)
                found = [(head, matter.span_of(head), None)] if head is not None and _fits(head, verb, entry) else []
            if found:
                yield from found
                return
        if entry.objects == "any" and "that" in entry.slots and not undergone:
            yield from ((None, said.content, None) for said in self._claims_of(verb))

    def _accusations(
        self, verb: Token, preposition: str, side: str
    ) -> Iterator[tuple[Token | None, Span | None, Party | None]]:
        for whom in syntax.patients(verb):
            if preposition == "obj":  # "blamed the delay on the port": the object is what happened
                accused = matter.complement(verb, side, whom)
                if accused is not None and holders.is_party(self.scene, accused):
                    yield whom, _without(matter.noun_phrase(whom, verb), accused), holders.named(self.scene, accused)
            elif holders.is_party(self.scene, whom):
                what = matter.complement(verb, preposition, whom)
                if what is not None:
                    yield what, matter.span_of(what), _accused(self.scene, whom, what)

    def by_speaker(self, kind: PositionKind, word: Token, thing: Token, content: Span | None) -> Iterator[Position]:
        """A position that somebody takes by saying something, without a verb of it."""
        sentence = self.scene.sentence_of(word)
        claim = None if sentence is None else self.around.of(sentence, self.scene.span(word))
        if claim is None or content is None or sentence is None:
            return
        said = self._claims[claim]
        party = Party(said.claimant, said.claimant_text)
        yield from self._position(kind, party, word, word.text, thing, content, None, sentence, claim)

    def position(
        self,
        kind: PositionKind,
        who: Token | Party,
        verb: Token,
        cue: str,
        thing: Token | None,
        content: Span | None,
        accused: Party | None = None,
    ) -> Iterator[Position]:
        """The position, if there is a content and somebody who can hold it; the speaker where it says "I" or "we"."""
        sentence = self.scene.sentence_of(verb)
        if content is None or sentence is None or not self.scene.sentences[sentence].span.contains(content):
            return
        if content.contains(self.scene.span(verb)):
            return  # a relative clause that the parse has hung upside down
        claim = self.around.of(sentence, self.scene.span(verb))
        if isinstance(who, Party):
            party = who
        elif claimants.kind(who) == "first":
            if claim is None or self._claims[claim].claimant_text == "":
                return
            party = Party(self._claims[claim].claimant, self._claims[claim].claimant_text)
        elif holders.is_party(self.scene, who):
            party = holders.named(self.scene, who)
        else:
            return
        yield from self._position(kind, party, verb, cue, thing, content, accused, sentence, claim)

    def _position(
        self,
        kind: PositionKind,
        party: Party,
        verb: Token,
        cue: str,
        thing: Token | None,
        content: Span,
        accused: Party | None,
        sentence: int,
        claim: int | None,
    ) -> Iterator[Position]:
        lemmas = matter.lemmas(self.scene, content, thing)
        about = tuple(sorted({c for m, c in self._mentions[sentence] if content.contains(m.span)}))
        if not lemmas and not about and kind not in _ABOUT_BEFORE:
            return  # "he accepts that"
        word = self.scene.span(verb)
        yield Position(
            kind=kind,
            holder=party.chain,
            holder_text=party.text,
            cue=cue,
            content=content,
            text=self.scene.document.quote(content),
            lemmas=lemmas,
            target=accused.chain if accused else None,
            target_text=accused.text if accused else "",
            certainty=Certainty.CERTAIN if claim is None else self._claims[claim].certainty,
            voice=Voice.NARRATOR if claim is None else Voice.ATTRIBUTED,
            claim=claim,
            about=about,
            evidence=(
                Evidence(
                    sentence=sentence,
                    span=Span(begin=min(word.begin, content.begin), end=max(word.end, content.end)),
                    method=f"positions.{verb.lemma_.lower()}",
                    confidence=SURE if party.chain is not None else UNRESOLVED,
                ),
            ),
        )


def _without(phrase: Tokens, part: Token) -> Span | None:
    """A noun phrase without a complement at its end: "the delay" of "the delay on the pilots"."""
    end = part.left_edge.i if phrase.start < part.left_edge.i < phrase.end else phrase.end
    return content_span(phrase.doc[phrase.start : end])


def _accused(scene: Scene, whom: Token, what: Token) -> Party:
    """Who is accused, without what the accusation hangs on to the words: "them" of "them of sailing"."""
    party = holders.named(scene, whom)
    words = claimants.words(whom)
    if words.start <= what.i < words.end:
        left = min(what.left_edge.i, what.i)
        return Party(party.chain, words.doc[words.start : max(words.start + 1, left)].text.rstrip(" ,"), whom)
    return party


def _fits(thing: Token, verb: Token, entry: Entry) -> bool:
    """Whether a content is of the sort that a verb needs to tell a position."""
    if entry.objects != "any":
        return any(is_of_class(t, entry.objects) for t in syntax.conjuncts(thing))
    if entry.kind is PositionKind.DENIAL:  # "denied him a visa" is no denial
        return not children(verb, "iobj") and not is_of_class(thing, "right")
    if entry.kind is PositionKind.ADMISSION:  # "admitted forty patients"
        return claimants.kind(thing) != "name" and not thing.ent_type_
    if verb.lemma_.lower() == "condemn":  # "condemned to death"
        return not any("to" in syntax.cases(c) for c in children(verb, "obl"))
    return True


def _with_negator(verb: Token) -> str:
    """The verb with the word that denies it, as the text has them: "not accept"."""
    for child in verb.children:
        if child.lower_ in _NEGATORS and 0 < verb.i - child.i < 4:
            return verb.doc[child.i : verb.i + 1].text
    return verb.text
