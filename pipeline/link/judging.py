"""Of all candidates of an entity, which one it is, if that is clear, and which are worth a person's look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.link.candidates import Candidate, one_line
from pipeline.link.dossiers import Dossier
from pipeline.link.links import Link
from pipeline.link.scoring import Hint, hints, score, total
from pipeline.records import Verdict

__all__ = ["judged"]

CLEAR = 0.9
"""A match is clear from this score on, if also ..."""
MARGIN = 2.0
"""... its log odds are so far above those of the next best, ..."""
TELLING = 1.0
"""... and the documents, not the name alone, give a hint of at least this weight, ..."""
AGAINST = -1.5
"""... and none so strong against it."""
DOUBTFUL = 0.3
"""From this score on a person should look."""
MOST_DOUBTS = 3
"""So many candidates of one entity are worth a look, the best ones."""


@dataclass(frozen=True)
class _Weighed:
    candidate: Candidate
    hints: tuple[Hint, ...]
    total: float


def judged(found: Iterable[tuple[Dossier, Sequence[Candidate], bool]], endpoint: str) -> list[Link]:
    """What each entity is, or may be, at an endpoint; sorted by entity, the best candidate of each first.

    Two entities that come out as the same item are not linked: either they are one, or one of the links is wrong.

    Args:
        found: Each entity with its candidates, and whether these are all that there are.
        endpoint: The address of who was asked.
    """
    links = [
        link for dossier, candidates, complete in found for link in _judge(dossier, candidates, complete, endpoint)
    ]
    claimed: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.verdict is Verdict.SAME:
            claimed[link.iri].append(link)
    made = []
    for link in links:
        rivals = [other.name for other in claimed[link.iri] if other.entity != link.entity]
        if link.verdict is Verdict.SAME and rivals:
            because = f"{', '.join(sorted(rivals)[:3])} would be the same item; {link.because}"
            link = link.model_copy(update={"verdict": Verdict.UNSURE, "because": because})
        made.append(link)
    return sorted(made, key=lambda link: (link.entity, -link.score, link.iri))


def _judge(dossier: Dossier, candidates: Sequence[Candidate], complete: bool, endpoint: str) -> list[Link]:
    weighed = []
    for candidate in candidates:
        told = hints(dossier, candidate, alone=complete and len(candidates) == 1)
        weighed.append(_Weighed(candidate, told, total(told)))
    weighed.sort(key=lambda w: (-w.total, -w.candidate.sitelinks, len(w.candidate.iri), w.candidate.iri))
    if weighed and _is_clear(weighed, complete):
        return [_link(dossier, weighed[0], Verdict.SAME, endpoint, len(weighed))]
    doubts = [w for w in weighed[:MOST_DOUBTS] if score(w.hints) >= DOUBTFUL]
    return [_link(dossier, w, Verdict.UNSURE, endpoint, len(weighed)) for w in doubts]


def _is_clear(weighed: Sequence[_Weighed], complete: bool) -> bool:
    best = weighed[0]
    return (
        complete
        and score(best.hints) >= CLEAR
        and (len(weighed) == 1 or best.total - weighed[1].total >= MARGIN)
        and any(h.context and h.weight >= TELLING for h in best.hints)
        and not any(h.weight <= AGAINST for h in best.hints)
    )


def _link(dossier: Dossier, weighed: _Weighed, verdict: Verdict, endpoint: str, namesakes: int) -> Link:
    reasons = [hint.because for hint in weighed.hints if hint.weight]
    if namesakes > 1:
        reasons.append(f"one of {namesakes} of the name")
    candidate = weighed.candidate
    return Link(
        entity=dossier.id,
        label=dossier.label,
        name=one_line(dossier.name) or dossier.id,
        iri=candidate.iri,
        title=candidate.title,
        aliases=candidate.aliases,
        facts=tuple(f"{f.topic.value}: {f.value}" for f in candidate.facts),
        verdict=verdict,
        score=score(weighed.hints),
        because="; ".join(reasons) or "the same name",
        endpoint=endpoint,
        parts=dossier.parts,
        documents=dossier.documents,
    )
