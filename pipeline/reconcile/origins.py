"""Which articles and passages repeat one another, so that what is printed ten times is not taken for ten sources.

Time grows with the number of words, however many articles repeat one another: each is compared with the first of its
like alone. Candidates for whole articles come from MinHash over shingles; passages from an index of shingles that keeps
where each was seen first. What counts is then computed from the words themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Self

from pipeline.reconcile.credits import Credits
from pipeline.reconcile.prints import SHINGLE, Print, plain
from pipeline.reconcile.shingled import Shingled
from pipeline.reconcile.sketch import Alike
from pipeline.records import OriginCluster, OriginKind, Repeat

__all__ = ["Repeats", "Speaker", "find_origins", "find_repeats"]

Speaker = Callable[[str, int], str | None]
"""Who is quoted in a sentence of a document: the id of an entity, or None if nobody knows."""
Place = tuple[str, int]
"""A sentence of a document."""

COPIED = 0.5
"""An article is a copy if so large a part of its shingles, or of those of the other, stands in both."""
PASSAGE, PASSAGE_SHARE = 10, 0.7
"""A passage is shared if so many words, and so large a part of the shorter sentence's, stand in both."""
QUOTE, QUOTE_SHARE = SHINGLE, 0.8
"""The same of words in quotation marks, which nobody changes."""
_LAST = 4_096
"""Of so many articles the shingles are kept, in case that more are like them."""


@dataclass(slots=True)
class _Group:
    """Articles or stretches that repeat the first of them."""

    members: list[tuple[Print, set[int]]] = field(default_factory=list)

    def add(self, article: Print, sentences: Iterable[int]) -> None:
        for member, known in self.members:
            if member is article:
                known.update(sentences)
                return
        self.members.append((article, set(sentences)))


class Repeats(NamedTuple):
    """What is found before anybody knows who is who."""

    clusters: list[OriginCluster]
    """Whole articles, and passages that are no speech."""
    quoted: list[tuple[Place, Place]]
    """Where the same words are quoted, in the article that has them first and in another."""


def find_repeats(prints: Iterable[Print]) -> Repeats:
    """Finds the articles, passages and speeches that repeat one another; from the prints alone, wherever that is.

    Args:
        prints: Of all articles, in any order.
    """
    articles = sorted(prints, key=lambda p: (p.published or dt.date.max, p.document))
    credits = Credits(articles)
    credited = {p.document: list(credits.of(p)) for p in articles}
    text = Shingled(articles)
    groups = list(_copies(articles, text))
    number = {p.document: number for number, group in enumerate(groups) for p, _ in group.members}
    origin = [number[p.document] for p in articles]
    found = [_whole(group, credited) for group in groups if len(group.members) > 1]
    passages = _grouped(_shared(articles, text, origin, quoted=False), articles)
    found += (_passage(group, credited) for group in passages)
    return Repeats(found, list(_shared(articles, text, origin, quoted=True)))


def find_origins(
    prints: Iterable[Print],
    speaker: Speaker = lambda document, sentence: None,
    repeats: Callable[[Sequence[Print]], Repeats] = find_repeats,
) -> list[OriginCluster]:
    """Finds the articles and passages that repeat one another.

    Args:
        prints: Of all articles, in any order.
        speaker: Who is quoted where; one sentence in the mouths of two is no speech that two reporters heard.
        repeats: What gives that which does not depend on speakers.

    Returns:
        The clusters, sorted; a document is in at most one cluster of whole articles.

    >>> find_origins([])
    []
    """

    def one_mouth(left: Place, right: Place) -> bool:
        said, says = speaker(*left), speaker(*right)
        return said is None or says is None or said == says

    articles = list(prints)
    found, quoted = repeats(articles)
    speeches = _grouped((pair for pair in quoted if one_mouth(*pair)), articles)
    return sorted(
        (*found, *map(_speech, speeches)), key=lambda c: (c.kind, [(r.document, r.sentences) for r in c.repeats])
    )


