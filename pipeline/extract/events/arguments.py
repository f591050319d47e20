"""Who does it, to whom, where and when: the nouns of a sentence judged as arguments of a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.events import blend
from pipeline.extract.events.context import kind, lemma, relations
from pipeline.extract.events.lexicon import lemmas_of
from pipeline.extract.events.linear import load
from pipeline.extract.events.selection import Likely, select
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Parse, Token, Tokens, remembered
from pipeline.extract.scene import Scene, seen
from pipeline.language.signals import Signals, averages
from pipeline.records import Participant, Span, TimeReference

__all__ = ["ROLES", "Arguments", "Finder", "Linked", "noun_features", "nouns", "participant", "time_features"]

ROLES = ("actor", "target", "place")
THRESHOLDS = {"actor": 0.3, "target": 0.3, "place": 0.3, "time": 0.3}
"""How probable a role must be for a phrase to be taken; the best F1 on held-out gold."""


_INDEFINITE = frozenset(
    {"nobody", "none", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "others", "some", "many"}
    | {"several", "most", "few", "all", "both", "thousands", "hundreds", "dozens"}
)
"""Pronouns that stand for people or things by themselves, so that their words say who takes part."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What one trigger has in its sentence."""

    actors: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    places: tuple[Participant, ...] = ()
    times: tuple[TimeReference, ...] = ()


def nouns(tokens: Tokens, scene: Scene, times: Sequence[TimeReference]) -> list[Token]:
    """The heads of a sentence's noun phrases, those of time expressions left out."""
    found = []
    for token in tokens:
        if token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"):
            continue
        mention = scene.mention_at(token)
        if mention is not None:
            inside = scene.mention_tokens(mention)
            if token.head.i != token.i and inside.start <= token.head.i < inside.end:
                continue  # not the head of its name
        elif syntax.has_dep(token, "flat", "fixed", "goeswith", "det", "nummod", "expl", "case", "mark") or (
            token.pos_ in ("DET", "ADJ") and not syntax.has_dep(token, "nsubj", "obj", "obl", "nmod", "conj")
        ):
            continue
        if token.pos_ == "PRON" and syntax.antecedent(token).i != token.i:
            continue  # a relative pronoun: its noun stands for it
        if any(t.span.begin <= token.idx < t.span.end for t in times):
            continue
        found.append(token)
    return found


class _Trigger(NamedTuple):
    """What is seen of a trigger, whatever noun is held against it."""

    word: str
    verbal: str
    """ "V" for a verb, "N" for any other word."""
    voice: str
    subject: bool
    objects: bool


@remembered
def _trigger(token: Token) -> _Trigger:
    verbal = token.pos_ in ("VERB", "AUX")
    return _Trigger(
        word=f"{lemmas_of(token)[0]}/{token.pos_[:1]}",
        verbal="V" if verbal else "N",
        voice="passive" if syntax.is_passive(token) else "active",
        subject=bool(verbal and syntax.subjects(token)),
        objects=bool(syntax.children(token, "obj")),
    )


class _Noun(NamedTuple):
    """What is seen of a noun, whatever trigger it is held against.

    `own` is what it is in its own clause, and `times` how much the document speaks of it: hints for nouns that hang
    elsewhere.
    """

    lemma: str
    kind: str
    case: str
    own: str
    times: int


@seen
def _noun(token: Token, scene: Scene) -> _Noun:
    chain = scene.chain_at(token)
    count = 0 if chain is None else len(scene.chains[chain].mentions)
    return _Noun(
        lemma=lemma(token),
        kind=kind(token, scene),
        case="+".join(syntax.cases(token)) or "-",
        own=f"{token.base}/{'root' if syntax.has_dep(token.head, 'ROOT') else token.head.pos_}",
        times=next(most for most in (10, 4, 2, 1, 0) if count >= most),
    )


