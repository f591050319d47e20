"""Who and what a text has spoken of so far: the referents that pronouns and noun phrases can point back to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.extract import names
from pipeline.extract.descriptions import describe
from pipeline.extract.parse import Token
from pipeline.extract.persons import gender_of_noun, is_plural
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel

__all__ = ["Referent", "referents_of"]


@dataclass(eq=False, slots=True)
class Referent:
    """Something spoken of: an entity with a name, or a noun phrase that only stands in the way of wrong links."""

    label: EntityLabel | None
    gender: str | None = None
    leaning: str | None = None
    """The gender that the endings of its name suggest, where nothing tells it."""
    plural: bool = False
    person: bool = False
    named: bool = False
    names: list[int] = field(default_factory=list)
    """Positions of its named mentions in `scene.mentions`."""
    heads: list[Token] = field(default_factory=list)
    """Head words of the mentions met so far, in text order."""
    called: str = ""
    """What it is called where the text has no name for it."""
    roles: list[Token] = field(default_factory=list)
    """Nouns that describe it: titles, appositions, predicates."""

    def animate(self) -> bool:
        """Whether "he" or "she" can stand for it."""
        return self.person or self.label is EntityLabel.PERSON


def referents_of(scene: Scene, groups: Sequence[Sequence[int]]) -> list[Referent]:
    """One referent for each group of names, with what its titles and descriptions tell of its gender."""
    found = []
    for group in groups:
        first = scene.mentions[group[0]]
        referent = Referent(label=first.label, named=True, names=list(group))
        referent.roles = _roles(scene, group)
        if first.label is EntityLabel.PERSON:
            referent.person = True
            referent.gender = _gender(scene, group, referent.roles)
            hints = [names.leaning(scene.mentions[i].normal) for i in group]
            referent.leaning = next((h for h in hints if h), None)
        elif first.label is EntityLabel.NORP:
            referent.plural = any(is_plural(scene.mention_tokens(i).root) for i in group)
        found.append(referent)
    return found


def _roles(scene: Scene, group: Iterable[int]) -> list[Token]:
    found: dict[int, Token] = {}
    for index in group:
        for description in describe(scene.mention_tokens(index)):
            found.setdefault(description.noun.i, description.noun)
    return [found[i] for i in sorted(found)]


def _gender(scene: Scene, group: Sequence[int], roles: Iterable[Token]) -> str | None:
    votes: Counter[str] = Counter()
    for role in roles:
        if not is_plural(role):
            _vote(votes, gender_of_noun(role), 3)
    for index in group:
        tokens = scene.mention_tokens(index)
        for at in range(max(tokens.start - 3, tokens.sent.start), tokens.start):
            word = scene.doc[at]
            if names.is_title(word.text) and all(
                names.is_title(t.text) or t.is_punct for t in scene.doc[at : tokens.start]
            ):
                _vote(votes, names.gender_of_title(word.text), 3)
        forms = names.parts(scene.mentions[index].normal)
        if len(forms) > 1 or len(group) == 1:
            _vote(votes, names.gender_of_given_name(forms[0]), 2)
    return votes.most_common(1)[0][0] if votes else None


def _vote(votes: Counter[str], gender: str | None, weight: int) -> None:
    if gender:
        votes[gender] += weight
