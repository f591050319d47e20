"""Which names of places are one place, and where it lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.names import sound
from pipeline.reconcile.places import City, country_code, country_iri, find_city, is_city, is_only_country, state_iri
from pipeline.reconcile.profiles import Profile, lexicon_names, place_key
from pipeline.records import Entity, EntityLabel

__all__ = ["PLACES", "Location", "containers", "join_places"]

PLACES = (EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE)

MAJORITY = 4
"""A label of a place's name gives way to one that this many times as many documents use."""

SOUND_LENGTH = 6
"""A name must have so many letters to be recognised in another transliteration."""


@dataclass(frozen=True)
class Location:
    """A place found in GeoNames, with the ISO code of its country."""

    iri: str
    country: str
    latitude: float | None = None
    longitude: float | None = None


def join_places(
    clusters: Clusters, profiles: Sequence[Profile], countries: Sequence[frozenset[str]]
) -> dict[str, Location]:
    """Judges all pairs of place profiles that could be one.

    Args:
        clusters: Where the judgements go.
        profiles: The profiles of all places, sorted by key.
        countries: For each document the ISO codes of the countries that it names.

    Returns:
        The location of each profile that was found for sure, by the profile's id.
    """
    cities: dict[int, list[Profile]] = defaultdict(list)
    located: dict[str, Location] = {}
    for profile in profiles:
        if profile.label is EntityLabel.CITY and (city := _city(profile, countries)):
            cities[city.id].append(profile)
            located[profile.id] = Location(city.iri, city.country, city.latitude, city.longitude)
        elif profile.label is EntityLabel.COUNTRY and (code := country_code(profile.name)):
            located[profile.id] = Location(country_iri(code), code)
        elif profile.label is EntityLabel.REGION and (iri := state_iri(profile.form)):
            located[profile.id] = Location(iri, "US")
    for same in cities.values():
        for other in same[1:]:
            clusters.same(same[0].key, other.key, 0.95, "names of one city in GeoNames")
    _join_known_spellings(clusters, profiles)
    _join_sounds(clusters, profiles)
    _join_labels(clusters, profiles)
    return located


def _city(profile: Profile, countries: Sequence[frozenset[str]]) -> City | None:
    """The city meant in all the documents: the countries that more than half of them name are the context."""
    told: dict[str, int] = defaultdict(int)
    for document in profile.documents:
        for code in countries[document]:
            told[code] += 1
    return find_city(profile.name, {code for code, n in told.items() if 2 * n > len(profile.documents)})


def _join_known_spellings(clusters: Clusters, profiles: Sequence[Profile]) -> None:
    known = lexicon_names("cities")
    first: dict[str, Profile] = {}
    for profile in profiles:
        if profile.label is EntityLabel.CITY and profile.form in known:
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
