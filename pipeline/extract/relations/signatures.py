"""Who signs, from where and for whom: "Ana Ruiz, Leeds" under a letter, "By Ana Ruiz, The Leeds Post" over a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract.relations.candidate import PLACES, Candidate, chain, label_of
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, Mention, MentionForm, RelationType

__all__ = ["find"]

_LONGEST = 90
"""Characters of a line that may be a signature."""
_BEFORE = re.compile(r"(?:[-–—]+|by|from|yours(?: \w+)?,|signed:?)?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|[-–—|/(]|\s)\s*(?:(?:for|at|in|of|from) )?(?:the )?", re.IGNORECASE)
_AFTER = re.compile(r"[\s.,)]*(?:[A-Z]{2}\b)?[\s.,)]*")


def find(scene: Scene) -> Iterator[Candidate]:
    """Lines that hold a person's name, then names of places or of a body, and nothing else."""
    for paragraph in scene.document.paragraphs:
        if paragraph.end - paragraph.begin > _LONGEST:
            continue
        names = [
            (i, m)
            for i, m in enumerate(scene.mentions)
            if m.form is MentionForm.NAME and paragraph.begin <= m.span.begin and m.span.end <= paragraph.end
        ]
        if len(names) < 2 or names[0][1].label is not EntityLabel.PERSON:
            continue
        text = scene.document.text
        edges = text[paragraph.begin : names[0][1].span.begin], text[names[-1][1].span.end : paragraph.end]
        if _BEFORE.fullmatch(edges[0]) and _AFTER.fullmatch(edges[1]) and _close(text, [m for _, m in names]):
            yield from _signed(scene, [i for i, _ in names])


def _close(text: str, names: list[Mention]) -> bool:
    return all(_BETWEEN.fullmatch(text[a.span.end : b.span.begin]) for a, b in pairwise(names))


def _signed(scene: Scene, names: list[int]) -> Iterator[Candidate]:
    """What follows the name: the first place is where the person lives, a body is what the person writes for."""
    name = scene.mention_tokens(names[0]).root
    own, places = chain(scene, name), 0
    for index in names[1:]:
        token = scene.mention_tokens(index).root
        other = chain(scene, token)
        if own is None or other is None or own == other:
            continue
        label = label_of(scene, other)
        if label in PLACES:
            yield Candidate(own, RelationType.HOME_LOCATION, other, (name, token), name, f"signed.{min(places, 1)}")
            places += 1
        elif label is EntityLabel.ORG:
            yield Candidate(own, RelationType.WORKS_FOR, other, (name, token), name, "signed")
