"""Family: "Ruiz's wife Ana", "his brother, Ivan Ruiz", "Ana, the daughter of Ivan Ruiz", "Ana is Ivan's niece"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract import syntax
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import Candidate, chain, described_persons, is_kin, label_of
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, RelationType

__all__ = ["find"]


def find(scene: Scene) -> Iterator[Candidate]:
    """Persons tied by a word of kinship, in one direction: the tie is the same in both.

    First comes the one whom the word describes ("Ana, the daughter of Ivan"), unless the other acts in the clause, or
    the name stands straight beside the word ("Ivan's daughter Ana").
    """
    for own, index, description in described_persons(scene):
        noun = description.noun
        name = scene.mention_tokens(index).root
        if not is_kin(noun) or (description.how == "apposition" and _begins_clause(noun, name)):
            continue
        for other in _others(noun, name):
            found = chain(scene, other)
            if found is None and other.tag_ == "PRP$" and syntax.has_dep(noun, "conj"):  # "X and his wife, Y"
                found = chain(scene, syntax.first_conjunct(noun))
            if found is None or found == own or label_of(scene, found) is not EntityLabel.PERSON:
                continue
            owner_first = description.how == "title" or _owner_acts(scene, noun, found)
            one, two = (found, own) if owner_first else (own, found)
            where = (name, noun, other)
            yield Candidate(one, RelationType.RELATED_TO, two, where, description.clause, f"kin.{description.how}")


def _begins_clause(noun: Token, name: Token) -> bool:
    """Whether a noun after a name is the subject of what follows: "he was born in X, his wife is from Y"."""
    if noun.i < name.i or not syntax.has_dep(noun, "nsubj") or name.head.i in (noun.i, noun.head.i):
        return False
    after = noun.doc[noun.i + 1] if noun.i + 1 < noun.sent.end else None
    return after is not None and after.pos_ in ("AUX", "VERB")


def _owner_acts(scene: Scene, noun: Token, owner: int) -> bool:
    """Whether the one whose relative is named is the subject of the clause: "With her brother Ivan she founded"."""
    clause = syntax.clause_head(noun)
    return any(chain(scene, s) == owner for s in syntax.subjects(clause) if s.i != noun.i)


def _others(noun: Token, name: Token) -> Iterator[Token]:
    """Whose relative it is: the possessor, or what follows "of", "to"."""
    owners = [c for c in syntax.children(noun, "nmod") if c.dep_ == "nmod:poss" or set(syntax.cases(c)) & {"of", "to"}]
    if not owners and syntax.has_dep(noun, "conj"):
        owners = [c for c in syntax.children(syntax.first_conjunct(noun), "nmod") if c.dep_ == "nmod:poss"]
    if not owners:
        owners = [c for c in syntax.children(name, "nmod") if c.dep_ == "nmod:poss"]
    for owner in owners:
        yield from syntax.conjuncts(owner)
