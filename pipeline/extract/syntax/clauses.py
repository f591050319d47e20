"""Clauses: their predicates, and who does what to whom in them, shared and understood participants included."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.parse import Parse, Token, remembered
from pipeline.extract.syntax.tree import (
    DEPTH,
    cases,
    children,
    conjuncts,
    first_conjunct,
    governors,
    has_dep,
)

__all__ = [
    "adverbials",
    "agents",
    "antecedent",
    "auxiliaries",
    "clause_head",
    "controller",
    "is_passive",
    "is_predicate",
    "objects",
    "patients",
    "predicates",
    "subjects",
]

CLAUSAL = frozenset({"ROOT", "root", "ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis", "dislocated"})
_AUXILIARY = frozenset({"aux", "cop"})
_PREDICATED = frozenset({"cop", "nsubj", "csubj"})
RELATIVE = frozenset({"who", "whom", "which", "that", "whose", "where", "when"})
# "he promised her to leave": the subject leaves, not the object
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear"})
# "the men awarded medals": their passive keeps an object
DITRANSITIVE = frozenset({"give", "award", "grant", "offer", "hand", "send", "pay", "deny", "show", "teach", "tell"})


@remembered
def predicates(doc: Parse) -> frozenset[int]:
    """The positions of all tokens of a document that `is_predicate` holds for."""
    words = doc.tokens
    verbs = [t.i for t in words if t.pos_ in ("VERB", "AUX") and t.base not in _AUXILIARY]
    return frozenset(verbs).union([t.head.i for t in words if t.base in _PREDICATED and t.head is not t])


def is_predicate(token: Token) -> bool:
    """Whether a clause hangs on the token: a verb, or a noun or adjective with a copula or a subject of its own."""
    return token.i in predicates(token.doc)


@remembered
def clause_head(token: Token) -> Token:
    """The predicate of the innermost clause that the token stands in (itself, if it is one)."""
    for at in (token, *governors(token)):
        if at.base in CLAUSAL or (at.base == "conj" and is_predicate(at)):
            return at
    return token


def auxiliaries(token: Token) -> tuple[str, ...]:
    """The lower-case auxiliaries and copulas of a predicate, or of the first conjunct where it has none: ("has",)."""
    own = tuple(c.lower_ for c in children(token, "aux", "cop"))
    if own or not has_dep(token, "conj") or children(token, "nsubj"):
        return own
    head = first_conjunct(token)
    return own if head.i == token.i else tuple(c.lower_ for c in children(head, "aux"))


@remembered
def is_passive(token: Token) -> bool:
    """Whether the predicate's subject undergoes it: "was arrested", "got killed", "those arrested"."""
    for child in token.children:
        if child.dep_ in ("nsubj:pass", "csubj:pass", "aux:pass", "nsubjpass", "auxpass"):
            return True
        if child.dep_ == "obl:agent":
            return True
    if any(c.base in ("nsubj", "aux") for c in token.children):
        return False
    if has_dep(token, "conj"):
        head = first_conjunct(token)
        return head.i != token.i and token.tag_ == "VBN" and is_passive(head)
    if token.tag_ not in ("VBN", "VBD"):
        return False
    if children(token, "obj") and token.lemma_.lower() not in DITRANSITIVE:
        return False  # a reduced relative clause that is none: "police in the city detained eleven people"
    return has_dep(token, "amod", "acl", "advcl", "xcomp", "dep")


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is its own antecedent."""
    if token.lower_ not in RELATIVE or token.pos_ not in ("PRON", "DET", "ADV", "SCONJ"):
        return token
    at = token
    for governor in governors(token):
        if at.dep_ == "acl:relcl" or (at.base == "acl" and token.lower_ != "that"):
            return governor
        at = governor
    return token


def _expand(heads: Iterable[Token]) -> tuple[Token, ...]:
    """Conjuncts added, relative pronouns replaced by what they stand for, expletives and repeats dropped."""
    found: dict[int, Token] = {}
    for head in heads:
        noun = antecedent(head)
        if has_dep(head, "expl"):
            continue
        for token in conjuncts(noun) if noun.i == head.i else (noun,):
            if token.pos_ not in ("VERB", "AUX", "ADV") or token.i == noun.i:
                found.setdefault(token.i, token)
    return tuple(found[i] for i in sorted(found))


def controller(token: Token) -> tuple[Token, ...]:
    """The understood subject of a clause that has none of its own: police in "police kept searching"."""
    return _expand(_controller(token, 0))


def _controller(token: Token, depth: int) -> list[Token]:
    head = token.head
    if depth > DEPTH or head.i == token.i:
        return []
    if has_dep(token, "conj") and is_predicate(head):
        if children(token, "nsubj"):
            return []
        return _surface_subjects(head, depth + 1)
    if has_dep(token, "xcomp"):
        objects_of_head = children(head, "obj", "iobj")
        if objects_of_head and head.lemma_.lower() not in SUBJECT_CONTROL:
            return objects_of_head[:1]
        return _surface_subjects(head, depth + 1)
    if token.dep_ == "acl:relcl":
        return []
    if has_dep(token, "acl"):
        if any(c.lower_ == "to" for c in children(token, "mark")):  # "a decision by X to attack", "X's plan to leave"
            owners = [c for c in children(head, "nmod") if c.dep_ == "nmod:poss" or "by" in cases(c)]
            return owners or ([] if head.pos_ != "PROPN" else [head])
        return [head]
    if has_dep(token, "advcl"):
        bare = not any(
            c.lower_ not in ("to", "by", "while", "when", "after", "before") for c in children(token, "mark")
        )
        return _surface_subjects(head, depth + 1) if bare and is_predicate(head) else []
    if has_dep(token, "amod") and token.tag_ in ("VBN", "VBG"):
        return [head]
    return []


def _surface_subjects(token: Token, depth: int = 0) -> list[Token]:
    own = [c for c in token.children if c.base in ("nsubj", "nsubjpass")]
    if not own and children(token, "cop"):  # "turnout was 41 per cent", where a parser hangs it on the number
        own = [c for number in children(token, "nummod") for c in children(number, "nsubj")]
    return own or _controller(token, depth)


@remembered
def subjects(token: Token) -> tuple[Token, ...]:
    """The grammatical subjects of a predicate, active or passive, shared and understood ones included."""
    return _expand(_surface_subjects(token))


@remembered
def objects(token: Token) -> tuple[Token, ...]:
    """The direct objects of a predicate; also the antecedent of a bare relative clause ("the man they jailed")."""
    own = children(token, "obj")
    if not own and not is_passive(token):
        if has_dep(token, "conj"):  # "seized and burned the papers": one object, hung on either verb
            head = first_conjunct(token)
            shared = children(head, "obj")
            if shared and not children(token, "obl", "xcomp", "ccomp") and shared[0].i > token.i:
                own = shared
        else:
            later = [c for c in conjuncts(token)[1:] if children(c, "obj") and not children(c, "nsubj")]
            if later and token.tag_ != "VBN" and _adjacent(token, later[0]):
                own = children(later[0], "obj")
        if not own and token.dep_ == "acl:relcl" and children(token, "nsubj"):
            gap = not any(antecedent(c).i != c.i for c in token.subtree if c.pos_ in ("PRON", "ADV", "DET"))
            own = [token.head] if gap and not children(token, "cop", "ccomp") else []
    return _expand(own)


def _adjacent(first: Token, second: Token) -> bool:
    """Whether only a conjunction stands between two verbs: "seized and burned"."""
    return 0 < second.i - first.i <= 3 and not [
        c for c in first.children if first.i < c.i < second.i and not has_dep(c, "cc", "punct")
    ]


def agents(token: Token) -> tuple[Token, ...]:
    """Who does what a verb says, in the active ("police arrested him") or passive ("arrested by police")."""
    if is_passive(token):
        by = [c for c in children(token, "obl", "nmod") if c.dep_ == "obl:agent" or cases(c) == ("by",)]
        return _expand(by)
    return subjects(token)


def patients(token: Token) -> tuple[Token, ...]:
    """Who or what undergoes what a verb says: the object of an active verb, the subject of a passive one."""
    return subjects(token) if is_passive(token) else objects(token)


def adverbials(token: Token) -> tuple[Token, ...]:
    """The prepositional and bare phrases of a predicate or noun (obl, nmod), conjuncts included, in text order."""
    found = {t.i: t for c in children(token, "obl", "nmod") for t in conjuncts(c)}
    return tuple(found[i] for i in sorted(found))
