"""What people decide on the page: merge, split and undo, at the desk of decisions."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from pipeline import settings as configuration
from pipeline.errors import DecisionError
from pipeline.reconcile.decisions import Decision, DecisionKind
from pipeline.run.desk import Desk
from pipeline.web.walk import Json

__all__ = ["Deciding", "merge", "split", "standing", "undo"]

_SAID = {DecisionKind.SAME: "is the same as", DecisionKind.DIFFERENT: "is not", DecisionKind.LATER: "was put off with"}

SHOWN = 200
"""So many parts, documents and decisions are listed."""


class Deciding:
    """The desk of an output folder, opened when it is first needed and again after every build; one at a time."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._open: tuple[Path, Desk] | None = None

    def __enter__(self) -> Desk:
        self._lock.acquire()
        try:
            return self._desk()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def _desk(self) -> Desk:
        build = (self._out / "current").resolve()
        if self._open is None or self._open[0] != build:
            chosen = configuration.load()
            paths = (Path(path) if path else None for path in (chosen.decisions, chosen.links))
            self._open = build, Desk.open(self._out, *paths)
        return self._open[1]


@dataclass(frozen=True)
class Said:
    """Who decides, and why."""

    who: str
    because: str = ""

    @classmethod
    def of(cls, body: Json) -> Said:
        """From the body of a request.

        Raises:
            DecisionError: nobody is named.
        """
        who, because = _words(body, "who"), _words(body, "because")
        if not who:
            raise DecisionError("say who decides")
        return cls(who[:200], because[:2000])


def standing(desk: Desk, iri: str) -> Json:
    """What an entity is made of, and the decisions about it, the newest first.

    Raises:
        DecisionError: there is no such entity.
    """
    entity = desk.catalogue.entity(iri)
    parts = [
        {
            "id": part.id,
            "name": part.name,
            "mentions": part.mentions,
            "files": [desk.manifest.entries[sight.entry].source_file for sight in part.seen][:SHOWN],
        }
        for part in entity.parts[:SHOWN]
    ]
    documents = [
        {"id": desk.manifest.entries[at].document, "file": desk.manifest.entries[at].source_file}
        for at in entity.entries[:SHOWN]
    ]
    ids = {entity.id, *entity.replaces}
    made = [(d, state) for d, state in desk.standing() if not d.of and ids & {r.entity for r in d.pair if not r.iri}]
    return {
        "iri": desk.iri(entity),
        "parts": parts,
        "documents": documents,
        "decisions": [_told(decision, state) for decision, state in reversed(made[-SHOWN:])],
    }


def merge(desk: Desk, body: Json) -> Json:
    """``{"left": IRI, "right": IRI, "who": "ann", "because": "…"}``: both are one; the name and IRI of the left stay.

    Raises:
        DecisionError: one is unknown, both are one already, or somebody decided otherwise before.
    """
    said = Said.of(body)
    made = desk.merge(_iri(body, "left"), _iri(body, "right"), said.who, said.because)
    return {"decision": made.id, "iri": desk.iri(desk.catalogue.entity(made.pair[0].entity)), "state": desk.state(made)}


def split(desk: Desk, body: Json) -> Json:
    """``{"whole": IRI, "items": [ids of parts or documents], "who": …}``: these are another from now on.

    Raises:
        DecisionError: nothing or everything would be taken out, or somebody decided otherwise before.
    """
    said, items = Said.of(body), body.get("items")
    if not isinstance(items, list) or not items or not all(isinstance(item, str) for item in items):
        raise DecisionError("say what to take out: names or articles of the entity")
    made, selection = desk.split(_iri(body, "whole"), items, said.who, said.because)
    found = [{"iri": desk.iri(e), "label": e.name} for e in desk.entities_at(selection.places)]
    return {"decision": made.id, "iri": desk.iri(desk.catalogue.entity(selection.entity.id)), "made": found}


def undo(desk: Desk, body: Json) -> Json:
    """``{"decision": "5ac697c6", "who": "ann"}``: it is taken back, and the graph is what it was without it.

    Raises:
        DecisionError: there is no such decision, or it was taken back already.
    """
    id_ = _words(body, "decision")
    if not id_:
        raise DecisionError("say which decision to take back, by its id")
    return {"decision": desk.undo(id_, Said.of(body).who).id}


def _told(decision: Decision, state: str) -> Json:
    left, right = decision.pair
    return {
        "id": decision.id,
        "when": decision.when.isoformat(),
        "who": decision.who,
        "said": f"{left} {_SAID[decision.verdict]} {right}",
        "because": decision.because,
        "state": state,
        "holds": not state.startswith("taken back"),
    }


def _words(body: Json, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise DecisionError(f"{name} has to be text")
    return " ".join(value.split())


def _iri(body: Json, name: str) -> str:
    iri = _words(body, name)
    if not iri:
        raise DecisionError(f"say which entity is meant: {name} is missing")
    return iri
