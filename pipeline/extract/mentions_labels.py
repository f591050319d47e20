"""What a name stands for, where the words of the name, the gazetteer or the rest of the document know better.

Context comes first: the model read it. These rules step in where the name itself leaves no doubt (a "Party" is no
person, a sovereign state no city), and where one occurrence stands against many.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from pipeline.extract import gazetteer, names, syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.lexicons import table
from pipeline.extract.mentions_context import told as beside
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.persons import is_occupation, is_person_noun, is_plural
from pipeline.records import EntityLabel

__all__ = ["concepts", "is_confirmed", "is_language", "known_label", "nominal_label", "settled", "word_label"]

WELL_KNOWN = 75_000
"""The inhabitants from which on a city is meant before a region or person of the same name."""
GREAT = 1_000_000
"""... and by another name than its main one."""
METROPOLIS = 500_000
"""... and before a person of whom no more than that name is told."""

_LANDS = (EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION)
_PLACES = (*_LANDS, EntityLabel.PLACE)
_BEFORE_PLACES = frozenset({"hotel", "lake", "mount", "cape", "camp", "rue", "via", "calle", "plaza", "rua"})
# a museum or a station is a building in one sentence and a body in the next
_PLACE_OR_BODY = frozenset({"museum", "station", "hall", "park", "stadium", "tower", "hotel", "prison"})
_REALMS = frozenset({"republic", "kingdom", "empire", "sultanate", "emirate", "federation"})
_BODIES = frozenset({"chapel", "guard", "guards", "polytechnic", "express", "dispatch", "beacon", "gazette", "parish"})
_OF = frozenset({"of", "de", "del", "da", "des", "for", "du"})


@cache
def _words() -> dict[str, EntityLabel]:
    return {word: EntityLabel(label) for word, label in table("name_words.tsv")}


def word_label(word: str) -> EntityLabel | None:
    """What a name is whose main word this is: "Party" an organisation, "Street" a place."""
    return _words().get(word.lower().rstrip("."))


@cache
def _nominals() -> dict[str, EntityLabel]:
    return {noun: EntityLabel(label) for noun, label in table("nominals.tsv")}


def nominal_label(noun: Token) -> EntityLabel | None:
    """What a common noun is used of: "ministry" of an organisation, "village" of a city."""
    return _nominals().get(noun.lemma_.lower())


@cache
def _known_names() -> dict[str, EntityLabel]:
    return {name: EntityLabel(label) for name, label in table("known_names.tsv")}


def known_label(name: str) -> EntityLabel | None:
    """What a name always stands for that everybody knows: "Gazprom" an organisation, "Auschwitz" a place."""
    return _known_names().get(name)


def _main_word(name: str) -> str:
    words = name.split()
    for at, word in enumerate(words[1:], start=1):
        if word.lower() in _OF:
            return words[at - 1]
    return words[-1]


def settled(found: Iterable[tuple[Tokens, EntityLabel]]) -> list[EntityLabel]:
    """The labels of a document's names, in the order given."""
    rows = [(tokens, names.normal(tokens.text), label) for tokens, label in found]
    labels = [_by_itself(tokens, name, label) for tokens, name, label in rows]
    here = _states(rows, labels)
    labels = [here.get(name, label) for (_, name, _), label in zip(rows, labels, strict=True)]
    introduced = _introduced(rows, labels)
    labels = [introduced.get(name, label) for (_, name, _), label in zip(rows, labels, strict=True)]
    votes: dict[str, Counter[EntityLabel]] = defaultdict(Counter)
    surnames: set[str] = set()
    borne = {
        word
        for (_, name, _), label in zip(rows, labels, strict=True)
        if label is EntityLabel.PERSON
        for word in name.split()
        if " " in name
    }
    for (tokens, name, _), label in zip(rows, labels, strict=True):
        votes[name][label] += 1
        if label is EntityLabel.PERSON and len(tokens) > 1 and " of " not in name:
            surnames.add(_raised(name.split()[-1]))
    result = []
    told: dict[str, frozenset[EntityLabel]] = defaultdict(frozenset)
    for tokens, name, _ in rows:
        if _raised(name) in surnames:
            told[name] |= beside(tokens)
    for (tokens, name, _), label in zip(rows, labels, strict=True):
        best, count = max(votes[name].items(), key=lambda item: (item[1], -list(EntityLabel).index(item[0])))
        own = votes[name][label]
        outvoted = 3 * own <= count or (own == 1 and count > 1)
        both = _raised(name) in surnames if label is EntityLabel.PERSON else label in gazetteer.labels(name)
        if label is not best and outvoted and not both:
            label = best
        bears = label is not EntityLabel.PERSON and _raised(name) in surnames and not _known_otherwise(name)
        # "Hartz is a company", "she lives in Wells": what somebody is called after
        if bears and label not in told[name] and not (label in _PLACES and _locative(tokens)):
            label = EntityLabel.PERSON
        elif label is EntityLabel.PERSON and name not in borne and _metropolis(tokens, name):
            label = EntityLabel.CITY
        result.append(label)
    return result


