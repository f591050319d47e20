"""What speaks for a noun or a time expression being an argument of a trigger, as features of the linear classifier.

Most features say one of a few things about a noun and a trigger: how the one hangs on the other, how far apart they
stand, what the noun is in its own clause. They come in parts, so that pairs that are alike in one share it, and its
score (`linear.Columns`).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.events.context import kind, lemma, relations
from pipeline.extract.events.lexicon import lemmas_of
from pipeline.extract.events.linear import Part
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Parse, Token, Tokens, remembered
from pipeline.extract.scene import Scene, seen

__all__ = ["noun_features", "noun_parts", "time_features"]

_KEPT = 1 << 12
"""Parts of each sort that are kept: those of news repeat after a few thousand."""


class _Trigger(NamedTuple):
    """What is seen of a trigger, whatever noun is held against it."""

    word: str
    verbal: str
    """ "V" for a verb, "N" for any other word."""
    voice: str
    subject: bool
    objects: bool


@remembered
def _trigger(token: Token) -> _Trigger:
    verbal = token.pos_ in ("VERB", "AUX")
    return _Trigger(
        word=f"{lemmas_of(token)[0]}/{token.pos_[:1]}",
        verbal="V" if verbal else "N",
        voice="passive" if syntax.is_passive(token) else "active",
        subject=bool(verbal and syntax.subjects(token)),
        objects=bool(syntax.children(token, "obj")),
    )


class _Noun(NamedTuple):
    """What is seen of a noun, whatever trigger it is held against.

    `own` is what it is in its own clause, and `times` how much the document speaks of it: hints for nouns that hang
    elsewhere.
    """

    lemma: str
    kind: str
    case: str
    own: str
    times: int


@seen
def _noun(token: Token, scene: Scene) -> _Noun:
    chain = scene.chain_at(token)
    count = 0 if chain is None else len(scene.chains[chain].mentions)
    return _Noun(
        lemma=lemma(token),
        kind=kind(token, scene),
        case="+".join(syntax.cases(token)) or "-",
        own=f"{token.base}/{'root' if syntax.has_dep(token.head, 'ROOT') else token.head.pos_}",
        times=next(most for most in (10, 4, 2, 1, 0) if count >= most),
    )


def noun_features(found: Found, token: Token, roles: dict[int, str], scene: Scene) -> list[str]:
    """What speaks for a noun being an argument of a trigger; `roles` is what `relations` gives for the trigger."""
    return [feature for part in noun_parts(found, token, roles, scene) for feature in part]


def noun_parts(found: Found, token: Token, roles: dict[int, str], scene: Scene) -> tuple[Part, ...]:
    """The same in parts."""
    word, verbal, voice, has_subject, has_objects = _trigger(found.token)
    noun, what, case, own, times = _noun(token, scene)
    role = roles.get(token.i, "far")
    reach = "far" if role == "far" else "near"
    type_ = found.type.value
    words: Part = (
        f"w:{word}|rel={role}", f"w:{word}|{what}", f"w:noun={noun}", f"w:noun={noun}|{type_}", f"pos={token.pos_}",
    )  # fmt: skip
    if "^" in role:
        above = found.token.head
        words += (f"up={lemma(above)}|{role}", f"up={above.pos_}|{role}|{type_}")
    return (
        _hanging(role, what, case, type_, verbal, voice, found.frame),
        _clause(role, verbal, has_subject, has_objects),
        _position(found.token, token, verbal),
        _standing(own, token.dep_, times, what, reach, verbal, type_),
        words,
    )


@lru_cache(maxsize=_KEPT)
def _hanging(role: str, what: str, case: str, type_: str, verbal: str, voice: str, frame: str) -> Part:
    """How the noun hangs on the trigger, and of what kind it is."""
    last = role.rsplit("^", 1)[-1]
    return (
        "bias", f"rel={role}", f"rel={role}|{verbal}", f"rel={role}|{verbal}|{frame}", f"rel={role}|{type_}",
        f"rel={role}|{type_}|{verbal}", f"rel={role}|{what}", f"rel={role}|{what}|{type_}",
        f"kind={what}", f"kind={what}|{type_}", f"kind={what}|{type_}|{verbal}", f"type={type_}",
        f"rel={role}|{voice}|{frame}", f"last={last}|{role.count('^')}", f"last={last}|{what}", f"last={last}|{type_}",
        f"case={case}", f"case={case}|{what}", f"case={case}|{type_}", f"case={case}|{what}|{type_}",
    )  # fmt: skip


@lru_cache(maxsize=_KEPT)
def _clause(role: str, verbal: str, has_subject: bool, has_objects: bool) -> Part:
    """Whether the trigger's own clause leaves anything open."""
    return f"subject={has_subject}|rel={role}", f"objects={has_objects}|rel={role}|{verbal}"


