"""Which words tell an event, and of what type: candidates of the lexicon and of the language model, judged by both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract import syntax
from pipeline.extract.events import blend
from pipeline.extract.events.blend import NONE
from pipeline.extract.events.context import kind, lemma, part
from pipeline.extract.events.lexicon import Entry, entries, lemmas_of, noun_class, usual_frame
from pipeline.extract.events.linear import load
from pipeline.extract.parse import Token
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals
from pipeline.records import EventType

__all__ = ["Candidate", "Found", "candidates", "decide", "features", "judged", "shared_features", "topics"]

THRESHOLD = 0.25
"""How probable an event of the likeliest type must be for its trigger to be taken.

On held-out gold F1 is the same from here up to 0.35; the lower end misses less.
"""

_WORD, _TYPE = 0.05, 0.02
"""From what probability on the language model's word is heard: that a word the lexicon lacks tells an event, and that a
word tells one of a type that the lexicon does not list for it."""

_DIGITAL = re.compile(
    r"cyber|\bhack|malware|ransomware|phish|\bddos\b|denial[- ]of[- ]service|botnet|spyware|\bvirus|password"
    r"|\bweb|\bonline\b|internet|comput|software|server|network|e-?mail|digital|\bdata|domain|\bsites?\b|\bpages?\b",
    re.IGNORECASE,
)
"""Without one of these words a document speaks of no cyberattack; an "attack" in it is one of the other kind."""
_PARTS = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "ADV"})

_STEM = 5


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
    for sentence, tokens in enumerate(scene.tokens):
        for token in tokens:
            if syntax.has_dep(token, "aux", "cop", "fixed"):
                continue
            rows = entries(token)
            proposed: tuple[str, ...] = ()
            if told is not None and heard is not None and (rows or (token.pos_ in _PARTS and heard[token.i])):
                listed = {str(e.type) for e in rows}
                sure = zip(told.types, told.triggers[token.i].tolist(), strict=True)
                proposed = tuple(name for name, chance in sure if chance >= _TYPE and name not in listed)
            if rows or proposed:
                yield Candidate(token, sentence, rows, proposed)


def topics(found: list[Candidate]) -> Counter[str]:
    """How often each type is named by words that mostly mean it: what the document is about."""
    return Counter(str(e.type) for c in found for e in c.entries if e.strength == "strong" and not e.companions)


def features(candidate: Candidate, scene: Scene) -> list[str]:
    """What speaks for or against each type, from the word itself and from what surrounds it."""
    token = candidate.token
    word = f"{lemmas_of(token)[0]}/{token.pos_[:1]}"
    found = ["bias", f"pos={part(token)}", f"dep={token.dep_}", f"ent={token.ent_type_ or '-'}", f"w:{word}"]
    found += [f"w:{word}|{part(token)}", f"w:{word}|{token.dep_}", f"w:low={token.lower_}"]
    found.append(f"w:stem={lemmas_of(token)[0][:_STEM]}")  # invade and invasion learn from each other
    found += _heads(token, word)
    found += _arguments(token, word, scene)
    found += _neighbours(token, word)
    found += _surroundings(token, word)
    return list(dict.fromkeys(found))


def _heads(token: Token, word: str) -> Iterator[str]:
    head = token.head
    if head.i == token.i:
        yield "root"
        return
    yield f"head={lemma(head)}"
    yield f"up={token.dep_}:{lemma(head)}"
    yield f"headpos={token.dep_}:{head.pos_}"
    if token.pos_ in ("NOUN", "PROPN"):
        case = "+".join(syntax.cases(token))
        yield f"case={case or '-'}"
        yield f"w:{word}|case={case or '-'}"
        yield f"w:{word}|up={lemma(head)}"
        if syntax.has_dep(token, "compound"):
            yield f"compoundof={noun_class(head) or head.pos_}"


def _arguments(token: Token, word: str, scene: Scene) -> Iterator[str]:
    verbal = token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBG")
    if verbal:
        passive = syntax.is_passive(token)
        yield f"passive={passive}"
        yield f"w:{word}|passive={passive}"
        agents, patients = syntax.agents(token), syntax.patients(token)
        for name, nouns in (("A", agents), ("P", patients)):
            if not nouns:
                yield f"{name}=none"
                yield f"w:{word}|{name}=none"
            for noun in nouns[:2]:
                what = kind(noun, scene)
                yield f"{name}={what}"
                yield f"w:{word}|{name}={what}"
                yield f"{name}l={lemma(noun)}"
                yield f"w:{word}|{name}l={lemma(noun)}"
        if agents and patients:
            yield f"AP={kind(agents[0], scene)},{kind(patients[0], scene)}"
    for child in token.children:
        if syntax.has_dep(child, "obl", "nmod"):
            case = "+".join(syntax.cases(child)) or child.dep_
            what = kind(child, scene)
            yield f"prep={case}"
            yield f"prep={case}:{what}"
            yield f"w:{word}|prep={case}"
            yield f"w:{word}|prep={case}:{what}"
            yield f"prepl={case}:{lemma(child)}"
        elif syntax.has_dep(
            child, "compound", "amod", "det", "advmod", "aux", "xcomp", "ccomp", "mark", "nummod", "iobj"
        ):
            yield f"{child.dep_}={lemma(child)}"
            yield f"w:{word}|{child.dep_}={lemma(child)}"
            yield f"has={child.dep_}"
            if syntax.has_dep(child, "compound", "amod"):
                yield f"{child.dep_}:kind={kind(child, scene)}"


def _neighbours(token: Token, word: str) -> Iterator[str]:
    for offset in (-2, -1, 1, 2):
        at = token.i + offset
        if token.sent.start <= at < token.sent.end:
            near = token.doc[at]
            text = "0" if near.like_num else near.lower_
            yield f"near{offset}={text}"
            if abs(offset) == 1:
                yield f"w:{word}|near{offset}={text}"
                yield f"nearpos{offset}={near.pos_}"


def _surroundings(token: Token, word: str) -> Iterator[str]:
    """What the sentence is about: the sorts of its nouns, and the words that stand near."""
    for near in token.sent:
        if near.i == token.i or near.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ"):
            continue
        what = near.ent_type_ or (noun_class(near) if near.pos_ == "NOUN" else None)
        if what:
            yield f"sent={what}"
            yield f"w:{word}|sent={what}"
        if abs(near.i - token.i) <= 6 and near.pos_ != "PROPN":
            yield f"bag={lemma(near)}"


def shared_features(candidate: Candidate, topic: Counter[str], sentence: Counter[str]) -> dict[str, list[str]]:
    """What the lexicon and the rest of the document say for each type, in terms that all types share."""
    found: dict[str, list[str]] = {}
    own = Counter(str(e.type) for e in candidate.entries if e.strength == "strong" and not e.companions)
    leading = {name for name, count in topic.most_common(2) if count > own[name] + 1}
    for name in candidate.types:
        rows = [e for e in candidate.entries if str(e.type) == name]
        strength = "strong" if any(e.strength == "strong" for e in rows) else "weak"
        companions = any(e.companions for e in rows)
        part_of = rows[0].part
        about = min(3, max(0, topic[name] - own[name]))
        beside = min(2, max(0, sentence[name] - own[name]))
        single = "only" if len(candidate.types) == 1 else "one of many"
        found[name] = [
            f"*{strength}/{part_of}", f"*{strength}/{single}", f"*companions={companions}/{strength}",
            f"*about={about}/{strength}", f"*beside={beside}/{strength}",
            f"*{strength}/{part_of}/{part(candidate.token)}", f"*leads={name in leading}/{strength}",
        ]  # fmt: skip
    return found


def judged(scene: Scene, told: Signals | None) -> Iterator[tuple[Candidate, dict[str, blend.Terms]]]:
    """The candidates of a document, each with what speaks for its types and against any."""
    model = load("triggers")
    listed = list(candidates(scene, told))
    topic = topics(listed)
    by_sentence: dict[int, Counter[str]] = {}
    for candidate in listed:
        by_sentence.setdefault(candidate.sentence, Counter()).update(topics([candidate]))
    for candidate in listed:
        shared = shared_features(candidate, topic, by_sentence[candidate.sentence])
        options = (*candidate.types, *candidate.proposed)
        scores = model.scores(features(candidate, scene), (NONE, *options), shared)
        heard = None
        if told is not None:
            row = told.triggers[candidate.token.i]
            heard = {name: float(row[told.types.index(name)]) if name in told.types else 0.0 for name in options}
        yield candidate, blend.trigger_terms(candidate.types, candidate.proposed, scores, heard)


def decide(scene: Scene, told: Signals | None = None) -> list[Found]:
    """The triggers of a document, in text order; `told` is what the language model says of its tokens."""
    weighed = blend.weights("triggers", told is not None)
    found: list[Found] = []
    digital = _DIGITAL.search(scene.document.text) is not None
    for candidate, terms in judged(scene, told):
        chances = blend.chances(terms, weighed)
        del chances[NONE]
        if not digital and EventType.CYBERATTACK in chances and EventType.ATTACK in chances:
            chances[EventType.ATTACK] = max(chances[EventType.ATTACK], chances.pop(EventType.CYBERATTACK))
        best = max(chances, key=lambda name: chances[name])
        sure = round(chances[best], 3)
        if sure < THRESHOLD:
            continue
        found.append(Found(candidate.token, candidate.sentence, EventType(best), candidate.frame(best), sure))
    return found
