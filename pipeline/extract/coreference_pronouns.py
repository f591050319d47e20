"""Which referent a third-person pronoun stands for: filters that never bend, then a score for how present each one is.

The filters: gender, number and animacy, binding (a pronoun is no co-argument of its antecedent, a reflexive is), the
phrase that contains the pronoun ("his wife Ana" is not he), and quotation (the one quoted is "I" in there, not "he").
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.discourse import Referent
from pipeline.extract.parse import Token, remembered
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel

__all__ = ["Kind", "antecedent", "kind_of"]

THINGS = (
    EntityLabel.ORG,
    EntityLabel.COUNTRY,
    EntityLabel.CITY,
    EntityLabel.REGION,
    EntityLabel.PLACE,
    EntityLabel.EVENT,
    EntityLabel.WORK,
)
_COLLECTIVES = (EntityLabel.ORG, EntityLabel.NORP)

# how many sentences back a pronoun can reach
REACH = {"person": 4, "thing": 2, "group": 2}
# what makes a referent present; set by hand and rounded from what ranked the antecedents of GUM's training part best
WEIGHTS = {
    "distance": -1.2,
    "subject": 0.5,
    "passive subject": 0.3,
    "object": 0.0,
    "possessor": 0.4,
    "other": 0.0,
    "frequency": 1.0,
    "parallel": 0.1,
    "matrix subject": 0.8,
    "gender known": 0.6,
    "leaning": 0.6,
    "named": 0.4,
    "org": 0.4,
}
MARGIN = {"person": 0.25, "thing": 0.4, "group": 0.8}


class Kind(NamedTuple):
    """What a pronoun says of the one it stands for."""

    type: str  # person, thing, group
    gender: str | None
    reflexive: bool
    possessive: bool


_FORMS = {
    "he": Kind("person", "m", False, False),
    "him": Kind("person", "m", False, False),
    "his": Kind("person", "m", False, True),
    "himself": Kind("person", "m", True, False),
    "she": Kind("person", "f", False, False),
    "her": Kind("person", "f", False, False),
    "hers": Kind("person", "f", False, False),
    "herself": Kind("person", "f", True, False),
    "it": Kind("thing", None, False, False),
    "its": Kind("thing", None, False, True),
    "itself": Kind("thing", None, True, False),
    "they": Kind("group", None, False, False),
    "them": Kind("group", None, False, False),
    "their": Kind("group", None, False, True),
    "themselves": Kind("group", None, True, False),
}


def kind_of(token: Token) -> Kind | None:
    """What kind of pronoun a token is; None for other words and for the "it" of "it rains" and "it is clear that"."""
    if token.pos_ not in ("PRON", "DET") or token.lower_ not in _FORMS or syntax.has_dep(token, "expl"):
        return None
    kind = _FORMS[token.lower_]
    if token.lower_ == "her" and syntax.has_dep(token, "nmod:poss"):
        kind = kind._replace(possessive=True)
    if token.lower_ == "it" and _empty(token):
        return None
    return kind


def _empty(token: Token) -> bool:
    """Whether "it" stands for a clause or for nothing: "it was clear that", "it is Ana who", "it took a year to"."""
    head = token.head
    return any(syntax.has_dep(c, "csubj", "ccomp", "expl") or c.dep_ == "acl:relcl" for c in head.children) and bool(
        syntax.children(head, "cop") or head.lemma_ in ("seem", "appear", "take", "turn", "happen", "mean")
    )


def antecedent(
    token: Token, kind: Kind, referents: Iterable[Referent], scene: Scene, speaker: Referent | None
) -> tuple[Referent, float] | None:
    """The referent that the pronoun most likely stands for, with how sure that is; None where it is a toss-up.

    `referents` have been met up to the pronoun; `speaker` is the one whose quoted words the pronoun stands in.
    """
    scored = []
    below = _names_below(token, kind)
    for referent in referents:
        if referent is speaker or not _agrees(kind, referent):
            continue
        if below and any(t.i in below for i in referent.names for t in scene.mention_tokens(i)):
            continue
        last = _last_before(referent, token)
        if last is None or (distance := _sentences_between(scene, last, token)) > REACH[kind.type]:
            continue
        if not _allowed(token, kind, last, referent):
            continue
        if kind.type != "person" and not _acts(token, kind, referent, last):
            continue
        scored.append((_score(token, kind, referent, last, distance), -last.i, referent))
    if not scored:
        return None
    scored.sort(key=lambda s: (s[0], s[1]), reverse=True)
    best, _, referent = scored[0]
    margin = best - scored[1][0] if len(scored) > 1 else 2.0
    if margin < MARGIN[kind.type] or not referent.named:
        return None if not referent.named else ((referent, 0.55) if margin > 0 and kind.type == "person" else None)
    return referent, min(0.95, 0.65 + 0.12 * margin)


# ---------------------------------------------------------------- filters


def _agrees(kind: Kind, referent: Referent) -> bool:
    if kind.type == "person":
        return referent.animate() and not referent.plural and referent.gender in (None, kind.gender)
    if kind.type == "thing":
        return not referent.plural and not referent.animate() and (referent.label is None or referent.label in THINGS)
    return referent.plural or referent.label in _COLLECTIVES


_ACTING = (EntityLabel.ORG, EntityLabel.COUNTRY)


def _acts(token: Token, kind: Kind, referent: Referent, last: Token) -> bool:
    """Whether "it" or "they" may stand for a body named before: both do something, or the pronoun owns something.

    Names of things are seldom what "it" stands for, so that only subjects and owners are tried; nameless things always
    stay in the way.
    """
    if not referent.named:
        return True
    if kind.reflexive:
        return True
    if kind.possessive:
        return kind.type == "thing" or referent.label is EntityLabel.ORG
    acting = syntax.has_dep(token, "nsubj") and token.head.pos_ == "VERB"
    return acting and referent.label in _ACTING and _role(last) in ("subject", "passive subject")


def _last_before(referent: Referent, token: Token) -> Token | None:
    return next((h for h in reversed(referent.heads) if h.i < token.i), None)


def _allowed(token: Token, kind: Kind, last: Token, referent: Referent) -> bool:
    """Binding, over the last mention of the referent."""
    if last.sent.start != token.sent.start:
        return not kind.reflexive
    same_clause = _argument_head(last).i == _argument_head(token).i
    if kind.reflexive:
        return same_clause or syntax.clause_head(last).i == syntax.clause_head(token).i
    above = {g.i for g in syntax.governors(token)}
    if last.i in above and not _through_clause(token, last):
        return False  # "the party and its leader": fine below; "[his wife Ana]" is not he
    if syntax.first_conjunct(last).i == syntax.first_conjunct(token).i:
        return False
    # "Ana's daughter met her": the possessor is no co-argument; "Ana met her" is excluded
    if same_clause and not kind.possessive and not syntax.has_dep(last, "nmod:poss"):
        return False
    return not (kind.possessive and _shares_phrase(token, last, referent))


def _names_below(token: Token, kind: Kind) -> frozenset[int]:
    """The words of names that a pronoun cannot stand for, since it is the subject of the clause that they stand in.

    "He called Kral a liar", "he said that Kral had lied", "“Kral lied,” he said": he is not Kral.
    """
    if kind.possessive or kind.reflexive or not syntax.has_dep(token, "nsubj"):
        return frozenset()
    clause = token.head
    said = [c for c in syntax.children(clause, "ccomp") if c.i < token.i]
    after = (t for t in clause.subtree if t.i > token.i)
    return frozenset(t.i for t in (*after, *(t for c in said for t in c.subtree)) if t.ent_type_)


def _argument_head(token: Token) -> Token:
    """The verb or noun that a noun phrase is an argument of."""
    return syntax.first_conjunct(token).head


def _through_clause(token: Token, ancestor: Token) -> bool:
    """Whether a clause lies between a word and one above it: "Ana, who said that her ..."."""
    at = token
    for governor in syntax.governors(token):
        if syntax.has_dep(at, "acl", "acl:relcl", "ccomp", "advcl", "xcomp"):
            return True
        if governor.i == ancestor.i:
            return False
        at = governor
    return True


def _shares_phrase(token: Token, last: Token, referent: Referent) -> bool:
    """Whether the referent is named inside the very phrase the pronoun owns: "his brother Ivan"."""
    owned = token.head
    return last.i > token.i and (last is owned or owned in syntax.governors(last))


# ---------------------------------------------------------------- score


def _score(token: Token, kind: Kind, referent: Referent, last: Token, distance: int) -> float:
    total = WEIGHTS["distance"] * distance
    total += WEIGHTS[_role(last)]
    total += WEIGHTS["frequency"] * log(sum(1 for h in referent.heads if h.i < token.i))
    if _role(last) == _role(token) and _role(token) != "other":
        total += WEIGHTS["parallel"]
    if referent.gender == kind.gender and kind.gender:
        total += WEIGHTS["gender known"]
    elif referent.gender is None and referent.leaning and kind.gender:
        total += WEIGHTS["leaning"] if referent.leaning == kind.gender else -WEIGHTS["leaning"]
    if referent.named:
        total += WEIGHTS["named"]
    if referent.label is EntityLabel.ORG:
        total += WEIGHTS["org"]
    if distance == 0:
        clause = syntax.clause_head(token)
        if any(g.i == last.head.i for g in syntax.governors(clause)) and syntax.has_dep(last, "nsubj"):
            total += WEIGHTS["matrix subject"]
    return total


@remembered
def _role(token: Token) -> str:
    first = syntax.first_conjunct(token)
    if (first.base in ("flat", "appos", "compound") or first.dep_ == "nmod:desc") and first.head is not first:
        first = first.head
    if first.dep_ in ("nsubj:pass", "csubj:pass"):
        return "passive subject"
    if syntax.has_dep(first, "nsubj") or first.dep_ == "ROOT":
        return "subject"
    if syntax.has_dep(first, "obj", "iobj"):
        return "object"
    if syntax.has_dep(first, "nmod:poss"):
        return "possessor"
    return "other"


def _sentences_between(scene: Scene, one: Token, other: Token) -> int:
    a, b = scene.sentence_of(one), scene.sentence_of(other)
    return 99 if a is None or b is None else abs(b - a)
