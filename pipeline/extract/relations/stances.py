"""Stances told without a verb of their own: "is against NATO", "X's support for Y", "Y-backed X", "friend of Y".

Also those whose object is told by what is Y's: "opposes the government of Y", "backed Y's candidacy".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from operator import attrgetter
from typing import Final

from pipeline.extract import syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import Candidate, chain, country_at, label_of, named
from pipeline.extract.relations.complements import complements
from pipeline.extract.relations.roles import role_of
from pipeline.extract.relations.verbs import frames
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, RelationType

__all__ = ["find"]

_SIDES = frozenset({EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.COUNTRY, EntityLabel.CITY})
_CASES: Final = {"against": RelationType.OPPOSES, "for": RelationType.SUPPORTS, "behind": RelationType.SUPPORTS}
_NOUNS: Final = {
    RelationType.SUPPORTS: frozenset({
        "support", "backing", "endorsement", "loyalty", "allegiance", "solidarity", "sympathy", "admiration", "praise",
        "defence", "defense", "favour", "favor",
    }),
    RelationType.OPPOSES: frozenset({
        "opposition", "criticism", "hostility", "hatred", "resistance", "campaign", "fight", "struggle", "attack",
        "war", "protest", "condemnation", "denunciation", "rebellion", "revolt", "crusade", "objection", "enmity",
        "contempt", "distrust", "quarrel", "feud",
    }),
}  # fmt: skip
_IN = frozenset({"support", "favour", "favor", "defence", "defense", "praise", "solidarity", "opposition"})
_TOWARDS: Final = {
    RelationType.SUPPORTS: frozenset({"of", "for", "to", "with"}),
    RelationType.OPPOSES: frozenset({"of", "to", "against", "on", "towards", "toward", "with"}),
}
_MEANT = frozenset({
    "government", "administration", "regime", "rule", "campaign", "candidacy", "leadership", "presidency", "cause",
    "side", "bid", "policy", "plan", "coup", "forces", "troop", "army", "effort", "election", "war", "return", "list",
    "attempt", "movement", "decision", "call", "proposal", "appointment", "nomination", "management", "party",
    "rebel", "fighter",
})  # fmt: skip
"""What stands for the one whose it is: who opposes somebody's government opposes that one."""
_BACKED: Final = {
    "backed": RelationType.SUPPORTS, "supported": RelationType.SUPPORTS, "funded": RelationType.SUPPORTS,
    "financed": RelationType.SUPPORTS, "sponsored": RelationType.SUPPORTS, "armed": RelationType.SUPPORTS,
}  # fmt: skip


_ROLES: Final = {"supporter": RelationType.SUPPORTS, "opponent": RelationType.OPPOSES}


def find(scene: Scene) -> Iterator[Candidate]:
    """Stances told by a preposition, a noun, a compound, or with a word that stands for somebody."""
    copular = {t.head for tokens in scene.tokens for t in tokens if t.base == "cop" and t.head is not t}
    for token in sorted(copular.union(scene.words(_telling())), key=attrgetter("i")):
        if token in copular:
            yield from _copular(scene, token)
        if token.pos_ == "NOUN":
            yield from _nominal(scene, token)
        elif token.pos_ == "VERB":
            yield from _meant(scene, token)
    yield from _compounds(scene)
    yield from _described(scene)


@cache
def _telling() -> frozenset[str]:
    """The nouns and verbs that tell a stance."""
    return frozenset(frames()).union(*_NOUNS.values())


def _copular(scene: Scene, token: Token) -> Iterator[Candidate]:
    """ "Her party is against NATO"."""
    relation = next((_CASES[c] for c in syntax.cases(token) if c in _CASES), None)
    if relation is None:
        return
    doers = syntax.subjects(token)
    if not doers and syntax.has_dep(token, "nmod") and token.head.i < min(c.i for c in syntax.children(token, "cop")):
        doers = (token.head,)  # "they back X; the union is against her", hung on the union
    for doer in doers:
        for other in syntax.conjuncts(token):
            yield from _tie(scene, doer, relation, other, token, token, "stance.copula")


