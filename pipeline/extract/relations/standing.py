"""How a relation is put: denied or not, and how surely. Only what is affirmed and certain becomes a plain triple.

The clause alone does not tell: "the alleged head of the cartel", "reportedly a member of it", "who wants to lead the
party", "if she leads the party", "no longer a member".
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract import syntax
from pipeline.extract.parse import Token
from pipeline.extract.relations import implied
from pipeline.extract.relations.candidate import Candidate
from pipeline.extract.relations.pairs import between
from pipeline.records import Certainty, Polarity

__all__ = ["certainty", "polarity"]

_ORDER = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
_CONDITIONS = frozenset({"if", "unless", "whether"})
_FUTURE = frozenset({"will", "'ll", "’ll", "shall"})
_WISHES = frozenset({
    "aim", "ask", "aspire", "attempt", "fight", "hope", "intend", "invite", "mean", "offer", "plan", "prepare",
    "promise", "propose", "seek", "threaten", "try", "urge", "vow", "want", "wish",
})  # fmt: skip
"""What one wants to do has not come about, nor what one is asked to do."""
_BELIEFS = frozenset(
    {"believe", "think", "suppose", "mean", "say", "claim", "imagine", "true", "case", "certain", "clear"}
)
_DOUBTS = frozenset({"doubt", "question", "disbelieve", "doubtful", "unlikely", "false", "untrue"})
"""What is not believed, or doubted, may be so."""
_GUISES = frozenset({"impersonate", "masquerade", "pass", "pose", "pretend"})
"""As what somebody does these things he is hardly: "poses as the founder"."""
_PORTRAYALS = frozenset({
    "bill", "brand", "cast", "consider", "deem", "depict", "describe", "hail", "introduce", "label", "paint", "portray",
    "present", "regard", "see", "style", "tout", "view",
})  # fmt: skip
"""As what somebody is shown he may be taken at no more than his own word, or that of others."""


def certainty(candidate: Candidate) -> Certainty:
    """The least sure of what the clause says, and of what stands beside the words that tell the relation."""
    own = syntax.is_predicate(
        candidate.clause
    )  # of "the head of the union, X, may resign" only the resigning is unsure
    telling = tuple(_telling(candidate))
    found = [
        syntax.certainty(candidate.clause) if own else Certainty.CERTAIN,
        *map(_of_word, telling),
        *map(_of_guise, telling),
        _of_clause(candidate.clause),
        Certainty.PROBABLE if implied.is_guess(candidate) else Certainty.CERTAIN,
    ]
    return max(found, key=_ORDER.index)


def polarity(candidate: Candidate) -> Polarity:
    """Denied where the clause is negated, where it is so no longer, or of somebody else."""
    telling = tuple(_telling(candidate))
    clause = candidate.clause
    somebody_else = clause.dep_ == "acl:relcl" and syntax.denied_cleft(clause.head)
    denied = syntax.negated(clause) or somebody_else or any(_no_longer(t) or _none(t) for t in telling)
    return Polarity.DENIED if denied else Polarity.AFFIRMED


def _telling(candidate: Candidate) -> Iterator[Token]:
    """The words that tell a relation: those of its construction, and those between the two ends in the tree."""
    first, last = candidate.tokens[0], candidate.tokens[-1]
    yield from {t.i: t for t in (*candidate.tokens, *between(first, last))}.values()


def _of_word(token: Token) -> Certainty:
    hedges = (syntax.hedge(child.lower_) for child in syntax.children(token, "amod", "advmod"))
    return max((h for h in hedges if h is not None), key=_ORDER.index, default=Certainty.CERTAIN)


def _of_guise(noun: Token) -> Certainty:
    """How sure it is that somebody is as what he shows himself, or is shown."""
    if noun.pos_ != "NOUN" or "as" not in syntax.cases(noun):
        return Certainty.CERTAIN
    lemma = noun.head.lemma_.lower()
    if lemma in _GUISES:
        return Certainty.POSSIBLE
    return Certainty.PROBABLE if lemma in _PORTRAYALS else Certainty.CERTAIN


def _of_clause(clause: Token) -> Certainty:
    """A condition, a question or a wish may be so; what will be may well come about."""
    marks = {c.lower_ for c in syntax.children(clause, "mark", "advmod")}
    asked = clause.sent.text.rstrip().endswith("?") and syntax.has_dep(clause, "ROOT", "root")
    wished = syntax.has_dep(clause, "xcomp") and clause.head.lemma_.lower() in _WISHES
    supposed = syntax.inverted(clause) or syntax.imagined(clause)
    if marks & _CONDITIONS or asked or wished or supposed or _disbelieved(clause):
        return Certainty.POSSIBLE
    return Certainty.PROBABLE if _FUTURE & set(syntax.auxiliaries(clause)) else Certainty.CERTAIN


def _disbelieved(clause: Token) -> bool:
    """Whether the author does not believe, or doubts, what the clause says: "I do not believe that X leads Y"."""
    for _ in range(3):
        if not syntax.has_dep(clause, "ccomp", "csubj", "xcomp"):
            return False
        clause = clause.head
        lemma = clause.lemma_.lower()
        if lemma in _DOUBTS or (lemma in _BELIEFS and (syntax.negated(clause) or _anybody_would(clause))):
            return True
    return False


def _anybody_would(verb: Token) -> bool:
    """Whether it is only what it looks like: "you would think that X leads Y"."""
    subjects = syntax.children(verb, "nsubj")
    return "would" in syntax.auxiliaries(verb) and any(s.lower_ in ("you", "one", "anyone") for s in subjects)


def _none(token: Token) -> bool:
    """Whether a noun that tells the relation is said of nobody: "X, no friend of Y"."""
    return token.pos_ == "NOUN" and any(c.lower_ == "no" for c in syntax.children(token, "det"))


def _no_longer(token: Token) -> bool:
    return any(
        child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children)
        for child in syntax.children(token, "advmod")
    )
