"""Family that no possessor of the word of kinship tells: "born to A and B", "survived by a son, X", "their son X"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.extract import syntax
from pipeline.extract.descriptions import Description
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import Candidate, chain, described_persons, is_kin, label_of
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, MentionForm, RelationType

__all__ = ["find"]

_LEAVING = frozenset({"survive", "leave", "bear", "raise", "adopt", "predecease"})
_ALIKE = frozenset({"sibling", "twin", "brother", "sister", "cousin", "spouse", "half-brother", "half-sister"})
"""Plural nouns that say of two persons what each is to the other: "the twins A and B"."""


def find(scene: Scene) -> Iterator[Candidate]:
    """Parents named at a birth, relatives whom somebody leaves, children of a couple, marriages, twins."""
    for token in scene.words({"bear", "marriage"}):
        if token.pos_ == "VERB" and token.lemma_.lower() == "bear":
            yield from _born(scene, token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() == "marriage":
            yield from _marriage(scene, token)
    for token in scene.words({"marry", "wed"}):
        if token.pos_ == "VERB":
            yield from _wedding(scene, token)
    alike: dict[int, list[tuple[int, Token, Description]]] = {}
    for own, index, description in described_persons(scene):
        noun = description.noun
        if not is_kin(noun):
            continue
        name = scene.mention_tokens(index).root
        owners = [c for c in syntax.children(noun, "nmod") if c.dep_ == "nmod:poss"]
        if any(c.lower_ == "their" for c in owners):
            if all(chain(scene, c) is None for c in owners):
                for other, where in _couple(scene, noun, own):
                    yield _tie(own, other, (name, noun, where), description.clause, "kin.their")
        elif noun.lemma_.lower() in _ALIKE and noun.tag_ == "NNS":
            alike.setdefault(noun.i, []).append((own, name, description))
        elif not owners and not any(set(syntax.cases(c)) & {"of", "to"} for c in syntax.children(noun, "nmod")):
            yield from _left(scene, own, name, description)
    for members in alike.values():
        for (one, first, description), (two, second, _) in combinations(members, 2):
            if one != two:
                yield _tie(one, two, (first, description.noun, second), description.clause, "kin.alike")


def _tie(one: int, two: int, where: tuple[Token, ...], clause: Token, method: str) -> Candidate:
    return Candidate(one, RelationType.RELATED_TO, two, where, clause, method)


def _is_person(scene: Scene, found: int | None) -> bool:
    return found is not None and label_of(scene, found) is EntityLabel.PERSON


def _born(scene: Scene, verb: Token) -> Iterator[Candidate]:
    """ "X was born to A and B": each is a parent, and the two are a couple; "A gave birth" is no verb of this kind."""
    if not syntax.is_passive(verb):
        return
    parents = [t for t in syntax.adverbials(verb) if "to" in syntax.cases(syntax.first_conjunct(t))]
    known = [(p, c) for p in parents if _is_person(scene, c := chain(scene, p)) and c is not None]
    for child in syntax.patients(verb):
        own = chain(scene, child)
        if own is None or not _is_person(scene, own):
            continue
        for parent, other in known:
            if other != own:
                yield _tie(own, other, (child, verb, parent), verb, "kin.born")
    for (first, one), (second, two) in combinations(known[:2], 2):
        if one != two:
            yield _tie(one, two, (first, verb, second), verb, "kin.parents")


def _marriage(scene: Scene, noun: Token) -> Iterator[Candidate]:
    """ "her marriage to X", "the marriage of X to Y"."""
    below = syntax.children(noun, "nmod")
    sides = [c for c in below if c.dep_ == "nmod:poss" or "of" in syntax.cases(c)]
    others = [c for c in below if set(syntax.cases(c)) & {"to", "with"}]
    for side in sides:
        for other in others:
            one, two = chain(scene, side), chain(scene, other)
            if one is not None and two is not None and one != two and _is_person(scene, one) and _is_person(scene, two):
                yield _tie(one, two, (side, noun, other), noun, "kin.marriage")


def _wedding(scene: Scene, verb: Token) -> Iterator[Candidate]:
    """ "A and B were married", "A and B married in May": two subjects, and nobody else whom they marry."""
    couple = [(t, c) for t in syntax.subjects(verb) if _is_person(scene, c := chain(scene, t)) and c is not None]
    others = [
        t for t in (*syntax.children(verb, "obj"), *syntax.adverbials(verb)) if _is_person(scene, chain(scene, t))
    ]
    if len(couple) == 2 and not others and couple[0][1] != couple[1][1]:
        (first, one), (second, two) = couple
        yield _tie(one, two, (first, verb, second), verb, "kin.marriage")


def _left(scene: Scene, own: int, name: Token, description: Description) -> Iterator[Candidate]:
    """ "X is survived by a sister, Y", "X leaves a son, Y", "a daughter, Y, survives him"."""
    noun = description.noun
    verb = syntax.clause_head(noun)
    if verb.lemma_.lower() not in _LEAVING:
        return
    for other in (*syntax.subjects(verb), *syntax.objects(verb)):
        found = chain(scene, other)
        if other.i != noun.i and found is not None and found != own and _is_person(scene, found):
            yield _tie(own, found, (name, noun, other), description.clause, "kin.left")


def _couple(scene: Scene, noun: Token, own: int) -> Iterator[tuple[int, Token]]:
    """Whom "their" means beside a word of kinship: the two persons named last before it, one sentence back at most."""
    here = scene.sentence_of(noun)
    if here is None:
        return
    found: dict[int, Token] = {}
    for index in range(len(scene.mentions) - 1, -1, -1):
        mention = scene.mentions[index]
        tokens = scene.mention_tokens(index)
        if tokens.start > noun.i or mention.label is not EntityLabel.PERSON:
            continue
        if mention.sentence < here - 1 or len(found) == 2:
            break
        other = scene.chain_of(index)
        if other is not None and other != own and (mention.form is not MentionForm.NOMINAL or other in found):
            found.setdefault(other, tokens.root)
    if len(found) == 2:
        yield from found.items()
