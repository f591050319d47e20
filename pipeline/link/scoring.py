"""How much speaks for an entity of the documents being a certain item: hints, each with a weight and a reason.

The weights are log odds, set by hand so that no single hint but an identifier or a place on the map makes a match
clear, and so that one contradiction outweighs any one hint. They are added; the score is the probability that the sum
stands for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.gazetteer import country_of_people
from pipeline.link.candidates import Candidate, Topic
from pipeline.link.dossiers import Dossier, same_country
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import fold
from pipeline.reconcile.places import country_code
from pipeline.records import EntityLabel

__all__ = ["Hint", "hints", "kilometres", "score"]

BIAS = -1.0
NEAR, FAR = 30.0, 150.0
"""Kilometres within which two points are one city, and beyond which they are two."""
_PLACES = {EntityLabel.CITY, EntityLabel.REGION, EntityLabel.PLACE, EntityLabel.COUNTRY}
_POINT = re.compile(r"Point\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)", re.IGNORECASE)
_GEONAMES = re.compile(r"https?://(?:sws|www)\.geonames\.org/(\d+)/?")
_WORD = re.compile(r"[^\W\d_]{3,}")
_VAGUE = {
    "the", "and", "for", "from", "who", "was", "his", "her", "its", "their", "this", "that", "born", "died", "former",
    "late", "new", "old", "person", "people", "man", "woman", "group", "organization", "organisation", "city",
    "country", "place", "state", "part", "type", "united", "name", "human", "based", "known", "also", "first",
}  # fmt: skip
"""Words that descriptions of most items hold, and that so tell nothing."""


@dataclass(frozen=True)
class Hint:
    """Something that speaks for (above 0) or against (below) a match, in words."""

    weight: float
    because: str
    context: bool = True
    """Whether it comes from what the documents say, not from the name alone."""


def score(found: Iterable[Hint]) -> float:
    """The probability that some hints stand for, rounded to three digits.

    >>> score([]), score([Hint(1.0, "a hint")])
    (0.269, 0.5)
    """
    return round(1 / (1 + math.exp(-total(found))), 3)


def total(found: Iterable[Hint]) -> float:
    """The log odds that some hints stand for."""
    return BIAS + sum(hint.weight for hint in found)


def hints(dossier: Dossier, candidate: Candidate, *, alone: bool = False) -> tuple[Hint, ...]:
    """All that speaks for and against an entity being an item, the weightiest first.

    Args:
        dossier: The entity, in what the documents say of it.
        candidate: The item.
        alone: Whether it is the only one of its kind that bears one of the entity's names.
    """
    found = [
        *([Hint(0.5, "the only one of the name", context=False)] if alone else []),
        *_name(dossier, candidate),
        *_fame(candidate),
        *_identifiers(dossier, candidate),
        *_distance(dossier, candidate),
        *_roles(dossier, candidate),
        *_countries(dossier, candidate),
        *_company(dossier, candidate),
        *_times(dossier, candidate),
    ]
    return tuple(sorted(found, key=lambda h: (-abs(h.weight), h.because)))


def _name(dossier: Dossier, candidate: Candidate) -> Iterator[Hint]:
    label, others = fold(candidate.label), {fold(alias) for alias in candidate.aliases}
    name = fold(dossier.name)
    shared = {fold(n) for n in (dossier.name, *dossier.aliases)} & {label, *others}
    if name == label:
        yield Hint(0.0, f"named {candidate.label}", context=False)
    elif name in others:
        yield Hint(-0.4, f"{dossier.name} is another name of {candidate.label}", context=False)
    else:
        yield Hint(-0.8, f"only a lesser name of {dossier.name} is one of {candidate.label}", context=False)
    if len(shared) > 1:
        yield Hint(0.5, f"{len(shared)} names in common", context=False)


def _fame(candidate: Candidate) -> Iterator[Hint]:
    if candidate.sitelinks:
        weight = min(1.5, 0.25 * math.log2(1 + candidate.sitelinks))
        yield Hint(weight, f"has pages in {candidate.sitelinks} Wikipedias and sister projects", context=False)


def _identifiers(dossier: Dossier, candidate: Candidate) -> Iterator[Hint]:
    """Identifiers that both sides have already: GeoNames for places, ISO codes for countries."""
    ours = {m[1] for iri in dossier.same_as if (m := _GEONAMES.fullmatch(iri))}
    theirs = set(candidate.values(Topic.GEONAMES))
    if ours & theirs:
        yield Hint(5.0, f"GeoNames {min(ours & theirs)}")
    if dossier.label is EntityLabel.COUNTRY:
        code, codes = country_code(dossier.name), candidate.values(Topic.ISO)
        if code and codes:
            same = code in codes
            yield Hint(5.0 if same else -5.0, f"ISO code {', '.join(codes)}" + ("" if same else f", not {code}"))


def _distance(dossier: Dossier, candidate: Candidate) -> Iterator[Hint]:
    if dossier.label not in _PLACES - {EntityLabel.COUNTRY} or dossier.latitude is None or dossier.longitude is None:
        return
    points = [(float(m[2]), float(m[1])) for v in candidate.values(Topic.POINT) if (m := _POINT.fullmatch(v))]
    if not points:
        return
    far = min(kilometres((dossier.latitude, dossier.longitude), point) for point in points)
    if far <= NEAR:
        yield Hint(3.5, f"lies in the same place, {far:.0f} km apart")
    elif far > FAR:
        yield Hint(-4.0, f"lies {far:,.0f} km away")


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points on the earth, each given by latitude and longitude in degrees.

    >>> round(kilometres((48.85, 2.35), (33.66, -95.56)), -2)
    7700.0
    """
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _roles(dossier: Dossier, candidate: Candidate) -> Iterator[Hint]:
    """Words by which the documents call somebody, and by which the endpoint describes an item."""
    ignored = _tokens([candidate.label, *candidate.aliases, dossier.name, *dossier.aliases])
    ours = {stem: word for stem, word in _tokens(dossier.roles).items() if stem not in ignored}
    theirs = _tokens([*candidate.values(Topic.ROLE, Topic.KIND), candidate.description])
    shared = [theirs[word] for word in sorted(ours.keys() & theirs)]
    if shared:
        yield Hint(min(2.5, 1.0 + 0.5 * len(shared)), f"called {', '.join(shared[:4])} in both")


