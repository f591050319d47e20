"""Which words tell an event, and of what type: candidates of the lexicon and of the language model, judged by both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np

from pipeline.extract import syntax
from pipeline.extract.events import blend
from pipeline.extract.events.blend import NONE
from pipeline.extract.events.context import kind, lemma, part
from pipeline.extract.events.figurative import figurative
from pipeline.extract.events.lexicon import Entry, entries, lemmas_of, noun_class, usual_frame
from pipeline.extract.events.linear import OWN, Features, load
from pipeline.extract.parse import Token, Tokens, remembered
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals
from pipeline.records import EventType

__all__ = ["Candidate", "Found", "candidates", "decide", "features", "judged", "shared_features", "topics"]

THRESHOLD = 0.25
"""How probable an event of the likeliest type must be for its trigger to be taken.

On held-out gold F1 is the same from here up to 0.35; the lower end misses less.
"""

LIKELY = 0.5
"""How probable it must be that a word tells an event of whatever type, where no type is probable enough by itself."""

_DEADLY = 1.5
"""How many times as probable as an attack a death must be to be told instead: it claims more."""

_WORD, _TYPE = 0.05, 0.02
"""From what probability on the language model's word is heard: that a word the lexicon lacks tells an event, and that a
word tells one of a type that the lexicon does not list for it."""

_DIGITAL = re.compile(
    r"cyber|\bhack|malware|ransomware|phish|\bddos\b|denial[- ]of[- ]service|botnet|spyware|\bvirus|password"
    r"|\bweb|\bonline\b|internet|comput|software|server|network|e-?mail|digital|\bdata|domain|\bsites?\b|\bpages?\b",
    re.IGNORECASE,
)
"""Without one of these words a document speaks of no cyberattack; an "attack" in it is one of the other kind."""
_HACKED = re.compile(r"cyber|\bhack|malware|ransomware|\bddos\b|denial[- ]of[- ]service|botnet", re.IGNORECASE)
_MACHINES = re.compile(
    r"cyber|\bhack|malware|ransomware|\bddos\b|denial[- ]of[- ]service|web ?site|\bserver|computer|database",
    re.IGNORECASE,
)
_ARMS = frozenset({
    "aerial", "air", "artillery", "bombing", "cruise", "drone", "military", "missile", "precision", "retaliatory",
    "rocket",
})  # fmt: skip
_STRIKES = frozenset({"attack", "bombard", "hit", "raid", "strike", "target"})
"""What makes an attack one on computers: words of its document, words of its sentence, and its own word."""
_PARTS = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "ADV"})

_NO_EVENT = frozenset({"aux", "cop", "fixed"})
_STEM = 5
_NEAR = 6
"""So many tokens away the words still tell of one that may be a trigger."""

_PHRASES = frozenset({"obl", "nmod"})
_MODIFIERS = frozenset({"compound", "amod", "det", "advmod", "aux", "xcomp", "ccomp", "mark", "nummod", "iobj"})
_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A token that may tell an event: its entries in the lexicon, and further types that the language model proposes.

    One that only the language model proposes has no entries.
    """

    token: Token
    sentence: int
    entries: tuple[Entry, ...] = ()
    proposed: tuple[str, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        """The types that the lexicon lists, in its order."""
        return tuple(dict.fromkeys(str(e.type) for e in self.entries))

    def frame(self, name: str) -> str:
        """By which frame the arguments of an event of this type are read."""
        own = (e.frame for e in self.entries if str(e.type) == name)
        return next(own, None) or usual_frame(name, self.token)


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger: its head token, type and confidence, and the frame by which its arguments are read.

    The confidence is the probability that the word tells an event and that it is of this type.
    """

    token: Token
    sentence: int
    type: EventType
    frame: str
    confidence: float


def candidates(scene: Scene, told: Signals | None = None) -> Iterator[Candidate]:
    """The tokens of a document that could tell an event, in text order: by the lexicon, and by the language model."""
    heard = None if told is None else (told.triggers.sum(1) >= _WORD).tolist()
    likely = {} if told is None else _likely(told)
    for sentence, tokens in enumerate(scene.tokens):
        for token in tokens:
            if token.base in _NO_EVENT:
                continue
            rows = entries(token)
            proposed: tuple[str, ...] = ()
            if token.i in likely and heard is not None and (rows or (token.pos_ in _PARTS and heard[token.i])):
                listed = {str(e.type) for e in rows}
                proposed = tuple([name for name in likely[token.i] if name not in listed])
            if rows or proposed:
                yield Candidate(token, sentence, rows, proposed)


def _likely(told: Signals) -> dict[int, list[str]]:
    """The types that the language model thinks possible, by token; most tokens have none."""
    found: dict[int, list[str]] = {}
    tokens, types = (told.triggers.astype(np.float64) >= _TYPE).nonzero()
    for token, type_ in zip(tokens.tolist(), types.tolist(), strict=True):
        found.setdefault(token, []).append(told.types[type_])
    return found


def topics(found: list[Candidate]) -> Counter[str]:
    """How often each type is named by words that mostly mean it: what the document is about."""
    return Counter([str(e.type) for c in found for e in c.entries if e.strength == "strong" and not e.companions])


def features(candidate: Candidate, scene: Scene) -> Features:
    """What speaks for or against each type, from the word itself and from what surrounds it."""
    token = candidate.token
    stem = lemmas_of(token)[0]
    found = Features(f"{stem}/{token.pos_[:1]}", [], [], [])
    found.general.extend((
        "bias", f"pos={part(token)}", f"dep={token.dep_}", f"ent={token.ent_type_ or '-'}",
        f"{OWN}low={token.lower_}",
        f"{OWN}stem={stem[:_STEM]}",  # invade and invasion learn from each other
    ))  # fmt: skip
    found.own.extend(("", part(token), token.dep_))
    _heads(token, found)
    _arguments(token, found, scene)
    _neighbours(token, found)
    _surroundings(token, found)
    return found


def _heads(token: Token, found: Features) -> None:
    head = token.head
    if head is token:
        found.general.append("root")
        return
    above = lemma(head)
    found.general.extend((f"head={above}", f"up={token.dep_}:{above}", f"headpos={token.dep_}:{head.pos_}"))
    if token.pos_ in ("NOUN", "PROPN"):
        found.both.append(f"case={'+'.join(syntax.cases(token)) or '-'}")
        found.own.append(f"up={above}")
        if token.base == "compound":
            found.general.append(f"compoundof={noun_class(head) or head.pos_}")


def _arguments(token: Token, found: Features, scene: Scene) -> None:
    verbal = token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBG")
    if verbal:
        found.both.append(f"passive={syntax.is_passive(token)}")
        agents, patients = syntax.agents(token), syntax.patients(token)
        for name, nouns in (("A", agents), ("P", patients)):
            if not nouns:
                found.both.append(f"{name}=none")
            for noun in nouns[:2]:
                found.both.extend((f"{name}={kind(noun, scene)}", f"{name}l={lemma(noun)}"))
        if agents and patients:
            found.general.append(f"AP={kind(agents[0], scene)},{kind(patients[0], scene)}")
    for child in token.children:
        if child.base in _PHRASES:
            case = "+".join(syntax.cases(child)) or child.dep_
            found.both.extend((f"prep={case}", f"prep={case}:{kind(child, scene)}"))
            found.general.append(f"prepl={case}:{lemma(child)}")
        elif child.base in _MODIFIERS:
            found.both.append(f"{child.dep_}={lemma(child)}")
            found.general.append(f"has={child.dep_}")
            if child.base in ("compound", "amod"):
                found.general.append(f"{child.dep_}:kind={kind(child, scene)}")


def _neighbours(token: Token, found: Features) -> None:
    sentence = token.sent
    for offset in (-2, -1, 1, 2):
        at = token.i + offset
        if sentence.start <= at < sentence.end:
            near = token.doc.tokens[at]
            text = "0" if near.like_num else near.lower_
            if offset in (-1, 1):
                found.both.append(f"near{offset}={text}")
                found.general.append(f"nearpos{offset}={near.pos_}")
            else:
                found.general.append(f"near{offset}={text}")


class _Near(NamedTuple):
    """What a word of a sentence says of the others: its place, its sort as a noun, and its lemma if it is no name."""

    place: int
    sort: str
    bag: str


@remembered
def _sorts(sentence: Tokens) -> list[_Near]:
    """The words of a sentence that say what it is about."""
    return [
        _Near(
            near.i,
            f"sent={what}" if (what := near.ent_type_ or (near.pos_ == "NOUN" and noun_class(near))) else "",
            "" if near.pos_ == "PROPN" else f"bag={lemma(near)}",
        )
        for near in sentence
        if near.pos_ in _TELLING
    ]


def _surroundings(token: Token, found: Features) -> None:
    """What the sentence is about: the sorts of its nouns, and the words that stand near."""
    place = token.i
    sorts = _sorts(token.sent)
    found.both.extend({near.sort: None for near in sorts if near.sort and near.place != place})
    found.general.extend([n.bag for n in sorts if n.bag and -_NEAR <= n.place - place <= _NEAR and n.place != place])


def shared_features(candidate: Candidate, topic: Counter[str], sentence: Counter[str]) -> dict[str, tuple[str, ...]]:
    """What the lexicon and the rest of the document say for each type, in terms that all types share."""
    found: dict[str, tuple[str, ...]] = {}
    own = topics([candidate])
    most = sorted(topic.items(), key=itemgetter(1), reverse=True)[:2]
    leading = {name for name, count in most if count > own[name] + 1}
    types = candidate.types
    single = "only" if len(types) == 1 else "one of many"
    for name in types:
        rows = [e for e in candidate.entries if str(e.type) == name]
        strength = "strong" if any(e.strength == "strong" for e in rows) else "weak"
        companions = any(e.companions for e in rows)
        part_of = rows[0].part
        about = min(3, max(0, topic[name] - own[name]))
        beside = min(2, max(0, sentence[name] - own[name]))
        found[name] = _listed_as(
            strength, part_of, part(candidate.token), single, companions, about, beside, name in leading
        )
    return found


@cache
def _listed_as(
    strength: str, part_of: str, tag: str, single: str, companions: bool, about: int, beside: int, leads: bool
) -> tuple[str, ...]:
    return (
        f"*{strength}/{part_of}", f"*{strength}/{single}", f"*companions={companions}/{strength}",
        f"*about={about}/{strength}", f"*beside={beside}/{strength}", f"*{strength}/{part_of}/{tag}",
        f"*leads={leads}/{strength}",
    )  # fmt: skip


def judged(scene: Scene, told: Signals | None) -> Iterator[tuple[Candidate, dict[str, blend.Terms]]]:
    """The candidates of a document, each with what speaks for its types and against any."""
    model = load("triggers")
    listed = list(candidates(scene, told))
    topic = topics(listed)
    by_sentence = {n: topics(list(beside)) for n, beside in groupby(listed, key=attrgetter("sentence"))}
    for candidate in listed:
        shared = shared_features(candidate, topic, by_sentence[candidate.sentence])
        options = (*candidate.types, *candidate.proposed)
        scores = model.scores_of(features(candidate, scene), (NONE, *options), shared)
        heard = None
        if told is not None:
            shares = dict(zip(told.types, told.triggers[candidate.token.i].tolist(), strict=True))
            heard = {name: shares.get(name, 0.0) for name in options}
        yield candidate, blend.trigger_terms(candidate.types, candidate.proposed, scores, heard)


def _only_tried(token: Token) -> bool:
    """Whether somebody set about what a noun tells, and may not have done it: "an assassination attempt"."""
    return token.base == "compound" and token.head.lemma_.lower() in ("attempt", "bid")


@remembered
def _digital(scene: Scene) -> bool:
    """Whether a document speaks of anything that a cyberattack could be on or by."""
    return _DIGITAL.search(scene.document.text) is not None


def _armed(token: Token) -> bool:
    """Whether a strike is one with weapons: "a drone strike"."""
    return any(c.lower_ in _ARMS for c in syntax.children(token, "compound", "amod"))


@remembered
def _hacked(scene: Scene) -> bool:
    """Whether a document speaks of attacks on computers."""
    return _HACKED.search(scene.document.text) is not None


def _on_machines(token: Token, scene: Scene) -> bool:
    """Whether an attack is one on computers by the words of its sentence, where its document speaks of such."""
    return token.lemma_.lower() in _STRIKES and _hacked(scene) and _MACHINES.search(token.sent.text) is not None


def decide(scene: Scene, told: Signals | None = None) -> list[Found]:
    """The triggers of a document, in text order; `told` is what the language model says of its tokens."""
    weighed = blend.weights("triggers", told is not None)
    found: list[Found] = []
    for candidate, terms in judged(scene, told):
        chances = blend.chances(terms, weighed)
        happens = 1 - chances.pop(NONE)
        if EventType.CYBERATTACK in chances and EventType.ATTACK in chances and not _digital(scene):
            chances[EventType.ATTACK] = max(chances[EventType.ATTACK], chances.pop(EventType.CYBERATTACK))
        if EventType.DEATH in chances and _only_tried(candidate.token):
            chances[EventType.ATTACK] = max(chances.get(EventType.ATTACK, 0.0), chances.pop(EventType.DEATH))
        if EventType.STRIKE in chances and EventType.ATTACK in chances and _armed(candidate.token):
            chances[EventType.ATTACK] = max(chances[EventType.ATTACK], chances.pop(EventType.STRIKE))
        if EventType.CYBERATTACK in chances and EventType.ATTACK in chances and _on_machines(candidate.token, scene):
            chances[EventType.CYBERATTACK] = max(chances[EventType.CYBERATTACK], chances.pop(EventType.ATTACK))
        best = max(chances, key=lambda name: chances[name])
        if best == EventType.DEATH and chances[best] < _DEADLY * chances.get(EventType.ATTACK, 0.0):
            best = EventType.ATTACK  # "soldiers shot two students": right, whether they lived or not
        sure = round(chances[best], 3)
        if (sure < THRESHOLD and happens < LIKELY) or figurative(candidate.token, best):
            continue
        found.append(Found(candidate.token, candidate.sentence, EventType(best), candidate.frame(best), sure))
    return found
