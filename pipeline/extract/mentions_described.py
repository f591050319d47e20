"""Names that an adjective at the start of a sentence or of a description has been taken into: "Besuited Ruiz"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract import gazetteer, names
from pipeline.extract.parse import Token, Tokens
from pipeline.records import EntityLabel

__all__ = ["undescribed"]

_PARTICIPLES = ("ed", "less", "ful", "ous")
_LEANINGS = ("ist", "ite", "crat")


def undescribed(rows: Sequence[tuple[Tokens, EntityLabel]]) -> list[Tokens]:
    """The names, in the order given, without an adjective that is no part of them.

    Of a person's name an adjective that no given name is goes where the document has the rest as a name by itself;
    of a body's name what it believes in, before where it is from: "the Trotskyist Russian Workers' League".
    """
    known = {tuple(t.text for t in tokens) for tokens, _ in rows}
    return [_without_adjective(tokens, label, known) for tokens, label in rows]


def _without_adjective(tokens: Tokens, label: EntityLabel, known: set[tuple[str, ...]]) -> Tokens:
    if len(tokens) < 2:
        return tokens
    first, rest = tokens[0], tokens[1:]
    if label is EntityLabel.PERSON and tuple(t.text for t in rest) in known and _describes(first):
        return rest
    from_where = len(tokens) > 2 and gazetteer.is_people(tokens[1].text) and not gazetteer.is_people(first.text)
    if label is EntityLabel.ORG and from_where and first.lower_.endswith(_LEANINGS):
        return rest
    return tokens


def _describes(token: Token) -> bool:
    """Whether a word looks like an adjective and like nobody's name."""
    if names.gender_of_given_name(token.text) is not None:
        return False
    formed = token.lower_.endswith(_PARTICIPLES) and len(token) > 5
    return token.pos_ in ("ADJ", "VERB") or formed