def _countries(dossier: Dossier, candidate: Candidate) -> Iterator[Hint]:
    theirs = candidate.values(Topic.COUNTRY)
    theirs += [country for word in re.findall(r"\w+", candidate.description) if (country := country_of_people(word))]
    if not theirs or dossier.label is EntityLabel.COUNTRY:
        return
    told = [c for c in dossier.countries if any(same_country(c, t) for t in theirs)]
    if told:
        yield Hint(1.5, f"said to be of {told[0]}, as there")
    elif dossier.countries and dossier.label is EntityLabel.PERSON and candidate.values(Topic.COUNTRY):
        theirs_said = ", ".join(sorted(set(candidate.values(Topic.COUNTRY))))
        yield Hint(-2.0, f"said to be of {dossier.countries[0]}, there of {theirs_said}")
    elif near := [c for c in dossier.around if any(same_country(c, t) for t in theirs)]:
        yield Hint(0.6, f"named beside {near[0]}, its country there")


def _company(dossier: Dossier, candidate: Candidate) -> Iterator[Hint]:
    """Organisations, places and people that belong to an item, and that the documents relate to or name beside it."""
    theirs = {fold(v): v for v in candidate.values(Topic.BODY, Topic.PLACE, Topic.PERSON)}
    own = {fold(n) for n in (dossier.name, *dossier.aliases)}
    related = {theirs[f] for n in dossier.related if (f := fold(n)) in theirs and f not in own}
    around = {theirs[f] for n in dossier.around if (f := fold(n)) in theirs and f not in own} - related
    if related:
        yield Hint(min(3.0, 1.5 * len(related)), f"related to {', '.join(sorted(related)[:3])}, as there")
    if around:
        weight = min(1.6, 0.8 * len(around))
        yield Hint(weight, f"named beside {', '.join(sorted(around)[:3])}, which belong to it there")


def _times(dossier: Dossier, candidate: Candidate) -> Iterator[Hint]:
    """Whether who acts in a year was there in that year."""
    if dossier.first_year is None or dossier.last_year is None or dossier.label in _PLACES:
        return
    begins, ends = (sorted(map(int, candidate.values(t))) for t in (Topic.BEGINS, Topic.ENDS))
    if ends and ends[-1] < dossier.last_year:
        over = "died" if dossier.label is EntityLabel.PERSON else "ended"
        yield Hint(-4.0, f"{over} in {ends[-1]}, acts in {dossier.last_year}")
    elif begins and begins[0] > dossier.first_year:
        began = "born" if dossier.label is EntityLabel.PERSON else "begun"
        yield Hint(-4.0, f"{began} in {begins[0]}, acts in {dossier.first_year}")


def _tokens(texts: Iterable[str]) -> dict[str, str]:
    """The telling words of some phrases, folded, by the form in which they are compared: without a plural's -s."""
    small = words("small_words") | _VAGUE
    found: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(fold(text)):
            plain = word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 4 else word
            if word not in small and plain not in small and not country_of_people(word):
                found.setdefault(plain, word)
    return found
