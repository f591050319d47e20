"""Which place lies in which: "Kazan, Tatarstan", "the museum in Kazan", "Kyiv, the capital of Ukraine"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract import syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.parse import Tokens
from pipeline.extract.relations.candidate import PLACES, Candidate, chain, label_of, named
from pipeline.extract.relations.complements import complements
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, RelationType

__all__ = ["find"]

_SIZE = {EntityLabel.PLACE: 0, EntityLabel.CITY: 1, EntityLabel.REGION: 2, EntityLabel.COUNTRY: 3}
_CAPITALS = frozenset({"capital", "city", "town", "village", "port", "district", "province", "region", "part", "suburb",
                       "island", "neighbourhood", "neighborhood", "state", "republic"})  # fmt: skip


_HOLDING = frozenset({"of", "in", "on", "at", "within", "from", "poss", "compound", "people"})
"""How a noun for a place is tied to what holds it; "a village near X" is not in X."""


def find(scene: Scene) -> Iterator[Candidate]:
    """Places named together with a greater place."""
    yield from _side_by_side(scene)
    yield from _surface(scene)
    yield from _aside(scene)
    yield from _prepositions(scene)
    yield from _described(scene)
    yield from _said_to_lie(scene)


def _fits(scene: Scene, inner: int, outer: int) -> bool:
    """Whether the second place can hold the first, by their labels."""
    one, two = label_of(scene, inner), label_of(scene, outer)
    if one not in PLACES or two not in PLACES or inner == outer:
        return False
    if one is EntityLabel.PLACE:
        return True
    return _SIZE[one] < _SIZE[two] or (one is two is EntityLabel.REGION)


def _side_by_side(scene: Scene) -> Iterator[Candidate]:
    """ "Irving, Texas", "Levico Terme, Trento, Italy", "Mecca (Saudi Arabia)": a comma or bracket and nothing more.

    In a list of three or more places of one kind ("Moscow, Kazan and Perm") nothing holds anything.
    """
    pairs = list(named(scene))
    for (one, inner), (two, outer) in pairwise(pairs):
        a, b = scene.mentions[one], scene.mentions[two]
        if a.sentence != b.sentence or not _fits(scene, inner, outer):
            continue
        between = scene.document.text[a.span.end : b.span.begin]
        if not re.fullmatch(r"\s?,\s|\s\(", between) or a.label not in (
            EntityLabel.CITY,
            EntityLabel.REGION,
            EntityLabel.PLACE,
        ):
            continue
        tokens = (scene.mention_tokens(one).root, scene.mention_tokens(two).root)
        if a.label is b.label:
            continue
        yield Candidate(inner, RelationType.CONTAINED_IN, outer, tokens, tokens[0], f"comma.{a.label.value.lower()}")


def _surface(scene: Scene) -> Iterator[Candidate]:
    """ "A, B and C in Z": a preposition straight between, whatever the parse hangs it on; a list shares it."""
    pairs = list(named(scene))
    for at, ((one, inner), (two, outer)) in enumerate(pairwise(pairs)):
        a, b = scene.mentions[one], scene.mentions[two]
        between = scene.document.text[a.span.end : b.span.begin]
        if a.sentence != b.sentence or not re.fullmatch(r",? (?:in|on) (?:the )?", between):
            continue
        inners = [(one, inner)]
        while at > 0 and _listed(scene, pairs[at - 1][0], inners[-1][0]):
            at -= 1
            inners.append(pairs[at])
        for index, own in inners:
            if _fits(scene, own, outer) and label_of(scene, own) is not label_of(scene, outer):
                tokens = (scene.mention_tokens(index).root, scene.mention_tokens(two).root)
                yield Candidate(own, RelationType.CONTAINED_IN, outer, tokens, tokens[0], "place.beside")


_SIDES = frozenset({
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "north-east", "north-west",
    "south-east", "south-west", "northern", "southern", "eastern", "western", "northeastern", "northwestern",
    "southeastern", "southwestern", "north-eastern", "north-western", "south-eastern", "south-western", "central",
    "centre", "center", "middle", "heart", "interior", "highlands", "lowlands", "upper", "lower", "rural", "coastal",
    "mountainous", "far", "extreme", "remote", "outskirts", "suburbs", "edge", "downtown", "coast", "shore", "inner",
})  # fmt: skip
"""Words for a part of a place: "in the north of", "southeastern"."""
_ONCE = frozenset({"what", "was", "is", "then", "now", "today", "of", "modern", "-", "day", "present"})


def _aside(scene: Scene) -> Iterator[Candidate]:
    """ "X, southeastern Y", "X, in the interior of Y", "the X prison in the Z region of Y", "X, in what was then Y"."""
    pairs = [(i, c) for i, c in named(scene) if scene.mentions[i].label is not EntityLabel.NORP]  # "the Swiss town of"
    for (one, inner), (two, outer) in pairwise(pairs):
        a, b = scene.mentions[one], scene.mentions[two]
        if a.sentence != b.sentence or not _fits(scene, inner, outer):
            continue
        first, second = scene.mention_tokens(one), scene.mention_tokens(two)
        how = _way(scene.doc[first.end : second.start]) if first.end < second.start else None
        if how is not None:
            tokens = (first.root, second.root)
            yield Candidate(inner, RelationType.CONTAINED_IN, outer, tokens, tokens[0], f"place.beside.{how}")


def _way(between: Tokens) -> str | None:
    """How the words between two places tell that the first lies in the second (in, side, kind); else None."""
    words = list(between)
    while words and words[0].pos_ in ("NOUN", "PROPN") and not words[0].ent_type_ and len(words) > 1:
        words = words[1:]  # "the X copper mine"
    comma = bool(words) and words[0].text in (",", "(")
    words = words[comma:]
    inside = bool(words) and words[0].lower_ in ("in", "on")
    words = words[inside:]
    if not (comma or inside) or len(words) > _FAR:
        return None
    kinds = [w for w in words if w.lower_ in _SIDES or w.lemma_.lower() in _CAPITALS]
    for word in words:
        plain = word.pos_ in ("DET", "ADJ") or word.lower_ in _ONCE or word.ent_type_ == "NORP"
        if not (plain or word in kinds):
            return None
    if not words:
        return "in" if comma and inside else None  # without a comma `_surface` has it
    return "side" if any(w.lower_ in _SIDES for w in kinds) else "kind" if kinds else "in" if inside else None


_FAR = 7
"""Words between two places, at most, for the first to lie in the second."""


def _listed(scene: Scene, one: int, two: int) -> bool:
    """Whether two names of one label stand side by side in a list."""
    a, b = scene.mentions[one], scene.mentions[two]
    between = scene.document.text[a.span.end : b.span.begin]
    return a.sentence == b.sentence and a.label is b.label and re.fullmatch(r"(?:,|,? and) ", between) is not None


def _prepositions(scene: Scene) -> Iterator[Candidate]:
    """ "Basel, in Switzerland", "the Cathedral of Christ the Saviour in Moscow", "Russia's Tatarstan"."""
    for index, own in named(scene, *PLACES):
        root = scene.mention_tokens(index).root
        for child in syntax.children(root, "nmod"):
            ties = syntax.cases(child)
            for token in syntax.conjuncts(child):
                other = chain(scene, token)
                if other is None or not _fits(scene, own, other):
                    continue
                if child.dep_ == "nmod:poss":
                    yield Candidate(own, RelationType.CONTAINED_IN, other, (root, token), root, "place.poss")
                elif set(ties) & {"in", "of", "on", "at"}:
                    yield Candidate(own, RelationType.CONTAINED_IN, other, (root, token), root, f"place.{ties[0]}")


def _described(scene: Scene) -> Iterator[Candidate]:
    """ "Kyiv, the capital of Ukraine", "the Ukrainian city of Kherson", "Kazan, republic capital of Tatarstan"."""
    for index, own in named(scene, *PLACES):
        tokens = scene.mention_tokens(index)
        nouns = [(d.noun, d.clause) for d in describe(tokens)]
        first = syntax.first_conjunct(tokens.root)
        if "of" in syntax.cases(first) and syntax.has_dep(first, "nmod"):  # "the Indian states of X and Y"
            nouns.append((first.head, tokens.root))
        if syntax.has_dep(tokens.root, "compound") and tokens.root.head.i == tokens.end:  # "the X region of Y"
            nouns.append((tokens.root.head, tokens.root))
        for noun, clause in nouns:
            kind = noun.lemma_.lower() in _CAPITALS
            if not kind and (noun.ent_type_ or label_of(scene, own) is EntityLabel.COUNTRY):
                continue
            for complement in complements(scene, noun):
                listed = syntax.first_conjunct(complement.token).i == first.i  # "the states of X and Y" lie beside
                fits = complement.chain != own and _fits(scene, own, complement.chain)
                if fits and not listed and complement.tie in _HOLDING:
                    where = (tokens.root, noun, complement.token)
                    if kind:
                        how = "people" if complement.tie == "people" else "of" if complement.tie == "of" else "kind"
                        yield Candidate(
                            own, RelationType.CONTAINED_IN, complement.chain, where, clause, f"place.described.{how}"
                        )
                    elif complement.tie in ("in", "on", "at"):  # "X, a gold mine in Y"
                        yield Candidate(own, RelationType.CONTAINED_IN, complement.chain, where, clause, "place.thing")


def _said_to_lie(scene: Scene) -> Iterator[Candidate]:
    """ "X is in southern Y", "X, which is on the island of Y"."""
    for index, own in named(scene, *PLACES):
        root = scene.mention_tokens(index).root
        if not set(syntax.cases(root)) & {"in", "on"} or not syntax.children(root, "cop"):
            continue
        for subject in syntax.subjects(root):
            other = chain(scene, subject)
            if other is not None and _fits(scene, other, own):
                yield Candidate(other, RelationType.CONTAINED_IN, own, (subject, root), root, "place.copula")
