"""Whom somebody belongs to or works for, told without a noun: "X of Y", "Y's X", "X (Y)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract import names, syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.relations.candidate import PLACES, Candidate, chain, is_party, label_of, named
from pipeline.extract.relations.kinds import has_members
from pipeline.extract.relations.roles import RANKS, role_of
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, MentionForm, RelationType

__all__ = ["find"]

_POLITICS = frozenset(
    {"candidate", "councillor", "councilor", "politician", "senator", "mp", "mep", "deputy", "lawmaker", "legislator",
     "activist", "congressman", "congresswoman", "challenger"}
)  # fmt: skip
_TIES = frozenset({"of", "from", "at", "with", "for"})


def find(scene: Scene) -> Iterator[Candidate]:
    """Persons named together with an organisation or a home."""
    for index, own in named(scene, EntityLabel.PERSON):
        root = scene.mention_tokens(index).root
        anchors = [root]
        if syntax.has_dep(root, "flat", "appos", "nmod:desc") and scene.chain_at(root.head) == own:
            anchors.append(root.head)
        if _titled_head(scene, index):
            continue
        is_politician = _is_politician(scene, index)
        for anchor in anchors:
            for child in syntax.children(anchor, "nmod"):
                for token in syntax.conjuncts(child):
                    other = chain(scene, token)
                    if other is None or other == own:
                        continue
                    tie = "poss" if child.dep_ == "nmod:poss" else next(iter(syntax.cases(child)), "")
                    predicate, method = _relation(scene, other, tie, is_politician)
                    if predicate is not None:
                        yield Candidate(own, predicate, other, (root, token), root, f"{method}.{tie}")
    yield from _side_by_side(scene)
    yield from _homes(scene)


_HOMES = frozenset({"home", "house", "flat", "apartment", "villa", "cottage", "farm", "hometown"})


def _homes(scene: Scene) -> Iterator[Candidate]:
    """ "at X's home in Y", "his flat near Y", "her hometown of Y"."""
    for noun in scene.words(_HOMES):
        below = syntax.children(noun, "nmod")
        owners = [c for c in below if c.dep_ == "nmod:poss"]
        ties = {"of"} if noun.lemma_.lower() == "hometown" else {"in", "on", "near", "outside"}
        for owner in owners:
            own = chain(scene, owner)
            for place in below:
                other = chain(scene, place) if set(syntax.cases(place)) & ties else None
                if own is None or other is None or label_of(scene, own) is not EntityLabel.PERSON:
                    continue
                if label_of(scene, other) in PLACES:
                    where = (owner, noun, place)
                    yield Candidate(own, RelationType.HOME_LOCATION, other, where, noun, "home.house")


def _is_politician(scene: Scene, index: int) -> bool:
    return any(d.noun.lemma_.lower() in _POLITICS for d in describe(scene.mention_tokens(index)))


def _titled_head(scene: Scene, index: int) -> bool:
    """Whether a title says that somebody heads something: "President X of Y" is what `roles` reads."""
    heads = (d.noun for d in describe(scene.mention_tokens(index)) if d.how == "title" and role_of(d.noun) == "head")
    return any(noun.lemma_.lower() not in RANKS for noun in heads)


def _relation(scene: Scene, other: int, tie: str, is_politician: bool) -> tuple[RelationType | None, str]:
    label = label_of(scene, other)
    if label is EntityLabel.ORG and tie in _TIES:
        members = has_members(scene, other)
        if is_party(scene, other) or is_politician or (members is None and names.is_acronym(scene.chains[other].name)):
            return RelationType.MEMBER_OF, "party"
        if members:
            return RelationType.MEMBER_OF, "union"
        return RelationType.WORKS_FOR, "body" if members is None else "employer"
    if label in (EntityLabel.CITY, EntityLabel.REGION, EntityLabel.PLACE) and tie in ("of", "from"):
        return RelationType.HOME_LOCATION, "home"
    if label is EntityLabel.COUNTRY and tie in ("of", "from"):
        return RelationType.NATIONALITY, "home_country"
    return None, ""


def _side_by_side(scene: Scene) -> Iterator[Candidate]:
    """ "Ana Ruiz (Greens)", "Sen. Ana Ruiz (Green Party, Leeds)", "the Greens' Ana Ruiz"."""
    for (one, first), (two, second) in pairwise(named(scene)):
        a, b = scene.mentions[one], scene.mentions[two]
        if a.sentence != b.sentence:
            continue
        between = scene.document.text[a.span.end : b.span.begin]
        tokens = (scene.mention_tokens(one).root, scene.mention_tokens(two).root)
        if a.label is EntityLabel.PERSON and b.label is EntityLabel.ORG:
            if re.fullmatch(r"\s*[(\[]\s*(?:the )?", between):
                yield Candidate(first, RelationType.MEMBER_OF, second, tokens, tokens[0], "bracketed")
            elif re.fullmatch(r",? of (?:the )?(?:[a-z]+ ){0,2}", between) and not _titled_head(scene, one):
                predicate, method = _relation(scene, second, "of", _is_politician(scene, one))
                if predicate is not None:
                    yield Candidate(first, predicate, second, tokens, tokens[0], f"{method}.beside")
        elif a.label is EntityLabel.PERSON and b.label in (EntityLabel.CITY, EntityLabel.PLACE):
            if re.fullmatch(r"(?:, \d\d)?,? of ", between) and "," in between:
                for index, person in _with_aged(scene, one, first):
                    where = (scene.mention_tokens(index).root, tokens[1])
                    yield Candidate(person, RelationType.HOME_LOCATION, second, where, where[0], "home.beside")
        elif a.label is EntityLabel.ORG and b.label is EntityLabel.PERSON and re.fullmatch(r"(?:['’]s?)\s", between):
            predicate, method = _relation(scene, first, "of", is_politician=False)
            if predicate is None:
                continue
            if method == "party" and not is_party(scene, first):
                method = "acronym"
            for index, person in _with_conjunct(scene, two, second):
                where = (tokens[0], scene.mention_tokens(index).root)
                yield Candidate(person, predicate, first, where, tokens[1], f"{method}.poss")


def _with_aged(scene: Scene, index: int, own: int) -> Iterator[tuple[int, int]]:
    """The person, and the one joined before: "X, 61, and Y, 58, of Z"."""
    yield index, own
    before = scene.mentions[index - 1] if index else None
    other = scene.chain_of(index - 1)
    if before is not None and other is not None and other != own and before.label is EntityLabel.PERSON:
        between = scene.document.text[before.span.end : scene.mentions[index].span.begin]
        if before.form is MentionForm.NAME and re.fullmatch(r", \d\d,? and ", between):
            yield index - 1, other


def _with_conjunct(scene: Scene, index: int, own: int) -> Iterator[tuple[int, int]]:
    """The person, and the one joined by "and": "the Greens' Ana Ruiz and Tom Low"."""
    yield index, own
    if index + 1 < len(scene.mentions):
        a, b = scene.mentions[index], scene.mentions[index + 1]
        other = scene.chain_of(index + 1)
        joined = scene.document.text[a.span.end : b.span.begin] == " and " and b.form is MentionForm.NAME
        if joined and other is not None and b.label is EntityLabel.PERSON:
            yield index + 1, other
