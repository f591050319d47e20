"""Relations told by a noun that says what somebody is: "X, the leader of Y", "Y's spokesman X", "X is a member of Y".

A noun is tied to its holder by a title, an apposition or a predicate (`descriptions`), to the other side by what
complements it: "of Y", "at Y", "Y's", "Y president", "Ukrainian". Its class in roles.tsv says which relation it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.extract import syntax
from pipeline.extract.descriptions import Description, describe
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens, remembered
from pipeline.extract.persons import is_person_noun
from pipeline.extract.relations.candidate import (
    LANDS,
    PLACES,
    Candidate,
    chain,
    country_at,
    is_party,
    label_of,
    word_classes,
)
from pipeline.extract.relations.complements import Complement, complements
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, MentionForm, RelationType

__all__ = ["HEADS_OF_STATE", "RANKS", "find", "role_of", "roles"]

_OF_BODY = frozenset({"of", "for", "at", "with", "in", "to", "on", "from", "poss", "compound", "within"})
_SERVES_PERSONS = frozenset(
    {"aide", "adviser", "advisor", "assistant", "lawyer", "attorney", "spokesman", "spokeswoman", "spokesperson",
     "secretary", "bodyguard", "interpreter", "scheduler", "driver", "deputy", "translator", "operative", "servant",
     "manager", "agent", "counsel", "solicitor"}
)  # fmt: skip
HEADS_OF_STATE = frozenset(
    {"president", "premier", "minister", "king", "queen", "emperor", "empress", "chancellor", "dictator", "ruler",
     "monarch", "leader", "tsar", "czar", "sultan", "shah", "emir", "kaiser"}
)  # fmt: skip
_STATE_OFFICES = frozenset({"head", "deputy", "minister"})
_SERVES_STATE = frozenset(
    {"mp", "lawmaker", "legislator", "senator", "ambassador", "general", "colonel", "officer", "official", "soldier",
     "spokesman", "spokeswoman", "representative"}
)  # fmt: skip
_RULES_NO_LAND = frozenset(
    {"bishop", "archbishop", "patriarch", "abbot", "abbess", "prior", "pastor", "dean", "rector", "principal", "editor",
     "publisher", "owner", "proprietor", "captain", "skipper", "director", "manager", "supervisor", "editor-in-chief"}
)  # fmt: skip
"""Heads whose place is only where they are: "the bishop of Leeds"."""
RANKS = frozenset({"captain", "commander", "superintendent", "supervisor", "skipper"})
"""Heads that, as a title before a name, are only a rank: "Captain X of the Leeds Police"."""
_DEPUTIES = frozenset({"deputy", "vice", "assistant"})


@cache
def roles() -> dict[str, str]:
    return {row[0]: row[1] for row in table("roles.tsv")}


@remembered
def role_of(noun: Token) -> str | None:
    """The class of a role noun in roles.tsv, by its longest phrase; "deputy" before a head's noun makes it a deputy."""
    doc, lemma = noun.doc, noun.lemma_.lower()
    low = noun.lower_
    candidates = []
    if noun.i > 1 and doc[noun.i - 1].text == "-":  # "secretary-general", which is three tokens
        candidates.append(f"{doc[noun.i - 2].lower_}-{lemma}")
    if noun.i + 1 < len(doc):
        candidates.append(f"{lemma} {doc[noun.i + 1].lower_}")
    for size in (2, 1):
        if noun.i - size >= 0:
            candidates.append(" ".join([*(t.lower_ for t in doc[noun.i - size : noun.i]), lemma]))
    found = next((roles()[c] for c in (*candidates, lemma, low) if c in roles()), None)
    if found == "head" and noun.i > 0 and any(t.lower_ in _DEPUTIES for t in doc[max(0, noun.i - 2) : noun.i]):
        return "deputy"
    return found


def find(scene: Scene) -> Iterator[Candidate]:
    """Roles of persons: positions, offices, memberships, employers, foundings, stances, homes and nationalities."""
    for index, mention in enumerate(scene.mentions):
        own = scene.chain_of(index)
        if own is None or mention.label is not EntityLabel.PERSON:
            continue
        tokens = scene.mention_tokens(index)
        for description in describe(tokens):
            if description.how == "title" and mention.form is not MentionForm.NAME:
                continue
            yield from _of(scene, own, tokens.root, description)
        if mention.form is MentionForm.NAME:
            yield from _people(scene, own, tokens)
    yield from _citizenship(scene)


def _people(scene: Scene, own: int, name: Tokens) -> Iterator[Candidate]:
    """ "the Bolivian Ana Ruiz": the adjective of a people straight before the name."""
    if name.start > name.sent.start:
        before = name.doc[name.start - 1]
        country = country_at(scene, before) if before.ent_type_ == "NORP" else None
        if country is not None:
            yield Candidate(own, RelationType.NATIONALITY, country, (before, name.root), name.root, "people.name")


