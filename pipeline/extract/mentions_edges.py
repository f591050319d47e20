"""Where a name begins and ends: articles, titles, quotes and possessive endings outside, its own words inside."""

from __future__ import annotations

from pipeline.extract import gazetteer, names, syntax
from pipeline.extract.mentions_labels import word_label
from pipeline.extract.parse import Token, Tokens
from pipeline.records import EntityLabel

__all__ = ["POSTNOMINALS", "hyphenated", "mended"]

_PLACES = (EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE)
_PROPER = (EntityLabel.PERSON, *_PLACES)
_TRIM = frozenset("\"'“”‘’«»„,;:()[]-–—.…*_/|<>")
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "our", "my", "your", "his", "her", "its", "their"}
)
# articles that belong to the name of a place
_WITH_ARTICLE = frozenset({"hague", "gambia", "bronx"})
# full stops that belong to the word before them
_ABBREVIATED = frozenset({"jr", "sr", "inc", "ltd", "co", "corp", "st", "va", "u.s", "dr", "bros"})
POSTNOMINALS = frozenset({"KC", "QC", "MP", "MEP", "PhD", "FRS", "OBE", "MBE", "CBE", "DBE", "Esq", "MD"})
_TITLED = (EntityLabel.PERSON, EntityLabel.ORG)
# titles that stand alone as well: "stabbing of MP was planned"
_MEMBERS = frozenset({"MP", "MPs", "MEP", "MEPs"})
_NO_NAMES = frozenset({"internet", "web"})
_STRAY = frozenset({"of", "the", "and", "for", "in", "on", "at", "to", "de", "early", "late", "people"})
_FUNCTION_WORDS = frozenset({"SCONJ", "ADP", "CCONJ", "ADV", "DET", "PRON", "AUX"})


def mended(tokens: Tokens, label: EntityLabel) -> Tokens | None:
    """The name that marked tokens hold; None if nothing of a name is left.

    "the former President Ana Ruiz’s" marked as a person gives "Ana Ruiz".
    """
    doc, start, end = tokens.doc, tokens.start, tokens.end
    while start < end and (doc[start].text in _TRIM or doc[start].is_space):
        start += 1
    end = _end(doc[start:end], label) if start < end else end
    while start < end - 1 and _outside(doc[start], doc[start + 1], label):
        start += 1
    if start < end:
        end = _with_kind(doc[start:end], label)
    if label is EntityLabel.PERSON:
        start = _with_nickname(doc[start:end])
        start = _after_titles(doc[start:end])
        start, end = _whole_person(doc[start:end])
    elif label is EntityLabel.ORG:
        end = _whole_body(doc[start:end])
    return doc[start:end] if start < end and _is_name(doc[start:end], label) else None


def hyphenated(tokens: Tokens, label: EntityLabel) -> tuple[Tokens, EntityLabel]:
    """A marked name with the capitalised words that hyphens tie to it: "ITAR" of "ITAR-TASS" becomes the whole.

    Two names that a hyphen merely joins ("Paris-Berlin", "Turkish-Syrian") stay two. A name with an acronym in it is a
    body's.
    """
    doc, start, end = tokens.doc, tokens.start, tokens.end
    if label is EntityLabel.NORP or _stands_for_itself(tokens):
        return tokens, label
    while (
        end + 1 < len(doc)
        and _tied(doc[end - 1], doc[end], doc[end + 1])
        and not _stands_for_itself(doc[end + 1 : end + 2])
    ):
        end += 2
    while (
        start > 1
        and _tied(doc[start - 2], doc[start - 1], doc[start])
        and not _stands_for_itself(doc[start - 2 : start - 1])
    ):
        start -= 2
    if (start, end) == (tokens.start, tokens.end):
        return tokens, label
    acronym = any(t.is_upper and len(t) > 1 for t in doc[start:end])
    return doc[start:end], EntityLabel.ORG if acronym else label


def _tied(before: Token, hyphen: Token, after: Token) -> bool:
    joined = hyphen.text == "-" and not before.whitespace_ and not hyphen.whitespace_
    return joined and before.text[0].isupper() and after.text[0].isupper()


def _stands_for_itself(tokens: Tokens) -> bool:
    """Whether words are the name of a land, a people, or a city that the model takes for a place here."""
    known = gazetteer.labels(tokens.text)
    place = tokens[0].ent_type_ in _PLACES
    return gazetteer.is_group(tokens.text) or (bool(known) and (place or EntityLabel.CITY not in known))


def _end(tokens: Tokens, label: EntityLabel) -> int:
    doc, start, end = tokens.doc, tokens.start, tokens.end
    while end > start:
        token = doc[end - 1]
        postnominal = label is EntityLabel.PERSON and token.text in POSTNOMINALS
        stray = token.text.islower() and token.lower_ in _STRAY
        if not (_is_tail(token, start) or (end - start > 1 and (postnominal or stray))):
            break
        end -= 1
    return end


def _is_tail(token: Token, start: int) -> bool:
    if token.is_space or token.text in _POSSESSIVES:
        return True
    if token.text == "." and token.i - 1 >= start:
        before = token.doc[token.i - 1].text
        return not (len(before) == 1 or before.lower() in _ABBREVIATED)
    if token.text in (")", "]"):
        return not any(t.text in ("(", "[") for t in token.doc[start : token.i])
    return token.text in _TRIM


