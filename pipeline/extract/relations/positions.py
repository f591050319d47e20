"""What persons are said to be, as words: which of the nouns that describe a name are positions, and their features."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.extract import names, syntax
from pipeline.extract.descriptions import Description
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.persons import is_occupation, is_person_noun, is_plural
from pipeline.extract.relations.candidate import Candidate, described_persons, is_kin
from pipeline.extract.relations.pairs import word_kinds
from pipeline.extract.relations.roles import role_of, roles
from pipeline.extract.scene import Scene
from pipeline.records import RelationType

__all__ = ["Position", "candidate", "features", "positions"]

_NO_POSITION = frozenset({"resident", "native", "citizen", "supporter", "opponent"})


@cache
def _not_positions() -> frozenset[str]:
    return frozenset(row[0] for name in ("kinship.tsv", "people.tsv") for row in table(name)) - {"member"}


@cache
def _bodies() -> frozenset[str]:
    return frozenset(row[0] for row in table("nominals.tsv"))


_ONCE = frozenset({"once", "then", "now", "also", "later", "still", "himself", "herself", "just", "only"})
"""Words before a title that are no part of it: "once the aide of X", "now chancellor"."""


class Position(NamedTuple):
    """A noun that describes a person, and the title that it heads."""

    sentence: int
    holder: int
    mention: int
    name: Tokens
    description: Description
    words: Tokens


def positions(scene: Scene) -> Iterator[Position]:
    """Every noun that describes a person by name, pronoun or noun phrase, in text order of the mentions."""
    for own, index, description in described_persons(scene):
        noun = description.noun
        if scene.chain_at(noun) not in (None, own) or names.is_honorific(noun.text) or noun.ent_type_:
            continue
        if _hyphened(noun) and noun.doc[noun.i + 2].pos_ != "ADP":  # "attorney-general", but not "editor-in-chief"
            continue
        role = role_of(noun)
        if role == "citizen" or (role is None and noun.lemma_.lower() in _bodies()):  # "the head of the bank, X"
            continue
        sentence = scene.sentence_of(noun)
        if sentence is not None and noun.text[0].isalpha() and scene.sentence_of(description.clause) == sentence:
            tokens = scene.mention_tokens(index)
            yield Position(sentence, own, index, tokens, description, title(noun, description, tokens))


def _hyphened(noun: Token) -> bool:
    """Whether a hyphen ties the word to the next: "attorney" of "attorney-general"."""
    after = noun.doc[noun.i + 1] if noun.i + 2 < len(noun.doc) else None
    return after is not None and after.text == "-" and not noun.whitespace_ and not after.whitespace_


def candidate(found: Position) -> Candidate:
    """A position as the candidate of a relation."""
    where = (found.name.root, found.description.noun)
    method = f"position.{found.description.how}"
    return Candidate(found.holder, RelationType.JOB_TITLE, found.words.text, where, found.description.clause, method)


def is_position(noun: Token, name: Token, role: str | None, description: Description) -> bool:
    """Whether a description names an office, rank or occupation."""
    lemma = noun.lemma_.lower()
    if lemma in _not_positions() or role in _NO_POSITION or (noun.pos_ == "ADJ" and role is None):
        return False
    if role == "member" and lemma in ("member", "fellow", "veteran", "fighter", "player", "volunteer"):
        return False
    if names.is_honorific(noun.text) or syntax.negated(description.clause):
        return False
    if lemma == "author" and any("of" in syntax.cases(c) for c in syntax.children(noun, "nmod")):
        return False
    if description.how == "title":
        return noun.text[0].isalpha() and not noun.ent_type_
    if description.how == "apposition" and noun.pos_ == "NOUN" and not is_plural(noun):
        known = role is not None or is_occupation(noun) or is_person_noun(noun)
        return known or (noun.i > name.i and not syntax.children(noun, "nummod") and not description.loose)
    return role is not None or is_occupation(noun) or (description.how != "example" and is_person_noun(noun))


def title(noun: Token, description: Description, name: Tokens) -> Tokens:
    """The title as written, without articles: "former Greek finance minister", "secretary general of the union"."""
    apart = noun.i + 1 < name.start  # "Minister of Education X"
    before = description.how == "title"
    words = syntax.phrase(noun, of=apart or not before)
    end = noun.i + 2
    if (
        words.end <= noun.i + 1
        and end <= noun.sent.end
        and f"{noun.lemma_.lower()} {noun.doc[noun.i + 1].lower_}" in roles()
    ):
        words = noun.doc[words.start : end]
    if before:
        words = noun.doc[words.start : max(noun.i + 1, min(words.end, name.start)) if apart else noun.i + 1]
    start = words.start
    while start < noun.i and (
        noun.doc[start].dep_ == "nmod:poss"
        or noun.doc[start].tag_ in ("PRP$", "POS", "DT", "IN", "WRB")
        or noun.doc[start].lower_ in _ONCE
    ):
        start += 1
    owners = [t.i for t in noun.doc[start : noun.i] if t.tag_ == "POS" and t.head.dep_ == "nmod:poss"]
    start = max([start, *(at + 1 for at in owners if noun.doc[at].head.head.i == noun.i)])  # "Hong Kong's"
    while start - 2 >= noun.sent.start and _hyphened(noun.doc[start - 2]):
        start -= 2
    return noun.doc[start : words.end]


def features(scene: Scene, found: Position) -> list[str]:
    """What is seen of a noun that may be a position."""
    noun, how = found.description.noun, found.description.how
    role = role_of(noun)
    kind = role or ("occupation" if is_occupation(noun) else "person" if is_person_noun(noun) else noun.pos_)
    by_rule = is_position(noun, found.name.root, role, found.description)
    seen = [
        f"rule={by_rule}",
        f"rule={by_rule}:{how}",
        f"how={how}",
        f"kind={kind}",
        f"kind={kind}:{how}",
        f"lemma={noun.lemma_.lower()}",
        f"lemma={noun.lemma_.lower()}:{how}",
        f"form={scene.mentions[found.mention].form.value}:{how}",
        f"ending={noun.lemma_.lower()[-3:]}",
        f"tag={noun.tag_}",
        f"plural={is_plural(noun)}",
        f"words={min(len(found.words), 6)}",
        f"dep={noun.dep_}",
    ]
    seen += [f"is={k}" for k in word_kinds(noun)]
    seen += [f"case={tie}:{how}" for tie in syntax.cases(noun)[:1]]
    if syntax.has_dep(noun, "nmod") and is_kin(noun.head):  # "the son of a blacksmith, X"
        seen.append("of kin")
    determiners = [c.lower_ for c in syntax.children(noun, "det")] or ["-"]
    seen += [f"det={d}:{how}" for d in determiners]
    seen += [f"modifier={c.lemma_.lower()}" for c in syntax.children(noun, "amod", "compound")]
    seen += [f"tied={tie}" for c in syntax.children(noun, "nmod") for tie in syntax.cases(c)[:1]]
    if found.description.loose:
        seen.append("loose")
    if syntax.negated(found.description.clause):
        seen.append("negated")
    if how in ("copula", "office") or found.description.clause.pos_ == "VERB":
        seen.append(f"clause={found.description.clause.lemma_.lower()}:{how}")
    if any(syntax.has_dep(c, "acl", "nummod") for c in noun.children):
        seen.append("heavy")
    if noun.text[0].isupper():
        seen.append(f"capital:{how}")
    seen.append(f"gap={_gap(found.name, noun)}:{how}")
    return list(dict.fromkeys(seen))


def _gap(name: Tokens, noun: Token) -> int:
    """Tokens between a name and the noun, five at most."""
    return min(5, max(0, noun.i - name.end, name.start - noun.i - 1))