_HOLDING = frozenset({"hold", "have", "obtain", "acquire", "take", "receive", "gain"})


def _citizenship(scene: Scene) -> Iterator[Candidate]:
    """ "X is British", "she is a Chilean", "X holds Canadian citizenship"."""
    for index, mention in enumerate(scene.mentions):
        root, country = scene.mention_tokens(index).root, scene.chain_of(index)
        if mention.form is not MentionForm.NOMINAL or mention.label is not EntityLabel.COUNTRY or country is None:
            continue
        for subject in syntax.subjects(root) if syntax.children(root, "cop") else ():
            own = chain(scene, subject)
            if own is not None and label_of(scene, own) is EntityLabel.PERSON:
                yield Candidate(own, RelationType.NATIONALITY, country, (subject, root), root, "citizen.copula")
    for noun in scene.words({"citizenship", "nationality", "passport"}):
        verb = noun.head
        if not syntax.has_dep(noun, "obj") or verb.lemma_.lower() not in _HOLDING:
            continue
        for people in syntax.children(noun, "amod", "compound"):
            country = country_at(scene, people)
            for holder in syntax.agents(verb):
                own = chain(scene, holder)
                if own is not None and country is not None and label_of(scene, own) is EntityLabel.PERSON:
                    yield Candidate(
                        own, RelationType.NATIONALITY, country, (holder, noun, people), verb, "citizen.held"
                    )


def _of(scene: Scene, holder: int, name: Token, description: Description) -> Iterator[Candidate]:
    noun = description.noun
    if scene.chain_at(noun) not in (None, holder):
        return
    role = role_of(noun)
    if description.how == "title":
        yield from _bare_head(scene, holder, name, noun, description)
    yield from _sides(scene, holder, name, noun, description)
    yield from _based(scene, holder, name, noun, description)
    for complement in complements(scene, noun, name if description.how == "title" else None):
        ranked = description.how == "title" and noun.lemma_.lower() in RANKS and complement.tie == "of"
        if complement.chain == holder or (ranked and complement.token.i > name.i):
            continue
        for predicate, method in _relations(scene, noun, role, complement):
            where = (name, noun, complement.token)
            yield Candidate(
                holder,
                predicate,
                complement.chain,
                where,
                description.clause,
                f"{method}.{description.how}.{complement.tie}",
            )


def _bare_head(scene: Scene, holder: int, name: Token, noun: Token, description: Description) -> Iterator[Candidate]:
    """ "Mayor X" with no town named: the one the article is set in, if it is about one."""
    label = EntityLabel.CITY if noun.lemma_.lower() == "mayor" and role_of(noun) == "head" else None
    if label is None or any(True for _ in complements(scene, noun, name)):
        return
    counts = [(len(c.mentions), -i) for i, c in enumerate(scene.chains) if c.label is label]
    if counts:
        town = -max(counts)[1]
        yield Candidate(holder, RelationType.HEAD_OF, town, (name, noun), description.clause, "bare_head")


def _sides(scene: Scene, holder: int, name: Token, noun: Token, description: Description) -> Iterator[Candidate]:
    """ "the pro-Beijing candidate X", "anti-Bush filmmaker X"."""
    for token in noun.doc[max(noun.i - 8, noun.sent.start) : noun.i]:
        low = token.lower_
        if not low.startswith(("pro-", "anti-")) and low not in ("pro", "anti"):
            continue
        for near in noun.doc[token.i : token.i + 3]:
            other = scene.chain_at(near)
            if other is not None and label_of(scene, other) is EntityLabel.NORP:
                other = country_at(scene, near)
            if other is not None and other != holder:
                predicate = RelationType.SUPPORTS if low.startswith("pro") else RelationType.OPPOSES
                yield Candidate(holder, predicate, other, (name, token, near), description.clause, "side")
                break


def _based(scene: Scene, holder: int, name: Token, noun: Token, description: Description) -> Iterator[Candidate]:
    """ "the Vilnius-based lawyer X"."""
    for token in noun.doc[max(noun.i - 6, noun.sent.start) : noun.i]:
        if token.lower_ != "based" or noun.doc[token.i - 1].text not in ("-", "–") or token.i < noun.sent.start + 2:
            continue
        near = noun.doc[token.i - 2]
        other = scene.chain_at(near)
        if (
            other is not None
            and label_of(scene, other) in PLACES
            and not any(t.is_punct for t in noun.doc[token.i : noun.i])
        ):
            where = (name, token, near)
            yield Candidate(holder, RelationType.HOME_LOCATION, other, where, description.clause, "from.based")


