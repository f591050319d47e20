"""Which names of places are one place, and where it lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.context import Context
from pipeline.reconcile.names import sound
from pipeline.reconcile.places import (
    City,
    country_code,
    country_iri,
    country_population,
    is_city,
    is_only_country,
    state_iri,
)
from pipeline.reconcile.profiles import Key, Profile, Profiles, lexicon_names, place_key
from pipeline.records import Entity, EntityLabel

__all__ = [
    "PLACES",
    "Location",
    "containers",
    "divide_cities",
    "join_ambiguous_cities",
    "join_city_slips",
    "join_places",
]

PLACES = (EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE)

MAJORITY = 4
"""A label of a place's name gives way to one that this many times as many documents use."""

SOUND_LENGTH = 6
"""A name must have so many letters to be recognised in another transliteration."""

DOCUMENT_DIGITS = 16
"""A scope so long is a document; a shorter one is a city."""

MOST = 40
"""In a block of more names nothing is told by a letter."""

TOO_MANY = 5
"""More candidates than this for one name are not worth a person's time to look at."""


@dataclass(frozen=True)
class Location:
    """A place found in GeoNames, with the ISO code of its country."""

    iri: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None


def divide_cities(profiles: Profiles) -> None:
    """Takes apart what may be several cities of one name.

    Where some documents of the corpus surely mean a namesake, those that do not say which city they mean get a profile
    of their own each.
    """
    scoped = {key[1] for key in profiles.cities if key[2]}
    for key in sorted(k for k in profiles.by_key if k[0] is EntityLabel.CITY and not k[2] and k[1] in scoped):
        profile, sure = profiles.by_key[key], profiles.cities.get(key, {})
        unsaid = profile.documents - sure.keys()
        if unsaid:
            profiles.divide(key, unsaid)


def join_places(clusters: Clusters, places: Sequence[Profile], profiles: Profiles) -> dict[str, Location]:
    """Judges all pairs of place profiles that could be one.

    Args:
        clusters: Where the judgements go.
        places: The profiles of all places, sorted by key.
        profiles: What was kept of the documents.

    Returns:
        The location of each profile that was found for sure, by the profile's id.
    """
    cities: dict[int, list[Profile]] = defaultdict(list)
    located: dict[str, Location] = {}
    for profile in places:
        if profile.label is EntityLabel.CITY and (city := _city(profile, profiles)):
            cities[city.id].append(profile)
            located[profile.id] = Location(city.iri, city.country, city.latitude, city.longitude, city.population)
        elif profile.label is EntityLabel.COUNTRY and (code := country_code(profile.name)):
            located[profile.id] = Location(country_iri(code), code, population=country_population(code))
        elif profile.label is EntityLabel.REGION and (iri := state_iri(profile.form)):
            located[profile.id] = Location(iri, "US")
    for same in cities.values():
        for other in same[1:]:
            clusters.same(same[0].key, other.key, 0.95, "names of one city in GeoNames")
    _join_known_spellings(clusters, places)
    _join_sounds(clusters, places)
    _join_labels(clusters, places)
    return located


def _city(profile: Profile, profiles: Profiles) -> City | None:
    """The city that the documents mean: all that say for sure mean one, and not many leave it open.

    That a document says for sure which city it means tells for those that say nothing, if no namesake is meant
    anywhere (`divide_cities`) and the countries that they name do not speak against it.
    """
    said = profiles.cities.get(profile.key, {})
    if len({city.id for city in said.values()}) != 1:
        return None
    city = next(iter(said.values()))
    silent = profile.documents - said.keys()
    against = [d for d in silent if profiles.countries_of[d] and city.country not in profiles.countries_of[d]]
    return city if len(against) <= len(said) else None


def join_city_slips(clusters: Clusters, places: Sequence[Profile], context: Context) -> None:
    """Judges cities whose names differ by one letter, where the odd one is in no gazetteer: a slip of the pen."""
    by_less: dict[str, list[Profile]] = defaultdict(list)
    for place in places:
        if place.label is EntityLabel.CITY and len(place.form) >= SOUND_LENGTH:
            for less in {place.form, *(place.form[:i] + place.form[i + 1 :] for i in range(1, len(place.form)))}:
                by_less[less].append(place)
    pairs: dict[Key, set[Key]] = defaultdict(set)
    for block in by_less.values():
        known = [p for p in block if is_city(p.name)]
        for odd in (p for p in block if p not in known and not p.scoped) if len(block) <= MOST else ():
            near = {p.key for p in known if OSA.distance(odd.form, p.form) == 1 and p.form[0] == odd.form[0]}
            pairs[odd.key] |= near
    for key in sorted(pairs):
        best = context.nearest(key, [r for r in clusters.roots(pairs[key]) if r != clusters.root(key)])
        if best is not None:
            because = f"one letter differs from a city's name, {context.beside(key, best)}"
            clusters.same(key, best, 0.85, because, side_by_side=True)


