"""The articles of this folder and what is planted in them, for every test of findings across sources.

>>> from planted import articles, expectations
>>> [case.id for case in expectations().cases if case.kind == "reversal"]
['levy-reversal', 'gothenburg-reversal', 'plovdiv-reversal']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline import read
from pipeline.records import Document
from pipeline.settings import load

__all__ = ["KINDS", "STORIES", "Case", "Expectations", "NearMiss", "Side", "articles", "expectations"]

HERE = Path(__file__).parent
STORIES = HERE / "stories"

KINDS = {
    "reprint": {"OneOrigin"},
    "passage": {"SharedPassage"},
    "speech": {"IndependentReports"},
    "figure-agreement": {"Agreement"},
    "figure-conflict": {"Conflict"},
    "series": {"Drift"},
    "denial": {"Conflict"},
    "hedge-loss": {"Drift"},
    "attribution-loss": {"Drift"},
    "attribution-change": {"Drift"},
    "reversal": {"Reversal"},
    "position": {"supports", "opposes", "demands", "promises"},
    "accusation": {"answered", "denied", "confirmed", "no-reply"},
    "framing": {"Framing"},
    "edit": {"Revision"},
}
"""What can be planted, and the verdicts that each kind can have."""


@dataclass(frozen=True)
class Side:
    """One passage that a finding must show: the file below stories/, its exact words, and what they say."""

    document: str
    text: str
    says: dict[str, Any]
    """Such as figure, of, claimant, hedge, stance, word, change; README.md lists them."""


@dataclass(frozen=True)
class Case:
    """One finding that is planted, or true without being planted (then `expect` is empty)."""

    id: str
    kind: str
    sides: tuple[Side, ...]
    expect: dict[str, Any]
    because: str

    @property
    def documents(self) -> tuple[str, ...]:
        """Its files, each once, in the order of the sides."""
        return tuple(dict.fromkeys(side.document for side in self.sides))


@dataclass(frozen=True)
class NearMiss:
    """Two passages that must not be found to be any of these kinds."""

    id: str
    kinds: tuple[str, ...]
    sides: tuple[Side, ...]
    because: str


@dataclass(frozen=True)
class Expectations:
    """All of expectations.yaml."""

    cases: tuple[Case, ...]
    near_misses: tuple[NearMiss, ...]
    tolerated: tuple[Case, ...]
    plain: tuple[str, ...]


@cache
def expectations() -> Expectations:
    """What expectations.yaml says.

    Raises:
        KeyError: an entry lacks a field.
    """
    written = yaml.safe_load((HERE / "expectations.yaml").read_text(encoding="utf-8"))
    return Expectations(
        cases=tuple(map(_case, written["cases"])),
        near_misses=tuple(
            NearMiss(entry["id"], tuple(entry["not"]), _sides(entry), entry["because"])
            for entry in written["near_misses"]
        ),
        tolerated=tuple(map(_case, written["tolerated"])),
        plain=tuple(written["plain"]),
    )


def _case(entry: dict[str, Any]) -> Case:
    return Case(entry["id"], entry["kind"], _sides(entry), entry.get("expect", {}), entry["because"])


def _sides(entry: dict[str, Any]) -> tuple[Side, ...]:
    return tuple(
        Side(side["in"], side["text"], {key: value for key, value in side.items() if key not in ("in", "text")})
        for side in entry["sides"]
    )


@cache
def articles() -> dict[str, Document]:
    """The articles as read, by their file below stories/ ("ferry/2023-03-15-northgate.txt").

    Raises:
        ValueError: one of them cannot be read, or not without a warning.
    """
    found: dict[str, Document] = {}
    for path in sorted(STORIES.glob("*/*.txt")):
        name = path.relative_to(STORIES).as_posix()
        items = list(read.documents([path], load()))
        if len(items) != 1 or not isinstance(items[0], Document):
            raise ValueError(f"{name}: {items}")
        found[name] = items[0]
    return found
