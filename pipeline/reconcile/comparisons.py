"""What claims and other passages say of one happening or one statement, side by side.

Figures that count what happened are compared by happening (`figures`); every other assertion with those of other
documents that have its predicate and a participant in common. Each is compared with the latest of its like alone, so
that time grows with the number of assertions.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

from pipeline.reconcile.bounds import verdict_of
from pipeline.reconcile.figures import Figure, compare_figures
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.matching import Likeness, likeness
from pipeline.reconcile.names import fold
from pipeline.reconcile.passages import Corpus, Passage
from pipeline.reconcile.tellings import Telling
from pipeline.records import (
    ClaimComparison,
    ComparisonDimension,
    ComparisonVerdict,
    Entity,
    EntityLabel,
    Happening,
    OriginCluster,
)

__all__ = ["compare"]

RECENT = 30
"""With so many of the latest assertions of one predicate and participant an assertion is compared."""
_WHO = (EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.COUNTRY, EntityLabel.NORP)


def compare(
    figures: Iterable[Figure],
    tellings: Iterable[Telling],
    happening: Mapping[tuple[str, int], Happening],
    entity: Mapping[tuple[str, int], Entity],
    origins: Iterable[OriginCluster] = (),
) -> list[ClaimComparison]:
    """All comparisons of a corpus.

    Args:
        figures: The figures about events, of all documents.
        tellings: The assertions of all documents.
        happening: The happening of each event.
        entity: The entity of each chain.
        origins: Which articles and passages repeat one another.

    Returns:
        The comparisons, sorted by what they compare and where it stands.
    """
    corpus, figures = Corpus(entity, origins), list(figures)
    found = compare_figures(figures, happening, corpus)
    counted = {(figure.passage.document, figure.passage.claim) for figure in figures}
    for left, right, like in _matches(tellings, corpus):
        for comparison in _compared(left, right, like, corpus):
            figure = comparison.dimension is ComparisonDimension.QUANTITY
            if not (figure and all((side.document, side.claim) in counted for side in comparison.sides)):
                found.append(comparison)
    unique = {(c.dimension, c.verdict, c.sides): c for c in found}
    return sorted(
        unique.values(),
        key=lambda c: (c.dimension, [(s.document, s.span.begin, s.span.end) for s in c.sides], c.verdict),
    )


def _matches(tellings: Iterable[Telling], corpus: Corpus) -> Iterator[tuple[Telling, Telling, Likeness]]:
    """Pairs of assertions that are one statement, the older first."""
    latest: dict[tuple[str, str, str], deque[Telling]] = defaultdict(lambda: deque(maxlen=RECENT))
    printed: dict[tuple[object, ...], str] = {}
    for telling in sorted(tellings, key=lambda t: corpus.order(t.passage)):
        said = _said(telling, corpus)
        document = telling.passage.document
        if printed.setdefault(said, document) != document or corpus.taken_over(telling.passage):
            continue  # a copy or another edition says no more
        keys = list(telling.keys(corpus))
        before = {id(other): other for key in keys for other in latest[key]}
        for other in sorted(before.values(), key=lambda t: corpus.order(t.passage)):
            like = likeness(other, telling, corpus)
            if like is not None and like.is_one:
                yield other, telling, like
        for key in keys:
            latest[key].append(telling)


def _said(telling: Telling, corpus: Corpus) -> tuple[object, ...]:
    """What an assertion says, whichever copy of the article it stands in."""
    core = []
    for item in telling.items:
        if item.role in ("agent", "patient"):
            entity = telling.entity(item, corpus)
            core.append(
                (item.role, item.noun if entity is None else entity.id, item.bounds.words if item.bounds else "")
            )
    by = corpus.source_of(telling.passage), corpus.name(telling.passage) if telling.passage.attributed else ""
    return *by, telling.predicate, telling.denied, telling.doubt, tuple(sorted(core))


def _compared(left: Telling, right: Telling, like: Likeness, corpus: Corpus) -> Iterator[ClaimComparison]:
    one, other = left.passage, right.passage
    if one.document == other.document and corpus.same_voice(one, other):
        return
    if left.denied is not right.denied:
        if (left if left.denied else right).doubt == 0 and not _two_numbers(like):
            yield _finding(ComparisonDimension.POLARITY, left, right, like, corpus)
        return
    yield from _figures(left, right, like, corpus)
    if one.document == other.document or _two_numbers(like):
        return
    if not right.passage.attributed and _is_older(one, other):
        if left.doubt > 0 and right.doubt == 0:
            yield _finding(ComparisonDimension.CERTAINTY, left, right, like, corpus)
        if one.attributed and corpus.name(one):
            yield _finding(ComparisonDimension.ATTRIBUTION, left, right, like, corpus)
    elif left.doubt > 0 and right.doubt == 0 and _is_older(one, other) and corpus.same_voice(one, other):
        yield _finding(ComparisonDimension.CERTAINTY, left, right, like, corpus)
    if left.repeats(right) and _two_mouths(one, other, corpus):
        yield _finding(ComparisonDimension.ATTRIBUTION, left, right, like, corpus)


def _two_numbers(like: Likeness) -> bool:
    return any(not a.bounds.overlaps(b.bounds) for a, b in like.counted if a.bounds and b.bounds)


def _is_older(one: Passage, other: Passage) -> bool:
    return one.published is not None and other.published is not None and one.published < other.published


def _figures(left: Telling, right: Telling, like: Likeness, corpus: Corpus) -> Iterator[ClaimComparison]:
    for a, b in like.counted:
        if a.bounds is None or b.bounds is None or a.bounds.unit in words("periods"):
            continue
        verdict, how = verdict_of(a.bounds, b.bounds, rises=False)
        if verdict is ComparisonVerdict.AGREEMENT and corpus.one_source(left.passage, right.passage):
            continue
        first, second = corpus.told(left.passage, a.bounds.words), corpus.told(right.passage, b.bounds.words)
        yield _comparison(ComparisonDimension.QUANTITY, verdict, left, right, like, corpus, f"{first} {how} {second}")


def _two_mouths(one: Passage, other: Passage, corpus: Corpus) -> bool:
    """Whether the words are put into the mouths of two who are certainly not one."""
    first, second = corpus.speaker(one), corpus.speaker(other)
    if not (one.attributed and other.attributed and _is_somebody(one, corpus) and _is_somebody(other, corpus)):
        return False
    if first is not None and second is not None and (first.id == second.id or first.label is not second.label):
        return False
    return not _names(corpus.name(one)) & _names(corpus.name(other))


def _is_somebody(passage: Passage, corpus: Corpus) -> bool:
    """Whether it is told who speaks: "the nurses' union" is a body of its own, "the union" any named before."""
    speaker = corpus.speaker(passage)
    if speaker is not None:
        return speaker.label in _WHO
    names = _names(corpus.name(passage))
    return bool(names & words("generic_words")) and bool(names - words("generic_words"))


def _names(text: str) -> set[str]:
    return set(fold(text).split()) - words("small_words")


def _finding(
    dimension: ComparisonDimension, left: Telling, right: Telling, like: Likeness, corpus: Corpus
) -> ClaimComparison:
    first, second = corpus.quoted(left.passage), corpus.quoted(right.passage)
    if dimension is ComparisonDimension.POLARITY:
        verdict = ComparisonVerdict.CONFLICT
        how = "denies" if left.denied else "is denied by"
    elif dimension is ComparisonDimension.CERTAINTY:
        verdict, how = ComparisonVerdict.DRIFT, "is put with a hedge, which is lost in"
    else:
        verdict = ComparisonVerdict.DRIFT
        how = "is put into another mouth in" if right.passage.attributed else "becomes the author's own statement in"
    return _comparison(dimension, verdict, left, right, like, corpus, f"{first} {how} {second}")


def _comparison(
    dimension: ComparisonDimension,
    verdict: ComparisonVerdict,
    left: Telling,
    right: Telling,
    like: Likeness,
    corpus: Corpus,
    because: str,
) -> ClaimComparison:
    return ClaimComparison(
        sides=(corpus.side(left.passage), corpus.side(right.passage)),
        verdict=verdict,
        dimension=dimension,
        because=because,
        about=tuple(sorted({*like.named, *filter(None, (like.place,))})),
    )
