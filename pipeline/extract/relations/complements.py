"""What a role noun is of: "the leader of Y", "Y's leader", "the Y leader", "the Ukrainian leader", "its leader"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import LANDS, chain, country_at, label_of, word_classes
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel

__all__ = ["Complement", "complements"]

_LAND_NOUNS = frozenset({"region", "province", "state", "republic", "city", "town", "district", "county", "country"})


class Complement(NamedTuple):
    """What a role noun is of: its word, how it is tied on, and the chain it stands for."""

    token: Token
    tie: str  # a preposition, poss, compound or people
    chain: int


def complements(scene: Scene, noun: Token, name: Token | None = None) -> Iterator[Complement]:
    """The entities that a role noun is of, each once; modifiers may also hang on the `name` it is a title of."""
    seen: set[tuple[int, str]] = set()
    for token, tie in _complement_tokens(noun, name):
        found = chain(scene, token)
        inner = token
        for _ in range(3):  # "chair of the board of Y", "head of Y's Kyiv office"
            land = syntax.has_dep(inner, "nmod") and inner.lemma_.lower() in _LAND_NOUNS
            if found is not None or not ("inner" in word_classes(inner.lemma_) or land):
                break
            below = [t for t, _ in _complement_tokens(inner, None)]
            hits = [(t, chain(scene, t)) for t in below]
            wanted = LANDS if land else {EntityLabel.ORG}
            hits = [(t, c) for t, c in hits if c is not None and label_of(scene, c) in wanted]
            if hits:
                token, found = hits[0]
            elif below:
                inner = below[0]
            else:
                break
        if found is None:
            continue
        if label_of(scene, found) is EntityLabel.NORP:
            found = country_at(scene, token)
            if found is None:
                continue
            tie = "people"
        if (found, tie) not in seen:
            seen.add((found, tie))
            yield Complement(token, tie, found)


def _complement_tokens(noun: Token, name: Token | None) -> Iterator[tuple[Token, str]]:
    for child in syntax.children(noun, "nmod", "obl"):
        if child.dep_ == "nmod:poss":
            yield child, "poss"
            continue
        if child.dep_ == "nmod:desc":
            continue
        ties = syntax.cases(child)
        for token in syntax.conjuncts(child):
            if ties:
                yield token, ties[0]
    for child in syntax.children(noun, "compound", "amod", "nmod:poss", "nmod:unmarked"):
        if child.i < noun.i:
            yield child, "poss" if child.dep_ == "nmod:poss" else "compound"
            for inner in syntax.children(child, "compound", "amod"):
                yield inner, "compound"
    if syntax.has_dep(noun, "conj") and not syntax.children(noun, "nmod"):
        first = syntax.first_conjunct(noun)
        for child in syntax.children(first, "nmod"):
            if child.dep_ == "nmod:poss":
                yield child, "poss"
    else:
        for other in syntax.conjuncts(noun)[1:]:  # "president and founder of Y"
            if not syntax.children(noun, "nmod"):
                for child in syntax.children(other, "nmod"):
                    if "of" in syntax.cases(child):
                        yield child, "of"
    yield from _beside(noun)
    if name is not None:
        for child in syntax.children(name, "nmod"):  # "President X of Y"
            if child.dep_ != "nmod:poss" and "of" in syntax.cases(child):
                yield child, "of"
        for child in syntax.children(name, "compound", "amod", "nmod:poss"):
            if child.i < noun.i:
                yield child, "poss" if child.dep_ == "nmod:poss" else "compound"


def _owns(token: Token) -> bool:
    """Whether a name only says whose, or of what kind, the next word is: "the Berlin police", "Oslo-based"."""
    doc, at, stop = token.doc, token.i + 1, token.sent.end
    while at < stop and doc[at].ent_type_ == token.ent_type_ and doc[at].ent_iob_ == "I":
        at += 1
    if at >= stop:
        return False
    after = doc[at]
    return (
        after.tag_ == "POS"
        or (after.text == "-" and not doc[at - 1].whitespace_)
        or (after.pos_ == "NOUN" and not after.ent_type_ and doc[at - 1].head.i >= after.i)
    )


def _beside(noun: Token) -> Iterator[tuple[Token, str]]:
    """Complements that stand right beside the noun, whatever the parse makes of them: "of the Y", "Y's", "its"."""
    doc, sentence = noun.doc, noun.sent
    at = noun.i + 1
    if at < sentence.end and doc[at].lower_ in ("of", "for", "at"):
        tie = doc[at].lower_
        at += 1
        while at < sentence.end and at < noun.i + 6 and (doc[at].pos_ in ("DET", "ADJ") or doc[at].lower_ == "the"):
            if doc[at].ent_type_:
                break
            at += 1
        if at < sentence.end and doc[at].ent_type_ and not _owns(doc[at]):
            yield doc[at], tie
    at = noun.i - 1
    while at >= sentence.start and at > noun.i - 5 and doc[at].pos_ in ("ADJ", "NOUN") and not doc[at].ent_type_:
        at -= 1
    if at < sentence.start:
        return
    if doc[at].tag_ in ("PRP$", "WP$"):
        yield doc[at], "poss"
    elif doc[at].tag_ == "POS" and at - 1 >= sentence.start and doc[at - 1].ent_type_:
        yield doc[at - 1], "poss"
    elif doc[at].ent_type_ and doc[at].pos_ in ("PROPN", "NOUN", "ADJ"):
        yield doc[at], "compound"
