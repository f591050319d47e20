"""How Wikidata says things: its properties and classes, the questions in SPARQL, and how their answers are read.

Another endpoint can be asked if its data has the same shape: a mirror, or an extract of one's own. The queries are
plain SPARQL 1.1, without the functions and services that only one product knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.link.candidates import Topic, is_iri
from pipeline.records import EntityLabel

__all__ = [
    "CLASSES",
    "DESCRIPTION",
    "ENDPOINT",
    "LABELS",
    "LANGUAGES",
    "TOPICS",
    "about_items",
    "about_names",
    "about_types",
    "literal",
]

ENDPOINT: Final = "https://query.wikidata.org/sparql"
LANGUAGES: Final = ("en", "mul")
"""English, and the names that Wikidata keeps for all languages together. The first is preferred."""

_ENTITY: Final = "http://www.wikidata.org/entity/"
_DIRECT: Final = "http://www.wikidata.org/prop/direct/"
_RDFS_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
DESCRIPTION: Final = "http://schema.org/description"
LABELS: Final = (_RDFS_LABEL, _ALIAS)
"""The properties of a name, and of another name."""

_PREFIXES: Final = f"""\
PREFIX wdt: <{_DIRECT}>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

_PROPERTIES: Final[dict[Topic, str]] = {
    Topic.KIND: "P31",
    Topic.ROLE: "P106 P39 P101 P97",  # occupation, position held, field of work, noble title
    Topic.COUNTRY: "P27 P17 P495",  # citizenship, country, country of origin
    Topic.PLACE: "P19 P20 P551 P937 P131 P159 P276 P740 P36 P1376",  # birth, death, home, work, inside, seat, capital
    Topic.BODY: "P108 P463 P102 P749 P127 P361 P355 P166 P69",  # employer, member of, party, parent, part of
    Topic.PERSON: "P112 P488 P169 P6 P35 P1037 P26 P22 P25 P40 P3373 P50 P57",  # founder, heads, family, author
    Topic.BEGINS: "P569 P571 P580",
    Topic.ENDS: "P570 P576 P582",
    Topic.POINT: "P625",
    Topic.GEONAMES: "P1566",
    Topic.ISO: "P297",
}
TOPICS: Final[dict[str, Topic]] = {f"{_DIRECT}{p}": t for t, ps in _PROPERTIES.items() for p in ps.split()}
"""Property -> what it tells."""

_CLASSES: Final[dict[EntityLabel, str]] = {
    EntityLabel.PERSON: "Q5",
    # organization, newspaper, news media, website, military unit
    EntityLabel.ORG: "Q43229 Q11032 Q1193236 Q35127 Q176799",
    EntityLabel.CITY: "Q486972 Q515",  # human settlement, city
    EntityLabel.COUNTRY: "Q6256 Q3624078 Q3024240",  # country, sovereign state, historical country
    EntityLabel.REGION: "Q56061 Q82794",  # administrative territorial entity, geographic region
    # geographic location, landform, architectural structure, facility
    EntityLabel.PLACE: "Q2221906 Q618123 Q811979 Q13226383",
    # ethnic group, nationality, people, religion, political party
    EntityLabel.NORP: "Q41710 Q231002 Q2472587 Q9174 Q7278",
    EntityLabel.EVENT: "Q1656682 Q1190554",  # event, occurrence
    EntityLabel.WORK: "Q386724 Q17537576",  # work, creative work
}
CLASSES: Final[dict[str, EntityLabel]] = {f"{_ENTITY}{c}": k for k, cs in _CLASSES.items() for c in cs.split()}
"""Class -> what its instances are here."""

_UNFIT: Final = re.compile(r"[\\\x00-\x1f\x7f]")


def literal(name: str, language: str) -> str:
    """A name as a SPARQL literal that cannot end early, whatever is in it.

    A backslash is refused rather than escaped: SPARQL reads \\\\uXXXX before anything else, so an escape of an escape
    is not safe everywhere, and no name needs one.

    >>> literal('Dwayne "The Rock" Johnson', "en")
    '"Dwayne \\\\"The Rock\\\\" Johnson"@en'

    Raises:
        ValueError: the name holds a backslash or a control character.
    """
    if _UNFIT.search(name) or not name.isprintable():
        raise ValueError(f"{name!r} cannot be asked for")
    return '"' + name.replace('"', '\\"') + f'"@{language}'


def _values(iris: Iterable[str]) -> str:
    """IRIs for a VALUES clause.

    Raises:
        ValueError: one is none.
    """
    listed = list(iris)
    for iri in listed:
        if not is_iri(iri):
            raise ValueError(f"{iri!r} is no IRI")
    return " ".join(f"<{iri}>" for iri in listed)


def about_names(names: Sequence[str], limit: int) -> str:
    """Which items bear one of some names, of which types they are, and how widely they are known."""
    literals = " ".join(literal(name, language) for name in names for language in LANGUAGES)
    return f"""{_PREFIXES}
SELECT DISTINCT ?name ?item ?type ?sitelinks WHERE {{
  VALUES ?name {{ {literals} }}
  ?item rdfs:label|skos:altLabel ?name .
  ?item wdt:P31 ?type .
  OPTIONAL {{ ?item wikibase:sitelinks ?sitelinks }}
}} LIMIT {limit}"""


def about_types(types: Sequence[str], limit: int) -> str:
    """Of which of the classes above some types are, themselves or through their superclasses."""
    return f"""{_PREFIXES}
SELECT DISTINCT ?type ?class WHERE {{
  VALUES ?type {{ {_values(types)} }}
  ?type wdt:P279* ?class .
  FILTER(?class IN ({_values(CLASSES).replace(" ", ", ")}))
}} LIMIT {limit}"""


def about_items(items: Sequence[str], limit: int) -> str:
    """The names, descriptions and facts of some items, one a row, with the names of what they point to."""
    languages = ", ".join(f'"{language}"' for language in LANGUAGES)
    return f"""{_PREFIXES}
SELECT DISTINCT ?item ?property ?value ?label WHERE {{
  VALUES ?item {{ {_values(items)} }}
  VALUES ?property {{ {_values([*LABELS, DESCRIPTION, *TOPICS])} }}
  ?item ?property ?value .
  FILTER(!isLiteral(?value) || LANG(?value) IN ("", {languages}))
  OPTIONAL {{ ?value rdfs:label ?label . FILTER(LANG(?label) IN ({languages})) }}
}} LIMIT {limit}"""
