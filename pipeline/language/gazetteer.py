"""What the offline gazetteers (GeoNames, ISO 3166) know of place names: for labels, and as a feature of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal, Self

import pycountry
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import gazetteer

__all__ = ["Gazetteer", "Kind", "key", "kind", "kinds", "names"]

Kind = Literal["CITY", "COUNTRY", "REGION"]

COUNTRY_NAMES = """
    Russia, USSR, U.S.S.R., Soviet Union, US, U.S., USA, U.S.A., United States, United States of America, America,
    UK, U.K., Britain, Great Britain, England, Scotland, Wales, Northern Ireland, Iran, Syria, South Korea, North Korea,
    Korea, Republic of Korea, Palestine, Taiwan, Kosovo, Venezuela, Bolivia, Tanzania, Moldova, Laos, Vietnam, Brunei,
    Czech Republic, Czechia, Czechoslovakia, Yugoslavia, East Germany, West Germany, GDR, Ivory Coast, Cape Verde,
    Burma, Myanmar, Macedonia, North Macedonia, Swaziland, Congo, DR Congo, DRC, Vatican, Holland, Turkey, Türkiye,
    Zaire, UAE, Emirates, Ottoman Empire, Prussia, Rhodesia, Russian Federation, Saudi Arabia, South Sudan, East Timor,
    Bosnia, Persia, Siam, Ceylon, Abyssinia, Republic of Ireland, Ireland, Gambia, Bahamas, Micronesia, Eswatini
"""
"""What no list has: everyday names, and states of the past."""

REGION_NAMES = """
    Europe, Asia, Africa, Antarctica, Oceania, North America, South America, Central America, Latin America, Eurasia,
    Western Europe, Eastern Europe, Central Europe, Southern Europe, Northern Europe, Middle East, Near East, Far East,
    Southeast Asia, South Asia, East Asia, Central Asia, North Africa, West Africa, East Africa, Southern Africa, Sahel,
    Horn of Africa, Caucasus, North Caucasus, South Caucasus, Balkans, Western Balkans, Baltics, Scandinavia, Caribbean,
    Siberia, Crimea, Donbas, Donbass, Chechnya, Dagestan, Kurdistan, Kashmir, Catalonia, Basque Country, Bavaria, Tibet,
    Xinjiang, Transnistria, Abkhazia, South Ossetia, Nagorno-Karabakh, Gaza Strip, West Bank, Levant, Maghreb, Sinai,
    New England, Midwest, Global South, Bengal, Karelia,
    Asia Minor, Kamchatka, Arctic, Darfur, Tigray, Punjab, Sindh, Balochistan, Galicia
"""

CITY_NAMES = """
    Leningrad, Petrograd, Stalingrad, Sverdlovsk, Constantinople, Peking, Bombay, Madras, Calcutta, Saigon, Rangoon,
    Danzig, Königsberg, Breslau, Pressburg, Christiania, Edo, Batavia, Salonica, Smyrna, Léopoldville, Kiev, Kyiv
"""
"""Past names of cities."""

COMMON_WORDS = frozenset(
    """
    a an and as at best born boy can central come date deal east enterprise folk free general green he home i
    in independence is it lead liberty man march may mission most much nice normal north of on orange our
    police price progress reading republic same see south split sun the they to union university us van
    victoria villa wa was we west who why young
    """.split()  # noqa: SIM905
)
"""Places have these names too, but a text that writes them nearly always means something else."""

_CITIES_FIRST = frozenset(
    {"new york", "washington", "moscow", "kyiv", "buenos aires", "berlin", "vienna", "bucharest", "hong kong"}
)
_LONGEST = 6
_FILE = "places.tsv"
_REGION_TYPES = frozenset({"Province", "Region", "State", "Governorate", "Republic", "Oblast", "Canton", "Land"})


def key(name: str) -> str:
    """The form under which names are compared.

    >>> key("The  Hague"), key("Côte d’Ivoire")
    ('hague', "côte d'ivoire")
    """
    return " ".join(name.replace("’", "'").split()).casefold().removeprefix("the ")


def kind(name: str) -> Kind | None:
    """Country, region or city, the best-known bearer of the name deciding; None for an unknown name.

    >>> kind("Georgia"), kind("Bavaria"), kind("Lviv"), kind("Barad-dûr")
    ('COUNTRY', 'REGION', 'CITY', None)
    """
    known = kinds().get(key(name), frozenset())
    if key(name) in _CITIES_FIRST:
        return "CITY"
    if "COUNTRY" in known:
        return "COUNTRY"
    if "REGION" in known:
        return "REGION"
    return "CITY" if known else None


@cache
def kinds() -> dict[str, frozenset[str]]:
    """Every known place name with all that it can stand for; TOWN is a city of under 100,000 people."""
    known = gazetteer.table("kinds")
    sets = {what: frozenset(what.split("+")) for what in set(known.values())}
    return {name: sets[what] for name, what in known.items()}


def names(wanted: Kind) -> list[str]:
    """All names of one kind as they are written, sorted: to make training data with."""
    if wanted == "CITY":
        return sorted({c.name for c in gazetteer.cities() if not set(c.name) & set("()/,0123456789")})
    if wanted == "REGION":
        divisions = {d.name for d in pycountry.subdivisions if d.type in _REGION_TYPES and len(d.name.split()) < 4}
        listed = {" ".join(name.split()) for name in REGION_NAMES.split(",")}
        return sorted({n for n in divisions if not set(n) & set("()/,[")} | listed)
    countries = {c.name for c in gazetteer.countries().values()}
    return sorted(countries | {" ".join(name.split()) for name in COUNTRY_NAMES.split(",")})


@Language.factory("citegraph_gazetteer", assigns=["token.ent_id"])
class Gazetteer:
    """Writes what the gazetteers know of a token into `ent_id_`, longest name first: "B-COUNTRY+REGION" on "Georgia".

    It is a feature that the finder of names learns to weigh, no decision: most bearers of a name are in no gazetteer.
    The names are kept in the model's folder, so that a model goes on seeing what it was trained with.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._features: dict[str, str] = {}
        self._first_words: set[str] = set()

    def initialize(self, get_examples: object = None, *, nlp: Language | None = None) -> None:
        """Take the names from the installed gazetteers, once, before training."""
        self._take({name: "+".join(sorted(what)) for name, what in kinds().items()})

    def _take(self, features: dict[str, str]) -> None:
        self._features = features
        self._first_words = {re.split("[ '-]", name, maxsplit=1)[0] for name in features}

    def __call__(self, doc: Doc) -> Doc:
        at = 0
        while at < len(doc):
            text = doc[at].text
            if text[0].isupper() and text.casefold() in self._first_words:
                for end in range(min(at + _LONGEST, len(doc)), at, -1):
                    if feature := self._features.get(key(doc[at:end].text)):
                        for i in range(at, end):
                            doc[i].ent_id_ = f"{'B' if i == at else 'I'}-{feature}"
                        at = end - 1
                        break
            at += 1
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """One line for each name, sorted: the name, a tab, what it can stand for."""
        return "".join(f"{name}\t{feature}\n" for name, feature in sorted(self._features.items())).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """The reverse of `to_bytes`."""
        lines = data.decode().splitlines()
        self._take({name: feature for name, _, feature in (line.partition("\t") for line in lines)})
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write `places.tsv` into the component's folder."""
        Path(path).mkdir(exist_ok=True)
        (Path(path) / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read `places.tsv` from the component's folder."""
        return self.from_bytes((Path(path) / _FILE).read_bytes())