def _copies(articles: Sequence[Print], text: Shingled) -> Iterator[_Group]:
    """Each article with its copies; those whom nobody copies alone.

    What stands in quotation marks is left out: two reporters may quote one long speech.
    """
    alike = Alike()
    groups: list[tuple[_Group, int]] = []
    shingled = lru_cache(maxsize=_LAST)(lambda at: _Shingles.of(articles[at], text.each(at)))
    for at, article in enumerate(articles):
        if not article.bands:
            yield _Group([(article, set())])
            continue
        known = alike.of(article.bands)
        own = _Shingles.of(article, text.each(at)) if known else _NO_SHINGLES
        likest = max(((own.in_common(shingled(groups[which][1])), -which) for which in known), default=(0.0, 0))
        if likest[0] >= COPIED:
            group, first = groups[-likest[1]]
            other = shingled(first)
            group.add(article, _standing_in(article, own, other))
            group.add(articles[first], _standing_in(articles[first], other, own))
        else:
            alike.add(article.bands, len(groups))
            groups.append((_Group([(article, set())]), at))
    yield from (group for group, _ in groups)


class _Shingles(NamedTuple):
    """The shingles of an article: of each stretch, and of what stands outside of quotation marks."""

    each: Sequence[list[int]]
    plain: frozenset[int]

    @classmethod
    def of(cls, article: Print, each: Sequence[list[int]]) -> Self:
        """Those of one, from those of its stretches."""
        return cls(each, plain(article.stretches, each))

    def in_common(self, other: _Shingles) -> float:
        """How large a part of the shorter article stands in both."""
        return len(self.plain & other.plain) / min(len(self.plain), len(other.plain))


_NO_SHINGLES = _Shingles((), frozenset())


def _standing_in(article: Print, own: _Shingles, other: _Shingles) -> list[int]:
    """The sentences of an article that stand, for the most part, among the shingles of another."""
    share = {s.sentence: 0.0 for s in article.stretches}
    for s, numbers in zip(article.stretches, own.each, strict=True):
        share[s.sentence] = max(share[s.sentence], sum(map(other.plain.__contains__, numbers)) / len(numbers))
    return [at for at, part in share.items() if part >= 0.5] or [max(share, key=lambda at: share[at])]


def _whole(group: _Group, credited: Mapping[str, Sequence[tuple[int | None, str]]]) -> OriginCluster:
    """The cluster of an article and its copies; editions if one outlet has printed them all."""
    names = {p.publisher for p, _ in group.members}
    # an outlet that others credit for the text, and that credits none of them, is its origin whatever the dates say
    named = {
        outlet
        for p, _ in group.members
        for _, outlet in credited[p.document]
        if outlet in names and outlet != p.publisher
    }
    copies = {p.document for p, _ in group.members if any(outlet in names for _, outlet in credited[p.document])}

    def order(p: Print) -> tuple[bool, dt.date]:
        return not (p.publisher in named and p.document not in copies), p.published or dt.date.max

    members = sorted(group.members, key=lambda m: (*order(m[0]), m[0].document))
    first, others = members[0][0], [p for p, _ in members[1:]]
    known = order(first)[0] < order(others[0])[0] or _is_earliest(first, others)
    addresses = {p.url for p, _ in members}
    one_outlet = (len(names) == 1 and "" not in names) or (len(addresses) == 1 and "" not in addresses)
    agencies = sorted({outlet for p, _ in members for at, outlet in credited[p.document] if at is None})
    credit = first.publisher if known and first.publisher in named else min(named, default=min(agencies, default=""))
    kind = OriginKind.EDITIONS if one_outlet else OriginKind.ONE_ORIGIN
    if kind is OriginKind.EDITIONS:
        what = f"{_told(first)} was printed again by the same outlet: {_listed(others)}"
    elif known:
        what = f"{_listed(others)} repeat{'s' if len(others) == 1 else ''} {_told(first)}"
    else:
        what = f"one text in {_listed([first, *others])}; nothing tells which was first"
    return OriginCluster(
        kind=kind,
        repeats=tuple(_repeat(*m) for m in members),
        origin_known=known,
        credit="" if kind is OriginKind.EDITIONS else credit,
        because=what + (f", crediting {credit}" if credit and kind is OriginKind.ONE_ORIGIN else ""),
    )