def join_ambiguous_cities(clusters: Clusters, places: Sequence[Profile], context: Context) -> None:
    """Judges cities of a document that does not say which of several it means, by what stands around them."""
    by_form: dict[str, list[Key]] = defaultdict(list)
    for place in places:
        if place.label is EntityLabel.CITY:
            by_form[place.form].append(place.key)
    for keys in by_form.values():
        sure = [k for k in keys if len(k[2]) < DOCUMENT_DIGITS]
        for key in (k for k in keys if k not in sure):
            roots = [r for r in clusters.roots(sure) if r != clusters.root(key)]
            best = context.nearest(key, roots)
            if best is not None:
                clusters.same(
                    key, best, 0.85, f"the city of this name in the same context, {context.beside(key, best)}"
                )
            elif len(roots) <= TOO_MANY:
                for root in roots:
                    clusters.unsure(key, root, 0.5, "several cities have this name")


def _join_known_spellings(clusters: Clusters, profiles: Sequence[Profile]) -> None:
    known = lexicon_names("cities")
    first: dict[str, Profile] = {}
    for profile in profiles:
        if profile.label is EntityLabel.CITY and profile.form in known and not profile.scoped:
            other = first.setdefault(known[profile.form], profile)
            # a document may tell Washington from Washington, D.C., but hardly Kiev from Kyiv
            spelling = not (profile.form.startswith(other.form) or other.form.startswith(profile.form))
            clusters.same(other.key, profile.key, 0.95, "spellings of one city's name", side_by_side=spelling)


def _join_sounds(clusters: Clusters, profiles: Sequence[Profile]) -> None:
    """Transliterations of one long name, if GeoNames does not tell two places by them."""
    blocks: dict[tuple[EntityLabel, str], list[Profile]] = defaultdict(list)
    for profile in profiles:
        if profile.label is not EntityLabel.COUNTRY and not profile.scoped and len(profile.form) >= SOUND_LENGTH:
            blocks[profile.label, " ".join(map(sound, profile.form.split()))].append(profile)
    for block in blocks.values():
        for other in block[1:]:
            if not (is_city(block[0].name) and is_city(other.name)):
                clusters.same(block[0].key, other.key, 0.9, "one name in two transliterations", side_by_side=True)


def _join_labels(clusters: Clusters, profiles: Sequence[Profile]) -> None:
    """One name as city here and as region there: one place where nearly all documents agree which, else two."""
    by_form: dict[str, list[Profile]] = defaultdict(list)
    for profile in (p for p in profiles if not p.scoped):
        for form in sorted({place_key(name) for name in profile.names} | {profile.form}):
            by_form[form].append(profile)
    for same in by_form.values():
        best = min(same, key=lambda p: (-len(p.documents), p.key))
        country = next((p for p in same if p.label is EntityLabel.COUNTRY), None)
        settled = country is not None and is_only_country(country.name)
        if country is not None and settled:
            best = country
        for other in same:
            if other is best:
                continue
            usual = settled or len(best.documents) >= MAJORITY * len(other.documents)
            if usual and _readings(best.name) < 2:
                clusters.same(best.key, other.key, 0.85, f"nearly always a {best.label.lower()}")
            else:
                # both may be meant: Georgia, New York, Donetsk and its region
                clusters.unsure(best.key, other.key, 0.5, f"{best.label.lower()} here, {other.label.lower()} there")


def _readings(name: str) -> int:
    """As how many kinds of place the name is known."""
    city = is_city(name) and not is_only_country(name)  # a small Poland in Ohio is no other reading of the country
    return sum((country_code(name) is not None, state_iri(name) is not None, city))


def containers(
    entities: Iterable[Entity], located: dict[str, Location], said: Iterable[tuple[Entity, Entity]]
) -> dict[str, frozenset[str]]:
    """For the id of a place the ids of those that contain it.

    Args:
        entities: All entities.
        located: Where places lie.
        said: Pairs of places of which a document says that the first lies in the second.
    """
    code = {location.iri: location.country for location in located.values()}
    places = [(e, code[e.same_as[0]]) for e in entities if e.same_as and e.same_as[0] in code]
    country = {c: e.id for e, c in places if e.label is EntityLabel.COUNTRY}
    found: dict[str, set[str]] = defaultdict(set)
    for entity, c in places:
        if entity.label is not EntityLabel.COUNTRY and c in country:
            found[entity.id].add(country[c])
    for part, whole in said:
        found[part.id].add(whole.id)
    return {part: frozenset(wholes) for part, wholes in found.items()}
