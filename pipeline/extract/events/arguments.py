"""Who does it, to whom, where and when: the nouns of a sentence judged as arguments of a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.extract import syntax
from pipeline.extract.datelines import end_of_dateline
from pipeline.extract.events import blend
from pipeline.extract.events.accusation import accused
from pipeline.extract.events.context import relations
from pipeline.extract.events.dating import dates_another, places_another
from pipeline.extract.events.hints import FAR, Noun, noun_hints, noun_of, time_features, trigger_of
from pipeline.extract.events.linear import load
from pipeline.extract.events.modality import CARRIES, settled
from pipeline.extract.events.selection import JOINT, Likely, Phrase, select
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene, seen
from pipeline.language.signals import Signals
from pipeline.records import EventType, Modality, Participant, Span, TimeReference

__all__ = ["QUESTIONS", "ROLES", "Arguments", "Finder", "Phrases", "nouns", "participant", "phrase"]

ROLES = ("actor", "target", "place")
QUESTIONS = (*ROLES, "time")
THRESHOLDS = {"actor": 0.3, "target": 0.3, "place": 0.3, "time": 0.3}
"""How probable a role must be for a phrase to be taken; the best F1 on held-out gold."""


_PARTS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
_NO_NOUN = frozenset({"flat", "fixed", "goeswith", "det", "nummod", "expl", "case", "mark"})
_NOMINAL = frozenset({"nsubj", "obj", "obl", "nmod", "conj"})
"""Parts of speech of what may head a noun phrase, relations of what does not, and those that make a noun of others."""

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
        if token.pos_ not in _PARTS:
            continue
        mention = scene.mention_at(token)
        if mention is not None:
            inside = scene.mention_tokens(mention)
            if token.head.i != token.i and inside.start <= token.head.i < inside.end:
                continue  # not the head of its name
        elif token.base in _NO_NOUN or (token.pos_ in ("DET", "ADJ") and token.base not in _NOMINAL):
            continue
        if token.pos_ == "PRON" and syntax.antecedent(token).i != token.i:
            continue  # a relative pronoun: its noun stands for it
        if token.lower_.rstrip(".") == "etc":
            continue
        if times and any(t.span.begin <= token.idx < t.span.end for t in times):
            continue
        found.append(token)
    return found


class Phrases:
    """Stretches of one sentence, and the language model's log odds that they stand in a role to a trigger."""

    def __init__(self, stretches: Sequence[Tokens], sentence: Tokens) -> None:
        self._begin, self._end = sentence.start, sentence.end
        self._shares = np.zeros((len(stretches), len(sentence)), np.float32)
        for row, words in zip(self._shares, stretches, strict=True):
            first, last = max(words.start, self._begin), min(words.end, self._end)
            row[first - self._begin : last - self._begin] = 1 / (last - first)

    def odds(self, trigger: Token, told: Signals) -> list[list[float]]:
        """For each stretch, in the order of `QUESTIONS`: the mean over its tokens."""
        links = told.links(trigger.i, self._begin, self._end)
        means: list[list[float]] = (self._shares @ links[:, [told.roles.index(r) for r in QUESTIONS]]).tolist()
        return means


class _Named(NamedTuple):
    """A noun of a sentence, and the phrase that it heads."""

    noun: Noun
    who: Phrase


