"""Who agrees with whom, and who contradicts whom: the comparisons of claims, counted by origins.

A pair of sources is counted once for each event (or other subject) and each pair of origins: ten reprints of one
article that repeat a figure are one voice, and an article does not agree with itself, nor with its reprints.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.graph.literals import shortened
from pipeline.graph.store import Queryable
from pipeline.graph.ties import local
from pipeline.web.api.articles import NO_OUTLET, Article, Articles, speakers
from pipeline.web.api.kept import Kept, number, page, required
from pipeline.web.api.quotes import quoted
from pipeline.web.current import snapshot

__all__ = ["Comparison", "Side", "comparisons", "kept", "matrix", "routes"]

_COMPARISONS = """
SELECT ?comparison ?verdict ?dimension ?because ?side ?order ?sentence ?voice ?speaker ?name ?called ?claim WHERE {
    ?comparison a cg:ClaimComparison ;
        cg:verdict ?verdict ;
        cg:dimension ?dimension ;
        cg:because ?because ;
        cg:side ?side .
    ?side cg:order ?order ;
        cg:voice ?voice ;
        prov:wasDerivedFrom ?sentence .
    OPTIONAL { ?side cg:speaker ?speaker . ?speaker schema:name ?name }
    OPTIONAL { ?side cg:speakerText ?called }
    OPTIONAL { ?side cg:claim ?claim }
}
"""
_ABOUT = "SELECT ?comparison ?subject { ?comparison a cg:ClaimComparison ; schema:about ?subject }"
_NOBODY = "(nobody named)"
By = Literal["claimant", "outlet"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the passages that are compared; `claim` is empty where it is none, `kind` is the class of the speaker."""

    order: int
    claim: str
    who: str
    speaker: str
    kind: str
    attributed: bool
    sentence: str
    article: Article

    def source(self, by: By) -> str:
        """Whose voice it is: who says it (the outlet, where the article itself does), or the outlet it stands in.

        "The police" of one outlet need not be those of another: who has no name of its own is one voice in each.
        """
        if by == "outlet":
            return self.article.outlet
        unnamed = self.attributed and not self.speaker and self.article.outlet != NO_OUTLET
        return f"{self.who} (in {self.article.outlet})" if unnamed else self.who


@dataclass(frozen=True, slots=True)
class Comparison:
    """Passages side by side, in their order; `about` are the IRIs of what they speak of."""

    id: str
    verdict: str
    dimension: str
    because: str
    about: tuple[str, ...]
    sides: tuple[Side, ...]

    def pairs(self) -> Iterator[tuple[Side, Side]]:
        """Each two sides; where they agree, only if their texts are of two origins."""
        for one, other in combinations(self.sides, 2):
            if self.verdict != "Agreement" or one.article.origin != other.article.origin:
                yield one, other


def comparisons(store: Queryable) -> tuple[Comparison, ...]:
    """The comparisons of a graph that have two sides or more."""
    articles, kinds = Articles.of(store), speakers(store)
    about: dict[str, set[str]] = defaultdict(set)
    for comparison, subject in store.query(_ABOUT):
        about[str(comparison)].add(str(subject))
    heads: dict[str, tuple[str, str, str]] = {}
    sides: dict[str, dict[str, Side]] = defaultdict(dict)
    for row in store.query(_COMPARISONS).dicts:
        iri, article = str(row["comparison"]), articles.at(str(row["sentence"]))
        attributed = local(row["voice"]) == "Attributed"
        named = row["name"] or row["called"]
        sides[iri].setdefault(
            str(row["side"]),
            Side(
                order=int(str(row["order"])),
                claim=str(row["claim"] or ""),
                who=shortened(str(named), 120) if named else _NOBODY if attributed else article.outlet,
                speaker=str(row["speaker"] or ""),
                kind=kinds.get(str(row["speaker"]), ""),
                attributed=attributed,
                sentence=str(row["sentence"]),
                article=article,
            ),
        )
        heads[iri] = (local(row["verdict"]), local(row["dimension"]), str(row["because"]))
    return tuple(
        Comparison(iri, *heads[iri], tuple(sorted(about[iri])), tuple(sorted(told.values(), key=_in_order)))
        for iri, told in sorted(sides.items())
        if len(told) > 1
    )


