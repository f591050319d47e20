"""What kind of body or place an entity is, by the words of its names and the nouns that the document uses for it."""

from __future__ import annotations

from functools import cache

from pipeline.extract import gazetteer, syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.lexicons import table
from pipeline.extract.relations.candidate import name_classes, word_classes
from pipeline.extract.scene import Scene
from pipeline.records import MentionForm

__all__ = ["has_members", "kind_of"]

UNKNOWN = "?"


@cache
def _nouns() -> frozenset[str]:
    return frozenset(row[0] for row in table("nominals.tsv"))


def kind_of(scene: Scene, chain: int) -> str:
    """The noun for an entity: "university" of the University of Leeds, "union" of Kotwica if the text calls it one."""
    answers = scene.known.setdefault(kind_of, {})
    if chain not in answers:
        answers[chain] = _kind(scene, chain)
    found: str = answers[chain]
    return found


def has_members(scene: Scene, chain: int) -> bool | None:
    """Whether those who are "of" a body belong to it rather than work for it; None where nothing tells."""
    classes = name_classes(scene, chain) | word_classes(kind_of(scene, chain))
    if classes & {"party", "union"}:
        return "employer" not in classes or "party" in classes
    return False if "employer" in classes else None


def _kind(scene: Scene, chain: int) -> str:
    mentions = [(i, scene.mentions[i]) for i in scene.chains[chain].mentions]
    named = [(i, m) for i, m in mentions if m.form is MentionForm.NAME]
    for _, mention in sorted(named, key=lambda pair: -len(pair[1].normal)):
        words = gazetteer.key(mention.normal).split()
        heads = [words[n - 1] for n in range(1, len(words)) if words[n] in ("of", "for", "in")] + words[-1:]
        for word in (*heads, *words):
            kind = _known(word)
            if kind is not None:
                return kind
    for index, mention in mentions:
        tokens = scene.mention_tokens(index)
        if mention.form is MentionForm.NOMINAL:
            kind = _known(tokens.root.lemma_.lower())
            if kind is not None:
                return kind
        elif mention.form is MentionForm.NAME:
            after = tokens.root.head  # "the ruling Civic Dawn party"
            if syntax.has_dep(tokens.root, "compound") and after.i >= tokens.end:
                kind = _known(after.lemma_.lower())
                if kind is not None:
                    return kind
            for description in describe(tokens):
                kind = _known(description.noun.lemma_.lower())
                if kind is not None:
                    return kind
    return UNKNOWN


def _known(word: str) -> str | None:
    for form in (word, word.removesuffix("s"), word.removesuffix("ies") + "y" if word.endswith("ies") else word):
        if form in _nouns() or word_classes(form):
            return form
    return None
