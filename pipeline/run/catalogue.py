"""The entities of a finished graph, found by what a user may call them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from pipeline.errors import DecisionError
from pipeline.graph.iris import Iris
from pipeline.link.candidates import is_iri
from pipeline.reconcile.decisions import Reference
from pipeline.reconcile.parts import DocumentName, Part
from pipeline.run.register import DOUBTS, ENTITIES, Doubt, Manifest, RegisteredEntity, RegisteredPart, read_lines

__all__ = ["Catalogue"]

_WIKIDATA = re.compile(r"(?:wd:)?[Qq][1-9]\d{0,11}")
_PAGE = re.compile(r"https?://(?:www|m)\.wikidata\.org/(?:wiki|entity)/(Q[1-9]\d*)")

MOST_PARTS = 12
"""A decision names so many parts of each side, the best known ones; more would make its line unreadable."""


class Catalogue:
    """The entities of one build."""

    def __init__(self, manifest: Manifest, entities: Iterable[RegisteredEntity], doubts: Iterable[Doubt] = ()) -> None:
        self.manifest = manifest
        self.entities = {entity.id: entity for entity in entities}
        self.doubts = tuple(doubts)
        self.titles: dict[str, str] = {}
        """What items of other data sets are, by their IRIs."""
        self._by_iri = {e.iri: e.id for e in self.entities.values() if e.iri}
        self._iris = Iris(manifest.base, {id_: iri for iri, id_ in self._by_iri.items()})
        self._position = {entry.document: at for at, entry in enumerate(manifest.entries)}
        self._by_id: dict[str, RegisteredEntity] = {}
        self._parts: dict[str, tuple[RegisteredEntity, RegisteredPart]] = {}
        self._named: dict[str, list[RegisteredEntity]] = defaultdict(list)
        for entity in self.entities.values():
            for part in entity.parts:
                self._parts.setdefault(part.id, (entity, part))
            for name in dict.fromkeys(name.casefold() for name in (entity.name, *entity.aliases)):
                self._named[name].append(entity)
        for entity in self.entities.values():
            for old in entity.replaces:
                self._by_id[old] = entity
        self._by_id.update(self.entities)

    @classmethod
    def read(cls, build: Path, manifest: Manifest) -> Catalogue:
        """That of a complete build.

        Raises:
            StoreError: what the build noted cannot be read.
        """
        return cls(manifest, read_lines(build / ENTITIES, RegisteredEntity), list(read_lines(build / DOUBTS, Doubt)))

    def iri(self, id: str) -> str:
        """The IRI of an entity, now or before, from its id."""
        return self._iris.named(id).value

    def id_of(self, name: str) -> str:
        """The id that an IRI ends in; anything else as it is."""
        name = name.strip().removeprefix("<").removesuffix(">")
        if name in self._by_iri:
            return self._by_iri[name]
        for base in (self.manifest.base, unquote(self.manifest.base)):
            if name.startswith(base):
                return unquote(name.removeprefix(base))
        return name

    def entity(self, name: str) -> RegisteredEntity:
        """The entity of a name, id or IRI; an IRI that was replaced leads to the entity that it is now.

        Raises:
            DecisionError: there is none, or there are several; the message says which.
        """
        id_ = self.id_of(name)
        if id_ in self._by_id:
            return self._by_id[id_]
        found = self._named.get(name.strip().casefold(), [])
        main = [e for e in found if e.name.casefold() == name.strip().casefold()]
        if len(found) == 1 or len(main) == 1:
            return (main or found)[0]
        if found:
            choices = ", ".join(f"{e.name} ({e.mentions} mentions) <{e.id}>" for e in sorted(found, key=_weight)[:8])
            raise DecisionError(f"{name!r} is the name of several; give the id of one: {choices}")
        near = get_close_matches(name.casefold(), self._named, n=5, cutoff=0.7)
        near += [n for n in self._named if name.casefold() in n and n not in near][: 5 - len(near)]
        known = ", ".join(dict.fromkeys(self._named[n][0].name for n in near))
        hint = f"; did you mean {known}?" if known else "; `citegraph query most-mentioned` lists whom there is"
        raise DecisionError(f"nobody and nothing is called {name!r} in {self.manifest.base}{hint}")

    def item(self, name: str, *, adopted: bool = False) -> Reference | None:
        """The item of another data set that is meant by an IRI that is none of the graph, or by "Q42" of Wikidata.

        With `adopted` the IRI of a known entity is meant as such even where it is that of an entity of the graph.
        """
        name = name.strip().removeprefix("<").removesuffix(">")
        if _WIKIDATA.fullmatch(name) and name.casefold() not in self._named:
            name = f"http://www.wikidata.org/entity/{name.rpartition(':')[2].upper()}"
        elif page := _PAGE.fullmatch(name):
            name = f"http://www.wikidata.org/entity/{page[1]}"
        if not is_iri(name) or (self.id_of(name) != name and not (adopted and name in self._by_iri)):
            return None
        title = self.titles.get(name) or name.rpartition("/")[2] or name
        return Reference(entity=name, name=title, iri=name)

    def part(self, id: str) -> tuple[RegisteredEntity, RegisteredPart] | None:
        """The part that judgements call so, with the entity that it belongs to."""
        return self._parts.get(id)

    def entry(self, document: str) -> int | None:
        """The position of a document, by its file, its IRI, or the end of its IRI; None if there is none."""
        name = self.id_of(document).partition("#")[0]
        found = [
            at
            for at, e in enumerate(self.manifest.entries)
            if name in (e.source_file, e.document, str(e.name)) or name.endswith(f"-{e.document[:8]}")
        ]
        return found[0] if len(found) == 1 else None

    def named(self, entry: int) -> DocumentName:
        """How decisions call a document."""
        return self.manifest.entries[entry].name

    def reference(self, entity: RegisteredEntity) -> Reference:
        """The entity in the words of a decision, with the parts that it has now."""
        parts = tuple(self.wording(part) for part in entity.parts[:MOST_PARTS])
        return Reference(entity=entity.id, name=entity.name, parts=parts)

    def wording(self, part: RegisteredPart) -> Part:
        """A part in the words of a decision."""
        entry = self._position.get(part.scope)
        document = None if entry is None else self.named(entry)
        country = part.scope if entry is None else ""
        return Part(label=part.label, name=part.name, document=document, country=country)


def _weight(entity: RegisteredEntity) -> tuple[int, str]:
    return -entity.mentions, entity.id
