"""Pairs of entities that one sentence names, and what is seen of each pair: the features that `scorer` weighs.

A feature is a string that can be read, such as ``path=appos>nmod`` or ``rule=headOf:head.apposition``; what the
constructions of `relations` find is one kind of feature among others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pycountry

from pipeline.extract import gazetteer, names, syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.relations.candidate import Candidate, is_kin, is_party, label_of, word_classes
from pipeline.extract.relations.kinds import kind_of
from pipeline.extract.relations.roles import role_of
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, MentionForm, RelationType

__all__ = ["ENDS", "Pair", "allowed", "between", "candidate", "features", "pairs"]

FARTHEST = 40
"""Tokens: entities farther apart within a sentence are paired only where a construction ties them."""
_NEAR = 8
_LONGEST_PATH = 5

_PERSON = frozenset({EntityLabel.PERSON})
_ORG = frozenset({EntityLabel.ORG})
_LANDS = frozenset({EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION})
_PLACES = _LANDS | {EntityLabel.PLACE}
_SIDES = frozenset({EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.COUNTRY, EntityLabel.CITY})
ENDS: Mapping[RelationType, tuple[frozenset[EntityLabel], frozenset[EntityLabel]]] = {
    RelationType.HEAD_OF: (_PERSON, _ORG | _PLACES),
    RelationType.MEMBER_OF: (_PERSON, _ORG),
    RelationType.WORKS_FOR: (_PERSON, _ORG | _PERSON | {EntityLabel.COUNTRY}),
    RelationType.FOUNDED: (_PERSON | _ORG, _ORG),
    RelationType.BIRTH_PLACE: (_PERSON, _PLACES),
    RelationType.DEATH_PLACE: (_PERSON, _PLACES),
    RelationType.HOME_LOCATION: (_PERSON, _PLACES),
    RelationType.NATIONALITY: (_PERSON, frozenset({EntityLabel.COUNTRY})),
    RelationType.LOCATION: (_ORG, _PLACES),
    RelationType.CONTAINED_IN: (_PLACES - {EntityLabel.COUNTRY}, _PLACES),
    RelationType.PARENT_ORGANIZATION: (_ORG, _ORG),
    RelationType.RELATED_TO: (_PERSON, _PERSON),
    RelationType.SUPPORTS: (_SIDES, _SIDES),
    RelationType.OPPOSES: (_SIDES, _SIDES),
}
"""What the subject and the object of each relation can be."""


class Pair(NamedTuple):
    """Two chains in one sentence, with the mentions that stand nearest; None where only a construction ties them."""

    sentence: int
    subject: int
    object: int
    one: int | None
    two: int | None


def allowed(scene: Scene, subject: int, object_: int) -> tuple[RelationType, ...]:
    """The relations that two chains can stand in, by their labels."""
    return _between_labels(label_of(scene, subject), label_of(scene, object_))


@cache
def _between_labels(one: EntityLabel, two: EntityLabel) -> tuple[RelationType, ...]:
    return tuple(relation for relation, (who, whom) in ENDS.items() if one in who and two in whom)


def pairs(scene: Scene, found: Mapping[tuple[int, int, int], Sequence[Candidate]]) -> Iterator[Pair]:
    """Every ordered pair of chains of each sentence that some relation allows, in text order.

    `found` are the candidates of the constructions, by sentence, subject and object.
    """
    for sentence in range(len(scene.sentences)):
        here = [(i, c) for i in scene.mentions_in(sentence) if (c := scene.chain_of(i)) is not None]
        nearest: dict[tuple[int, int], tuple[tuple[int, int, int], int, int]] = {}
        for i, one in here:
            for k, two in here:
                if one == two or not allowed(scene, one, two):
                    continue
                far = _gap(scene, i, k)
                if far > FARTHEST:
                    continue
                unnamed = sum(scene.mentions[m].form is not MentionForm.NAME for m in (i, k))
                rank = (far + 4 * unnamed, i, k)
                if (one, two) not in nearest or rank < nearest[one, two][0]:
                    nearest[one, two] = (rank, i, k)
        for (one, two), (_, i, k) in nearest.items():
            yield Pair(sentence, one, two, i, k)
        for of, one, two in found:
            if of == sentence and (one, two) not in nearest:
                yield Pair(sentence, one, two, None, None)


def _gap(scene: Scene, one: int, two: int) -> int:
    """Tokens between two mentions."""
    a, b = scene.mention_tokens(one), scene.mention_tokens(two)
    return max(0, b.start - a.end, a.start - b.end)


def candidate(scene: Scene, pair: Pair, relation: RelationType) -> Candidate | None:
    """A pair that no construction ties as the candidate of a relation; the clause is the innermost that holds both."""
    if pair.one is None or pair.two is None:
        return None
    one, two = scene.mention_tokens(pair.one).root, scene.mention_tokens(pair.two).root
    up, _ = _paths(one, two)
    clause = syntax.clause_head(up[-1] if up else one)
    return Candidate(pair.subject, relation, pair.object, (one, two), clause, "pair")


def features(scene: Scene, pair: Pair, found: Sequence[Candidate]) -> list[str]:
    """What is seen of a pair; `found` are the constructions that tie it."""
    labels = f"{label_of(scene, pair.subject).value}>{label_of(scene, pair.object).value}"
    seen = [f"labels={labels}"]
    for candidate in found:
        parts = candidate.method.split(".")
        seen += [f"rule={candidate.predicate.value}:{'.'.join(parts[:n])}" for n in range(len(parts) + 1)]
        seen += candidate.seen
    if all(candidate.seen for candidate in found):  # what is only implied, the words do not tell
        seen += ["no rule", f"no rule:{labels}"]
    if pair.one is None or pair.two is None:
        return [*seen, "apart"]
    one, two = scene.mention_tokens(pair.one), scene.mention_tokens(pair.two)
    order = "<" if one.start < two.start else ">"
    forms = "".join(scene.mentions[m].form.value[:2] for m in (pair.one, pair.two))
    seen += [f"labels={labels}{order}", f"forms={forms}"]
    seen += _between(scene, one, two, order, labels)
    seen += _tree(one, two, order)
    seen += _kinds(scene, pair, one, two)
    return list(dict.fromkeys(seen))


# ---------------------------------------------------------------- words


def _between(scene: Scene, one: Tokens, two: Tokens, order: str, labels: str) -> Iterator[str]:
    doc = scene.doc
    first, second = (one, two) if order == "<" else (two, one)
    middle = doc[min(first.end, second.start) : second.start]
    size = len(middle)
    yield f"gap={order}{min(size, 4) if size < 5 else 8 if size < 9 else 16 if size < 17 else 40}"
    mentions = {m for t in middle if (m := scene.mention_at(t)) is not None}
    yield f"crowd={order}{min(len(mentions), 3)}"
    if size <= 3:
        text = " ".join(t.lower_ for t in middle)
        yield f"exact={order}{text}"
        yield f"exact={order}{text}:{labels}"
    for token in middle if size <= _NEAR else [*middle[:3], *middle[-3:]]:
        if token.is_alpha or token.text in (",", "(", "'s", "’s", "-", ";"):
            yield f"middle={order}{token.lemma_.lower()}"
            for kind in word_kinds(token):
                yield f"middle kind={order}{kind}"
    sentence = first.sent
    if first.start > sentence.start:
        yield f"before={order}{doc[first.start - 1].lower_}"
        for kind in word_kinds(doc[first.start - 1]):
            yield f"before kind={order}{kind}"
    if second.end < sentence.end:
        yield f"after={order}{doc[second.end].lower_}"
        for kind in word_kinds(doc[second.end]):
            yield f"after kind={order}{kind}"


@cache
def _relation_verbs() -> Mapping[str, str]:
    return {row[0]: row[1] for row in table("relation_verbs.tsv")}


@cache
def _nominals() -> Mapping[str, str]:
    return {row[0]: row[1] for row in table("nominals.tsv")}


def word_kinds(token: Token) -> list[str]:
    """What the lexicons say of a word: a role, kinship, a verb of a relation, a part of an organisation."""
    lemma = token.lemma_.lower()
    found = []
    if token.pos_ in ("NOUN", "PROPN", "ADJ"):
        role = role_of(token)
        if role is not None:
            found.append(role)
        if is_kin(token):
            found.append("kin")
        found += sorted(word_classes(lemma))
        if lemma in _nominals():
            found.append(_nominals()[lemma])
    elif token.pos_ == "VERB" and lemma in _relation_verbs():
        found.append(_relation_verbs()[lemma])
    return found


# ---------------------------------------------------------------- the tree


def _tree(one: Tokens, two: Tokens, order: str) -> Iterator[str]:
    a, b = one.root, two.root
    yield f"role={a.dep_}>{b.dep_}"
    yield from _listed(a, b, order)
    for tie in syntax.cases(a)[:1]:
        yield f"case of subject={tie}"
    for tie in syntax.cases(b)[:1]:
        yield f"case={tie}"
        yield f"case={order}{tie}:{b.dep_}"
    up, down = _paths(a, b)
    if up is None or down is None or len(up) + len(down) > _LONGEST_PATH + 1:
        yield "path=far"
        return
    arcs = _arcs(up, down)
    yield f"path={order}{arcs}"
    inner = {t.i: t for t in (*up, *down) if t.i not in (a.i, b.i)}
    for token in inner.values():
        yield f"node={token.lemma_.lower()}"
        yield f"node={token.lemma_.lower()}:{arcs}"
        for kind in word_kinds(token):
            yield f"node kind={kind}"
            yield f"node kind={kind}:{arcs}"
        if syntax.is_passive(token):
            yield "node passive"
    if not inner:
        yield f"straight={arcs}"


def _listed(one: Token, two: Token, order: str) -> Iterator[str]:
    """The way between two of which one stands in a list: what holds of the first there holds of the others."""
    a, b = syntax.first_conjunct(one), syntax.first_conjunct(two)
    if (a.i, b.i) == (one.i, two.i) or a.i == b.i:
        return
    yield f"listed role={a.dep_}>{b.dep_}"
    up, down = _paths(a, b)
    if up is None or down is None or len(up) + len(down) > _LONGEST_PATH + 1:
        return
    arcs = _arcs(up, down)
    yield f"path={order}{arcs}"
    for token in (*up, *down):
        if token.i not in (a.i, b.i):
            yield from (f"node kind={kind}:{arcs}" for kind in word_kinds(token))


def _arcs(up: Sequence[Token], down: Sequence[Token]) -> str:
    """The relations on the way up and on the way down."""
    return f"{'^'.join(t.dep_ for t in up[:-1])}|{'^'.join(t.dep_ for t in down[:-1])}"


def _paths(one: Token, two: Token) -> tuple[list[Token] | None, list[Token] | None]:
    """The words from each of two up to the one that is above both, which ends either list."""
    above = [one, *syntax.governors(one)]
    places = {t.i: n for n, t in enumerate(above)}
    down = []
    for token in (two, *syntax.governors(two)):
        down.append(token)
        if token.i in places:
            return above[: places[token.i] + 1], down
    return None, None


def between(one: Token, two: Token) -> tuple[Token, ...]:
    """The words on the way from one to the other in the tree, without these two; none if no way is short."""
    up, down = _paths(one, two)
    if up is None or down is None or len(up) + len(down) > _LONGEST_PATH + 1:
        return ()
    return tuple({t.i: t for t in (*up, *down) if t.i not in (one.i, two.i)}.values())


# ---------------------------------------------------------------- what the two are


def _kinds(scene: Scene, pair: Pair, one: Tokens, two: Tokens) -> Iterator[str]:
    subject, object_ = label_of(scene, pair.subject), label_of(scene, pair.object)
    for side, chain, label in (("object", pair.object, object_), ("subject", pair.subject, subject)):
        if label in (EntityLabel.ORG, EntityLabel.PLACE):
            kind = kind_of(scene, chain)
            yield f"{side} kind={kind}"
            yield f"{side} kind={kind}:{subject.value}>{object_.value}"
    if object_ is EntityLabel.ORG:
        yield f"party={is_party(scene, pair.object)}"
        if names.is_acronym(scene.chains[pair.object].name):
            yield "object acronym"
    path = {t.i for part in _paths(one.root, two.root) for t in part or ()}
    for side, tokens in (("is", one), ("object is", two)):
        for description in describe(tokens):
            noun = description.noun
            where = "path" if noun.i in path else "off"
            yield f"{side}={noun.lemma_.lower()}:{where}"
            for kind in word_kinds(noun):
                yield f"{side} kind={kind}:{where}:{description.how}"
    if subject is object_ is EntityLabel.PERSON:
        a, b = (names.parts(scene.chains[c].name) for c in (pair.subject, pair.object))
        if len(a) > 1 and len(b) > 1:
            yield f"surname shared={a[-1] == b[-1]}"
    if object_ is EntityLabel.COUNTRY and subject is not EntityLabel.PERSON:
        yield f"lies in={_lies_in(scene.chains[pair.subject].name, scene.chains[pair.object].name)}"


@cache
def _lies_in(place: str, country: str) -> str:
    """Whether the greatest city of that name lies in the country; "unknown" where the gazetteer cannot tell."""
    city, wanted = gazetteer.cities(place), gazetteer.country(country)
    if city is None or wanted is None:
        return "unknown"
    land = pycountry.countries.get(alpha_2=city.country)
    return str(land is not None and gazetteer.country(land.name) == wanted)
