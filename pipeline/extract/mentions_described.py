"""Names that an adjective at the start of a sentence or of a description has been taken into: "Besuited Ruiz"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract import gazetteer, names
from pipeline.extract.parse import Token, Tokens
from pipeline.records import EntityLabel

__all__ = ["undescribed"]

HEADLINE = 0.6
"""A line of whose words so many begin with a capital, and that no full stop ends, is a headline in capitals."""
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
    if label is EntityLabel.PERSON and (trimmed := _of_headline(tokens, known)) is not None:
        return trimmed
    from_where = len(tokens) > 2 and gazetteer.is_people(tokens[1].text) and not gazetteer.is_people(first.text)
    if label is EntityLabel.ORG and from_where and first.lower_.endswith(_LEANINGS):
        return rest
    return tokens


def _of_headline(tokens: Tokens, known: set[tuple[str, ...]]) -> Tokens | None:
    """The surname in "Governor Adebayo Angry", a headline, where the text has the surname and not the rest."""
    sentence = tokens.sent
    words = [t.text for t in sentence if t.is_alpha]
    titled = sentence[-1].text != "." and sum(word[0].isupper() for word in words) > HEADLINE * len(words)
    others = [name for name in known if name != tuple(t.text for t in tokens)]
    surname, rest = tokens[0].text, {t.text for t in tokens[1:]}
    borne = any(len(name) > 1 and name[-1] == surname for name in others)
    if len(tokens) != 2 or not titled or not borne or any(rest & set(name) for name in others):
        return None
    return tokens[:1]


def _describes(token: Token) -> bool:
    """Whether a word looks like an adjective and like nobody's name."""
    if names.gender_of_given_name(token.text) is not None:
        return False
    formed = token.lower_.endswith(_PARTICIPLES) and len(token) > 5
    return token.pos_ in ("ADJ", "VERB") or formed
