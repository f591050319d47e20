"""Decisions in a few words, for tests of what becomes of them."""

from __future__ import annotations

import datetime as dt
from itertools import count

from pipeline.reconcile.decisions import Decision, DecisionKind, Reference
from pipeline.reconcile.parts import DocumentName, Part
from pipeline.records import EntityLabel, Extraction

_SECONDS = count()


def part(name: str, at: Extraction | None = None, label: str = "PERSON", country: str = "") -> Part:
    """A name, everywhere or in one article."""
    where = DocumentName.of(at.document) if at else None
    return Part(label=EntityLabel(label), name=name, document=where, country=country)


def decide(
    verdict: str, left: list[Part] | Part, right: list[Part] | Part, because: str = "", who: str = "ann"
) -> Decision:
    """What somebody says of two things; each decision a second after the last."""

    def reference(parts: list[Part] | Part) -> Reference:
        parts = parts if isinstance(parts, list) else [parts]
        return Reference(entity=f"person/{parts[0].name}", name=parts[0].name, parts=tuple(parts))

    return Decision(
        when=dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC) + dt.timedelta(seconds=next(_SECONDS)),
        who=who,
        verdict=DecisionKind(verdict),
        left=reference(left),
        right=reference(right),
        because=because,
    )


def retract(decision: Decision, who: str = "ann") -> Decision:
    """That somebody takes a decision back."""
    when = decision.when + dt.timedelta(days=1)
    return Decision(when=when, who=who, verdict=DecisionKind.RETRACT, of=decision.id)