def noun_features(found: Found, token: Token, roles: dict[int, str], scene: Scene) -> list[str]:
    """What speaks for a noun being an argument of a trigger; `roles` is what `relations` gives for the trigger."""
    word, verbal, voice, has_subject, has_objects = _trigger(found.token)
    noun, what, case, own, times = _noun(token, scene)
    role = roles.get(token.i, "far")
    frame, type_ = found.frame, found.type.value
    last = role.rsplit("^", 1)[-1]
    reach = "far" if role == "far" else "near"
    listed = [
        "bias", f"rel={role}", f"rel={role}|{verbal}", f"rel={role}|{verbal}|{frame}", f"rel={role}|{type_}",
        f"rel={role}|{type_}|{verbal}", f"rel={role}|{what}", f"rel={role}|{what}|{type_}",
        f"kind={what}", f"kind={what}|{type_}", f"kind={what}|{type_}|{verbal}", f"type={type_}",
        f"w:{word}|rel={role}", f"w:{word}|{what}", f"rel={role}|{voice}|{frame}", f"pos={token.pos_}",
        f"w:noun={noun}", f"w:noun={noun}|{type_}",
        f"last={last}|{role.count('^')}", f"last={last}|{what}", f"last={last}|{type_}",
        f"case={case}", f"case={case}|{what}", f"case={case}|{type_}", f"case={case}|{what}|{type_}",
    ]  # fmt: skip
    if "^" in role:
        above = found.token.head
        listed += [f"up={lemma(above)}|{role}", f"up={above.pos_}|{role}|{type_}"]
    listed += _position(found.token, token, verbal)
    listed += [
        f"own={own}|{reach}", f"own={own}|{reach}|{type_}", f"own={token.dep_}|{reach}|{verbal}",
        f"times={times}|{reach}", f"times={times}|{reach}|{verbal}", f"times={times}|{what}",
        f"subject={has_subject}|rel={role}", f"objects={has_objects}|rel={role}|{verbal}",
    ]  # fmt: skip
    return listed


class _Tallies(NamedTuple):
    """How many verbs, nouns and marks stand before each token of a document, and before its end."""

    verbs: list[int]
    things: list[int]
    marks: list[int]


@remembered
def _tallies(doc: Parse) -> _Tallies:
    def tally(*parts: str) -> list[int]:
        return list(accumulate((token.pos_ in parts for token in doc), initial=0))

    return _Tallies(tally("VERB"), tally("NOUN", "PROPN", "PRON"), tally("PUNCT"))


def _position(trigger: Token, token: Token, verbal: str) -> list[str]:
    distance = token.i - trigger.i
    side = "left" if distance < 0 else "right"
    size = min(abs(distance), 25)
    bucket = size if size < 4 else 4 if size < 7 else 7 if size < 12 else 12
    same = syntax.clause_head(token).i == syntax.clause_head(trigger).i
    begin = min(token.i, trigger.i) + 1
    end = max(token.i, trigger.i, begin)
    tallies = _tallies(trigger.doc)
    verbs = min(2, tallies.verbs[end] - tallies.verbs[begin])
    things = min(3, tallies.things[end] - tallies.things[begin])
    broken = tallies.marks[end] > tallies.marks[begin]
    return [
        f"dist={side}{bucket}", f"dist={side}{bucket}|{verbal}",
        f"same clause={same}", f"same clause={same}|{side}|{verbal}",
        f"between={side}|{verbs}v{things}n|{broken}", f"between={side}|{verbs}v{things}n|{verbal}|{trigger.tag_}",
        f"between={side}|{verbs}|{syntax.is_passive(trigger)}|{verbal}",
    ]  # fmt: skip


def time_features(found: Found, reference: Tokens, count: int) -> list[str]:
    """What speaks for a time expression dating a trigger; `count` is how many the sentence has."""
    trigger, root = found.token, reference.root
    roles = relations(trigger)
    role = roles.get(root.i, "far")
    clause, own = syntax.clause_head(root), syntax.clause_head(trigger)
    same = clause.i == own.i
    verbal = "V" if trigger.pos_ in ("VERB", "AUX") else "N"
    above = any(g.i == clause.i for g in syntax.governors(trigger))
    nearest = "first" if root.i == min((t.i for t in root.sent if t.ent_type_ == "DATE"), default=root.i) else "later"
    several = "one" if count == 1 else "several"
    listed = [
        "bias", f"rel={role}", f"rel={role}|{verbal}", f"same={same}", f"same={same}|{several}", f"above={above}",
        f"above={above}|same={same}|{several}", f"type={found.type}", f"dep={root.dep_}",
        f"dep={root.dep_}|same={same}",
        f"headpos={root.head.pos_}", f"case={'+'.join(syntax.cases(root)) or '-'}", f"{nearest}|{several}",
        f"first word={reference[0].lower_ if not reference[0].like_num else '0'}", f"root={lemma(root)}",
        f"up={root.dep_}:{root.head.pos_}:{same}", f"tense={trigger.tag_}|{same}", f"headis={root.head.i == trigger.i}",
        f"headis={root.head.i == own.i}|own", f"clausedep={own.dep_}|above={above}",
    ]  # fmt: skip
    return listed + _position(trigger, root, verbal)