def _states(rows: list[tuple[Tokens, str, EntityLabel]], labels: list[EntityLabel]) -> dict[str, EntityLabel]:
    """The names of a country that are a state of the United States here: the text has cities there, and none of its."""
    both = {name for _, name, _ in rows if gazetteer.is_state(name) and gazetteer.country(name) is not None}
    if not both:
        return {}
    named = [(name, label) for (_, name, _), label in zip(rows, labels, strict=True) if name not in both]
    cities = [city for name, label in named if label is EntityLabel.CITY and (city := gazetteer.cities(name))]
    around = {gazetteer.country_of_code(city.country) for city in cities}
    around |= {gazetteer.country_of_people(name) for name, label in named if label is EntityLabel.NORP}
    around |= {"United States" for name, label in named if label is EntityLabel.REGION and gazetteer.is_state(name)}
    american = "United States" in around
    return {name: EntityLabel.REGION for name in both if american and gazetteer.country(name) not in around}


def _raised(word: str) -> str:
    """A word as it begins a sentence: "Al-Sayegh" of "Mohammed al-Sayegh"."""
    return word[:1].upper() + word[1:]


def _introduced(rows: list[tuple[Tokens, str, EntityLabel]], labels: list[EntityLabel]) -> dict[str, EntityLabel]:
    """The labels of acronyms in brackets after what they abbreviate: "the Union of Harbour Workers (UHW)"."""
    found = {}
    for at in range(1, len(rows)):
        (long, written, _), (short, name, _) = rows[at - 1], rows[at]
        if short.start == long.end + 1 and short.doc[long.end].text == "(" and names.acronym_of(name, written):
            found[name] = labels[at - 1]
    return found


def _known_otherwise(name: str) -> bool:
    """Whether a word that is somebody's surname is better known as a people or a place."""
    city = gazetteer.cities(name)
    return gazetteer.is_people(name) or (city is not None and city.proper) or gazetteer.country(name) is not None


def _by_itself(tokens: Tokens, name: str, label: EntityLabel) -> EntityLabel:
    """The label of one name, by its own words and the gazetteer."""
    known = known_label(name)
    if known is not None and label not in (EntityLabel.EVENT, EntityLabel.WORK) and not _titled(tokens[0]):
        return known
    if len(tokens) == 1 and not _titled(tokens[0]):
        mistaken = label in (EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.CITY)
        if gazetteer.is_people(name) or (mistaken and gazetteer.is_group(name)):
            return EntityLabel.NORP
    if label is EntityLabel.PERSON and len(tokens) == 1 and _is_group(tokens[0]):
        return EntityLabel.NORP
    told = _by_words(tokens, name, label) or _by_description(tokens, label)
    if told in _LANDS and gazetteer.is_great_region(name) and gazetteer.labels(name) == (EntityLabel.REGION,):
        return EntityLabel.REGION  # "the capital of Saxony, a city that"
    return told or _by_gazetteer(tokens, name, label)


def _by_words(tokens: Tokens, name: str, label: EntityLabel) -> EntityLabel | None:
    """What the words of a longer name tell, if the model's label cannot be right."""
    if len(tokens) == 1 or gazetteer.labels(name):
        return None
    told = word_label(_main_word(name))
    before = tokens[0].lower_ in _BEFORE_PLACES and told is not EntityLabel.ORG and not _is_body(tokens)
    if before and label in (EntityLabel.PERSON, EntityLabel.ORG, *_PLACES):
        return EntityLabel.PLACE
    if told is EntityLabel.ORG and label in (
        EntityLabel.PERSON,
        EntityLabel.NORP,
        EntityLabel.CITY,
        EntityLabel.COUNTRY,
    ):
        return told
    if told is EntityLabel.REGION and label in (EntityLabel.PERSON, EntityLabel.ORG, *_PLACES):
        realm = label is EntityLabel.COUNTRY and _main_word(name).lower() in _REALMS
        return label if realm else told  # "the Weimar Republic"
    given = names.gender_of_given_name(tokens[0].text) is not None and all(t.pos_ == "PROPN" for t in tokens)
    if told is EntityLabel.PLACE and label in (EntityLabel.PERSON, EntityLabel.CITY, EntityLabel.COUNTRY):
        return None if label is EntityLabel.PERSON and given else told  # "Barbara Castle"
    if told is EntityLabel.PLACE and label is EntityLabel.ORG and _main_word(name).lower() not in _PLACE_OR_BODY:
        phrase = any(t.text.islower() and t.lower_ not in _OF for t in tokens) or tokens[0].pos_ == "VERB"
        return None if phrase or EntityLabel.ORG in beside(tokens) else told  # "Watch the River"
    if told is not None or label not in (EntityLabel.ORG, EntityLabel.CITY) or len(tokens) > 3:
        return None
    return EntityLabel.PERSON if given and not _is_body(tokens) else None


