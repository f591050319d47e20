"""What extractors ask of a Universal Dependencies (v2) parse: who does what to whom, denied or not, how surely.

Everything here is a pure function of tokens. Parses are machine-made and sometimes odd; every walk is bounded, so
that a wrong tree gives a wrong answer at worst, never an exception or an endless loop. Relations may carry subtypes
("nsubj:pass") or lack them; both are understood.

For "the printer who was arrested by police and then released" `patients(released)` is (printer,), `agents(arrested)` is
(police,).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from pipeline.extract.lexicons import table
from pipeline.records import Certainty

__all__ = [
    "adverbials",
    "agents",
    "antecedent",
    "appositions",
    "auxiliaries",
    "cases",
    "certainty",
    "children",
    "clause_head",
    "conjuncts",
    "controller",
    "first_conjunct",
    "governors",
    "has_dep",
    "is_passive",
    "is_predicate",
    "negated",
    "objects",
    "patients",
    "phrase",
    "subjects",
    "subtree",
]

CLAUSAL = frozenset({"ROOT", "root", "ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis", "dislocated"})
RELATIVE = frozenset({"who", "whom", "which", "that", "whose", "where", "when"})
# "he promised her to leave": the subject leaves, not the object
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear"})
# "the men awarded medals": their passive keeps an object
DITRANSITIVE = frozenset({"give", "award", "grant", "offer", "hand", "send", "pay", "deny", "show", "teach", "tell"})
_NEGATORS = frozenset(
    {"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "nothing", "hardly", "nowhere"}
)
_NEGATIVE_SUBJECTS = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
_DEPTH = 40


def _base(dep: str) -> str:
    return dep.split(":", 1)[0]


def has_dep(token: Token, *deps: str) -> bool:
    """Whether the token's relation is one of these; a relation without subtype matches all of its subtypes.

    ``has_dep(t, "obl")`` holds for obl, obl:agent and obl:tmod; ``has_dep(t, "obl:agent")`` for obl:agent alone.
    """
    return token.dep_ in deps or _base(token.dep_) in deps


def children(token: Token, *deps: str) -> list[Token]:
    """The dependents with one of these relations (see `has_dep`), or all of them, in text order."""
    return [c for c in token.children if not deps or has_dep(c, *deps)]


def governors(token: Token) -> Iterator[Token]:
    """The head, its head and so on up to the root, the token itself left out; stops on a cycle."""
    seen = {token.i}
    while token.head.i not in seen:
        token = token.head
        seen.add(token.i)
        yield token


# ---------------------------------------------------------------- coordination and apposition


def first_conjunct(token: Token) -> Token:
    """The head of the coordination that the token is part of: for "B" in "A, B and C", A."""
    for _ in range(_DEPTH):
        if not has_dep(token, "conj") or token.head.i == token.i:
            return token
        token = token.head
    return token


def conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and what is coordinated with it further down, in text order: for "A" in "A, B and C", all three."""
    found = {token.i: token}
    stack = [token]
    while stack:
        for child in children(stack.pop(), "conj"):
            if child.i not in found:
                found[child.i] = child
                stack.append(child)
    return tuple(found[i] for i in sorted(found))


def appositions(token: Token) -> tuple[Token, ...]:
    """The heads of noun phrases that rename the token: for "X" in "X, mayor of Y", mayor."""
    return tuple(children(token, "appos"))


def cases(token: Token) -> tuple[str, ...]:
    """The lower-case prepositions of a phrase, fixed ones in one string: ("in",), ("because of",), ("'s",)."""
    found = []
    for case in children(token, "case"):
        words = [case, *children(case, "fixed")]
        found.append(" ".join(w.lower_ for w in sorted(words, key=lambda w: w.i)))
    if not found and has_dep(token, "conj"):  # "in Kyiv and Lviv"
        head = first_conjunct(token)
        if head.i != token.i:
            return cases(head)
    return tuple(found)


# ---------------------------------------------------------------- clauses