class _Offer(NamedTuple):
    """What a sentence has for its triggers: who and what it names, and when."""

    named: list[_Named]
    times: list[tuple[TimeReference, Tokens]]
    phrases: Phrases
    """The words of all of them: those of `named`, then those of `times`."""


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
        offer = self._offer(found.sentence)
        odds = None if self._told is None else offer.phrases.odds(found.token, self._told)
        picked = self._participants(found, offer, odds)
        return Arguments(
            tuple(_distinct(picked["actor"])),
            tuple(_distinct(picked["target"])),
            tuple(_distinct(picked["place"])),
            tuple(self._dated(found, offer, odds)),
        )

    def _participants(
        self, found: Found, offer: _Offer, odds: list[list[float]] | None
    ) -> dict[str, list[Participant]]:
        """Who has which role."""
        rows = [n for n, one in enumerate(offer.named) if one.noun.token is not found.token]
        if not rows:
            return {role: [] for role in ROLES}
        others = [offer.named[n] for n in rows]
        trigger, roles = trigger_of(found), relations(found.token)
        ways = [roles.get(one.noun.token.i, FAR) for one in others]
        scores = [
            self._nouns.scores(*noun_hints(trigger, one.noun, way)) for one, way in zip(others, ways, strict=True)
        ]
        heard = None if odds is None else [odds[n][: len(ROLES)] for n in rows]
        chances = blend.argument_chances(scores, heard, ROLES)
        suspected = found.token.pos_ != "VERB" and (
            accused(found.token, found.type)
            or (syntax.has_dep(found.token, "obj") and accused(found.token.head, found.type))
        )
        own, tellers = syntax.subtree(found.token), _tellers(found.token, found.type)

        def possible(role: str, token: Token) -> bool:
            if role != "target" and suspected and not own.start <= token.i < own.end:
                return False  # who stands trial for an attack need not have attacked, nor where he is tried
            if role == "place":
                return not places_another(found.token, token)
            return token.i not in tellers and not (role == "actor" and _acts_elsewhere(found.token, token, self._scene))

        picked: dict[str, list[Participant]] = {}
        doing: set[int | None] = set()
        for role, column in zip(ROLES, zip(*chances, strict=True), strict=True):
            least = THRESHOLDS[role]
            if max(column) < least:
                picked[role] = []
                continue
            likely = [
                Likely(one.who, way, chance)
                for one, way, chance in zip(others, ways, column, strict=True)
                if possible(role, one.noun.token)
            ]
            taken = select(role, found, likely, least)
            picked[role] = [who for one in taken if (who := participant(one.token, self._scene)) is not None]
            if role == "actor" and found.type not in JOINT:
                agents = [one.who for one in likely if one.way == "agent" and one.who in taken]
                doing = {self._scene.chain_at(who.token) for who in agents}
        # an entity that does by grammar what is told is none of those to whom it is done: nobody arrests himself
        picked["target"] = [who for who in picked["target"] if who.chain is None or who.chain not in doing]
        return picked

    def _dated(self, found: Found, offer: _Offer, odds: list[list[float]] | None) -> Iterator[TimeReference]:
        """When it was."""
        heads = [piece.root for _, piece in offer.times]
        for n, (reference, piece) in enumerate(offer.times, start=len(offer.named)):
            if dates_another(found.token, piece.root, heads):
                continue
            score = self._dates.scores([f"t:{feature}" for feature in time_features(found, piece, len(offer.times))])
            heard = None if odds is None else [odds[n][len(ROLES) :]]
            ((chance,),) = blend.argument_chances([score], heard, ("time",))
            if chance >= THRESHOLDS["time"]:
                yield reference

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
            named = [
                _Named(noun_of(token, scene), who)
                for token in nouns(tokens, scene, here)
                if token.i >= filed and (who := phrase(token, scene)) is not None
            ]
            pieces = [(t, scene.doc.char_span(t.span.begin, t.span.end, alignment_mode="expand")) for t in here]
            times = [(reference, piece) for reference, piece in pieces if piece is not None]
            stretches = [*(one.who.words for one in named), *(piece for _, piece in times)]
            known = self._offers[sentence] = _Offer(named, times, Phrases(stretches, tokens))
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
    content = syntax.has_dep(at, "acl") and at.dep_ != "acl:relcl" and syntax.children(at, "mark")
    if not (content or syntax.has_dep(at, "ccomp")):
        return frozenset()
    inside = {t.i for t in at.subtree}
    if not any(t.i in inside and t.pos_ in ("NOUN", "PROPN") for t in syntax.agents(at)):
        return frozenset()
    governing = above if above.pos_ == "VERB" else above.head
    return frozenset(t.i for who in syntax.agents(governing) for t in who.subtree if t.i not in inside)


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
    if not own or any(above is trigger for above in (token, *syntax.governors(token))):
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
def phrase(token: Token, scene: Scene) -> Phrase | None:
    """The words that a noun stands for; None for a pronoun of which it is not known whom it means."""
    mention = scene.mention_at(token)
    if mention is not None and scene.chain_of(mention) is not None:
        span = scene.mentions[mention].span
        return Phrase(token, scene.mention_tokens(mention), span.begin, span.end)
    if token.lower_ not in _INDEFINITE and (token.pos_ == "PRON" or token.lower_ in ("who", "which", "that")):
        return None
    words = syntax.phrase(token)
    return Phrase(token, words, words.start_char, words.end_char)


@seen
def participant(token: Token, scene: Scene) -> Participant | None:
    """Who or what a noun names, if `phrase` knows its words."""
    words = phrase(token, scene)
    if words is None:
        return None
    span = Span(begin=words.begin, end=words.end)
    return Participant(text=scene.document.quote(span), span=span, chain=scene.chain_at(token))
