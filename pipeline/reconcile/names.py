"""How names are compared: spelling folded away, transliterations made equal, and a person's name taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.reconcile.lexicon import groups, words

__all__ = ["PersonName", "acronyms", "fold", "is_acronym", "slug", "sound"]

_LETTERS = str.maketrans(
    # Latin letters that no accent can be taken off from, then the Cyrillic alphabets of Eastern Europe
    dict(zip("łøđðıħŧ", "loddiht", strict=True))
    | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "’": "'", "ʼ": "'", "‘": "'"}
    | dict(zip("абвгдезийклмнопрстуфыэіґ", "abvgdeziiklmnoprstufyeig", strict=True))
    | {"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu"}
    | {"я": "ya", "є": "ye", "ї": "yi", "ў": "u"}
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}|\b(?:[^\W\d_]\.)+[^\W\d_]\b")
_INITIAL = re.compile(r"\b([^\W\d_])\.(?=\S)")
_APART = re.compile(r"[^\w]+|_+")
_POSSESSIVE = re.compile(r"'s?(?=\s|$)")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The name in small letters without accents, dots, apostrophes and a leading article; words one space apart.

    >>> fold("The Côte d'Ivoire"), fold("U.S."), fold("Владимир Путин")
    ('cote divoire', 'us', 'vladimir putin')
    """
    text = name.casefold()
    if text.isascii() and text.replace(" ", "").isalpha():  # most names: nothing to be folded away
        return " ".join(text.split()).removeprefix("the ")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS)
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    text = _POSSESSIVE.sub("", text).replace("'", "").replace("&", " and ")
    tokens = _APART.sub(" ", text).split()
    if len(tokens) > 1 and tokens[0] == "the":
        tokens = tokens[1:]
    return " ".join(tokens)


_SPELLINGS = (
    ("tsch", "ch"), ("tch", "ch"), ("ck", "k"), ("kh", "h"), ("x", "ks"), ("ph", "f"), ("w", "v"),
    ("q", "k"), ("j", "i"), ("y", "i"), ("ee", "i"), ("ou", "u"), ("oo", "u"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
# Abdul Rahman, Abdel-Rahman, Abd al-Rahman, Abdurrahman: the article within is written as it is spoken
_SERVANT = re.compile(r"^abd(?:[aeiou][lr])?(?=\w{3})")
_NUMERAL = re.compile(r"[ivx]+")


@lru_cache(maxsize=65536)
def sound(token: str) -> str:
    """A folded word under one spelling for the usual transliterations of Slavic and Arabic names.

    >>> sound("zelenskyy") == sound("zelensky") == sound("zelenskiy"), sound("yevgeny") == sound("evgeniy")
    (True, True)
    """
    for written, meant in _SPELLINGS:
        token = token.replace(written, meant)
    token = _SERVANT.sub("abd", token)
    token = _DOUBLED.sub(r"\1", token)
    return token[1:] if token.startswith("ie") and len(token) > 3 else token


def slug(name: str) -> str:
    """The name as the readable end of an IRI; never empty.

    >>> slug("St. Petersburg"), slug("Ōsaka 大阪"), slug("!!")
    ('st-petersburg', 'osaka-大阪', 'x')
    """
    return fold(name).replace(" ", "-") or "x"


def is_acronym(name: str) -> bool:
    """Whether the name is written as an acronym: two to eight capital letters, with or without dots.

    >>> is_acronym("KTR"), is_acronym("U.N."), is_acronym("Kiev")
    (True, True, False)
    """
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper()


def acronyms(name: str) -> frozenset[str]:
    """What the initials of a name of two or more words may read as an acronym, folded.

    >>> sorted(acronyms("Federal Security Service")), sorted(acronyms("Ministry of Internal Affairs"))
    (['fss'], ['mia', 'moia'])
    """
    tokens = fold(name).split()
    strong = [t for t in tokens if t not in words("small_words")]
    return frozenset("".join(t[0] for t in some) for some in (tokens, strong) if len(some) >= 2)


@dataclass(frozen=True)
class PersonName:
    """A person's name in parts, for the usual order: given names, middle names, surname.

    >>> name = PersonName.of("Vladimir Vladimirovich Putin")
    >>> name.given, name.middle, name.surname
    ('vladimir', ('vladimirovich',), 'putin')
    """

    tokens: tuple[str, ...]
    suffix: str = ""

    @classmethod
    def of(cls, name: str) -> PersonName:
        """Takes titles, generation suffixes ("Jr") and particles ("al-", "bin") off."""
        tokens = fold(_INITIAL.sub(r"\1. ", name)).split()
        while len(tokens) > 1 and tokens[0] in words("titles"):
            tokens = tokens[1:]
        suffix = ""
        if len(tokens) > 2 and tokens[-1] in words("generations"):
            suffix = tokens.pop()
        kept = [t for t in tokens if t not in words("particles")]
        return cls(tuple(_compounds(kept or tokens)), suffix)

    @property
    def surname(self) -> str:
        """The last word."""
        return self.tokens[-1] if self.tokens else ""

    @property
    def given(self) -> str:
        """The first word; empty where there is only one."""
        return self.tokens[0] if len(self.tokens) > 1 else ""

    @property
    def middle(self) -> tuple[str, ...]:
        """What stands between the first and the last word."""
        return self.tokens[1:-1]

    @property
    def full(self) -> bool:
        """Whether a given name (not only an initial) and a surname are there."""
        return len(self.tokens) > 1 and len(self.given) > 1

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """The words under one transliteration; the number of a monarch or a pope is no word."""
        number = self.numeral
        return tuple(sound(t) for t in self.tokens[: len(self.tokens) - bool(number)]) + ((number,) if number else ())

    @property
    def numeral(self) -> str:
        """The Roman number of somebody who goes by one: Pius XII is not Pius XI. Empty where there is none."""
        number = self.given and self.surname not in words("family_first") and _NUMERAL.fullmatch(self.surname)
        return self.surname if number else ""

    @property
    def family(self) -> str:
        """The key under which spellings of one surname meet."""
        return self.sounds[-1] if self.sounds else ""

    @property
    def first(self) -> str:
        """The key under which forms of one given name meet: Oleksandr and Alexander, Bill and William."""
        return given_key(self.given) if self.given else ""


def _compounds(tokens: list[str]) -> Iterator[str]:
    """The words of a name, with "Abu" and the word after it made one, and "Abdul" where a third word follows.

    "Abu Khalid" alone is somebody's by-name, which many bear, and no given name with a surname.
    """
    at = 0
    while at < len(tokens):
        left = len(tokens) - at
        joined = (left > 2 and tokens[at] in _SERVANTS) or (left > 1 and tokens[at] in _PARENTS)
        yield tokens[at] + tokens[at + 1] if joined else tokens[at]
        at += 1 + joined


_SERVANTS = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdur", "abder"})
_PARENTS = frozenset({"abu", "abou", "umm", "oum"})


def given_key(given: str) -> str:
    """One key for the forms of a given name in several languages, and its common short forms.

    >>> given_key("volodymyr") == given_key("vladimir"), given_key("anna") == given_key("ivan")
    (True, False)
    """
    return _given_forms().get(sound(given), sound(given))


@lru_cache(maxsize=1)
def _given_forms() -> dict[str, str]:
    return {sound(fold(form)): sound(fold(row[0])) for row in groups("given_names") for form in row}