@lru_cache(maxsize=_KEPT)
def _standing(own: str, dep: str, times: int, what: str, reach: str, verbal: str, type_: str) -> Part:
    """What the noun is in its own clause, and how much the document speaks of it: hints for what hangs elsewhere."""
    return (
        f"own={own}|{reach}", f"own={own}|{reach}|{type_}", f"own={dep}|{reach}|{verbal}",
        f"times={times}|{reach}", f"times={times}|{reach}|{verbal}", f"times={times}|{what}",
    )  # fmt: skip


class _Tallies(NamedTuple):
    """How many verbs, nouns and marks stand before each token of a document, and before its end."""

    verbs: list[int]
    things: list[int]
    marks: list[int]


@remembered
def _tallies(doc: Parse) -> _Tallies:
    def tally(*parts: str) -> list[int]:
        return list(accumulate((token.pos_ in parts for token in doc), initial=0))

    return _Tallies(tally("VERB"), tally("NOUN", "PROPN", "PRON"), tally("PUNCT"))


def _position(trigger: Token, token: Token, verbal: str) -> Part:
    distance = token.i - trigger.i
    begin = min(token.i, trigger.i) + 1
    end = max(token.i, trigger.i, begin)
    tallies = _tallies(trigger.doc)
    return _apart(
        side="left" if distance < 0 else "right",
        distance=_BUCKETS[min(abs(distance), len(_BUCKETS) - 1)],
        same=syntax.clause_head(token) is syntax.clause_head(trigger),
        verbs=min(2, tallies.verbs[end] - tallies.verbs[begin]),
        things=min(3, tallies.things[end] - tallies.things[begin]),
        broken=tallies.marks[end] > tallies.marks[begin],
        verbal=verbal,
        tag=trigger.tag_,
        passive=syntax.is_passive(trigger),
    )


_BUCKETS = (0, 1, 2, 3, 4, 4, 4, 7, 7, 7, 7, 7, 12)
"""Distances in tokens as they are told: those beyond are the last."""


@lru_cache(maxsize=_KEPT)
def _apart(
    *, side: str, distance: int, same: bool, verbs: int, things: int, broken: bool, verbal: str, tag: str, passive: bool
) -> Part:
    """How far apart the two stand, and what stands between them."""
    return (
        f"dist={side}{distance}", f"dist={side}{distance}|{verbal}",
        f"same clause={same}", f"same clause={same}|{side}|{verbal}",
        f"between={side}|{verbs}v{things}n|{broken}", f"between={side}|{verbs}v{things}n|{verbal}|{tag}",
        f"between={side}|{verbs}|{passive}|{verbal}",
    )  # fmt: skip


def time_features(found: Found, reference: Tokens, count: int) -> list[str]:
    """What speaks for a time expression dating a trigger; `count` is how many the sentence has."""
    trigger, root = found.token, reference.root
    roles = relations(trigger)
    role = roles.get(root.i, "far")
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
    return [*listed, *_position(trigger, root, verbal)]
