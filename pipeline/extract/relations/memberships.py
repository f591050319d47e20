"""Whom somebody belongs to or works for, told without a noun: "X of Y", "Y's X", "X (Y)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract import names, syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.relations.candidate import Candidate, chain, is_party, label_of, named
from pipeline.extract.relations.roles import role_of
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


def _is_politician(scene: Scene, index: int) -> bool:
    return any(d.noun.lemma_.lower() in _POLITICS for d in describe(scene.mention_tokens(index)))


def _titled_head(scene: Scene, index: int) -> bool:
    """Whether a title says that somebody heads something: "President X of Y" is what `roles` reads."""
    return any(d.how == "title" and role_of(d.noun) == "head" for d in describe(scene.mention_tokens(index)))


def _relation(scene: Scene, other: int, tie: str, is_politician: bool) -> tuple[RelationType | None, str]:
    label = label_of(scene, other)
    if label is EntityLabel.ORG and tie in _TIES:
        if is_party(scene, other) or is_politician or names.is_acronym(scene.chains[other].name):
            return RelationType.MEMBER_OF, "party"
        return RelationType.WORKS_FOR, "body"
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
        elif a.label is EntityLabel.PERSON and b.label is EntityLabel.CITY:
            if re.fullmatch(r"(?:, \d\d)?,? of ", between) and "," in between:
                yield Candidate(first, RelationType.HOME_LOCATION, second, tokens, tokens[0], "home.beside")
        elif a.label is EntityLabel.ORG and b.label is EntityLabel.PERSON and re.fullmatch(r"(?:['’]s?)\s", between):
            party = is_party(scene, first) or names.is_acronym(a.normal)
            predicate = RelationType.MEMBER_OF if party else RelationType.WORKS_FOR
            for index, person in _with_conjunct(scene, two, second):
                where = (tokens[0], scene.mention_tokens(index).root)
                yield Candidate(person, predicate, first, where, tokens[1], "party.poss" if party else "body.poss")


def _with_conjunct(scene: Scene, index: int, own: int) -> Iterator[tuple[int, int]]:
    """The person, and the one joined by "and": "the Greens' Ana Ruiz and Tom Low"."""
    yield index, own
    if index + 1 < len(scene.mentions):
        a, b = scene.mentions[index], scene.mentions[index + 1]
        other = scene.chain_of(index + 1)
        joined = scene.document.text[a.span.end : b.span.begin] == " and " and b.form is MentionForm.NAME
        if joined and other is not None and b.label is EntityLabel.PERSON:
            yield index + 1, other
