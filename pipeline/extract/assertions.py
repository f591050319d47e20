"""What the main clauses of a document say is so: predicate and participants, denied or hedged, and by whose word.

Main clauses are those of the author, and those at the top of what a claim says; what only sets the scene (relative
clauses, "after ...", "if ...") asserts nothing that others could take up or deny.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract import quantities, syntax
from pipeline.extract.claims.candidate import content_span
from pipeline.extract.claims.figures import TOLLS
from pipeline.extract.datelines import end_of_dateline
from pipeline.extract.parse import Token
from pipeline.extract.quantities import Figure
from pipeline.extract.scene import Scene
from pipeline.extract.time import references
from pipeline.records import (
    Argument,
    Assertion,
    Certainty,
    Claim,
    EntityLabel,
    Polarity,
    Quantity,
    Span,
    TimeReference,
    Voice,
)

__all__ = ["extract"]

_CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MODALS = frozenset({"can", "could", "may", "might", "would", "should", "must"})
_FIRST_PERSON = frozenset({"i", "we", "me", "us"})
_ATTRIBUTING = frozenset({"according to"})
_BACK = 2
"""So many sentences back "the number" may have been told."""
_SAME = {"people": "person", "persons": "person"}
"""Lemmas that the language model writes in two ways."""
_ANYBODY = frozenset(
    {"one", "other", "some", "any", "all", "anybody", "anyone", "somebody", "someone", "everybody", "everyone"}
)
_CERTAINTIES = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)


def extract(scene: Scene, claims: Sequence[Claim]) -> Iterator[Assertion]:
    """The assertions of a document in text order.

    "Blasigh allegedly accepted 240,000 euros from the builder, she said" gives one: predicate "accept", agent Blasigh,
    patient euro with its quantity, from the builder; probable; of the claim that she makes.
    """
    within: dict[int, list[int]] = {}
    for index, claim in enumerate(claims):
        within.setdefault(claim.evidence[0].sentence, []).append(index)
    dated: dict[int, list[TimeReference]] = {}
    for reference in references(scene):
        words = scene.doc.char_span(reference.span.begin, reference.span.end, alignment_mode="expand")
        at = scene.sentence_of(words.root) if words is not None else None
        if at is not None:
            dated.setdefault(at, []).append(reference)
    counted: Assertion | None = None
    predicates = syntax.predicates(scene.doc)
    for sentence, tokens in enumerate(scene.tokens):
        if tokens.text.rstrip("\"'”’)] ").endswith("?"):
            continue
        figures = quantities.find(tokens)
        clauses = _Clauses(scene, sentence, [(i, claims[i]) for i in within.get(sentence, ())], figures)
        if counted is not None and not 0 < sentence - counted.sentence <= _BACK:
            counted = None
        if counted is not None and (again := clauses.recount(counted)) is not None:
            yield again
        for token in tokens:
            if token.i not in predicates or not clauses.asserts(token):
                continue
            if (found := clauses.read(token, dated.get(sentence, ()))) is not None:
                counted = found if any(a.quantity is not None for a in found.arguments) else counted
                yield found


class _Clauses:
    """The main clauses of one sentence."""

    def __init__(
        self, scene: Scene, sentence: int, claims: Sequence[tuple[int, Claim]], figures: Sequence[Figure]
    ) -> None:
        self._scene = scene
        self._sentence = sentence
        self._claims = claims
        self._found = figures
        self._figures = {f.head.i if f.head is not None else f.token.i: f.quantity for f in figures}

    def asserts(self, token: Token, depth: int = 0) -> bool:
        """Whether a token is the predicate of a main clause, of the author or of a claim."""
        if depth > 10 or not syntax.is_predicate(token) or (token.tag_ == "VBG" and not syntax.auxiliaries(token)):
            return False
        if any(c.lower_ in _CONDITIONS or c.lower_ == "to" for c in syntax.children(token, "mark")):
            return False
        if self._attributes(token):
            return False
        if syntax.has_dep(token, "ROOT", "root"):
            return True
        if syntax.has_dep(token, "conj", "parataxis"):
            return self.asserts(token.head, depth + 1) or self._attributes(token.head)
        return syntax.has_dep(token, "ccomp") and self._opens_claim(token)

    def _attributes(self, token: Token) -> bool:
        """Whether the token is the cue of a claim: what it says is in the claim's content."""
        return any(
            claim.cue and token.lower_ == claim.cue.lower().split()[0] and not _holds(claim, token)
            for _, claim in self._claims
        )

    def _opens_claim(self, token: Token) -> bool:
        return any(_holds(claim, token) and not _holds(claim, token.head) for _, claim in self._claims)

    def _claim_of(self, token: Token) -> int | None:
        """The innermost claim that holds the predicate; one with a claimant before mere hearsay."""
        inside = [(i, c) for i, c in self._claims if _holds(c, token)]
        inside.sort(key=lambda item: (not item[1].claimant_text, len(item[1].content)))
        return inside[0][0] if inside else None

    def read(self, token: Token, dated: Sequence[TimeReference]) -> Assertion | None:
        """The assertion of a main clause; None if nobody and nothing that can be named takes part in it."""
        claim = self._claim_of(token)
        said = next((c for i, c in self._claims if i == claim), None)
        predicate, arguments = self._predicate(token, said)
        dates = [r for r in dated if self._clause_of(r) == token.i]
        tokens = self._scene.tokens[self._sentence]
        filed = tokens.doc[end_of_dateline(tokens)].idx
        arguments = [a for a in arguments if a.span.begin >= filed and not any(r.span.overlaps(a.span) for r in dated)]
        if not any(a.head or a.chain is not None for a in arguments):
            return None
        span = self._words(token)
        if span is None:
            return None
        denied = syntax.negated(token) != (said is not None and said.polarity is Polarity.DENIED)
        sure = syntax.certainty(token)
        if said is not None:
            sure = max(sure, said.certainty, key=_CERTAINTIES.index)
        helpers = set(syntax.auxiliaries(token))
        return Assertion(
            sentence=self._sentence,
            span=span,
            predicate=predicate,
            arguments=tuple(arguments),
            polarity=Polarity.DENIED if denied else Polarity.AFFIRMED,
            certainty=sure,
            future=True if helpers & _FUTURE else None if helpers & _MODALS and "have" not in helpers else False,
            claim=claim,
            dates=tuple(dict.fromkeys(r.value for r in dates if r.value is not None)),
        )

    def recount(self, before: Assertion) -> Assertion | None:
        """What an assertion said, with another figure: "they put the number at 15,000", after "4,000 marched"."""
        for figure in self._found:
            verb = next((g for g in (figure.token, *syntax.governors(figure.token)) if g.pos_ in ("VERB", "NUM")), None)
            while verb is not None and verb.pos_ == "NUM" and not syntax.children(verb, "cop"):
                verb = next((g for g in syntax.governors(verb) if g.pos_ == "VERB"), None)
            if verb is None or not quantities.amounts(figure, verb):
                continue
            tolls = [
                t
                for t in syntax.children(verb, "nsubj", "obj")
                if t.lemma_.lower() in TOLLS and not syntax.children(t, "nmod", "acl", "compound")
            ]
            if not any(c.lower_ in ("the", "that", "this") for t in tolls for c in syntax.children(t, "det")):
                continue
            span = self._words(verb)
            if span is None or not span.contains(figure.quantity.span):
                return None
            claim = self._claim_of(figure.token)
            recounted = [
                a if a.quantity is None else a.model_copy(update={"quantity": figure.quantity})
                for a in before.arguments
            ]
            return before.model_copy(
                update={
                    "sentence": self._sentence,
                    "span": span,
                    "arguments": tuple(recounted),
                    "claim": claim,
                    "certainty": syntax.certainty(verb),
                    "polarity": Polarity.DENIED if syntax.negated(verb) else Polarity.AFFIRMED,
                }
            )
        return None

    def _clause_of(self, reference: TimeReference) -> int | None:
        tokens = self._scene.doc.char_span(reference.span.begin, reference.span.end, alignment_mode="expand")
        return None if tokens is None else syntax.clause_head(tokens.root).i

    def _predicate(self, token: Token, said: Claim | None) -> tuple[str, list[Argument]]:
        arguments = [self._argument("agent", t, said) for t in syntax.agents(token)]
        if syntax.children(token, "cop"):
            case = " ".join(syntax.cases(token))
            if token.i in self._figures:
                return "be", [*arguments, self._argument("patient", token, said)]
            return " ".join(filter(None, ("be", case, token.lemma_.lower()))), arguments
        particle = " ".join(c.lower_ for c in syntax.children(token, "compound:prt"))
        arguments += [self._argument("patient", t, said) for t in syntax.patients(token)]
        taken = {a.span.begin for a in arguments}
        for other in syntax.adverbials(token):
            role = " ".join(syntax.cases(other))
            if role and role not in _ATTRIBUTING and other.idx not in taken:
                arguments.append(self._argument(role, other, said))
        return " ".join(filter(None, (token.lemma_.lower(), particle))), arguments

    def _argument(self, role: str, token: Token, said: Claim | None) -> Argument:
        noun, quantity = self._counted(token)
        chain = self._scene.chain_at(token)
        if chain is None and token.lower_ in _FIRST_PERSON and said is not None:
            chain = said.claimant
        if chain is None:
            chain = self._named(noun)
        lemma = noun.lemma_.lower()
        known = noun.pos_ in ("NOUN", "PROPN") and lemma not in _ANYBODY
        return Argument(
            role=role,
            span=self._scene.span(token),
            head=_SAME.get(lemma, lemma) if known else "",
            modifiers=tuple(sorted({*_modifiers(noun)})) if known else (),
            chain=chain,
            quantity=quantity,
        )

    def _counted(self, token: Token) -> tuple[Token, Quantity | None]:
        """The noun that a phrase is about, with the figure that counts it: attackers for "nine of the attackers"."""
        if token.i in self._figures:
            return token, self._figures[token.i]
        inner = [c for c in syntax.children(token, "nmod") if "of" in syntax.cases(c)]
        for noun in inner:
            if noun.i in self._figures and token.pos_ == "NUM":
                return noun, self._figures[noun.i]
        return token, None

    def _named(self, noun: Token) -> int | None:
        """The person or body that a common noun brings along: Grey Heron in "the group Grey Heron"."""
        for child in syntax.children(noun, "appos", "flat", "compound"):
            chain = self._scene.chain_at(child)
            if chain is not None and self._scene.chains[chain].label in (EntityLabel.PERSON, EntityLabel.ORG):
                return chain
        return None

    def _said(self, token: Token) -> tuple[int, int]:
        """The first and the last token of the claim that a clause belongs to, or else of the sentence."""
        tokens = self._scene.tokens[self._sentence]
        at = self._claim_of(token)
        claim = next((c for i, c in self._claims if i == at), None)
        if claim is None or claim.voice is not Voice.ATTRIBUTED or not claim.claimant_text:
            return tokens.start, tokens.end
        inside = [t.i for t in tokens if _holds(claim, t)]
        return inside[0], inside[-1] + 1

    def _words(self, token: Token) -> Span | None:
        """The clause without what is only strung to it."""
        left = right = token.i
        for child in token.children:
            if syntax.has_dep(child, "punct", "cc", "parataxis") or (
                syntax.has_dep(child, "conj") and syntax.is_predicate(child)
            ):
                continue
            left, right = min(left, child.left_edge.i), max(right, child.right_edge.i)
        begin, end = self._said(token)
        left, right = max(left, begin), min(right + 1, end)
        return content_span(token.doc[left:right])


def _holds(claim: Claim, token: Token) -> bool:
    """Whether a token is part of what is said."""
    at, content = token.idx, claim.content
    if content.begin <= at < content.end:
        return True
    return bool(claim.continued) and any(piece.begin <= at < piece.end for piece in claim.continued)


def _modifiers(noun: Token) -> Iterator[str]:
    for child in syntax.children(noun, "amod", "compound", "nmod"):
        if child.pos_ not in ("NOUN", "ADJ", "VERB") or (
            syntax.has_dep(child, "nmod") and "of" not in syntax.cases(child)
        ):
            continue
        lemma = child.lemma_.lower()
        yield _SAME.get(lemma, lemma)
