"""Where an organisation sits and what it is part of: "Vilnius-based", "Volny Dom of Vilnius", "a unit of Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract import syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import LANDS, PLACES, Candidate, chain, label_of, named, word_classes
from pipeline.extract.relations.complements import complements
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, MentionForm, RelationType

__all__ = ["find"]


def find(scene: Scene) -> Iterator[Candidate]:
    """Seats and parents of organisations."""
    for index, mention in enumerate(scene.mentions):
        own = scene.chain_of(index)
        if own is None or mention.label is not EntityLabel.ORG or mention.form is MentionForm.PRONOUN:
            continue
        tokens = scene.mention_tokens(index)
        root = tokens.root
        if mention.form is MentionForm.NAME:
            yield from _phrases(scene, own, root)
        described = [(d.noun, d.clause) for d in describe(tokens)]
        for noun, clause in described:
            yield from _described(scene, own, root, noun, clause)
        for noun in (root, *(n for n, _ in described)):
            yield from _based(scene, own, root, noun)
            yield from _whence(scene, own, root, noun)
    yield from _beside(scene)
    yield from _comma(scene)
    yield from _headquarters(scene)


def _phrases(scene: Scene, own: int, root: Token) -> Iterator[Candidate]:
    """ "Volny Dom in Vilnius", "Mare Aperto of Palermo", "Italy's la Repubblica", "the School of Law at Y"."""
    for child in syntax.children(root, "nmod"):
        ties = ("poss",) if child.dep_ == "nmod:poss" else syntax.cases(child)
        for token in syntax.conjuncts(child):
            other = chain(scene, token)
            if other is None or other == own or not ties:
                continue
            label, tie = label_of(scene, other), ties[0]
            if label in LANDS and tie in ("in", "of", "from", "poss"):
                yield Candidate(own, RelationType.LOCATION, other, (root, token), root, f"seat.{tie}")
            elif label is EntityLabel.PLACE and tie in ("in", "at", "on"):
                yield Candidate(own, RelationType.LOCATION, other, (root, token), root, f"seat_place.{tie}")
            elif label is EntityLabel.ORG and tie in ("of", "at", "within", "in", "poss"):
                yield Candidate(own, RelationType.PARENT_ORGANIZATION, other, (root, token), root, f"inner.{tie}")


def _described(scene: Scene, own: int, root: Token, noun: Token, clause: Token) -> Iterator[Candidate]:
    """ "Plumbline, a subsidiary of Harkness", "Surma Group, a conglomerate from Sylhet", "its youth wing, Gwawr"."""
    part = "part" in word_classes(noun.lemma_)
    for complement in complements(scene, noun):
        label, where = label_of(scene, complement.chain), (root, noun, complement.token)
        if complement.chain == own:
            continue
        if label is EntityLabel.ORG and part and complement.tie in ("of", "poss", "compound"):
            yield Candidate(own, RelationType.PARENT_ORGANIZATION, complement.chain, where, clause, "part")
        elif label in LANDS and complement.tie in ("in", "from"):
            yield Candidate(
                own, RelationType.LOCATION, complement.chain, where, clause, f"seat_described.{complement.tie}"
            )


def _based(scene: Scene, own: int, root: Token, noun: Token) -> Iterator[Candidate]:
    """ "the Vilnius-based centre Volny Dom": the adjective hangs on the name or on what describes it."""
    for child in noun.children:
        if child.lower_ not in ("based", "headquartered", "registered") and not child.lower_.endswith("-based"):
            continue
        for token in (child, *child.subtree):
            other = scene.chain_at(token)
            if other is not None and label_of(scene, other) in PLACES:
                yield Candidate(own, RelationType.LOCATION, other, (root, child, token), root, "based")
                break


def _whence(scene: Scene, own: int, root: Token, noun: Token) -> Iterator[Candidate]:
    """ "the Virginia newspaper chain Tidewater", "US team Cloud9": the noun for a body says where it is from."""
    for child in syntax.children(noun, "amod", "compound", "nmod:poss", "nmod:desc"):
        other = scene.chain_at(child) if child.i < noun.i else None
        if other is None or other == own:
            continue
        if label_of(scene, other) in LANDS:
            tie = "name" if noun.i == root.i else "noun"
            yield Candidate(own, RelationType.LOCATION, other, (root, child), root, f"whence.{tie}")


def _beside(scene: Scene) -> Iterator[Candidate]:
    """ "the Ministry of Sport in Kyiv": the preposition straight between, whatever the parse hangs it on."""
    for (one, body), (two, place) in pairwise(named(scene)):
        a, b = scene.mentions[one], scene.mentions[two]
        if a.label is not EntityLabel.ORG or b.label not in LANDS or a.sentence != b.sentence:
            continue
        if re.fullmatch(r" (?:in|of) (?:the )?", scene.document.text[a.span.end : b.span.begin]):
            tokens = (scene.mention_tokens(one).root, scene.mention_tokens(two).root)
            yield Candidate(body, RelationType.LOCATION, place, tokens, tokens[0], "seat.beside")


def _headquarters(scene: Scene) -> Iterator[Candidate]:
    """ "X has its headquarters in Y", "X's headquarters, located in Y", "the X headquarters in Y"."""
    for noun in scene.words({"headquarters", "headquarter"}):
        if noun.pos_ not in ("NOUN", "PROPN"):
            continue
        owners = [c for c in syntax.children(noun, "nmod", "compound") if c.i < noun.i]
        verb = noun.head
        places = [*syntax.children(noun, "nmod")]
        for clause in syntax.children(noun, "acl"):
            places += syntax.adverbials(clause)
        if syntax.has_dep(noun, "obj") and verb.lemma_.lower() in ("have", "keep", "establish", "open"):
            places += syntax.adverbials(verb)
        for place in places:
            other = chain(scene, place) if set(syntax.cases(place)) & {"in", "at", "on"} else None
            if other is None or label_of(scene, other) not in PLACES:
                continue
            for owner in owners:
                own = chain(scene, owner)
                if own is not None and label_of(scene, own) is EntityLabel.ORG:
                    where = (owner, noun, place)
                    yield Candidate(own, RelationType.LOCATION, other, where, noun, "based.headquarters")


def _comma(scene: Scene) -> Iterator[Candidate]:
    """ "the Manipal Academy of Higher Education, India"."""
    pairs = list(named(scene))
    for (one, body), (two, place) in pairwise(pairs):
        a, b = scene.mentions[one], scene.mentions[two]
        if a.label is not EntityLabel.ORG or b.label not in LANDS or a.sentence != b.sentence:
            continue
        bracketed = scene.document.text[max(0, a.span.begin - 1) : a.span.begin] == "("
        if not bracketed and re.fullmatch(r"\s?,\s|\s\(", scene.document.text[a.span.end : b.span.begin]):
            after = scene.document.text[b.span.end : b.span.end + 1]
            if after not in ("", ",", ".", ")", ";", "\n"):
                continue
            tokens = (scene.mention_tokens(one).root, scene.mention_tokens(two).root)
            yield Candidate(body, RelationType.LOCATION, place, tokens, tokens[0], "seat.comma")
