"""Where people decide who is who: a graph on disk, what is known of its entities, and the file of decisions.

    desk = Desk.open(Path("data/graph"))
    desk.merge("Bill Gates", "William Gates", who="ann")

Each decision is written down first and then shown: the graph is made again from the cache and switched to in one step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from pipeline.errors import BuildInProgressError, DecisionError, StoreError
from pipeline.graph.store import no_graph
from pipeline.link.known_files import read_known
from pipeline.link.links import NAME as LINKS
from pipeline.link.links import read_links
from pipeline.reconcile.decisions import Decision, DecisionKind, Reference
from pipeline.records import Extraction
from pipeline.run.cache import ExtractionCache
from pipeline.run.catalogue import Catalogue
from pipeline.run.folder import OutputFolder, full_disk_named
from pipeline.run.ledger import NAME, History, Ledger
from pipeline.run.register import Entry, Manifest, RegisteredEntity
from pipeline.run.report import Counts, Reporter, Silent
from pipeline.run.resolve import kept, write_graph
from pipeline.run.selection import Selection, select

__all__ = ["Desk"]

READ = 64
"""So many extractions are held in memory while their quotes are shown."""


class Desk:
    """A graph in a folder, open for decisions.

    Args:
        folder: the folder that a build wrote.
        ledger: the file of decisions.
        links: the file of links to other data sets, if it is to be another one than that of the last build.
    """

    def __init__(self, folder: Path, ledger: Ledger, links: Path | None = None) -> None:
        self.folder = folder
        self.ledger = ledger
        self._links = links
        self._out = OutputFolder(folder)
        self._read: dict[Entry, Extraction] = {}
        self._load()

    @classmethod
    def open(cls, folder: Path, decisions: Path | None = None, links: Path | None = None) -> Self:
        """The desk of a graph. Without a file of decisions or links it is the one that the graph was built with.

        Raises:
            StoreError: there is no complete graph in the folder.
        """
        build = OutputFolder(folder).complete()
        if build is None:
            raise no_graph(folder)
        path = decisions or Path(Manifest.read(build).decisions or folder / NAME)
        return cls(folder, Ledger(path), links)

    def _load(self) -> None:
        build = self._out.complete()
        if build is None:
            raise StoreError(f"{self.folder} holds no graph any more")
        self.manifest = Manifest.read(build)
        if self._links is not None:
            self.manifest = self.manifest.model_copy(update={"links": str(self._links.absolute())})
        self.catalogue = Catalogue.read(build, self.manifest)
        self.catalogue.titles = {link.iri: link.title for link in read_links(self.links)}
        self.catalogue.titles |= {
            one.iri: one.name for one in read_known(map(Path, self.manifest.known), self.manifest.base)
        }
        # an extraction is found by its key alone; the hash of the model matters to who makes new ones
        self._cache = ExtractionCache(self._out.cache, self.manifest.model_sha256)

    def extraction(self, entry: int) -> Extraction:
        """What was read out of a document, by its position in the manifest."""
        key = self.manifest.entries[entry]
        if key not in self._read:
            if len(self._read) >= READ:
                self._read.pop(next(iter(self._read)))
            self._read[key] = next(kept([key], self._cache))
        return self._read[key]

    def merge(self, left: str, right: str, who: str, because: str = "", reporter: Reporter | None = None) -> Decision:
        """Two entities are one from now on; the first keeps its name and IRI, that of the other leads to it.

        Args:
            left: The name, id or IRI of one.
            right: That of the other.
            who: Who says so.
            because: The reason, for those who read the history.
            reporter: Is told how the graph is made again.

        Raises:
            DecisionError: one is unknown or not the only one of its name, both are one already, or somebody decided
                otherwise before.
        """
        one, other = self.catalogue.entity(left), self.catalogue.entity(right)
        if one.id == other.id:
            raise DecisionError(f"{left!r} and {right!r} are one already: {one.name}, {self.iri(one)}")
        made = self._decision(
            DecisionKind.SAME, self.catalogue.reference(one), self.catalogue.reference(other), who, because
        )
        self.record([made])
        self.show(reporter)
        return made

    def split(
        self, whole: str, items: Sequence[str], who: str, because: str = "", reporter: Reporter | None = None
    ) -> tuple[Decision, Selection]:
        """Part of an entity is another one from now on.

        Args:
            whole: The name, id or IRI of the entity; or an IRI that leads to it, which is then what to take out.
            items: What to take out: documents (their file), mentions (their IRI), or names of the entity.
            who: Who says so.
            because: The reason, for those who read the history.
            reporter: Is told how the graph is made again.

        Raises:
            DecisionError: nothing is known by a name, nothing or everything would be taken out, or somebody decided
                otherwise before.
        """
        selection = select(self.catalogue, self.extraction, whole, items)
        entity = selection.entity
        taken = Reference(entity=selection.taken_id, name=selection.taken[0].name, parts=selection.taken)
        rest = Reference(entity=entity.id, name=entity.name, parts=selection.rest)
        made = self._decision(DecisionKind.DIFFERENT, taken, rest, who, because)
        self.record([made])
        self.show(reporter)
        return made, selection

    def link(
        self, name: str, item: Reference, who: str, because: str = "", *, same: bool, reporter: Reporter | None = None
    ) -> Decision:
        """An entity is, or is not, an item of another data set, whatever the program makes of it.

        Args:
            name: The name, id or IRI of the entity.
            item: The item, see `Catalogue.item`.
            who: Who says so.
            because: The reason, for those who read the history.
            same: Whether it is the item.
            reporter: Is told how the graph is made again.

        Raises:
            DecisionError: the entity is unknown or not the only one of its name, or somebody decided otherwise before.
        """
        entity = self.catalogue.reference(self.catalogue.entity(name))
        kind = DecisionKind.SAME if same else DecisionKind.DIFFERENT
        made = self._decision(kind, entity, item, who, because)
        self.record([made])
        self.show(reporter)
        return made

    def undo(self, id: str | None, who: str, reporter: Reporter | None = None) -> Decision:
        """Take a decision back, without an id the last one that holds. The graph is then what it was before.

        Returns:
            The decision that was taken back; a retraction, if that is what the id names.

        Raises:
            DecisionError: there is no such decision, or nothing to take back.
        """
        with self.ledger.writing() as history:
            gone = self._to_undo(history, id)
            history.add(self._retraction(gone, who))
        self.show(reporter)
        return gone

    def retract(self, decision: Decision, who: str) -> None:
        """Take a decision back without making the graph again yet."""
        with self.ledger.writing() as history:
            history.add(self._retraction(self._to_undo(history, decision.id), who))

    def record(self, decisions: Sequence[Decision]) -> None:
        """Write decisions down without making the graph again yet.

        Raises:
            DecisionError: one contradicts what was decided before.
        """
        with self.ledger.writing() as history:
            for decision in decisions:
                history.add(decision)

    def show(self, reporter: Reporter | None = None) -> Counts:
        """Make the graph again with all decisions that hold, and switch to it.

        Raises:
            BuildInProgressError: another command is writing to the folder; the next one shows what was decided.
            StoreError: the cache lacks an extraction, or the disk is full.
        """
        try:
            with self._out.writing(), full_disk_named(self.folder):
                self._load()  # a build may have ended since
                manifest = self.manifest.model_copy(update={"decisions": str(self.ledger.path.absolute())})
                decisions = self.ledger.read().active
                counts, _ = write_graph(manifest, decisions, self._cache, self._out, reporter or Silent())
        except BuildInProgressError as error:
            raise BuildInProgressError(
                f"another command is writing to {self.folder}; what was decided stands in {self.ledger.path}, "
                "and the next build or decision shows it"
            ) from error
        self._load()
        return counts

    def state(self, decision: Decision) -> str:
        """How a decision stands, see `standing`."""
        return next(state for other, state in self.standing() if other.id == decision.id)

    @property
    def links(self) -> Path:
        """The file of links to other data sets, which need not be there."""
        return Path(self.manifest.links) if self.manifest.links else self.folder / LINKS

    def iri(self, entity: RegisteredEntity) -> str:
        """The IRI of an entity of the graph."""
        return self.catalogue.iri(entity.id)

    def entities_at(self, places: Iterable[tuple[int, int]]) -> list[RegisteredEntity]:
        """The entities that some chains now belong to, given by the position of their document and their own in it."""
        wanted = set(places)
        return [
            e
            for e in self.catalogue.entities.values()
            if any((s.entry, s.chain) in wanted for p in e.parts for s in p.seen)
        ]

    def standing(self) -> Iterator[tuple[Decision, str]]:
        """Every decision of the history, the first one first, and how it stands.

        That is: holds, taken back, waiting (no document has the names now), overruled (by whom), put off, not shown
        (the graph was not made again since), or for a retraction nothing.
        """
        history = self.ledger.read()
        holding = {d.id for d in history.active}
        for decision in history.decisions:
            if decision.verdict is DecisionKind.RETRACT:
                state = ""
            elif decision.id not in holding:
                state = "taken back" if decision.id not in self.manifest.applied else "taken back, still shown"
            elif decision.id not in self.manifest.applied:
                state = "not shown yet"
            elif decision.id in self.manifest.overruled:
                state = f"overruled by {self.manifest.overruled[decision.id]}"
            elif decision.id in self.manifest.waiting:
                state = "waiting: no document has these names"
            else:
                state = "put off" if decision.verdict is DecisionKind.LATER else "holds"
            yield decision, state

    def unshown(self) -> int:
        """In how many decisions the graph differs from the file: as after a git pull, or while a build goes on."""
        return len({d.id for d in self.ledger.read().active} ^ set(self.manifest.applied))

    def decision(self, verdict: DecisionKind, left: Reference, right: Reference, who: str, because: str) -> Decision:
        """What somebody says now of two things; it does not count before it is recorded."""
        return self._decision(verdict, left, right, who, because)

    @staticmethod
    def _decision(verdict: DecisionKind, left: Reference, right: Reference, who: str, because: str) -> Decision:
        return Decision(when=_now(), who=who, verdict=verdict, left=left, right=right, because=because.strip())

    @staticmethod
    def _to_undo(history: History, id: str | None) -> Decision:
        if id is None:
            if not history.active:
                raise DecisionError("there is no decision to take back")
            return history.active[-1]
        found = history.find(id)
        if found.verdict is not DecisionKind.RETRACT and found not in history.active:
            raise DecisionError(f"{found} was taken back already; `citegraph decisions` shows by which line")
        return found

    @staticmethod
    def _retraction(decision: Decision, who: str) -> Decision:
        return Decision(when=_now(), who=who, verdict=DecisionKind.RETRACT, of=decision.id)


def _now() -> dt.datetime:
    """To the microsecond: the id of a decision is made of what it says and when, and no two may be the same."""
    return dt.datetime.now(dt.UTC)
