"""What speaks for a noun or a time expression being an argument of a trigger, as features of the linear classifier.

Most features say one of a few things about a noun and a trigger: how the one hangs on the other, how far apart they
stand, what the noun is in its own clause. They come in parts, so that pairs that are alike in one share its score
(`linear.Columns`), and the features themselves are made for the first such pair alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.events.context import kind, lemma, relations
from pipeline.extract.events.lexicon import lemmas_of
from pipeline.extract.events.linear import OWN, Part
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Parse, Token, Tokens, remembered
from pipeline.extract.scene import Scene

__all__ = [
    "FAR",
    "Hints",
    "Noun",
    "Rank",
    "Trigger",
    "noun_features",
    "noun_hints",
    "noun_of",
    "ranks",
    "time_features",
    "trigger_of",
]

FAR = "far"
"""How a word hangs on a trigger of which `relations` does not tell."""


class Trigger(NamedTuple):
    """What is seen of a trigger, whatever noun is held against it."""

    token: Token
    type: str
    frame: str
    word: str
    verbal: str
    """ "V" for a verb, "N" for any other word."""
    passive: bool
    subject: bool
    objects: bool
    clause: Token
    """The head of its clause."""


def trigger_of(found: Found) -> Trigger:
    """What is seen of a trigger."""
    token = found.token
    verbal = token.pos_ in ("VERB", "AUX")
    return Trigger(
        token=token,
        type=found.type.value,
        frame=found.frame,
        word=f"{lemmas_of(token)[0]}/{token.pos_[:1]}",
        verbal="V" if verbal else "N",
        passive=syntax.is_passive(token),
        subject=bool(verbal and syntax.subjects(token)),
        objects=bool(syntax.children(token, "obj")),
        clause=syntax.clause_head(token),
    )


class Noun(NamedTuple):
    """What is seen of a noun, whatever trigger it is held against.

    `own` is what it is in its own clause, and `times` how much the document speaks of it: hints for nouns that hang
    elsewhere. Of two that stand in apposition often one alone is told as the argument: `renamed` is what sort of noun
    renames this one, `renames` what sort of noun this one renames, or nothing.
    """

    token: Token
    lemma: str
    kind: str
    case: str
    own: str
    times: int
    renamed: str
    renames: str
    clause: Token
    """The head of its clause."""


def noun_of(token: Token, scene: Scene) -> Noun:
    """What is seen of a noun."""
    chain = scene.chain_at(token)
    count = 0 if chain is None else len(scene.chains[chain].mentions)
    appositions = syntax.appositions(token)
    return Noun(
        token=token,
        lemma=lemma(token),
        kind=kind(token, scene),
        case="+".join(syntax.cases(token)) or "-",
        own=f"{token.base}/{'root' if syntax.has_dep(token.head, 'ROOT') else token.head.pos_}",
        times=next(most for most in (10, 4, 2, 1, 0) if count >= most),
        renamed=kind(appositions[0], scene) if appositions else "",
        renames=kind(token.head, scene) if token.base == "appos" else "",
        clause=syntax.clause_head(token),
    )


class Rank(NamedTuple):
    """Where a noun stands among those of its sentence, as seen from a trigger.

    `place` is how many nouns away it is, on which side; `first` and `last` are whether it is the first or last of its
    kind before the trigger, None behind it.
    """

    place: str
    first: bool | None = None
    last: bool | None = None


_FARTHEST = 4
"""So many nouns away a noun has a place of its own."""


def ranks(trigger: Token, nouns: Sequence[Noun]) -> list[Rank]:
    """Where nouns of the trigger's sentence stand, told for each; they come in text order."""
    before = [noun for noun in nouns if noun.token.i < trigger.i]
    first = {noun.kind: noun.token.i for noun in reversed(before)}
    last = {noun.kind: noun.token.i for noun in before}
    found = []
    for number, noun in enumerate(nouns):
        if number < len(before):
            away, at = len(before) - number, noun.token.i
            found.append(Rank(_place("L", away), first[noun.kind] == at, last[noun.kind] == at))
        else:
            found.append(Rank(_place("R", number - len(before) + 1)))
    return found


def _place(side: str, away: int) -> str:
    return f"{side}{away}" if away <= _FARTHEST else ""


class Hints(NamedTuple):
    """What speaks for a noun being an argument of a trigger, as `linear.Columns.scores` takes it."""

    features: list[str]
    parts: tuple[Part, ...]
    words: tuple[tuple[str, str], ...]


