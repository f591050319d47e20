"""Files of known entities: RDF, CSV, or FollowTheMoney, told by their extensions."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
from pydantic import ValidationError
from pyoxigraph import Literal, NamedNode, RdfFormat

from pipeline.errors import SettingsError
from pipeline.link.known import KnownEntity
from pipeline.records import EntityLabel

__all__ = ["read_known"]

_PLACES = (EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE)
_KINDS: dict[str, tuple[EntityLabel, ...]] = {
    "person": (EntityLabel.PERSON,),
    "organization": (EntityLabel.ORG,),
    "organisation": (EntityLabel.ORG,),
    "company": (EntityLabel.ORG,),
    "publicbody": (EntityLabel.ORG,),
    "legalentity": (EntityLabel.PERSON, EntityLabel.ORG),
    "agent": (EntityLabel.PERSON, EntityLabel.ORG),
    "city": (EntityLabel.CITY,),
    "country": (EntityLabel.COUNTRY,),
    "administrativearea": (EntityLabel.REGION,),
    "region": (EntityLabel.REGION,),
    "place": _PLACES,
    "group": (EntityLabel.NORP,),
}
"""Of what is said of a kind in the file, its last part in lower case: schema:Person, foaf:Person and Person are one."""
_NAMES = (
    "https://schema.org/name",
    "http://schema.org/name",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://xmlns.com/foaf/0.1/name",
    "http://www.w3.org/2000/01/rdf-schema#label",
)
"""The first of these that an entity has is its name; the others are aliases."""
_ALIASES = (
    "https://schema.org/alternateName",
    "http://schema.org/alternateName",
    "http://www.w3.org/2004/02/skos/core#altLabel",
)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read_known(paths: Iterable[Path], base: str) -> tuple[KnownEntity, ...]:
    """The entities of all files, sorted by IRI; one that stands in several has the names of all.

    Entities of FollowTheMoney have no IRIs; theirs are made of their ids, under the base of the graph: `known/ID`.

    Raises:
        SettingsError: a file cannot be read, or a line of it; the message names it and says what to do.
    """
    found: dict[str, KnownEntity] = {}
    for path in paths:
        number = 0
        for one in _read(path, base):
            number += 1
            before = found.get(one.iri)
            if before is not None:
                names = (*before.aliases, *(n for n in one.names if n not in before.names))
                labels = tuple(dict.fromkeys((*before.labels, *one.labels)))
                one = before.model_copy(update={"aliases": names, "labels": labels})
            found[one.iri] = one
        if not number:
            raise SettingsError(
                f"{path} holds no entity with a kind and a name; kinds are: {', '.join(sorted(_KINDS))}"
            )
    return tuple(found[iri] for iri in sorted(found))


def _read(path: Path, base: str) -> Iterator[KnownEntity]:
    suffix = path.suffix.lower()
    try:
        if suffix == ".csv":
            yield from _csv(path)
        elif path.name.lower().endswith((".json", ".jsonl", ".ijson", ".ftm")):
            yield from _followthemoney(path, base)
        elif (format := RdfFormat.from_extension(suffix.lstrip("."))) is not None:
            yield from _rdf(path, format)
        else:
            raise SettingsError(f"{path}: known entities come as .ttl, .nt, .rdf, .jsonld, .csv or .ftm.json")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error


def _known(path: Path, where: str, iri: str, labels: Sequence[EntityLabel], names: Sequence[str]) -> KnownEntity:
    names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    if not names:
        raise SettingsError(f"{path}{where}: {iri or 'an entity'} has no name; give it one, or take it out")
    try:
        return KnownEntity(iri=iri, labels=tuple(labels), name=names[0], aliases=tuple(names[1:]), source=path.name)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{path}{where}: {iri!r} {reason}; write it as https://...") from error


def _csv(path: Path) -> Iterator[KnownEntity]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        missing = {"iri", "kind", "name"} - {c.strip().lower() for c in rows.fieldnames or ()}
        if missing:
            raise SettingsError(
                f"{path}, line 1: no column {', '.join(sorted(missing))}; the columns are iri, kind, name and, if you "
                "like, aliases (several with | between), with commas between the columns"
            )
        for row in _whole(path, rows):
            cells = {(k or "").strip().lower(): v or "" for k, v in row.items() if isinstance(v, str | None)}
            labels = _KINDS.get(cells["kind"].strip().lower())
            where = f", line {rows.line_num}"
            if labels is None:
                raise SettingsError(
                    f"{path}{where}: {cells['kind']!r} is no kind; write one of {', '.join(sorted(_KINDS))}"
                )
            names = [cells["name"], *cells.get("aliases", "").split("|")]
            yield _known(path, where, cells["iri"].strip(), labels, names)


def _whole(path: Path, rows: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    """The rows; a quotation mark that is not closed swallows no lines, but is an error."""
    begin = 2
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise SettingsError(
                f"{path}, line {begin}: {error}; close each quotation mark, and double those within a cell"
            ) from error
        if row is None:
            return
        yield row
        begin = rows.line_num + 1


def _followthemoney(path: Path, base: str) -> Iterator[KnownEntity]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            where = f", line {number}"
            try:
                record = json.loads(line)
                id_, schema, properties = record["id"], record["schema"], record["properties"]
                labels = _KINDS.get(schema.lower())
                names = [*properties.get("name", ()), *properties.get("alias", ()), *properties.get("previousName", ())]
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise SettingsError(
                    f"{path}{where}: no FollowTheMoney entity, which has id, schema and properties; write one a line"
                ) from error
            if labels is not None and names:
                yield _known(path, where, f"{base}known/{quote(str(id_), safe='-._~')}", labels, names)


def _rdf(path: Path, format: RdfFormat) -> Iterator[KnownEntity]:
    about: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    try:
        for quad in pyoxigraph.parse(path=str(path), format=format):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                about[quad.subject.value][quad.predicate.value].add(quad.object.value)
    except SyntaxError as error:
        where = f", line {error.lineno}" if error.lineno else ""
        raise SettingsError(f"{path}{where} is not valid {format.name}: {error.msg}; mend the line") from error
    for iri, said in sorted(about.items()):
        kinds = sorted(kind.replace("#", "/").rpartition("/")[2].lower() for kind in said[_TYPE])
        labels = dict.fromkeys(label for kind in kinds for label in _KINDS.get(kind, ()))
        names = [name for property_ in (*_NAMES, *_ALIASES) for name in sorted(said[property_])]
        if labels and names:
            yield _known(path, "", iri, tuple(labels), names)
