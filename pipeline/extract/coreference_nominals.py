"""Which entity a definite noun phrase stands for: "the ministry", "the Ukrainian president", "the 44-year-old lawyer".

Linked only where one named entity fits and nothing else in reach does; otherwise the phrase stays by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from pipeline.extract import gazetteer, syntax
from pipeline.extract.discourse import Referent
from pipeline.extract.gazetteer import key
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token
from pipeline.extract.persons import gender_of_noun, is_plural
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel

__all__ = ["antecedent", "is_definite", "stands_elsewhere"]

# how many sentences back a phrase can reach, by what ties it to its antecedent
REACH = {"role": 30, "word": 30, "kind": 3}
CONFIDENCE = {"role": 0.85, "word": 0.85, "kind": 0.65}
_DEFINITE = frozenset({"the", "this", "that"})
_VAGUE = frozenset({"member", "man", "woman", "person", "name", "figure", "head", "half", "friend"})

_OF_STATES = frozenset({
    "army", "assembly", "court", "department", "militia", "ministry", "parliament", "senate", "tribunal",
})  # fmt: skip
"""Bodies of which a country has few: each is known without having been named, "the army" is no charity named before."""


@cache
def _labels() -> dict[str, EntityLabel]:
    return {noun: EntityLabel(label) for noun, label in table("nominals.tsv")}


def is_definite(noun: Token) -> bool:
    """Whether a noun phrase has a definite article or demonstrative, is singular and needs an antecedent."""
    if noun.pos_ not in ("NOUN", "PROPN") or is_plural(noun) or noun.ent_type_:
        return False
    if not any(c.lower_ in _DEFINITE and c.i < noun.i for c in syntax.children(noun, "det")):
        return False
    # "the president of Iceland", "the ministry that": what follows says which one is meant
    return not any(
        (syntax.has_dep(c, "nmod", "acl", "acl:relcl", "flat") and c.i > noun.i) or c.dep_ == "nmod:poss"
        for c in noun.children
    )


def antecedent(noun: Token, referents: Iterable[Referent], scene: Scene) -> tuple[Referent, float] | None:
    """The one named referent that the phrase stands for, with how sure that is."""
    named = [r for r in referents if r.named and any(h.i < noun.i for h in r.heads)]
    for tie, fits in (
        ("role", _by_role(noun, named)),
        ("word", _by_word(noun, named, scene)),
        ("kind", _by_kind(noun, named)),
    ):
        near = [r for r in fits if _distance(scene, r, noun) <= REACH[tie]]
        if len(near) > 1 and tie != "kind":
            close = [r for r in near if _distance(scene, r, noun) <= 2]
            near = close if len(close) == 1 else []
        if len(near) == 1:
            return near[0], CONFIDENCE[tie]
        if near and tie != "kind":
            return None
    return None


def _by_role(noun: Token, named: Sequence[Referent]) -> list[Referent]:
    """Persons and others whom the text has called by this noun: "President X" ... "the president"."""
    lemma = noun.lemma_.lower()
    if lemma in _VAGUE:
        return []
    narrower = {c.lower_ for c in syntax.children(noun, "compound", "nummod")}
    peoples = {gazetteer.country_of_people(c.text) for c in syntax.children(noun, "amod")} - {None}
    found = []
    for referent in named:
        roles = [r for r in referent.roles if r.i < noun.i and r.lemma_.lower() == lemma]
        if not roles or (referent.label is not EntityLabel.PERSON and _labels().get(lemma) is not referent.label):
            continue
        said = {gazetteer.country_of_people(c.text) for r in roles for c in syntax.children(r, "amod")} - {None}
        if peoples and said and not peoples & said:
            continue
        if not narrower <= {c.lower_ for r in roles for c in syntax.children(r, "compound")}:
            continue
        gender = gender_of_noun(noun)
        if not (gender and referent.gender and gender != referent.gender):
            found.append(referent)
    return found


def _by_word(noun: Token, named: Sequence[Referent], scene: Scene) -> list[Referent]:
    """Organisations and places whose name holds the noun: "the Ministry of Energy" ... "the ministry"."""
    word = key(noun.lemma_)
    label = _labels().get(noun.lemma_.lower())
    if label is None or syntax.children(noun, "amod", "compound", "nummod"):
        return []
    found = []
    for referent in named:
        known = {w for i in referent.names for w in key(scene.mentions[i].normal).split()}
        if referent.label is label and word in known and not stands_elsewhere(noun, known):
            found.append(referent)
    return found


def stands_elsewhere(noun: Token, known: Collection[str]) -> bool:
    """Whether a place follows of which a name says nothing: "the University in Izhevsk" is not Kazan University.

    Args:
        noun: The last word of a noun phrase.
        known: The words of the name, in the form of `gazetteer.key`.
    """
    doc, end = noun.doc, noun.sent.end
    if noun.i + 2 >= end or doc[noun.i + 1].lower_ not in ("at", "in", "near"):
        return False
    place = doc[noun.i + 2]
    return place.ent_type_ in ("CITY", "COUNTRY", "REGION") and not set(key(place.text).split()) & set(known)


def _by_kind(noun: Token, named: Sequence[Referent]) -> list[Referent]:
    """What is of the noun's kind and was the last of it to be spoken of, if nothing else of the kind is near."""
    label = _labels().get(noun.lemma_.lower())
    if label is None or syntax.children(noun, "amod", "compound", "nummod"):
        return []
    if noun.lemma_.lower() in _OF_STATES:
        return []
    fits = [r for r in named if r.label is label]
    if label is EntityLabel.ORG:
        fits = [r for r in fits if not _other_kind(noun, r)]
    return fits


def _other_kind(noun: Token, referent: Referent) -> bool:
    """Whether the text calls the referent by another noun of organisations: a party is no ministry."""
    kinds = {r.lemma_.lower() for r in referent.roles} & set(_labels())
    return bool(kinds) and noun.lemma_.lower() not in kinds


def _distance(scene: Scene, referent: Referent, noun: Token) -> int:
    last = next(h for h in reversed(referent.heads) if h.i < noun.i)
    a, b = scene.sentence_of(last), scene.sentence_of(noun)
    return 99 if a is None or b is None else b - a
