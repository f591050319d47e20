"""What people decided about who is who: a history to which lines are added and from which none is taken away."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field, model_validator

from pipeline.reconcile.parts import Part
from pipeline.records import Record

__all__ = ["Conflict", "Decision", "DecisionKind", "Reference", "active", "agreed", "conflict_with", "parts_of"]

ID_DIGITS = 8


class DecisionKind(StrEnum):
    """What a person can say of two things, or of an earlier decision."""

    SAME = "same"
    DIFFERENT = "different"
    LATER = "later"
    RETRACT = "retract"


class Reference(Record):
    """One of the two things that a decision is about: the parts that it had when the decision was made.

    The first part stands for it; if the documents no longer have that one, the next does. `entity` and `name` say for
    readers what it was called. An item of another data set has no parts but an `iri`.
    """

    entity: str = Field(min_length=1, description="the end of its IRI then, such as person/vladimir-putin")
    name: str = Field(min_length=1)
    parts: tuple[Part, ...] = ()
    iri: str = Field(default="", description="of an item of another data set: http://www.wikidata.org/entity/Q42")

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Reference:
        if bool(self.parts) == bool(self.iri):
            raise ValueError("a reference has either parts or the iri of an item of another data set")
        return self

    def __str__(self) -> str:
        return str(self.parts[0]) if self.parts else f"{self.name} <{self.iri}>"


class Decision(Record):
    """One line of the history. A decision is never changed; one that retracts it is added.

    Of two things that are the same, `left` is the one whose name and IRI stay.
    """

    id: str = Field(default="", description="8 hexadecimal digits of its content, filled in when it is made")
    when: dt.datetime
    who: str = Field(min_length=1)
    verdict: DecisionKind
    left: Reference | None = None
    right: Reference | None = None
    of: str = Field(default="", description="the id of the decision that is retracted")
    because: str = ""

    @model_validator(mode="before")
    @classmethod
    def _with_id(cls, data: object) -> object:
        if isinstance(data, dict) and not data.get("id"):
            data = {**data, "id": "0" * ID_DIGITS}
            made = cls.model_validate(data)
            content = made.model_dump_json(exclude={"id"}, exclude_defaults=True)
            data["id"] = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
        return data

    @model_validator(mode="after")
    def _speaks_of_something(self) -> Decision:
        if self.verdict is DecisionKind.RETRACT:
            if not self.of or self.left or self.right:
                raise ValueError("a retraction names the decision that it is of, and nothing else")
        elif self.left is None or self.right is None or self.of:
            raise ValueError(f"a decision that two things are {self.verdict} names both, left and right")
        elif self.left.iri:
            raise ValueError("of a decision about an item of another data set the item stands on the right")
        if self.when.tzinfo is None:
            raise ValueError("the time of a decision has a time zone, such as 2026-03-01T09:30:00Z")
        return self

    @property
    def pair(self) -> tuple[Reference, Reference]:
        """Both things; only a retraction has none."""
        if self.left is None or self.right is None:
            raise ValueError(f"decision {self.id} retracts another and is about no two things")
        return self.left, self.right

    @property
    def links(self) -> bool:
        """Whether it is about an item of another data set; `left` then is the entity, and `right` the item."""
        return self.right is not None and bool(self.right.iri)

    def __str__(self) -> str:
        if self.left is None or self.right is None:
            return f"{self.id}: {self.who} took {self.of} back on {self.when:%Y-%m-%d}"
        said = {"same": "is the same as", "different": "is not", "later": "may or may not be"}[self.verdict.value]
        left, right = self.left.name, self.right.name
        if left == right:
            left, right = str(self.left), str(self.right)
        return f"{self.id}: {left} {said} {right} ({self.who}, {self.when:%Y-%m-%d})"


def active(history: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that hold now, in the order in which they were made: those that no later line takes back.

    A retraction can be retracted too, which brings the decision back. A line that stands twice, as after a careless
    merge of two branches, counts once.
    """
    lines = list({d.id: d for d in history}.values())
    gone: set[str] = set()
    for decision in reversed(lines):
        if decision.verdict is DecisionKind.RETRACT and decision.id not in gone:
            gone.add(decision.of)
    return tuple(d for d in lines if d.verdict is not DecisionKind.RETRACT and d.id not in gone)