_PARTS = frozenset(
    {"finance", "financial", "technical", "marketing", "commercial", "sales", "operations", "communications", "press",
     "creative", "artistic", "human", "legal", "editorial", "sports", "sporting", "regional", "country", "station",
     "site"}
)  # fmt: skip


_OF_PARTS = frozenset({"chief", "director", "coordinator", "manager"})


def _heads_a_part(noun: Token, complement: Complement) -> bool:
    """Whether somebody heads only a part: "finance director of Y", "Y's head of acquisitions", "its police chief"."""
    if noun.lemma_.lower() in _OF_PARTS and any(
        c.pos_ == "NOUN" and not c.ent_type_ and c.i < noun.i and c.lower_ not in _FOR_NOW and not _is_body(c.lemma_)
        for c in syntax.children(noun, "compound")
    ):
        return True
    if noun.lemma_.lower() in ("director", "manager", "officer") and any(
        c.lower_ in _PARTS for c in syntax.children(noun, "amod", "compound") if c.i < noun.i
    ):
        return True
    if complement.tie == "of":
        return False
    below = [c for c in syntax.children(noun, "nmod") if "of" in syntax.cases(c)]
    return any(not c.ent_type_ and "inner" not in word_classes(c.lemma_) for c in below)


_FOR_NOW = frozenset({"acting", "interim", "caretaker", "founding", "founder", "career"})


def _is_body(word: str) -> bool:
    """Whether a word is for a body as a whole: "party leader", "board chairman"."""
    return bool(word_classes(word)) or any(row[0] == word.lower() for row in table("nominals.tsv"))


# ---------------------------------------------------------------- classes


def _relations(
    scene: Scene, noun: Token, role: str | None, complement: Complement
) -> Iterator[tuple[RelationType, str]]:
    """The relations that a role noun and its complement make, each with the name of the method."""
    label, tie = label_of(scene, complement.chain), complement.tie
    if tie == "people":
        if role == "head" and noun.lemma_.lower() in HEADS_OF_STATE:
            yield RelationType.HEAD_OF, "head_of_people"
        elif role not in _STATE_OFFICES and noun.lemma_.lower() not in _SERVES_STATE:
            yield RelationType.NATIONALITY, "people"
        return
    if role == "head" and label is EntityLabel.ORG and tie in _OF_BODY and _heads_a_part(noun, complement):
        yield RelationType.WORKS_FOR, "head_of_part"
    elif role == "head" and tie in _OF_BODY:
        if label is EntityLabel.ORG and tie not in ("from", "to"):
            yield RelationType.HEAD_OF, "head"
        elif label in LANDS and tie in ("of", "poss", "compound") and noun.lemma_.lower() not in _RULES_NO_LAND:
            yield RelationType.HEAD_OF, "head_of_place"
    elif role == "deputy" and label is EntityLabel.ORG and tie in _OF_BODY and noun.lemma_.lower() != "deputy":
        yield RelationType.HEAD_OF, "deputy"
    elif role == "founder" and label is EntityLabel.ORG and tie in ("of", "poss", "compound"):
        yield RelationType.FOUNDED, "founder"
    elif role == "member" and label is EntityLabel.ORG and tie in _OF_BODY:
        yield RelationType.MEMBER_OF, "member"
    elif role in ("staff", "minister") and label is EntityLabel.ORG and tie in _OF_BODY:
        yield (
            (RelationType.MEMBER_OF, "staff_of_party")
            if is_party(scene, complement.chain)
            else (RelationType.WORKS_FOR, "staff")
        )
    elif (
        role == "supporter"
        and label in (EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.COUNTRY)
        and tie in ("of", "poss")
    ):
        yield RelationType.SUPPORTS, "supporter"
    elif (
        role == "opponent"
        and label in (EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.COUNTRY)
        and tie in ("of", "poss")
    ):
        yield RelationType.OPPOSES, "opponent"
    elif role == "resident" and label in PLACES and tie in ("of", "in", "compound"):
        yield RelationType.HOME_LOCATION, "resident"
    elif role == "native" and label in PLACES and tie in ("of", "compound"):
        yield RelationType.BIRTH_PLACE, "native"
    elif role == "citizen" and label is EntityLabel.COUNTRY and tie in ("of", "compound"):
        yield RelationType.NATIONALITY, "citizen"
    if label is EntityLabel.PERSON and noun.lemma_.lower() in _SERVES_PERSONS and tie in ("of", "to", "for", "poss"):
        yield RelationType.WORKS_FOR, "serves"
    if tie == "from" and label in PLACES and (role or is_person_noun(noun)):
        yield RelationType.HOME_LOCATION, "from"