def _is_body(tokens: Tokens) -> bool:
    """Whether a name ends in a noun for a body: "Mount Nebo School", "Grace Chapel"."""
    last = tokens[-1].lower_
    return last in _BODIES or _nominals().get(last) is EntityLabel.ORG


def _by_description(tokens: Tokens, label: EntityLabel) -> EntityLabel | None:
    """What a noun tied to the name tells: "the magazine X" is an organisation, "the village of X" a city."""
    root = tokens.root
    if syntax.has_dep(root, "nmod") and syntax.cases(root) == ("of",) and root.head.i == tokens.start - 2:
        sole = not is_plural(root.head) and gazetteer.country(tokens.text) is None and root.head.lemma_ != "capital"
        told = nominal_label(root.head) if sole else None
        if told in (EntityLabel.CITY, EntityLabel.REGION) and label in (EntityLabel.PERSON, EntityLabel.ORG, *_PLACES):
            return told
    descriptions = describe(tokens)
    # "member of parliament X"
    somebody = label is EntityLabel.PERSON and any(is_person_noun(d.noun) for d in descriptions)
    for description in descriptions:
        noun = description.noun
        straight = description.how == "title" or (description.how == "called" and noun.i < tokens.start)
        if not straight or is_plural(noun) or noun.i < tokens.start - 3:
            continue
        bodily = label in (EntityLabel.PERSON, EntityLabel.NORP, *_PLACES) and gazetteer.country(tokens.text) is None
        if nominal_label(noun) is EntityLabel.ORG and bodily and not somebody:
            return EntityLabel.ORG
        given = names.gender_of_given_name(tokens[0].text) is not None
        titled = (names.is_title(noun.text) and noun.text[0].isupper()) or (is_occupation(noun) and given)
        if titled and label in (EntityLabel.ORG, *_PLACES) and not gazetteer.labels(tokens.text):
            return EntityLabel.PERSON if word_label(tokens[-1].text) is None else None
    return None


def _by_gazetteer(tokens: Tokens, name: str, label: EntityLabel) -> EntityLabel:
    """The label that the gazetteer leaves no doubt about, else the one given."""
    known = gazetteer.labels(name)
    if label is EntityLabel.NORP and known == (EntityLabel.REGION,) and gazetteer.is_great_region(name):
        return label if gazetteer.is_group(name) else EntityLabel.REGION
    if not known or label in (EntityLabel.EVENT, EntityLabel.WORK, EntityLabel.NORP):
        return label
    if label is EntityLabel.PERSON:
        return known[0] if _locative(tokens) and _great(name, known) else label
    if known == (EntityLabel.COUNTRY,):
        return label if _titled(tokens[0]) else EntityLabel.COUNTRY
    if label is EntityLabel.COUNTRY and EntityLabel.COUNTRY not in known:
        # all countries are known, so that what is known as something else is none
        city = gazetteer.cities(name)
        sure = known == (EntityLabel.REGION,) or (city is not None and city.proper)
        return known[0] if sure or _great(name, known) else label
    if label is EntityLabel.CITY and known[0] is EntityLabel.REGION and gazetteer.is_great_region(name):
        return EntityLabel.REGION
    if label is EntityLabel.REGION and EntityLabel.REGION not in known:
        return known[0] if _great(name, known) else label
    return label


def _great(name: str, known: tuple[EntityLabel, ...]) -> bool:
    """Whether a place is so well known under the name that nothing else is meant."""
    if known[0] is EntityLabel.CITY:
        city = gazetteer.cities(name)
        return city is not None and city.population >= (WELL_KNOWN if city.proper else GREAT)
    return known[0] is EntityLabel.COUNTRY or gazetteer.is_great_region(name)