def parts_of(decisions: Iterable[Decision]) -> dict[Part, bool]:
    """Every part that some decisions speak of, and whether one of them tells it from another.

    Only that divides a name: who says that the Ivan Petrov of one document is Jack Pine says nothing against the Ivan
    Petrov of the others.
    """
    found: dict[Part, bool] = {}
    for decision in decisions:
        divides = decision.verdict is DecisionKind.DIFFERENT
        for part in (part for side in decision.pair for part in side.parts):
            found[part] = found.get(part, False) or divides
    return found


@dataclass(frozen=True)
class Conflict:
    """A decision that cannot hold together with others."""

    decision: Decision
    others: tuple[Decision, ...]

    def __str__(self) -> str:
        return f"{self.decision} contradicts {'; '.join(map(str, self.others))}"


Named = Callable[[Reference], Sequence[Hashable]]
"""What a reference stands for, the first standing for all: its parts, or the profiles that they are."""


def _spelled(reference: Reference) -> Sequence[Hashable]:
    """The parts, whatever the texts of their documents were; or the IRI of an item."""
    if reference.iri:
        return [reference.iri]
    return [(p.label, p.name, p.country, p.document and (p.document.file, p.document.record)) for p in reference.parts]


def conflict_with(decisions: Sequence[Decision], new: Decision) -> Conflict | None:
    """Why a new decision cannot hold together with those that hold already, or None if it can.

    That A is B and B is C says that A is C; somebody who finds A and C different contradicts one of the two.
    """
    return next((c for c in _conflicts((*decisions, new), _spelled) if c.decision is new), None)


def agreed(decisions: Sequence[Decision], named: Named) -> tuple[tuple[Decision, ...], tuple[Conflict, ...]]:
    """The decisions without those that later ones contradict, and what was left out.

    The commands refuse a contradiction when it is made; two people who decide in two copies of the file and merge them
    can still bring one about. The later line holds.
    """
    kept = list(decisions)
    overruled: list[Conflict] = []
    while conflict := next(_conflicts(kept, named), None):
        first = min((conflict.decision, *conflict.others), key=kept.index)
        rest = tuple(d for d in (*conflict.others, conflict.decision) if d is not first)
        overruled.append(Conflict(first, rest))
        kept.remove(first)
    return tuple(kept), tuple(overruled)


def _conflicts(decisions: Sequence[Decision], named: Named) -> Iterator[Conflict]:
    """Each decision that two things are different which others make one, and each that made them so, if it is later."""
    if not any(decision.verdict is DecisionKind.DIFFERENT for decision in decisions):
        return
    import networkx as nx

    same: nx.Graph[Hashable] = nx.Graph()
    apart: list[tuple[Decision, Sequence[Hashable], Sequence[Hashable]]] = []
    for decision in decisions:
        if decision.verdict is DecisionKind.LATER:
            continue
        left, right = (named(side) for side in decision.pair)
        if decision.verdict is DecisionKind.DIFFERENT:
            apart.append((decision, left, right))
        elif left and right and not same.has_edge(left[0], right[0]):
            same.add_edge(left[0], right[0], decision=decision)
    together = {node: number for number, nodes in enumerate(nx.connected_components(same)) for node in nodes}
    order = {decision.id: at for at, decision in enumerate(decisions)}
    for decision, left, right in apart:
        joined = next(
            ((a, b) for a in left for b in right if a == b or together.get(a, -1) == together.get(b, -2)), None
        )
        if joined is None or joined[0] == joined[1]:
            continue
        path = nx.shortest_path(same, *joined)
        edges = itertools.pairwise(path)
        all_of_them = sorted({same.edges[e]["decision"] for e in edges} | {decision}, key=lambda d: order[d.id])
        yield Conflict(all_of_them[-1], tuple(all_of_them[:-1]))