def noun_features(found: Found, noun: Noun, rank: Rank, roles: dict[int, str]) -> list[str]:
    """What speaks for a noun being an argument of a trigger; `roles` is what `relations` gives for the trigger."""
    hints = noun_hints(trigger_of(found), noun, rank, roles.get(noun.token.i, FAR))
    made = [feature for maker, *of in hints.parts for feature in maker(*of)]
    return [*hints.features, *made, *(f"{OWN}{word}|{name}" if name else f"{OWN}{word}" for word, name in hints.words)]


def noun_hints(trigger: Trigger, noun: Noun, rank: Rank, role: str) -> Hints:
    """The same; `role` may be `FAR`."""
    token, type_, word, verbal = trigger.token, trigger.type, trigger.word, trigger.verbal
    what = noun.kind
    features = []
    if "^" in role:
        above = token.head
        features = [f"up={lemma(above)}|{role}", f"up={above.pos_}|{role}|{type_}"]
    reach = FAR if role == FAR else "near"
    tie = "direct" if role in _DIRECT else "above" if "^" in role else FAR if role == FAR else "below"
    side, distance, between = _position(token, noun.token)
    parts: tuple[Part, ...] = (
        (_hanging, role, type_, verbal, trigger.passive, trigger.frame, trigger.subject, trigger.objects),
        (_kind, role, what, type_, verbal),
        (_case, noun.case, what, type_),
        (_apart, side, distance, noun.clause is trigger.clause, verbal),
        (_between, side, *between, verbal, token.tag_, trigger.passive),
        (_standing, noun.own, noun.token.dep_, noun.token.pos_, reach, verbal, type_),
        (_spoken, noun.times, reach, verbal, what),
        (_renaming, noun.renamed, noun.renames, role, tie),
        (_ranked, rank, what, tie, verbal),
    )
    named = f"noun={noun.lemma}"
    return Hints(features, parts, ((word, f"rel={role}"), (word, what), (named, ""), (named, type_)))


def _hanging(
    role: str, type_: str, verbal: str, passive: bool, frame: str, has_subject: bool, has_objects: bool
) -> tuple[str, ...]:
    """How the noun hangs on the trigger, and whether the trigger's own clause leaves anything open."""
    rel, last = f"rel={role}", f"last={_last(role)}"
    return (
        "bias", rel, f"{rel}|{verbal}", f"{rel}|{verbal}|{frame}",
        f"{rel}|{'passive' if passive else 'active'}|{frame}", f"{rel}|{type_}", f"{rel}|{type_}|{verbal}",
        f"type={type_}", f"{last}|{type_}", f"{last}|{role.count('^')}",
        f"subject={has_subject}|{rel}", f"objects={has_objects}|{rel}|{verbal}",
    )  # fmt: skip


def _kind(role: str, what: str, type_: str, verbal: str) -> tuple[str, ...]:
    """What sort of noun it is."""
    return (
        f"rel={role}|{what}", f"rel={role}|{what}|{type_}", f"last={_last(role)}|{what}",
        f"kind={what}", f"kind={what}|{type_}", f"kind={what}|{type_}|{verbal}",
    )  # fmt: skip


def _case(case: str, what: str, type_: str) -> tuple[str, ...]:
    return f"case={case}", f"case={case}|{what}", f"case={case}|{type_}", f"case={case}|{what}|{type_}"


_DIRECT = frozenset({"agent", "patient", "nmod:of", "nmod:by", "obl:in", "nmod:in", "compound", "amod", "poss"})
"""How the words hang on a trigger that grammar ties to it most closely."""


def _last(role: str) -> str:
    return role.rsplit("^", 1)[-1]


def _standing(own: str, dep: str, pos: str, reach: str, verbal: str, type_: str) -> tuple[str, ...]:
    """What the noun is in its own clause."""
    return f"pos={pos}", f"own={own}|{reach}", f"own={own}|{reach}|{type_}", f"own={dep}|{reach}|{verbal}"


def _spoken(times: int, reach: str, verbal: str, what: str) -> tuple[str, ...]:
    """How much the document speaks of the noun."""
    return f"times={times}|{reach}", f"times={times}|{reach}|{verbal}", f"times={times}|{what}"


def _renaming(renamed: str, renames: str, role: str, tie: str) -> list[str]:
    """What noun stands in apposition to it."""
    listed = [f"renamed={renamed}|{tie}", f"renamed|{role}"] if renamed else []
    return [*listed, f"renames={renames}|{tie}"] if renames else listed


