"""Counts names and the clusters they form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.evaluate.alignment import Alignment, Place
from pipeline.evaluate.gold import GoldMention
from pipeline.evaluate.scores import Cubed, Miss, Scores

__all__ = ["count_clusters", "count_mentions"]

LAYER = "mentions"


def count_mentions(scores: Scores, alignment: Alignment) -> None:
    """Names: right is the same stretch of text, and for the second line the same label as well."""
    gold = {(m.span.begin, m.span.end): m for m in alignment.gold.mentions}
    exact, typed, table = scores.tally("mentions (span)"), scores.tally("mentions (span+type)"), scores.tables[LAYER]
    for total in (exact, typed):
        total.gold += len(gold)
        total.found += len(alignment.found)
    for mention in gold.values():
        table[mention.label].gold += 1
    for place, entity in alignment.found.items():
        table[entity.label].found += 1
        wanted = gold.get(place)
        right = wanted is not None and wanted.label is entity.label
        scores.graded["mentions (span+type)"].append((alignment.confidences[place], right))
        if wanted is None:
            continue
        exact.hit += 1
        if wanted.label is entity.label:
            typed.hit += 1
            table[entity.label].hit += 1
    scores.misses += _misses(alignment, gold)


def _misses(alignment: Alignment, gold: dict[Place, GoldMention]) -> Iterable[Miss]:
    document = alignment.gold
    for (begin, end), entity in alignment.found.items():
        surface = document.text[begin:end]
        wanted = gold.get((begin, end))
        if wanted is not None and wanted.label is entity.label:
            continue
        beside = next((m for m in gold.values() if m.span.begin < end and begin < m.span.end), None)
        quote = document.quote(beside.sentence) if beside else _around(document.text, begin, end)
        if wanted is not None:
            cause, what = f"{wanted.label} taken for {entity.label}", surface
        elif beside is not None:
            cause, what = "other boundaries", f"{surface!r} for {document.quote(beside.span)!r}"
        else:
            cause, what = f"spurious {entity.label}", surface
        yield Miss(LAYER, cause, what, document.name, quote)
    for place, mention in gold.items():
        begin, end = place
        if place not in alignment.found and not any(b < end and begin < e for b, e in alignment.found):
            quote = document.quote(mention.sentence)
            yield Miss(LAYER, f"missed {mention.label}", document.quote(mention.span), document.name, quote)


def _around(text: str, begin: int, end: int) -> str:
    return " ".join(text[max(0, begin - 60) : end + 60].split())


def count_clusters(scores: Scores, alignments: Iterable[Alignment]) -> None:
    """B-cubed over the names that both the gold and the extraction have, within each document."""
    precision = recall = count = 0.0
    for alignment in alignments:
        wanted: dict[str, set[Place]] = defaultdict(set)
        given: dict[str, set[Place]] = defaultdict(set)
        both = [
            (place, mention.canonical, alignment.found[place].id)
            for mention in alignment.gold.mentions
            if (place := (mention.span.begin, mention.span.end)) in alignment.found
        ]
        for place, canonical, entity in both:
            wanted[canonical].add(place)
            given[entity].add(place)
        for _, canonical, entity in both:
            shared = len(wanted[canonical] & given[entity])
            precision += shared / len(given[entity])
            recall += shared / len(wanted[canonical])
        count += len(both)
        scores.misses += _cluster_misses(alignment, {(c, e) for _, c, e in both})
    scores.totals["entity clusters (B3)"] = Cubed(100 * precision / count, 100 * recall / count) if count else Cubed()


def _cluster_misses(alignment: Alignment, pairs: set[tuple[str, str]]) -> Iterable[Miss]:
    ids: dict[str, list[str]] = defaultdict(list)
    names: dict[str, list[str]] = defaultdict(list)
    for canonical, entity in sorted(pairs):
        ids[canonical].append(entity)
        names[entity].append(canonical)
    document = alignment.gold
    first = {m.canonical: document.quote(m.sentence) for m in reversed(document.mentions)}
    for canonical, several in ids.items():
        if len(several) > 1:
            what = f"{canonical!r} is {', '.join(several)}"
            yield Miss("clusters", "one entity in several", what, document.name, first[canonical])
    for entity, several in names.items():
        if len(several) > 1:
            what = f"{entity} is {', '.join(map(repr, several))}"
            yield Miss("clusters", "several entities in one", what, document.name, first[several[0]])