def _outside(token: Token, after: Token, label: EntityLabel) -> bool:
    """Whether the first word of what was marked is no part of the name."""
    low = token.lower_
    if low in _DETERMINERS:
        if token.text.islower():
            return True
        if label in _PLACES or label in (EntityLabel.NORP, EntityLabel.PERSON):
            return after.lower_ not in _WITH_ARTICLE
        return False
    # "Whereas Ruiz", "Former Ruiz": a function word in capitals at the start of a sentence
    first = token.i == token.sent.start
    # "Embattled Ruiz": an adjective is no part of a person's name
    described = label is EntityLabel.PERSON and token.pos_ == "ADJ" and after.pos_ == "PROPN"
    return first and (described or token.pos_ in _FUNCTION_WORDS) and low not in ("al", "el", "la")


def _with_nickname(tokens: Tokens) -> int:
    """The start of a name with a nickname in brackets, where the marking begins within: "Grete (Mimi) Kral"."""
    doc, start = tokens.doc, tokens.start
    closing = next((t.i for t in tokens if t.text == ")"), None)
    if closing is None or any(t.text == "(" for t in tokens) or start < 2 or doc[start - 1].text != "(":
        return start
    given = doc[start - 2]
    named = given.pos_ == "PROPN" and given.text[0].isupper() and not names.is_title(given.text)
    return given.i if named and closing + 1 < tokens.end else start


def _after_titles(tokens: Tokens) -> int:
    doc, start, end = tokens.doc, tokens.start, tokens.end
    while start < end - 1 and names.is_title(doc[start].text):
        start += 1
        while start < end - 1 and doc[start].text == ".":
            start += 1
    return start


def _whole_person(tokens: Tokens) -> tuple[int, int]:
    """A person's name with the parts that the parse ties to it: given name before, surname after."""
    doc, start, end = tokens.doc, tokens.start, tokens.end
    sentence = doc[start].sent
    while start > sentence.start:
        before = doc[start - 1]
        tied = syntax.has_dep(tokens.root, "flat") and tokens.root.head.i in (before.i, before.head.i)
        given = names.gender_of_given_name(before.text) is not None
        if not _can_join(before) or names.is_title(before.text) or not (tied and (given or before.head.i != before.i)):
            break
        if not given:
            break
        start -= 1
    while end < sentence.end:
        after = doc[end]
        if not _can_join(after) or not (syntax.has_dep(after, "flat") and start <= after.head.i < end):
            break
        end += 1
    return start, end


def _can_join(token: Token) -> bool:
    return token.pos_ == "PROPN" and not token.ent_type_ and token.text[0].isupper() and not token.text.isupper()


def _with_kind(tokens: Tokens, label: EntityLabel) -> int:
    """The end of a name with the capitalised word that says its kind: "Udmurt Republic", "Kazan Federal University"."""
    doc, end = tokens.doc, tokens.end
    sentence = tokens.sent
    at = end
    while at < sentence.end and at < end + 3 and _capital(doc[at]):
        at += 1
    if at == end:
        return end
    joined = doc[tokens.start : at]
    if gazetteer.country(joined.text) is not None:
        return at
    kind = word_label(doc[at - 1].text)
    fits = kind is not None and (kind is not EntityLabel.EVENT) and label is not EntityLabel.EVENT
    state_body = label is EntityLabel.NORP and kind is not EntityLabel.ORG and doc[at - 1].lower_ not in _LANDS
    return at if fits and not state_body else end


_LANDS = frozenset({"republic", "empire", "federation", "kingdom", "union"})


def _capital(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[0].isupper() and len(token.text) > 1 and not token.ent_type_


def _whole_body(tokens: Tokens) -> int:
    """The end of a body's name with what follows "of" and belongs to it: "Communist Party of the Soviet Union"."""
    doc, end = tokens.doc, tokens.end
    sentence = tokens.sent
    if word_label(doc[end - 1].text) is not EntityLabel.ORG or end + 1 >= sentence.end or doc[end].lower_ != "of":
        return end
    at = end + 1
    while at < sentence.end and doc[at].lower_ == "the":
        at += 1
    if at >= sentence.end or not doc[at].ent_type_ or doc[at].ent_type_ not in ("COUNTRY", "REGION", "ORG", "CITY"):
        return end
    stop = at
    while stop < sentence.end and (stop == at or doc[stop].ent_iob_ == "I"):
        stop += 1
    while stop > at and _is_tail(doc[stop - 1], at):
        stop -= 1
    return stop


def _common(token: Token) -> bool:
    """Whether a first word is capitalised for its position alone: a function word, a plural, a word used small."""
    if token.pos_ == "PROPN" or token.text.isupper():
        return False
    if token.pos_ in _FUNCTION_WORDS or token.pos_ == "VERB" or token.tag_ == "NNS":
        return True
    return any(t.text == token.lower_ for t in token.doc)


def _is_name(tokens: Tokens, label: EntityLabel) -> bool:
    """Whether words can be a name at all: a letter or figure, and a capital unless the script has none."""
    text = tokens.text
    if not any(c.isalnum() for c in text):
        return False
    domain = label is EntityLabel.ORG and "." in text[1:-1]
    if text.isascii() and not domain and not any(c.isupper() or c.isdigit() for c in text):
        return False
    if len(tokens) > 1:
        return True
    token = tokens[0]
    if token.lower_ in _NO_NAMES or (label in _TITLED and token.text in _MEMBERS):
        return False
    if label in _PROPER and token.lower_.endswith("ism"):  # a belief or a regime: "Tsarism"
        return False
    if token.i == token.sent.start and label is not EntityLabel.NORP and _common(token):
        return bool(gazetteer.labels(token.text))
    return not (label is EntityLabel.PERSON and names.is_title(text) and text.islower())