class Linked:
    """The language model's log odds that stretches of a trigger's sentence stand in a role to it."""

    def __init__(self, found: Found, scene: Scene, told: Signals) -> None:
        self._doc = scene.doc
        self._begin = scene.tokens[found.sentence].start
        self._roles = told.roles
        self._odds = told.links(found.token.i, self._begin, scene.tokens[found.sentence].end)
        self._means: dict[tuple[int, int], dict[str, float]] = {}

    def odds(self, span: Span, role: str) -> float:
        """The mean over the tokens of a span; the roles are those of `ROLES`, and "time"."""
        place = span.begin, span.end
        if place not in self._means:
            inside = self._doc.char_span(*place, alignment_mode="expand")
            if inside is None:
                raise ValueError(f"[{span.begin}, {span.end}) covers no token")
            rows = self._odds[max(0, inside.start - self._begin) : inside.end - self._begin]
            self._means[place] = dict(zip(self._roles, averages(rows), strict=True))
        return self._means[place][role]


class _Offer(NamedTuple):
    """What a sentence has for its triggers: who and what it names, and when."""

    named: list[tuple[Token, Participant]]
    times: list[tuple[TimeReference, Tokens]]


class Finder:
    """Finds the arguments of the triggers of one document, each within its sentence.

    Args:
        scene: the document.
        times: its time expressions.
        told: what the language model says of its tokens.
    """

    def __init__(self, scene: Scene, times: Sequence[TimeReference], told: Signals | None = None) -> None:
        self._scene = scene
        self._times = times
        self._told = told
        self._offers: dict[int, _Offer] = {}
        self._nouns = load("arguments").among(ROLES)
        self._dates = load("arguments").among(("time",))

    def find(self, found: Found) -> Arguments:
        """The arguments of a trigger."""
        linked = None if self._told is None else Linked(found, self._scene, self._told)
        roles = relations(found.token)
        offer = self._offer(found.sentence)
        judged: dict[str, list[Likely]] = {role: [] for role in ROLES}

        def chance(role: str, score: float, span: Span) -> float:
            terms = blend.argument_terms(score, None if linked is None else linked.odds(span, role))
            return blend.argument_chance(terms, blend.weights(role, linked is not None))

        for token, who in offer.named:
            if token is found.token:
                continue
            scores = self._nouns.scores(noun_features(found, token, roles, self._scene))
            way = roles.get(token.i, "far")
            for role, score in zip(ROLES, scores, strict=True):
                judged[role].append(Likely(token, who, way, chance(role, score, who.span)))
        picked = {role: select(role, found, judged[role], THRESHOLDS[role]) for role in ROLES}
        dated = []
        for reference, piece in offer.times:
            listed = [f"t:{feature}" for feature in time_features(found, piece, len(offer.times))]
            if chance("time", self._dates.scores(listed)[0], reference.span) >= THRESHOLDS["time"]:
                dated.append(reference)
        return Arguments(
            tuple(_distinct(picked["actor"])),
            tuple(_distinct(picked["target"])),
            tuple(_distinct(picked["place"])),
            tuple(dated),
        )

    def _offer(self, sentence: int) -> _Offer:
        known = self._offers.get(sentence)
        if known is None:
            scene = self._scene
            here = [t for t in self._times if scene.sentences[sentence].span.contains(t.span)]
            named = [(t, participant(t, scene)) for t in nouns(scene.tokens[sentence], scene, here)]
            pieces = [(t, scene.doc.char_span(t.span.begin, t.span.end, alignment_mode="expand")) for t in here]
            known = self._offers[sentence] = _Offer(
                [(token, who) for token, who in named if who is not None],
                [(reference, piece) for reference, piece in pieces if piece is not None],
            )
        return known


def _distinct(found: list[Participant]) -> Iterator[Participant]:
    """One participant for each entity, the first as the text has them."""
    seen: set[int] = set()
    for who in found:
        if who.chain is None or who.chain not in seen:
            yield who
        if who.chain is not None:
            seen.add(who.chain)


def participant(token: Token, scene: Scene) -> Participant | None:
    """The participant that a noun phrase names; None for a pronoun of which it is not known whom it means."""
    chain = scene.chain_at(token)
    mention = scene.mention_at(token)
    if mention is not None and chain is not None:
        span = scene.mentions[mention].span
        return Participant(text=scene.document.quote(span), span=span, chain=chain)
    if token.lower_ not in _INDEFINITE and (token.pos_ == "PRON" or token.lower_ in ("who", "which", "that")):
        return None
    piece = syntax.phrase(token)
    span = Span(begin=piece.start_char, end=piece.end_char)
    return Participant(text=scene.document.quote(span), span=span, chain=chain)