def _ranked(rank: Rank, what: str, tie: str, verbal: str) -> list[str]:
    """Where it stands among the nouns of the sentence."""
    listed = [f"rank={rank.place}|{verbal}|{tie}", f"rank={rank.place}|{what}|{tie}"] if rank.place else []
    if rank.first is None:
        return listed
    return [*listed, f"first={rank.first}|{what}|{tie}", f"last={rank.last}|{what}|{tie}"]


class _Tallies(NamedTuple):
    """How many verbs, nouns and marks stand before each token of a document, and before its end."""

    verbs: list[int]
    things: list[int]
    marks: list[int]


@remembered
def _tallies(doc: Parse) -> _Tallies:
    parts = [token.pos_ for token in doc.tokens]

    def tally(*counted: str) -> list[int]:
        return list(accumulate([part in counted for part in parts], initial=0))

    return _Tallies(tally("VERB"), tally("NOUN", "PROPN", "PRON"), tally("PUNCT"))


def _position(trigger: Token, token: Token) -> tuple[str, int, tuple[int, int, bool]]:
    """On which side of the trigger the other stands, how far away, and how much stands between them."""
    distance = token.i - trigger.i
    begin, end = (trigger.i + 1, token.i) if distance > 0 else (token.i + 1, trigger.i)
    end = max(begin, end)
    tallies = _tallies(trigger.doc)
    verbs = min(2, tallies.verbs[end] - tallies.verbs[begin])
    things = min(3, tallies.things[end] - tallies.things[begin])
    between = verbs, things, tallies.marks[end] > tallies.marks[begin]
    return "left" if distance < 0 else "right", _BUCKETS[min(abs(distance), len(_BUCKETS) - 1)], between


_BUCKETS = (0, 1, 2, 3, 4, 4, 4, 7, 7, 7, 7, 7, 12)
"""Distances in tokens as they are told: those beyond are the last."""


def _apart(side: str, distance: int, same: bool, verbal: str) -> tuple[str, ...]:
    """How far apart the two stand."""
    return (
        f"dist={side}{distance}", f"dist={side}{distance}|{verbal}",
        f"same clause={same}", f"same clause={same}|{side}|{verbal}",
    )  # fmt: skip


def _between(side: str, verbs: int, things: int, broken: bool, verbal: str, tag: str, passive: bool) -> tuple[str, ...]:
    """What stands between the two."""
    return (
        f"between={side}|{verbs}v{things}n|{broken}", f"between={side}|{verbs}v{things}n|{verbal}|{tag}",
        f"between={side}|{verbs}|{passive}|{verbal}",
    )  # fmt: skip


def time_features(found: Found, reference: Tokens, count: int) -> list[str]:
    """What speaks for a time expression dating a trigger; `count` is how many the sentence has."""
    trigger, root = found.token, reference.root
    roles = relations(trigger)
    role = roles.get(root.i, FAR)
    clause, own = syntax.clause_head(root), syntax.clause_head(trigger)
    same = clause.i == own.i
    verbal = "V" if trigger.pos_ in ("VERB", "AUX") else "N"
    above = any(g.i == clause.i for g in syntax.governors(trigger))
    nearest = "first" if root.i == min((t.i for t in root.sent if t.ent_type_ == "DATE"), default=root.i) else "later"
    several = "one" if count == 1 else "several"
    listed = [
        "bias", f"rel={role}", f"rel={role}|{verbal}", f"same={same}", f"same={same}|{several}", f"above={above}",
        f"above={above}|same={same}|{several}", f"type={found.type}", f"dep={root.dep_}",
        f"dep={root.dep_}|same={same}",
        f"headpos={root.head.pos_}", f"case={'+'.join(syntax.cases(root)) or '-'}", f"{nearest}|{several}",
        f"first word={reference[0].lower_ if not reference[0].like_num else '0'}", f"root={lemma(root)}",
        f"up={root.dep_}:{root.head.pos_}:{same}", f"tense={trigger.tag_}|{same}", f"headis={root.head.i == trigger.i}",
        f"headis={root.head.i == own.i}|own", f"clausedep={own.dep_}|above={above}",
    ]  # fmt: skip
    side, distance, between = _position(trigger, root)
    passive = syntax.is_passive(trigger)
    return [*listed, *_apart(side, distance, same, verbal), *_between(side, *between, verbal, trigger.tag_, passive)]