def _in_order(side: Side) -> tuple[int, str]:
    return side.order, side.sentence


def _pair(one: Side, other: Side, by: By) -> Pair:
    first, second = sorted((one.source(by), other.source(by)))
    return first, second


def matrix(found: Iterable[Comparison], by: By, most: int) -> dict[str, object]:
    """How often each pair of sources agrees, conflicts or drifts; the busiest sources, as many as the limit says.

    Where a text agrees with itself, its reprints or its editions, that is left out, and the number of such told.
    """
    voices: dict[Pair, dict[str, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    compared: dict[Pair, set[str]] = defaultdict(set)
    repeated = 0
    for comparison in found:
        pairs = list(comparison.pairs())
        repeated += not pairs
        for one, other in pairs:
            pair = _pair(one, other, by)
            origins = sorted((one.article.origin, other.article.origin))
            voices[pair][comparison.verdict].add((*origins, *comparison.about))
            compared[pair].add(comparison.id)
    busy: Counter[str] = Counter()
    for pair, verdicts in voices.items():
        for source in set(pair):
            busy[source] += sum(map(len, verdicts.values()))
    names = sorted(busy, key=lambda name: (-busy[name], name))
    shown = set(names[:most])
    cells = [
        {"one": one, "other": other, "verdicts": _counts(voices[one, other]), "comparisons": len(compared[one, other])}
        for one, other in sorted(voices)
        if one in shown and other in shown
    ]
    return {"sources": names[:most], "total": len(names), "cells": cells, "repeated": repeated}


def _counts(verdicts: Mapping[str, set[tuple[str, ...]]]) -> dict[str, int]:
    return {verdict: len(told) for verdict, told in sorted(verdicts.items())}


kept = Kept(comparisons)


def _by(request: Request) -> By:
    given = request.query_params.get("by", "claimant")
    if given == "claimant":
        return "claimant"
    if given == "outlet":
        return "outlet"
    raise HTTPException(400, f"by must be claimant or outlet, not {given[:40]!r}")


def sources(request: Request) -> JSONResponse:
    """The matrix of sources."""
    return JSONResponse(matrix(kept.of(request), _by(request), number(request, "limit", 30, 100)))


def pair(request: Request) -> JSONResponse:
    """What two sources say side by side: conflicts first, a page at a time."""
    by = _by(request)
    first, second = sorted((required(request, "one"), required(request, "other")))
    found = [c for c in kept.of(request) if any(_pair(a, b, by) == (first, second) for a, b in c.pairs())]
    found.sort(key=lambda c: (_ORDER.get(c.verdict, len(_ORDER)), c.because, c.id))
    offset, limit = number(request, "offset", 0, 10**6), number(request, "limit", 20, 100)
    part = found[offset : offset + limit]
    quotes = quoted(snapshot(request).graph, {side.sentence for c in part for side in c.sides})
    rows = [
        {
            "id": c.id,
            "verdict": c.verdict,
            "dimension": c.dimension,
            "because": c.because,
            "sides": [_row(side, quotes) for side in c.sides],
        }
        for c in part
    ]
    return JSONResponse(page(found, offset, limit) | {"rows": rows})


_ORDER = {"Conflict": 0, "Drift": 1, "Agreement": 2}


def _row(side: Side, quotes: Mapping[str, str]) -> dict[str, object]:
    return {
        "claim": side.claim,
        "who": side.who,
        "speaker": side.speaker,
        "kind": side.kind,
        "attributed": side.attributed,
        "sentence": side.sentence,
        "quote": quotes.get(side.sentence, ""),
        "article": side.article.label,
        "published": side.article.published,
        "outlet": side.article.outlet,
    }


routes = [Route("/api/sources", sources), Route("/api/sources/pair", pair)]
