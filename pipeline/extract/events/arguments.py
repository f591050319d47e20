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
from pipeline.extract.events.bystanders import acts_elsewhere, tellers_of
from pipeline.extract.events.context import relations
from pipeline.extract.events.dating import dates_another, places_another
from pipeline.extract.events.doers import does, owns_deed
from pipeline.extract.events.hints import FAR, Noun, noun_hints, noun_of, ranks, time_features, trigger_of
from pipeline.extract.events.linear import load
from pipeline.extract.events.selection import JOINT, Likely, Phrase, select, within_reach
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene, seen
from pipeline.language.signals import Signals
from pipeline.records import EntityLabel, MentionForm, Participant, Span, TimeReference

__all__ = ["QUESTIONS", "ROLES", "Arguments", "Finder", "Phrases", "nouns", "participant", "phrase", "unheard"]

ROLES = ("actor", "target", "place")
QUESTIONS = (*ROLES, "time")
THRESHOLDS = {"actor": 0.25, "target": 0.2, "place": 0.3, "time": 0.3}
"""How probable a role must be for a phrase to be taken; the best F1 on held-out gold."""

_DOER = 0.6
"""How probable it is that a noun that owns a deed does it, of which there is hardly an example to learn from."""

_MARGIN = 0.2
"""How much likelier one of two roles must be for the other not to be taken."""

_PARTS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
_NO_NOUN = frozenset({"flat", "fixed", "goeswith", "det", "nummod", "expl", "case", "mark"})
_NOMINAL = frozenset({"nsubj", "obj", "obl", "nmod", "conj"})
"""Parts of speech of what may head a noun phrase, relations of what does not, and those that make a noun of others."""

_INDEFINITE = frozenset(
    {"nobody", "none", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "others", "some", "many"}
    | {"several", "most", "few", "all", "both", "thousands", "hundreds", "dozens"}
)
"""Pronouns that stand for people or things by themselves, so that their words say who takes part."""


_PARTIES = frozenset({EntityLabel.PERSON, EntityLabel.ORG})
"""Whose names say more than the words beside which they stand: "one of those arrested, the baker Ida Lind"."""


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
        places = ranks(found.token, [one.noun for one in others])
        scores = [
            self._nouns.scores(*noun_hints(trigger, one.noun, place, way))
            for one, place, way in zip(others, places, ways, strict=True)
        ]
        heard = [
            None if odds is None or unheard(one.noun.token) else odds[n][: len(ROLES)]
            for n, one in zip(rows, others, strict=True)
        ]
        chances = blend.argument_chances(scores, heard, ROLES)
        suspected = found.token.pos_ != "VERB" and (
            accused(found.token, found.type)
            or (syntax.has_dep(found.token, "obj") and accused(found.token.head, found.type))
        )
        own, tellers = syntax.subtree(found.token), tellers_of(found.token, found.type)

        place = ROLES.index("place")
        sites = [o.noun.token for o, row in zip(others, chances, strict=True) if row[place] >= THRESHOLDS["place"]]

        def possible(role: str, token: Token) -> bool:
            if role != "target" and suspected and not own.start <= token.i < own.end:
                return False  # who stands trial for an attack need not have attacked, nor where he is tried
            if syntax.ruled_out(token):
                return False
            if role == "target" and owns_deed(found.token, token):
                return False
            if role == "place":
                return not places_another(found.token, token, sites)
            return token.i not in tellers and not (role == "actor" and acts_elsewhere(found.token, token, self._scene))

        taken: dict[str, list[Likely]] = {}
        for role, column in zip(ROLES, zip(*chances, strict=True), strict=True):
            least = THRESHOLDS[role]
            taken[role] = []
            if role == "actor":
                column = tuple(
                    _DOER if does(found, one.noun) else chance for one, chance in zip(others, column, strict=True)
                )
            if max(column) < least:
                continue
            likely = [Likely(one.who, way, chance) for one, way, chance in zip(others, ways, column, strict=True)]
            likely = [one for one in within_reach(likely, least) if possible(role, one.who.token)]
            taken[role] = select(role, found, likely, least)
        joint = found.type in JOINT  # in "X met Y" both meet somebody
        taken["actor"], taken["target"] = self._apart(taken["actor"], taken["target"], joint)
        return {
            role: [
                who
                for one in of
                for token in _by_name(one.who.token, self._scene)
                if (who := participant(token, self._scene)) is not None
            ]
            for role, of in taken.items()
        }

    def _apart(self, actors: list[Likely], targets: list[Likely], joint: bool) -> tuple[list[Likely], list[Likely]]:
        """Those who do what is told and those to whom it is done: nobody arrests himself.

        Of two names of one entity the agent by grammar counts or the likelier, and of a phrase that may be either its
        likelier role. Where neither role is much likelier the phrase keeps both: "the departure of Kral" is his, wanted
        or not. So does one of those who do something together, unless a verb has it for its object: "Lind met Kral".
        """

        def same(one: Likely, other: Likely) -> bool:
            chain = self._scene.chain_at(one.who.token)
            if one.who == other.who:
                return not joint or one.way == "patient"
            return chain is not None and chain == self._scene.chain_at(other.who.token)

        both = [(one, other) for one in actors for other in targets if same(one, other)]
        no_targets = [b for a, b in both if a.chance >= b.chance + _MARGIN or (a.who != b.who and _does(a, b))]
        no_actors = [
            a for a, b in both if b not in no_targets and (a.who != b.who or joint or b.chance >= a.chance + _MARGIN)
        ]
        return [one for one in actors if one not in no_actors], [one for one in targets if one not in no_targets]

    def _dated(self, found: Found, offer: _Offer, odds: list[list[float]] | None) -> Iterator[TimeReference]:
        """When it was."""
        heads = [piece.root for _, piece in offer.times]
        for n, (reference, piece) in enumerate(offer.times, start=len(offer.named)):
            if dates_another(found.token, piece.root, heads):
                continue
            score = self._dates.scores([f"t:{feature}" for feature in time_features(found, piece, len(offer.times))])
            heard = None if odds is None else odds[n][len(ROLES) :]
            ((chance,),) = blend.argument_chances([score], [heard], ("time",))
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


def _by_name(token: Token, scene: Scene) -> list[Token]:
    """The names beside a noun that stand for the same, or the noun itself: Varga in "the minister, Leon Varga"."""
    chain, mention = scene.chain_at(token), scene.mention_at(token)
    if mention is not None and (chain is None or scene.mentions[mention].form is MentionForm.NAME):
        return [token]
    found = []
    for one in _beside(token):
        name = scene.mention_at(one)
        if name is None or scene.mentions[name].form is not MentionForm.NAME:
            continue
        if scene.chain_of(name) == chain or (chain is None and scene.mentions[name].label in _PARTIES):
            found.append(one)
    return found or [token]


def _beside(noun: Token) -> list[Token]:
    """The words in apposition to a noun, and those in apposition to them: "one of them, the baker Ida Lind"."""
    first = [one for beside in syntax.children(noun, "appos", "flat") for one in syntax.conjuncts(beside)]
    return [*first, *(deeper for one in first for deeper in syntax.children(one, "appos", "flat"))]


def unheard(token: Token) -> bool:
    """Whether the language model has no say on a word's role: of personal pronouns it has learnt that they have none.

    The gold gives the names that they stand for, wherever these are.
    """
    return token.pos_ == "PRON" and token.lower_ not in _INDEFINITE


def _does(actor: Likely, target: Likely) -> bool:
    """Which role somebody has who is named twice, once as likely to be the actor and once the target."""
    return actor.way == "agent" or (target.way != "patient" and actor.chance >= target.chance)


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
