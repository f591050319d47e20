"""What is kept of one document to find what the corpus has in common; a small part of what was read out of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reconcile.figures import Figure, figures_of
from pipeline.reconcile.held import Held, Setting, held_of, setting_of
from pipeline.reconcile.occasions import Scene, scene_of
from pipeline.reconcile.parts import PartFinder
from pipeline.reconcile.prints import Print, print_of
from pipeline.reconcile.profiles import Names, names_of
from pipeline.reconcile.reports import Report, reports_of
from pipeline.reconcile.tellings import Telling, tellings_of
from pipeline.records import Certainty, Extraction, Polarity, RelationType, Voice

__all__ = ["Observed", "observe"]

_SPEAKS_FOR = frozenset({RelationType.HEAD_OF, RelationType.FOUNDED, RelationType.WORKS_FOR, RelationType.MEMBER_OF})


@dataclass(frozen=True, slots=True)
class Observed:
    """What is kept of one document. It depends on that document alone, and may be made in any process.

    `contained` and `bodies` are pairs of chains: a place and what contains it, a person and a body that he or she
    may speak for.
    """

    names: Names
    reports: tuple[Report, ...]
    figures: tuple[Figure, ...]
    tellings: tuple[Telling, ...]
    printed: Print
    positions: tuple[Held, ...]
    setting: Setting
    scene: Scene
    contained: tuple[tuple[int, int], ...]
    bodies: tuple[tuple[int, int], ...]


def observe(extraction: Extraction, finder: PartFinder) -> Observed:
    """What is kept of one document.

    Args:
        extraction: What was read out of it.
        finder: Knows of which parts of names decisions speak.
    """
    between = [(r, r.object) for r in extraction.relations if isinstance(r.object, int)]
    return Observed(
        names=names_of(extraction, finder),
        reports=tuple(reports_of(extraction)),
        figures=tuple(figures_of(extraction)),
        tellings=tuple(tellings_of(extraction)),
        printed=print_of(extraction),
        positions=tuple(held_of(extraction)),
        setting=setting_of(extraction),
        scene=scene_of(extraction),
        contained=tuple(
            (r.subject, whole)
            for r, whole in between
            if r.predicate is RelationType.CONTAINED_IN
            and (r.voice, r.polarity, r.certainty) == (Voice.NARRATOR, Polarity.AFFIRMED, Certainty.CERTAIN)
        ),
        bodies=tuple(
            (r.subject, body) for r, body in between if r.predicate in _SPEAKS_FOR and r.polarity is Polarity.AFFIRMED
        ),
    )
