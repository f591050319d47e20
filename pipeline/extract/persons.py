"""Common nouns that denote persons: which ones do, and what they tell of gender and number."""

from __future__ import annotations

from functools import cache

from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token

__all__ = ["gender_of_noun", "is_occupation", "is_person_noun", "is_plural"]


@cache
def _gendered() -> dict[str, str]:
    rows = [(r[0], r[1]) for r in table("kinship.tsv")] + [(r[0], r[1]) for r in table("people.tsv")]
    rows += [(word, gender) for word, _, gender in table("titles.tsv")]
    return {word: gender for word, gender in rows if gender != "-"}


@cache
def _person_nouns() -> frozenset[str]:
    words = {r[0] for name in ("kinship.tsv", "people.tsv", "titles.tsv", "occupations.tsv") for r in table(name)}
    words |= {r[0].rsplit(" ", 1)[-1] for r in table("roles.tsv")}
    return frozenset(words)


_PERSON_ENDINGS = ("man", "woman", "person", "ist", "eer", "grapher", "ologist", "ician", "keeper", "maker", "worker")
_NOT_PEOPLE = frozenset({"list", "mist", "fist", "twist", "career", "german", "human", "talisman", "checklist"})


def gender_of_noun(token: Token) -> str | None:
    """ "m" or "f" if a common noun tells: widow, chairwoman, brother."""
    lemma = token.lemma_.lower()
    for word in (lemma, token.lower_):
        if word in _gendered():
            return _gendered()[word]
    if lemma.endswith(("woman", "women")):
        return "f"
    if lemma.endswith(("man", "men")) and is_person_noun(token) and len(lemma) > 4:
        return "m"
    return None


def is_person_noun(token: Token) -> bool:
    """Whether a common noun denotes a person: by the lexicons, else by its ending."""
    lemma = token.lemma_.lower()
    if lemma in _person_nouns() or token.lower_ in _person_nouns():
        return True
    return len(lemma) > 4 and lemma.endswith(_PERSON_ENDINGS) and lemma not in _NOT_PEOPLE


def is_plural(token: Token) -> bool:
    """Whether a noun is plural by its tag."""
    return token.tag_ in ("NNS", "NNPS")


@cache
def _occupations() -> frozenset[str]:
    words = {r[0] for r in table("occupations.tsv")} | {r[0] for r in table("titles.tsv") if r[1] == "office"}
    return frozenset(words | {r[0].rsplit(" ", 1)[-1] for r in table("roles.tsv")})


def is_occupation(token: Token) -> bool:
    """Whether a noun tells what a person does, by the lexicons."""
    return token.lemma_.lower() in _occupations()
