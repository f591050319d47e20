"""The words of a name: its form for comparison, the titles before it, the parts of a person's name, its acronyms."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.extract.gazetteer import key
from pipeline.extract.lexicons import table

__all__ = [
    "acronym_of",
    "gender_of_given_name",
    "gender_of_title",
    "generation",
    "is_acronym",
    "is_honorific",
    "is_title",
    "leaning",
    "normal",
    "parts",
]

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "´": "'", "`": "'", "‐": "-", "‑": "-", "–": "-"})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_EDGES = " \t\r\n\"',;:!?()[]«»„*_"
_GENERATIONS = {"jr": "jr", "jnr": "jr", "sr": "sr", "snr": "sr"}
# words that an acronym passes over
_SMALL = frozenset(
    {"of", "and", "the", "for", "in", "on", "at", "to", "a", "an", "&", "de", "la", "del", "des", "du", "le", "les",
     "et", "y", "e", "und", "für", "der", "die", "das", "von"}
)  # fmt: skip


@cache
def _titles() -> dict[str, tuple[str, str]]:
    return {word: (kind, gender) for word, kind, gender in table("titles.tsv")}


@cache
def _given_names() -> dict[str, str]:
    return {key(name): gender for name, gender in table("given_names.tsv")}


def _bare(word: str) -> str:
    return word.rstrip(".").lower()


def is_title(word: str) -> bool:
    """Whether the word can stand before a person's name without being part of it: Mr, Dr., President, Sheikh."""
    return _bare(word) in _titles()


def is_honorific(word: str) -> bool:
    """Whether the word is a title that names no office: Mr, Sir, Sheikh."""
    return _titles().get(_bare(word), ("", ""))[0] == "honorific"


def gender_of_title(word: str) -> str | None:
    """ "m" or "f" if the title tells: Mrs, King, chairwoman.

    >>> gender_of_title("Ms."), gender_of_title("President")
    ('f', None)
    """
    gender = _titles().get(_bare(word), ("", "-"))[1]
    return None if gender == "-" else gender


def gender_of_given_name(word: str) -> str | None:
    """ "m" or "f" if nearly all who bear the given name are men or women."""
    return _given_names().get(key(word))


def leaning(name: str) -> str | None:
    """The gender that the endings of a full name suggest where no list knows it: Slavic surnames, given names in -a.

    A hint, no proof: Mustafa and Nikita are men.

    >>> leaning("Yordanka Mihova"), leaning("Petar Mihov"), leaning("Ada Mensah"), leaning("Ruiz")
    ('f', 'm', 'f', None)
    """
    words = parts(name)
    if len(words) < 2:
        return None
    if words[-1].endswith(("ova", "eva", "skaya", "ska", "cka", "dottir")) or words[0].endswith("a"):
        return "f"
    return "m" if words[-1].endswith(("ov", "ev", "sky", "ski", "skiy", "sson")) else None


@lru_cache(maxsize=1 << 14)
def normal(surface: str) -> str:
    """A name in the form that is compared.

    Without article, possessive ending and outer quotes; straight quotes, single spaces, "US" for "U.S.".

    >>> normal("the U.S."), normal("Navalny’s"), normal("“Green  Rila”")
    ('US', 'Navalny', 'Green Rila')
    """
    text = " ".join(surface.translate(_QUOTES).split()).strip(_EDGES)
    text = _POSSESSIVE.sub("", text).strip(_EDGES)
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    if text.startswith("U.S"):
        text = text.replace("U.S", "US", 1)
    rest = _ARTICLE.sub("", text)
    return (rest or text or surface).strip() or surface


def parts(name: str) -> tuple[str, ...]:
    """The look-up forms of a person's names, without titles, initials' full stops, quotes and what stands in brackets.

    >>> parts("Gen. George W. Bush Jr.")
    ('george', 'w', 'bush')
    """
    words = re.sub(r"\([^)]*\)", " ", name.translate(_QUOTES)).replace(".", ". ").split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    forms = tuple(f for w in words for f in key(w.strip("\"',.")).split())
    return tuple(f for f in forms if f not in _GENERATIONS and f not in ("phd", "esq")) or forms


def generation(name: str) -> str:
    """What a name says of parent and child who share it: "jr" or "sr"; empty where it says nothing.

    >>> generation("Luis Ortega Snr."), generation("Luis Ortega")
    ('sr', '')
    """
    return _GENERATIONS.get(key(name.rsplit(None, 1)[-1].strip("\"',.")), "")


def is_acronym(name: str) -> bool:
    """Whether a name looks like an acronym: two to seven letters, nearly all capitals (KTR, UN, MoD)."""
    text = name.replace(".", "")
    return 2 <= len(text) <= 7 and text.isalpha() and sum(c.isupper() for c in text) >= max(2, len(text) - 1)


def acronym_of(short: str, long: str) -> bool:
    """Whether the letters of the short name are the initials of the long one, small words counted or not.

    >>> acronym_of("KTR", "Kazan Transport Route"), acronym_of("FSB", "Ministry of Sport")
    (True, False)
    """
    letters = key(short).replace(" ", "")
    words = [w for w in re.split(r"[\s\-/]+", long.translate(_QUOTES)) if w and w[0].isalnum()]
    if len(words) < 2 or len(letters) < 2:
        return False
    initials = "".join(key(w)[:1] for w in words)
    content = "".join(key(w)[:1] for w in words if w.lower() not in _SMALL)
    capitals = "".join(c.lower() for w in words for c in w if c.isupper())
    return letters in (initials, content, capitals)