def is_predicate(token: Token) -> bool:
    """Whether a clause hangs on the token: a verb, or a noun or adjective with a copula or a subject of its own."""
    if token.pos_ in ("VERB", "AUX") and not has_dep(token, "aux", "cop"):
        return True
    return any(has_dep(c, "cop", "nsubj", "csubj") for c in token.children)


def clause_head(token: Token) -> Token:
    """The predicate of the innermost clause that the token stands in (itself, if it is one)."""
    for at in (token, *governors(token)):
        if has_dep(at, *CLAUSAL) or (has_dep(at, "conj") and is_predicate(at)):
            return at
    return token


def auxiliaries(token: Token) -> tuple[str, ...]:
    """The lower-case auxiliaries and copulas of a predicate, or of the first conjunct where it has none: ("has",)."""
    own = tuple(c.lower_ for c in children(token, "aux", "cop"))
    if own or not has_dep(token, "conj") or children(token, "nsubj"):
        return own
    head = first_conjunct(token)
    return own if head.i == token.i else tuple(c.lower_ for c in children(head, "aux"))


def is_passive(token: Token) -> bool:
    """Whether the predicate's subject undergoes it: "was arrested", "got killed", "those arrested"."""
    for child in token.children:
        if child.dep_ in ("nsubj:pass", "csubj:pass", "aux:pass", "nsubjpass", "auxpass"):
            return True
        if child.dep_ == "obl:agent":
            return True
    if any(has_dep(c, "nsubj", "aux") for c in token.children):
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
        if at.dep_ == "acl:relcl" or (_base(at.dep_) == "acl" and token.lower_ != "that"):
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
    if depth > _DEPTH or head.i == token.i:
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
    own = [c for c in token.children if _base(c.dep_) in ("nsubj", "nsubjpass")]
    return own or _controller(token, depth)


def subjects(token: Token) -> tuple[Token, ...]:
    """The grammatical subjects of a predicate, active or passive, shared and understood ones included."""
    return _expand(_surface_subjects(token))


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


# ---------------------------------------------------------------- polarity and certainty


def negated(token: Token) -> bool:
    """Whether a clause or a noun is denied: not, never, no one, without, neither, fail to, refuse to, deny ...

    Holds for "arrested" in "was never arrested", "nobody was arrested", "without being arrested", "failed to arrest".
    """
    if _negated_here(token):
        return True
    if has_dep(token, "conj") and is_predicate(token) and not children(token, "nsubj", "aux"):
        head = first_conjunct(token)
        if head.i != token.i and _negated_here(head) and not _contrast(token):
            return True
    if has_dep(token, "xcomp"):
        lemma = token.head.lemma_.lower()
        return lemma in _implied("negative") or _negated_here(token.head)
    return False


def _contrast(token: Token) -> bool:
    return any(c.lower_ in ("but", "instead", "yet") for c in children(token, "cc", "advmod"))


def _negated_here(token: Token) -> bool:
    for child in token.children:
        low = child.lower_
        if has_dep(child, "advmod", "det", "neg", "cc:preconj") and low in _NEGATORS:
            if low == "not" and any(
                c.lower_ in ("only", "just", "merely") for c in token.doc[child.i + 1 : child.i + 2]
            ):
                continue
            return True
        if has_dep(child, "mark", "case") and low == "without":
            return True
        if has_dep(child, "nsubj", "obj") and (
            low in _NEGATIVE_SUBJECTS or any(c.lower_ in ("no", "neither") for c in children(child, "det", "advmod"))
        ):
            return True
        if has_dep(child, "obl") and any(c.lower_ == "no" for c in children(child, "det")) and "in" in cases(child):
            return True
    return False


@cache
def _implied(kind: str) -> frozenset[str]:
    return frozenset(word for word, of in table("certainty.tsv") if of == kind)


@cache
def _hedge_of(word: str) -> Certainty | None:
    for listed, kind in table("certainty.tsv"):
        if listed == word and kind in ("possible", "probable"):
            return Certainty.POSSIBLE if kind == "possible" else Certainty.PROBABLE
    return None


