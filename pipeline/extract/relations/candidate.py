"""A relation as one construction finds it, and what all constructions ask of the scene."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.extract import gazetteer, syntax
from pipeline.extract.descriptions import Description, describe
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token
from pipeline.extract.persons import is_person_noun, is_plural
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, MentionForm, RelationType

__all__ = [
    "BODIES",
    "LANDS",
    "PLACES",
    "Candidate",
    "chain",
    "described_persons",
    "is_kin",
    "is_party",
    "label_of",
    "name_classes",
    "named",
    "word_classes",
]

PLACES = frozenset({EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE})
LANDS = frozenset({EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION})
BODIES = frozenset({EntityLabel.ORG, EntityLabel.COUNTRY, EntityLabel.PERSON})


class Candidate(NamedTuple):
    """One relation in one sentence: chains (or a title), the words that tell it, and the clause that asserts it.

    `seen` is what the construction knows beyond its name, as features for the scorer.
    """

    subject: int
    predicate: RelationType
    object: int | str
    tokens: tuple[Token, ...]
    clause: Token
    method: str
    seen: tuple[str, ...] = ()


def described_persons(scene: Scene) -> Iterator[tuple[int, int, Description]]:
    """The chain, the mention and the description, for each noun that describes a person; titles only those of names."""
    for index, mention in enumerate(scene.mentions):
        own = scene.chain_of(index)
        if own is None or mention.label is not EntityLabel.PERSON:
            continue
        for description in describe(scene.mention_tokens(index)):
            if description.how != "title" or mention.form is MentionForm.NAME:
                yield own, index, description


def chain(scene: Scene, token: Token) -> int | None:
    """The chain that a token stands for.

    Relative pronouns stand for what they refer to ("whose", "which"), and a noun for the name that it is given in the
    same phrase: "his rival, Ana Ruiz, leads", "a party which she founded", said of the Greens, "the al-Ahali group".
    """
    found = scene.chain_at(token)
    if found is None:
        noun = syntax.antecedent(token)
        if noun.i != token.i:
            found = scene.chain_at(noun)
        if found is None:
            found = _named_beside(scene, noun)
    return found


def _named_beside(scene: Scene, noun: Token) -> int | None:
    """The chain of the name that a noun is given by apposition, or, if it is a body's, by what stands before it.

    Also of a place that the noun says the kind of: "the village of Ash".
    """
    if noun.pos_ != "NOUN" or is_plural(noun):
        return None
    body = _bodies().get(noun.lemma_.lower())
    wanted = EntityLabel.PERSON if is_person_noun(noun) else body
    if wanted is None:
        return None
    names = [*syntax.appositions(noun), *syntax.children(noun, "appos", "flat", "nmod:desc")]
    if syntax.has_dep(noun, "appos"):
        names.append(noun.head)
    if body is EntityLabel.ORG:
        names += syntax.children(noun, "compound")
    elif body in PLACES:
        names += [c for c in syntax.children(noun, "nmod", "compound") if set(syntax.cases(c)) <= {"of"}]
    for name in names:
        own = scene.chain_at(name)
        if own is not None and (label_of(scene, own) is wanted or (body in PLACES and label_of(scene, own) in PLACES)):
            return own
    return None


@cache
def _bodies() -> dict[str, EntityLabel]:
    return {noun: EntityLabel(label) for noun, label in table("nominals.tsv")}


def country_at(scene: Scene, token: Token) -> int | None:
    """The chain of the country that an adjective of a people stands for."""
    for index in scene.mentions_in(scene.sentence_of(token) or 0):
        mention = scene.mentions[index]
        here = mention.span.begin <= token.idx < mention.span.end
        if here and mention.label is EntityLabel.COUNTRY and mention.form is MentionForm.NOMINAL:
            return scene.chain_of(index)
    return None


@cache
def _kin() -> frozenset[str]:
    return frozenset(row[0] for row in table("kinship.tsv"))


def is_kin(noun: Token) -> bool:
    """Whether a noun is a word of kinship."""
    return noun.lemma_.lower() in _kin()


def label_of(scene: Scene, index: int) -> EntityLabel:
    """The label of a chain."""
    return scene.chains[index].label


def named(scene: Scene, *labels: EntityLabel) -> Iterator[tuple[int, int]]:
    """Named mentions with one of the labels (or any), each with its chain, in text order."""
    for index, mention in enumerate(scene.mentions):
        if mention.form is MentionForm.NAME and (not labels or mention.label in labels):
            own = scene.chain_of(index)
            if own is not None:
                yield index, own


@cache
def _organisation_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, kind in table("organisation_words.tsv"):
        found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def word_classes(word: str) -> frozenset[str]:
    """What a word tells of an organisation: party, part, inner; see the lexicon."""
    form = gazetteer.key(word)
    return _organisation_words().get(form) or _organisation_words().get(form.removesuffix("s"), frozenset())


def is_party(scene: Scene, index: int) -> bool:
    """Whether an organisation is one that people belong to rather than work for, by the words of its names."""
    return "party" in name_classes(scene, index)


def name_classes(scene: Scene, index: int) -> frozenset[str]:
    """What the words of its names tell of an organisation."""
    called = (scene.mentions[i] for i in scene.chains[index].mentions)
    words = {w for m in called if m.form is MentionForm.NAME for w in m.normal.split()}
    return frozenset(kind for word in words for kind in word_classes(word))
