"""What an office is of where its own sentence does not name it: "the mayor, X", "its chairman, X", "Editor X".

Every body or place of the fitting kind that the text has come to by then is proposed, with what speaks for it: how
lately and how often it was named, and whether it is what the owner's noun says ("the union's secretary"). The scorer
weighs that. No sentence says so in as many words, so that what is told is probable at most (`standing`), unless the
body itself gives the office in that sentence: "the members of the union elected X chairman".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from pipeline.extract import syntax
from pipeline.extract.descriptions import Description, describe
from pipeline.extract.gazetteer import key
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token
from pipeline.extract.relations.candidate import Candidate, described_persons, word_classes
from pipeline.extract.relations.complements import complements
from pipeline.extract.relations.roles import HEADS_OF_STATE, role_of
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, MentionForm, RelationType

__all__ = ["find", "is_guess", "office"]

_TOLD: Final = {
    "head": RelationType.HEAD_OF,
    "founder": RelationType.FOUNDED,
    "member": RelationType.MEMBER_OF,
    "deputy": RelationType.WORKS_FOR,
    "staff": RelationType.WORKS_FOR,
}
_PLACES: Final = {
    "mayor": (EntityLabel.CITY,),
    "governor": (EntityLabel.REGION, EntityLabel.CITY),
}
_LATEST, _MOST = 3, 2
"""How many bodies are proposed: those named last before the office, and those named most."""
_MAKER: Final = "implied maker"
"""What is seen where the body itself gives the office."""


class _Body(NamedTuple):
    """A body as the reader knows it at the office: its chain, and how present it is."""

    chain: int
    distance: int  # sentences since it was last spoken of
    times: int
    opens: bool  # named in the headline or the first sentence


@cache
def _owners() -> frozenset[str]:
    return frozenset(noun for noun, label in table("nominals.tsv") if label in ("ORG", "CITY", "COUNTRY", "REGION"))


def is_guess(candidate: Candidate) -> bool:
    """Whether a candidate is of an office that its sentence ties to no body in words, nor by who gave it."""
    return candidate.method == "bare_head" or (
        candidate.method.startswith("implied.")
        and not (candidate.method.endswith(".here") and _MAKER in candidate.seen)
    )


def office(candidate: Candidate) -> tuple[int, str] | None:
    """The holder and the noun of an office that is guessed to be of a body; None for all else that is found."""
    return (candidate.subject, candidate.tokens[-1].lemma_.lower()) if is_guess(candidate) else None


def find(scene: Scene) -> Iterator[Candidate]:
    """Offices that the sentence ties to nothing, with the bodies that the text has spoken of."""
    offices = list(_offices(scene))
    tied = {holder: _ties(scene, holder) for holder in {holder for holder, *_ in offices}}
    for holder, name, role, description in offices:
        noun = description.noun
        bare = not any(
            c.chain != holder for c in complements(scene, noun, name if description.how == "title" else None)
        )
        if not bare:
            continue
        of_office = tuple(_seen_of_office(noun, description))
        owner = _owner(noun)
        for labels in _kinds(noun, role):
            bodies = _bodies(scene, noun, labels, holder)
            latest = sorted(bodies, key=lambda b: (b.distance, -b.times, b.chain))
            most = sorted(bodies, key=lambda b: (-b.times, b.distance, b.chain))
            present = sorted(bodies, key=lambda b: (not b.opens, latest.index(b) + most.index(b), b.chain))
            for body in dict.fromkeys((*present[:1], *latest[:_LATEST], *most[:_MOST])):
                if body.chain in tied[holder]:  # said in so many words
                    continue
                seen = (
                    *of_office,
                    *_seen_of_body(scene, body, latest.index(body), most.index(body), len(bodies)),
                    *(f"{seen} {'first' if body is present[0] else 'other'}" for seen in of_office),
                    *_seen_of_both(scene, description, owner, body, tied[holder]),
                )
                relation = RelationType.HEAD_OF if labels != (EntityLabel.ORG,) else _TOLD[role]
                method = f"implied.{role}" if body.distance else f"implied.{role}.here"
                yield Candidate(holder, relation, body.chain, (name, noun), description.clause, method, seen)


def _offices(scene: Scene) -> Iterator[tuple[int, Token, str, Description]]:
    for own, index, description in described_persons(scene):
        role = role_of(description.noun)
        if role in _TOLD and scene.chain_at(description.noun) in (None, own) and not _general(description.noun):
            yield own, scene.mention_tokens(index).root, role, description


def _general(noun: Token) -> bool:
    """Whether a noun says what kind of person somebody is rather than which office is held: "a member", "an editor"."""
    return any(c.lower_ in ("a", "an", "no", "any") for c in syntax.children(noun, "det"))


def _ties(scene: Scene, holder: int) -> frozenset[int]:
    """What the text says in so many words that somebody's offices are of."""
    found: set[int] = set()
    for index in scene.chains[holder].mentions:
        tokens = scene.mention_tokens(index)
        for description in describe(tokens):
            if role_of(description.noun) is not None:
                found.update(c.chain for c in complements(scene, description.noun, tokens.root))
    return frozenset(found - {holder})


