"""Who does it, to whom, where and when: the nouns of a sentence judged as arguments of a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.datelines import end_of_dateline
from pipeline.extract.events import blend
from pipeline.extract.events.accusation import accused
from pipeline.extract.events.context import relations
from pipeline.extract.events.dating import dates_another, places_another
from pipeline.extract.events.hints import noun_parts, time_features
from pipeline.extract.events.linear import load
from pipeline.extract.events.modality import CARRIES, settled
from pipeline.extract.events.selection import JOINT, Likely, select
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene, seen
from pipeline.language.signals import Signals, averages
from pipeline.records import EventType, Modality, Participant, Span, TimeReference

__all__ = ["ROLES", "Arguments", "Finder", "Linked", "nouns", "participant"]

ROLES = ("actor", "target", "place")
THRESHOLDS = {"actor": 0.3, "target": 0.3, "place": 0.3, "time": 0.3}
"""How probable a role must be for a phrase to be taken; the best F1 on held-out gold."""


_JUDGES = frozenset({
    "blame", "condemn", "criticise", "criticize", "crush", "decry", "denounce", "deny", "deplore", "describe",
    "disperse", "dispute", "foil", "investigate", "lament", "mourn", "prevent", "probe", "quell", "question", "recall",
    "regret", "report", "suppress", "thwart", "witness",
})  # fmt: skip
"""Verbs whose subject speaks of, looks into or puts down what their object tells."""
_PURPOSES = frozenset(
    {"aim", "goal", "idea", "outcome", "plan", "purpose", "result", "solution", "step", "task", "way"}
)
_SPEAKERS = frozenset({"i", "we", "you"})
_OTHERS = frozenset({"he", "she", "it"})
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
        if token.lower_.rstrip(".") == "etc":
            continue
        if any(t.span.begin <= token.idx < t.span.end for t in times):
            continue
        found.append(token)
    return found


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
            odds = None if linked is None else linked.odds(span, role)
            return blend.argument_chance(score, odds, blend.weights(role, linked is not None))

        suspected = found.token.pos_ != "VERB" and (
            accused(found.token, found.type)
            or (syntax.has_dep(found.token, "obj") and accused(found.token.head, found.type))
        )
        own = syntax.subtree(found.token)
        tellers = _tellers(found.token, found.type)
        for token, who in offer.named:
            if token is found.token:
                continue
            scores = self._nouns.scores(*noun_parts(found, token, roles, self._scene))
            way = roles.get(token.i, "far")
            for role, score in zip(ROLES, scores, strict=True):
                if role == "actor" and suspected and not own.start <= token.i < own.end:
                    continue  # who stands trial for an attack need not have attacked
                if role != "place" and token.i in tellers:
                    continue
                if role == "place" and places_another(found.token, token):
                    continue
                if role == "actor" and _acts_elsewhere(found.token, token, scene=self._scene):
                    continue
                judged[role].append(Likely(token, who, way, chance(role, score, who.span)))
        picked = {role: select(role, found, judged[role], THRESHOLDS[role]) for role in ROLES}
        if found.type not in JOINT:
            _told_apart(picked, judged)
        dated = []
        heads = [piece.root for _, piece in offer.times]
        for reference, piece in offer.times:
            if dates_another(found.token, piece.root, heads):
                continue
            listed = tuple(f"t:{feature}" for feature in time_features(found, piece, len(offer.times)))
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
            tokens = scene.tokens[sentence]
            filed = end_of_dateline(tokens)
            if any(t.lower_ in ("here", "this") for t in tokens):
                filed = tokens.start
            # where a report was filed is not where things happened, unless it says that they happened "here"
            named = [(t, participant(t, scene)) for t in nouns(tokens, scene, here) if t.i >= filed]
            pieces = [(t, scene.doc.char_span(t.span.begin, t.span.end, alignment_mode="expand")) for t in here]
            known = self._offers[sentence] = _Offer(
                [(token, who) for token, who in named if who is not None],
                [(reference, piece) for reference, piece in pieces if piece is not None],
            )
        return known


def _tellers(trigger: Token, type_: EventType) -> frozenset[int]:
    """Who only judges what a noun tells, or gives a verb's clause as a thought or as news, and has no part in it.

    Kral in "Kral denied murder", "Kral blamed the attack on the rebels", "Kral made the claim that soldiers looted";
    and the rebels, whom the attack did not hit.
    """
    at = syntax.first_conjunct(trigger)
    above = at.head
    if at.pos_ not in ("VERB", "AUX"):
        if not syntax.has_dep(at, "obj"):
            return frozenset()
        left = settled(above, type_)  # "he did not order the attack", "had he ordered the attack"
        undone = above.lemma_.lower() in CARRIES and left and not {Modality.ACTUAL, Modality.PLANNED} & set(left)
        if above.lemma_.lower() not in _JUDGES and not undone and not _broken_up(above):
            return frozenset()
        blamed = [t for t in (*at.children, *above.children) if above.lemma_ == "blame" and "on" in syntax.cases(t)]
        return frozenset(t.i for t in (*syntax.agents(above), *blamed))
    inside = {t.i for t in at.subtree}
    own = [t for t in syntax.agents(at) if t.i in inside and t.pos_ in ("NOUN", "PROPN")]
    content = syntax.has_dep(at, "acl") and at.dep_ != "acl:relcl" and syntax.children(at, "mark")
    if not own or not (content or syntax.has_dep(at, "ccomp")):
        return frozenset()
    governing = above if above.pos_ == "VERB" else above.head
    return frozenset(t.i for who in syntax.agents(governing) for t in who.subtree if t.i not in inside)


def _told_apart(picked: dict[str, list[Participant]], judged: dict[str, list[Likely]]) -> None:
    """Take an entity that does by grammar what is told out of those to whom it is done: nobody arrests himself."""
    doing = {one.who.chain for one in judged["actor"] if one.way == "agent" and one.who in picked["actor"]}
    picked["target"] = [who for who in picked["target"] if who.chain is None or who.chain not in doing]


def _broken_up(verb: Token) -> bool:
    return verb.lemma_ == "break" and any(c.lower_ == "up" for c in syntax.children(verb, "compound:prt", "advmod"))


def _acts_elsewhere(trigger: Token, token: Token, scene: Scene) -> bool:
    """Whether a noun cannot do what is told, by the grammar of the clauses that the two stand in.

    Kral in "they did not support Kral but marched", "Kral died after we left"; the goal in "the goal was to form".
    """
    clause = syntax.clause_head(trigger)
    first = syntax.first_conjunct(clause)
    if first.i != clause.i and syntax.has_dep(token, "obj") and token.head.i == first.i:
        return True
    if trigger.pos_ not in ("VERB", "AUX"):
        return False
    if token.lemma_.lower() in _PURPOSES and scene.mention_at(token) is None:
        return True
    own = [t for t in trigger.children if syntax.has_dep(t, "nsubj")]
    if not own or any(t.i == token.i for t in trigger.subtree):
        return False
    if own[0].lower_ in _OTHERS:  # who of those named is meant, coreference would know
        chain = scene.chain_at(token)
        return chain is not None and chain != scene.chain_at(own[0])
    return own[0].lower_ in _SPEAKERS or own[0].pos_ in ("NOUN", "PROPN")


def _distinct(found: list[Participant]) -> Iterator[Participant]:
    """One participant for each entity, the first as the text has them."""
    seen: set[int] = set()
    for who in found:
        if who.chain is None or who.chain not in seen:
            yield who
        if who.chain is not None:
            seen.add(who.chain)


@seen
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
