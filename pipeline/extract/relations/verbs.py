"""Relations told by a verb: "X leads Y", "Y was founded by X", "X, born in Z", "Y, based in Z", "X joined Y"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import Candidate, chain, is_party, label_of
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, RelationType

__all__ = ["Frame", "find", "frames"]

_EITHER = frozenset({"join", "quit", "leave"})  # a party is joined by members, a ministry by employees
_PARTICLES = {"grow": "up", "set": "up"}  # verbs that mean it only with their particle


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


def _particle_fits(verb: Token) -> bool:
    particles = {c.lower_ for c in syntax.children(verb, "compound:prt")}
    wanted = _PARTICLES.get(verb.lemma_.lower())
    return wanted in particles if wanted else not particles


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


def _pairs(
    scene: Scene, verb: Token, frame: Frame, doers: tuple[Token, ...], others: tuple[Token, ...], name: str
) -> Iterator[Candidate]:
    for doer in doers:
        one = chain(scene, doer)
        if one is None or label_of(scene, one) not in frame.who:
            continue
        for other in others:
            two = chain(scene, other)
            if two is None or two == one or label_of(scene, two) not in frame.whom:
                continue
            relation = frame.relation
            if relation is RelationType.MEMBER_OF and verb.lemma_.lower() in _EITHER and not is_party(scene, two):
                relation = RelationType.WORKS_FOR
            yield Candidate(one, relation, two, (doer, verb, other), verb, name)