def _shared(
    articles: Sequence[Print], text: Shingled, origin: Sequence[int], quoted: bool
) -> Iterator[tuple[Place, Place]]:
    """Sentences that articles of different origins and outlets have in common, each with the first that has them."""
    least, share = (QUOTE, QUOTE_SHARE) if quoted else (PASSAGE, PASSAGE_SHARE)
    first: dict[int, tuple[int, int]] = {}
    for (at, which), numbers in text.shared(origin, quoted, least).items():
        article, stretch = articles[at], articles[at].stretches[which]
        before: dict[Place, tuple[int, int]] = {}
        for number in numbers:
            seen = first.setdefault(number, (at, which))
            if origin[seen[0]] != origin[at] and not _one_outlet(articles[seen[0]], article):
                before[articles[seen[0]].document, articles[seen[0]].stretches[seen[1]].sentence] = seen
        own = text.of(at, which) if before else []
        for earlier, (there, place) in sorted(before.items(), key=lambda item: item[0]):
            words = _common(own, text.of(there, place))
            if words >= max(least, share * min(stretch.length, articles[there].stretches[place].length)):
                yield earlier, (article.document, stretch.sentence)


def _grouped(pairs: Iterable[tuple[Place, Place]], articles: Iterable[Print]) -> list[_Group]:
    """What repeats one sentence together, by the first that has it."""
    known = {article.document: article for article in articles}
    groups: dict[Place, _Group] = {}
    for first, (document, sentence) in pairs:
        group = groups.setdefault(first, _Group([(known[first[0]], {first[1]})]))
        group.add(known[document], [sentence])
    return list(groups.values())


def _one_outlet(left: Print, right: Print) -> bool:
    return bool(left.publisher) and left.publisher == right.publisher


def _common(numbers: Sequence[int], others: Sequence[int]) -> int:
    """How many words of one stretch stand, five or more in a row, in the other too, by the shingles of both."""
    wanted = set(others)
    covered = {at + i for at, number in enumerate(numbers) if number in wanted for i in range(SHINGLE)}
    return len(covered)


def _passage(group: _Group, credited: Mapping[str, Sequence[tuple[int | None, str]]]) -> OriginCluster:
    (first, _), *copies = group.members
    credit = min(
        (outlet for p, sentences in copies for at, outlet in credited[p.document] if at in sentences), default=""
    )
    others = [p for p, _ in copies]
    known = _is_earliest(first, others) or (bool(credit) and credit == first.publisher)
    what = f"a sentence of {_told(first)} stands in {_listed(others)} too"
    return OriginCluster(
        kind=OriginKind.SHARED_PASSAGE,
        repeats=tuple(_repeat(*m) for m in group.members),
        origin_known=known,
        credit=credit,
        because=what + (f", which credits {credit}" if credit else ", without credit"),
    )


def _speech(group: _Group) -> OriginCluster:
    return OriginCluster(
        kind=OriginKind.INDEPENDENT_REPORTS,
        repeats=tuple(_repeat(*m) for m in group.members),
        because=f"{_listed([p for p, _ in group.members])} quote the same words; neither repeats the other's text",
    )


def _is_earliest(first: Print, others: Iterable[Print]) -> bool:
    """Whether all the others are dated later; of one without a date nobody knows."""
    began = first.published
    return began is not None and all(p.published is not None and p.published > began for p in others)


def _repeat(article: Print, sentences: set[int]) -> Repeat:
    return Repeat(document=article.document, sentences=tuple(sorted(sentences)))


def _told(article: Print) -> str:
    return article.source if article.published is None else f"{article.source} ({article.published})"


def _listed(articles: Sequence[Print]) -> str:
    told = [_told(p) for p in articles[:5]]
    if len(articles) > 5:
        told[4:] = [f"{len(articles) - 4} more"]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