def certainty(token: Token) -> Certainty:
    """How surely the clause of a predicate is put: may, might, could: possible; reportedly, likely, seems to: probable.

    Looks at auxiliaries, adverbs and the raising verbs above ("is said to have", "appears to"), within the sentence.
    """
    found = [Certainty.CERTAIN]
    clause = clause_head(token)
    for at in {token.i: token, clause.i: clause}.values():
        for child in at.children:
            if has_dep(child, "aux", "advmod", "amod", "parataxis", "cop"):
                found.append(_hedge_of(child.lower_) or Certainty.CERTAIN)
    if not children(clause, "aux") and has_dep(clause, "conj"):
        found += [_hedge_of(a) or Certainty.CERTAIN for a in auxiliaries(clause)]
    if has_dep(clause, "xcomp", "csubj", "ccomp"):
        above = clause.head
        raised = has_dep(clause, "xcomp") and (is_passive(above) or not children(above, "obj"))
        if raised and above.lemma_.lower() in _implied("raising"):
            found.append(Certainty.PROBABLE)
        if above.pos_ in ("ADJ", "ADV") or has_dep(clause, "csubj"):  # "it is likely that", "is unlikely to"
            found.append(_hedge_of(above.lower_) or Certainty.CERTAIN)
        if has_dep(clause, "xcomp"):
            found += [_hedge_of(a) or Certainty.CERTAIN for a in auxiliaries(above)]
    order = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
    return max(found, key=order.index)


# ---------------------------------------------------------------- phrases

_LEFT = frozenset(
    {
        "det",
        "amod",
        "compound",
        "nummod",
        "nmod:poss",
        "flat",
        "goeswith",
        "fixed",
        "advmod",
        "nmod:desc",
        "nmod:unmarked",
        "nmod:tmod",
    }
)
_NEEDED_CASES = frozenset({"of"})


def subtree(token: Token) -> Tokens:
    """Everything from the first to the last token below this one, as one stretch inside its sentence."""
    start, end = token.left_edge.i, token.right_edge.i + 1
    sentence = token.sent
    return token.doc[max(start, sentence.start) : min(end, sentence.end)]


def phrase(token: Token, *, of: bool = True) -> Tokens:
    """The short noun phrase of a head: its needed modifiers, without relative clauses, appositions and conjuncts.

    "the three jailed printers of the Varna Courier, who ..." gives "three jailed printers of the Varna Courier" (the
    article is left out; with ``of=False`` "three jailed printers").
    """
    start = end = token.i
    doc = token.doc
    for child in sorted(children(token), key=lambda c: -c.i):
        if child.i < token.i and (child.dep_ in _LEFT or _base(child.dep_) in _LEFT):
            if child.dep_ == "advmod" and child.pos_ != "ADV":
                continue
            left = child.left_edge.i
            if all(_below(doc[i], token) for i in range(left, start)):
                start = left
    for child in children(token):
        if child.i <= token.i:
            continue
        if has_dep(child, "flat", "goeswith", "compound", "fixed", "nummod"):
            end = max(end, _narrow_right(child))
        elif (
            of
            and has_dep(child, "nmod")
            and cases(child)
            and set(cases(child)) & _NEEDED_CASES
            and child.left_edge.i == end + 1
        ):
            end = max(end, phrase(child, of=True).end - 1)
    while start < token.i and (doc[start].pos_ in ("PUNCT", "SPACE") or doc[start].lower_ in ("the", "a", "an")):
        start += 1
    return doc[start : end + 1]


def _below(token: Token, head: Token) -> bool:
    return token.i == head.i or any(g.i == head.i for g in governors(token))


def _narrow_right(token: Token) -> int:
    rights = [
        token.i,
        *(_narrow_right(c) for c in children(token, "flat", "compound", "goeswith", "fixed") if c.i > token.i),
    ]
    return max(rights)
