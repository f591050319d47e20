"""Relations told by a verb: "X leads Y", "Y was founded by X", "X, born in Z", "Y, based in Z", "X joined Y"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import Candidate, chain, label_of, named
from pipeline.extract.relations.kinds import has_members
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, RelationType

__all__ = ["Frame", "find", "frames"]

_EITHER = frozenset({"join", "quit", "leave"})  # a party is joined by members, a ministry by employees
_PARTICLES = {"grow": "up", "set": "up", "come": "out", "take": "over"}  # verbs that mean it only with their particle


class Frame(NamedTuple):
    """One way in which a verb tells a relation."""

    relation: RelationType
    who: frozenset[EntityLabel]
    whom: frozenset[EntityLabel]
    slots: frozenset[str]
    passive: bool
    reverse: bool


@cache
def frames() -> dict[str, tuple[Frame, ...]]:
    """The frames of each verb of the lexicon."""
    found: dict[str, list[Frame]] = {}
    for lemma, relation, who, whom, slot in table("relation_verbs.tsv"):
        passive, reverse = slot.startswith("passive:"), slot.startswith("reverse:")
        slots = frozenset(slot.split(":", 1)[-1].split("|"))
        labels = [frozenset(EntityLabel(x) for x in cell.split()) for cell in (who, whom)]
        found.setdefault(lemma, []).append(Frame(RelationType(relation), labels[0], labels[1], slots, passive, reverse))
    return {lemma: tuple(frames) for lemma, frames in found.items()}


def find(scene: Scene) -> Iterator[Candidate]:
    """Every verb of the lexicon with fitting entities on both sides."""
    for verb in scene.words(frames().keys()):
        if verb.pos_ in ("VERB", "ADJ") and _particle_fits(verb):
            for frame in frames()[verb.lemma_.lower()]:
                yield from _filled(scene, verb, frame)
    yield from _beside(scene)


_BETWEEN = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL"})
_FARTHEST = 6
"""Words between a participle and its "by", at most: "founded the following week by X"."""


def _beside(scene: Scene) -> Iterator[Candidate]:
    """ "Y, founded in 1968 by the economist X and Z,": a participle straight after a name.

    Name, participle and agent stand so close together that the words alone tell, whatever the parse makes of them.
    """
    for index, _ in named(scene):
        if set(syntax.cases(syntax.first_conjunct(scene.mention_tokens(index).root))) - {"of"}:
            continue  # "demanded by X, opposed by Y", "the branch in X, led by Y"
        verb = _participle(scene, scene.mention_tokens(index).end)
        by = None if verb is None else _by(verb)
        if verb is None or by is None:
            continue
        doers, patients = tuple(_after(scene, by)), (scene.mention_tokens(index).root,)
        for frame in frames()[verb.lemma_.lower()]:
            if "obj" in frame.slots:
                one, other = (patients, doers) if frame.reverse else (doers, patients)
                yield from _pairs(scene, verb, frame, one, other, f"verb.{verb.lemma_.lower()}")


def _participle(scene: Scene, at: int) -> Token | None:
    """The participle of a verb of the lexicon that begins at a token, after a comma or "which is" at most."""
    doc = scene.doc
    for word in (")", ",", "which", "was", "is", "has", "had", "been"):
        if at < len(doc) and doc[at].lower_ == word:
            at += 1
    if at >= len(doc) or doc[at].tag_ not in ("VBN", "VBD") or doc[at].lemma_.lower() not in frames():
        return None
    return doc[at] if _particle_fits(doc[at]) else None


def _by(verb: Token) -> int | None:
    """The token after the "by" of a participle, where only a time or a place stands between."""
    doc, stop = verb.doc, verb.sent.end
    for at in range(verb.i + 1, min(verb.i + 1 + _FARTHEST, stop)):
        if doc[at].lower_ == "by":
            return at + 1 if at + 1 < stop else None
        plain = doc[at].pos_ in ("DET", "ADJ", "NUM", "NOUN", "ADP", "PROPN", "ADV") or doc[at].ent_type_ in _BETWEEN
        if not plain or doc[at].is_punct:
            return None
    return None


def _after(scene: Scene, at: int) -> list[Token]:
    """Those who are named straight after "by", and those joined to them by "and": "the judge X and his sister Y"."""
    doc = scene.doc
    stop = doc[at].sent.end
    found: list[Token] = []
    while at < stop:
        token = doc[at]
        own = scene.chain_at(token)
        if token.ent_type_ and own is not None:
            mention = scene.mention_at(token)
            assert mention is not None
            at = scene.mention_tokens(mention).end
            if at < stop and doc[at].tag_ == "POS":  # "by X's sister Y"
                at += 1
                continue
            found.append(scene.mention_tokens(mention).root)
            if at < stop and doc[at].lower_ == "and":
                at += 1
                continue
            break
        if token.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "PRON") or token.tag_ == "WDT":
            break
        at += 1
    return found


def _particle_fits(verb: Token) -> bool:
    particles = {c.lower_ for c in syntax.children(verb, "compound:prt")}
    wanted = _PARTICLES.get(verb.lemma_.lower())
    if wanted is None:
        return not particles
    return wanted in particles or any(c.lower_ == wanted for c in syntax.children(verb, "advmod"))


def _filled(scene: Scene, verb: Token, frame: Frame) -> Iterator[Candidate]:
    passive = syntax.is_passive(verb)
    name = f"verb.{verb.lemma_.lower()}"
    if "obj" in frame.slots:
        doers, others = syntax.agents(verb), syntax.patients(verb)
        if frame.reverse:
            doers, others = others, doers
        yield from _pairs(scene, verb, frame, doers, others, name)
    prepositions = frame.slots - {"obj"}
    if prepositions and (passive or not frame.passive):
        if frame.passive:
            doers = syntax.patients(verb)
        else:
            doers = syntax.subjects(verb) if not passive else ()
        others = tuple(t for t in syntax.adverbials(verb) if set(syntax.cases(t)) & prepositions)
        yield from _pairs(scene, verb, frame, doers, others, name)


_AT = frozenset({RelationType.BIRTH_PLACE, RelationType.DEATH_PLACE, RelationType.HOME_LOCATION})
_TOWNS = frozenset({EntityLabel.CITY, EntityLabel.REGION, EntityLabel.COUNTRY})


def _town_of(scene: Scene, noun: Token) -> int | None:
    """The town of a house without a name: "died in a Leeds hospital", "lives in a flat in Leeds"."""
    if noun.pos_ != "NOUN":
        return None
    for below in syntax.children(noun, "compound", "nmod"):
        found = chain(scene, below) if not set(syntax.cases(below)) - {"in"} and below.dep_ != "nmod:poss" else None
        if found is not None and label_of(scene, found) in _TOWNS:
            return found
    return None


def _pairs(
    scene: Scene, verb: Token, frame: Frame, doers: tuple[Token, ...], others: tuple[Token, ...], name: str
) -> Iterator[Candidate]:
    for doer in doers:
        one = chain(scene, doer)
        if one is None or label_of(scene, one) not in frame.who:
            continue
        for other in others:
            two = chain(scene, other)
            if two is None and frame.relation in _AT:
                two = _town_of(scene, other)
            if two is None or two == one or label_of(scene, two) not in frame.whom:
                continue
            relation = frame.relation
            if relation is RelationType.MEMBER_OF and verb.lemma_.lower() in _EITHER and not has_members(scene, two):
                relation = RelationType.WORKS_FOR
            yield Candidate(one, relation, two, (doer, verb, other), verb, name)
