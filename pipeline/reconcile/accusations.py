"""Accusations, and what the accused say to them: they deny, they admit, they answer, or nothing is found."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.reconcile.held import Held, Stories
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import fold
from pipeline.records import ClaimComparison, ComparisonDimension, ComparisonVerdict, Entity, PositionKind

__all__ = ["Affiliations", "find_accusations"]

TOPIC = 2
"""So many telling words an accusation and a reply have in common, if they are about one thing."""
NEXT = 2
"""A denial so many sentences behind an accusation, by the one accused, answers it whatever its words."""
SAME_NEWS = 60
"""Two articles that tell so many days apart of one accusation tell of one and the same."""
ANSWERED_AT_ONCE = 7
"""A denial of "the accusations" so many days later is one of those made before."""

Affiliations = Mapping[str, frozenset[str]]
"""By the id of a person those of the bodies that he or she leads, works for or belongs to."""

_REPLIES = {
    PositionKind.ADMISSION: ComparisonVerdict.CONFIRMED,
    PositionKind.DENIAL: ComparisonVerdict.DENIED,
    PositionKind.ANSWER: ComparisonVerdict.ANSWERED,
}
"""What each kind of reply comes to; the first found of these counts, whichever was earlier."""
_TOLD = {
    ComparisonVerdict.CONFIRMED: "confirmed by",
    ComparisonVerdict.DENIED: "denied by",
    ComparisonVerdict.ANSWERED: "answered by",
}


@dataclass
class _Case:
    """One accusation, however many articles tell of it, and the replies to it."""

    reports: list[Held]
    replies: list[Held]

    @property
    def lemmas(self) -> frozenset[str]:
        return frozenset(lemma for h in self.reports for lemma in h.lemmas)


def find_accusations(
    held: Sequence[Held],
    stories: Stories,
    entities: Mapping[str, Entity],
    affiliations: Affiliations,
) -> list[ClaimComparison]:
    """Every accusation with the replies of the one who is accused, or of somebody who speaks for it.

    Args:
        held: The positions of all documents, in order.
        stories: Which documents tell of one story.
        entities: By id.
        affiliations: Whom a person may speak for.
    """
    cases = _cases([h for h in held if h.kind is PositionKind.ACCUSATION])
    index = _Replies([h for h in held if h.kind in _REPLIES and h.own], affiliations, entities)
    directed = Counter(_key(c.reports[0].target, c.reports[0].target_text) for c in cases)
    for case in cases:
        accused = case.reports[0]
        for reply in index.by(accused):
            only = directed[_key(accused.target, accused.target_text)] == 1
            if _answers(reply, case, stories) or _answers_at_once(reply, case, only, stories):
                case.replies.append(reply)
    found = [_comparison(case, entities) for case in cases]
    return sorted(found, key=lambda c: [(s.document, s.span.begin) for s in c.sides])


def _cases(accusations: Sequence[Held]) -> list[_Case]:
    """Accusations of one by one for one thing, told of in several articles, are one."""
    between: dict[tuple[str, str], list[_Case]] = defaultdict(list)
    for h in accusations:
        key = _key(h.holder, h.holder_text), _key(h.target, h.target_text)
        for case in between[key]:
            if _near(case.reports[0].published, h.published, SAME_NEWS) and (
                len(case.lemmas & {*h.lemmas}) >= min(TOPIC, len(case.lemmas), len(h.lemmas))
            ):
                case.reports.append(h)
                break
        else:
            between[key].append(_Case([h], []))
    return [case for group in between.values() for case in group]


def _key(who: str | int | None, text: str) -> str:
    return who if isinstance(who, str) else f"words {_plain(text)}"


def _plain(text: str) -> str:
    """The words that name somebody, without articles, possessives and pronouns."""
    return " ".join(w for w in fold(text).split() if w not in words("generic_parties"))


def _near(left: dt.date | None, right: dt.date | None, days: int) -> bool:
    return left is not None and right is not None and abs((left - right).days) <= days


class _Replies:
    """The replies by those who make them, and by those whom they may speak for."""

    def __init__(self, replies: Iterable[Held], affiliations: Affiliations, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        self._by_name: dict[str, list[Held]] = defaultdict(list)
        self._by: dict[str, list[Held]] = defaultdict(list)
        self._by_word: dict[str, list[Held]] = defaultdict(list)
        self._in: dict[str, list[Held]] = defaultdict(list)
        for reply in replies:
            if isinstance(reply.holder, str):
                for who in {reply.holder, *affiliations.get(reply.holder, ())}:
                    self._by[who].append(reply)
                self._by_name[fold(entities[reply.holder].name)].append(reply)
            for word in set(_plain(reply.holder_text).split()):
                self._by_word[word].append(reply)
            if not isinstance(reply.holder, str):
                self._in[reply.document].append(reply)

    def by(self, accusation: Held) -> list[Held]:
        """The replies that may be of the one whom an accusation is directed at, in order."""
        found: dict[tuple[str, int], Held] = {}
        if isinstance(accusation.target, str):
            whom = self._entities[accusation.target]
            found |= {(r.document, r.index): r for r in self._by.get(whom.id, ())}
            for r in self._by_name.get(fold(whom.name), ()):  # a firm that another article takes for a person
                if isinstance(r.holder, str) and self._entities[r.holder].label is not whom.label:
                    found[r.document, r.index] = r
        named = set(_plain(accusation.target_text).split())
        if named:
            rarest = min(named, key=lambda w: (len(self._by_word.get(w, ())), w))
            for r in self._by_word.get(rarest, ()):
                known = isinstance(accusation.target, str) and isinstance(r.holder, str)
                if not known and named <= set(_plain(r.holder_text).split()):
                    found[r.document, r.index] = r
        for r in self._in.get(accusation.document, ()):  # "the company denied it", in the sentence behind
            if not _plain(r.holder_text) and 0 < r.sentence - accusation.sentence <= NEXT:
                found[r.document, r.index] = r
        return sorted(found.values(), key=lambda r: r.order)


def _answers(reply: Held, case: _Case, stories: Stories) -> bool:
    """Whether a reply is about what the accusation is about, and not made before it."""
    for report in case.reports:
        if reply.document == report.document:
            if 0 < reply.sentence - report.sentence <= NEXT or _one_topic(reply, case, 1):
                return True
        elif _not_before(report, reply) and _one_topic(reply, case) and _one_story(report, reply, stories):
            return True
    return False


def _one_topic(reply: Held, case: _Case, least: int = TOPIC) -> bool:
    about = case.lemmas - words("accusations")
    common = about & {*reply.lemmas}
    return len(common) >= min(least, len(about)) > 0


def _not_before(report: Held, reply: Held) -> bool:
    return report.published is not None and reply.published is not None and report.published <= reply.published


def _one_story(left: Held, right: Held, stories: Stories) -> bool:
    """Whether the accused is the same by name; if he is only called the same, the articles must be of one story."""
    if isinstance(left.target, str) and isinstance(right.holder, str):
        return True
    return stories.are_one(left.document, right.document)


def _answers_at_once(reply: Held, case: _Case, only: bool, stories: Stories) -> bool:
    """Whether "rejected the accusations" can mean these: made before in this article, or the only ones these days."""
    if not reply.lemmas or set(reply.lemmas) - words("accusations"):
        return False
    report = case.reports[0]
    same = [r for r in case.reports if r.document == reply.document]
    if same:
        return any(r.sentence <= reply.sentence for r in same)
    soon = _not_before(report, reply) and _near(report.published, reply.published, ANSWERED_AT_ONCE)
    return soon and only and _one_story(report, reply, stories)


def _comparison(case: _Case, entities: Mapping[str, Entity]) -> ClaimComparison:
    first = case.reports[0]
    verdict, replies = ComparisonVerdict.NO_REPLY, []
    for kind, outcome in _REPLIES.items():
        replies = [r for r in case.replies if r.kind is kind]
        if replies:
            verdict = outcome
            break
    accuser = _name(first.holder, first.holder_text, entities) or "somebody"
    accused = _name(first.target, first.target_text, entities)
    told = f"{accuser} accused {accused}: “{first.text}” ({first.source}); "
    if replies:
        told += f"{_TOLD[verdict]} {_name(replies[0].holder, replies[0].holder_text, entities)} ({replies[0].source})"
    else:
        told += "no reply found in this corpus"
    return ClaimComparison(
        sides=tuple(h.side(entities) for h in (first, *_once(case.replies))),
        verdict=verdict,
        dimension=ComparisonDimension.REPLY,
        because=told,
        about=(first.target,) if isinstance(first.target, str) else (),
    )


def _once(replies: Iterable[Held]) -> Iterator[Held]:
    """The replies, of those in equal words the first: a reprint is no second reply."""
    seen: set[tuple[str, PositionKind, str]] = set()
    for reply in replies:
        key = _key(reply.holder, reply.holder_text), reply.kind, fold(reply.text)
        if key not in seen:
            seen.add(key)
            yield reply


def _name(who: str | int | None, text: str, entities: Mapping[str, Entity]) -> str:
    return entities[who].name if isinstance(who, str) else " ".join(text.split())