def _metropolis(tokens: Tokens, name: str) -> bool:
    """Whether a lone word that nobody bears in the document is a great city's name: "Cochabamba's growers"."""
    city = gazetteer.cities(name) if len(tokens) == 1 else None
    if city is None or not city.proper or city.population < METROPOLIS or _titled(tokens[0]):
        return False
    return names.gender_of_given_name(name) is None and EntityLabel.PERSON not in beside(tokens)


def _locative(tokens: Tokens) -> bool:
    """Whether the name stands where places stand: "in X", "from X"."""
    before = tokens.doc[tokens.start - 1].lower_ if tokens.start > tokens.sent.start else ""
    return len(tokens) == 1 and before in ("in", "across", "throughout", "near", "outside")


def _is_group(token: Token) -> bool:
    """ "the Bolsheviks", "the Romanovs": a plural with an article is no person."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return token.lower_.endswith("s") and (token.tag_ in ("NNPS", "NNS") or before == "the") and before in ("the", "of")


def _titled(token: Token) -> bool:
    return token.i > token.sent.start and names.is_title(token.doc[token.i - 1].text)


def is_confirmed(tokens: Tokens, label: EntityLabel) -> bool:
    """Whether the name by itself speaks for its label: a known place, people or given name, a word of its kind."""
    name = names.normal(tokens.text)
    if known_label(name) is label:
        return True
    if label is EntityLabel.PERSON:
        return len(tokens) > 1 and names.gender_of_given_name(tokens[0].text) is not None
    if label is EntityLabel.NORP:
        return gazetteer.is_group(name)
    if label in gazetteer.labels(name):
        return True
    return len(tokens) > 1 and word_label(_main_word(name)) is label


def is_language(tokens: Tokens) -> bool:
    """Whether the name of a people stands for its language: "spoke Russian", "translated into Greek"."""
    if len(tokens) != 1:
        return False
    token = tokens[0]
    if token.tag_ in ("NNS", "NNPS") or token.lower_.endswith(("ians", "ans")):
        return False
    if syntax.has_dep(token, "obl", "nmod") and set(syntax.cases(token)) & {"in", "into", "from"}:
        return not any(c.dep_ == "det" for c in token.children)
    if syntax.has_dep(token, "obj") and token.head.lemma_.lower() in _SPEAKING:
        return True
    after = token.doc[token.i + 1 : token.i + 3].text.lower()
    return after.startswith(("-speak", "- speak", "speaking", "speaker", "language", ":"))


_SPEAKING = frozenset({"speak", "learn", "teach", "understand", "read", "know", "study"})


def concepts(found: Iterable[tuple[Tokens, EntityLabel]]) -> frozenset[str]:
    """The names, in normal form, that are taken for cities and are words in capitals: "‘Perestroika’ gave way".

    No such city is known, nothing in the text is there, and the text has the word without a capital, between quotation
    marks, with "a" or before a common noun too.
    """
    uses: dict[str, list[tuple[Tokens, EntityLabel]]] = defaultdict(list)
    for tokens, label in found:
        uses[names.normal(tokens.text)].append((tokens, label))
    return frozenset(
        name
        for name, rows in uses.items()
        if any(label is EntityLabel.CITY for _, label in rows)
        and not gazetteer.labels(name)
        and any(_stands_as_word(tokens) for tokens, _ in rows)
        and not any(_stands_as_place(tokens) for tokens, _ in rows)
    )


def _stands_as_word(tokens: Tokens) -> bool:
    doc, root = tokens.doc, tokens.root
    small = len(tokens) == 1 and any(t.text == tokens[0].lower_ for t in doc)
    common = syntax.has_dep(root, "compound") and root.head.pos_ == "NOUN" and root.head.text.islower()
    counted = any(c.lower_ in ("a", "an") for c in syntax.children(root, "det"))
    return small or common or counted or _quoted(tokens)


def _quoted(tokens: Tokens) -> bool:
    around = [tokens.doc[i].text for i in (tokens.start - 1, tokens.end) if 0 <= i < len(tokens.doc)]
    return len(around) == 2 and set(around) <= _QUOTES


def _stands_as_place(tokens: Tokens) -> bool:
    if _quoted(tokens):
        return False
    cases = set(syntax.cases(tokens.root))
    if tokens.start > tokens.sent.start and tokens.doc[tokens.start - 1].pos_ == "ADP":
        cases.add(tokens.doc[tokens.start - 1].lower_)
    return bool(cases & _WHERE)


_WHERE = frozenset({
    "across", "around", "at", "from", "in", "into", "inside", "near", "outside", "through", "to", "toward", "towards",
})  # fmt: skip
_QUOTES = frozenset("‘’“”\"'«»")