def _kinds(noun: Token, role: str) -> Iterator[tuple[EntityLabel, ...]]:
    lemma = noun.lemma_.lower()
    if lemma in _PLACES:
        yield _PLACES[lemma]
        return
    yield (EntityLabel.ORG,)
    if role == "head" and lemma in HEADS_OF_STATE and lemma != "leader":
        yield (EntityLabel.COUNTRY,)


def _bodies(scene: Scene, noun: Token, labels: Sequence[EntityLabel], holder: int) -> list[_Body]:
    """The chains of the labels that are named before the sentence of the office ends."""
    here = scene.sentence_of(noun)
    found = []
    for number, chain in enumerate(scene.chains):
        if chain.label not in labels or number == holder or here is None:
            continue
        known = [scene.mentions[i] for i in chain.mentions if scene.mentions[i].sentence <= here]
        if any(m.form is MentionForm.NAME for m in known):
            last = max(m.sentence for m in known)
            found.append(_Body(number, here - last, len(known), min(m.sentence for m in known) <= 1))
    return found


def _owner(noun: Token) -> str | None:
    """The noun for what the office is of: "the union's secretary", "party leader", "chairman of the company"."""
    for child in syntax.children(noun, "nmod", "compound"):
        if not child.ent_type_ and child.lemma_.lower() in _owners():
            return child.lemma_.lower()
    return None


# ---------------------------------------------------------------- what is seen


def _seen_of_office(noun: Token, description: Description) -> Iterator[str]:
    lemma, how = noun.lemma_.lower(), description.how
    determiners = [c.lower_ for c in noun.children if c.i < noun.i and (c.tag_ in ("PRP$", "WP$", "DT"))]
    determiner = determiners[0] if determiners else "capital" if noun.text[0].isupper() else "-"
    yield f"implied={lemma}"
    yield f"implied how={how}:{determiner}"
    owner = _owner(noun)
    yield f"implied owner={owner}"
    ties = [t for c in syntax.children(noun, "nmod") if c.dep_ != "nmod:poss" for t in syntax.cases(c)[:1]]
    yield f"implied tie={ties[0] if ties and owner is None else '-'}"


def _seen_of_body(scene: Scene, body: _Body, late: int, often: int, rivals: int) -> Iterator[str]:
    label = scene.chains[body.chain].label.value
    near = min(body.distance, 3) if body.distance < 6 else 6
    yield f"implied since={near}"
    yield f"implied late={min(late, 2)}"
    yield f"implied often={min(often, 2)}"
    yield f"implied late and often={min(late, 2)}:{min(often, 2)}:{label}"
    yield f"implied rivals={min(rivals, 4)}"
    yield f"implied times={min(body.times, 4)}"
    if body.opens:
        yield f"implied opens:{min(often, 1)}"


def _seen_of_both(
    scene: Scene, description: Description, owner: str | None, body: _Body, tied: frozenset[int]
) -> Iterator[str]:
    chain, noun = scene.chains[body.chain], description.noun
    words = {w for i in chain.mentions for w in key(scene.mentions[i].normal).split()}
    if owner is not None:
        yield f"implied named={key(owner) in words}"
    for word in sorted(words & _owners()):
        yield f"implied {noun.lemma_.lower()} of={word}"
    if any("party" in word_classes(word) for word in words):
        yield "implied party"
    makers = syntax.agents(description.clause) if description.how == "office" else ()
    if any(scene.chain_at(t) == body.chain for m in makers for t in (m, *syntax.children(m, "nmod"))):
        yield _MAKER  # "the members of the union elected X president"
    if tied:
        yield "implied elsewhere"