def _nominal(scene: Scene, noun: Token) -> Iterator[Candidate]:
    """ "X's support for Y", "the opposition of X to Y"."""
    lemma = noun.lemma_.lower()
    for relation, nouns in _NOUNS.items():
        if lemma not in nouns:
            continue
        below = syntax.children(noun, "nmod")
        doers = [c for c in below if c.dep_ == "nmod:poss"]
        others = [c for c in below if c.dep_ != "nmod:poss" and set(syntax.cases(c)) & _TOWARDS[relation]]
        doers = doers or [c for c in below if set(syntax.cases(c)) & {"by", "from"}]
        if not doers and len(others) > 1:
            doers = [c for c in others if "of" in syntax.cases(c)]
            others = [c for c in others if c not in doers]
        clause, verb = noun, noun.head
        if not doers and lemma in _IN and syntax.cases(noun) == ("in",) and verb.pos_ == "VERB":
            doers, clause = list(syntax.agents(verb)), verb  # "came out in support of Y", "voted in favour of Y"
        if not doers and syntax.has_dep(noun, "obj") and verb.pos_ == "VERB" and not syntax.is_passive(verb):
            others = [c for c in others if "of" not in syntax.cases(c)]  # "won the support of Y" is Y's
            doers, clause = list(syntax.subjects(verb)), verb  # "issued her support to X", "led a campaign against Y"
        for doer in doers:
            for first in others:
                for other in syntax.conjuncts(first):
                    yield from _tie(scene, doer, relation, other, noun, clause, f"stance.noun.{lemma}")


def _meant(scene: Scene, verb: Token) -> Iterator[Candidate]:
    """ "opposes the government of Y": the object of a verb of stance is something of Y."""
    for frame in frames().get(verb.lemma_.lower(), ()):
        if frame.relation not in _NOUNS:
            continue
        others = list(syntax.patients(verb)) if "obj" in frame.slots else []
        others += [t for t in syntax.adverbials(verb) if set(syntax.cases(t)) & (frame.slots - {"obj"})]
        for thing in others:
            if thing.pos_ != "NOUN" or thing.lemma_.lower() not in _MEANT or chain(scene, thing) is not None:
                continue
            for below in syntax.children(thing, "nmod", "compound"):
                if below.dep_ in ("nmod:poss", "compound") or "of" in syntax.cases(below):
                    for doer in syntax.agents(verb):
                        yield from _tie(scene, doer, frame.relation, below, verb, verb, "stance.meant")


def _compounds(scene: Scene) -> Iterator[Candidate]:
    """ "the Moscow-backed militia X": what stands before the hyphen backs the name that the phrase describes."""
    for index, own in named(scene, EntityLabel.ORG, EntityLabel.PERSON):
        tokens = scene.mention_tokens(index)
        start = tokens.start
        for token in scene.doc[max(tokens.sent.start, start - 6) : start]:
            low = token.lower_
            word = low.rsplit("-", 1)[-1]
            if word not in _BACKED or (word == low and scene.doc[token.i - 1].text not in ("-", "–")):
                continue
            for near in scene.doc[max(tokens.sent.start, token.i - 2) : token.i + 1]:
                other = chain(scene, near)
                if other is not None and other != own and label_of(scene, other) in _SIDES:
                    yield Candidate(other, _BACKED[word], own, (near, token, tokens.root), tokens.root, "stance.backed")
                    break


def _described(scene: Scene) -> Iterator[Candidate]:
    """ "Iran, an ally of Syria", "the union, a critic of X": persons are for `roles` to tell."""
    for index, own in named(scene, EntityLabel.ORG, EntityLabel.COUNTRY):
        tokens = scene.mention_tokens(index)
        for description in describe(tokens):
            relation = _ROLES.get(role_of(description.noun) or "")
            if relation is None:
                continue
            for complement in complements(scene, description.noun):
                if complement.tie in ("of", "poss") and complement.chain != own:
                    where = (tokens.root, description.noun, complement.token)
                    if label_of(scene, complement.chain) in _SIDES:
                        how = f"stance.{description.how}.{complement.tie}"
                        yield Candidate(own, relation, complement.chain, where, description.clause, how)


def _tie(
    scene: Scene, doer: Token, relation: RelationType, other: Token, word: Token, clause: Token, method: str
) -> Iterator[Candidate]:
    one, two = _side(scene, doer), _side(scene, other)
    if one is not None and two is not None and one != two:
        yield Candidate(one, relation, two, (doer, word, other), clause, method)


def _side(scene: Scene, token: Token) -> int | None:
    """The chain of one who can take a stance; of the adjective of a people, the country."""
    found = chain(scene, token)
    if found is not None and label_of(scene, found) is EntityLabel.NORP:
        found = country_at(scene, token)
    return found if found is not None and label_of(scene, found) in _SIDES else None
