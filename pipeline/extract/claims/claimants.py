"""The words that name a claimant, and the entity that they refer to."""

from __future__ import annotations

from functools import cache

from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.persons import is_person_noun
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import cases, children, governors, has_dep
from pipeline.records import Span

__all__ = ["chain", "kind", "speaks", "words"]

FIRST = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"})
SECOND = frozenset({"you", "your", "yours"})
THIRD = frozenset({"he", "she", "they", "him", "her", "them", "his", "their", "it", "its", "who", "both", "whose"})
_BEFORE = ("case", "cc", "mark", "punct", "advcl", "nsubj", "expl", "cop", "aux")
_ANYBODY = frozenset(
    {"one", "anyone", "anybody", "everyone", "everybody", "someone", "somebody", "nobody", "none", "people", "some"}
)
# fmt: off
_WRITINGS = frozenset({
    "account", "article", "autobiography", "biography", "book", "column", "communiqué", "declaration", "diary",
    "e-mail", "email", "essay", "interview", "letter", "manifesto", "memo", "memoir", "memorandum", "message", "note",
    "novel", "pamphlet", "paper", "poem", "post", "report", "speech", "statement", "study", "testimony", "text",
    "thesis", "tweet",
})
_SPEAK = frozenset({
    "army", "charity", "coroner", "government", "inquiry", "police", "poll", "rebels", "report", "study", "survey",
    "watchdog",
})
# fmt: on
"""Nouns that speak and are no persons, beside those that stand for organisations."""
_STRINGS = frozenset({",", ";", "and", "but"})
_CLOSING = {'"': '"', "”": "“", "»": "«"}
"""Closing marks, with what opens."""


def words(head: Token, cue: Token | None = None, content: Span | None = None) -> Tokens:
    """The noun phrase of a claimant without relative clauses, what is coordinated with it, and marks at its edges.

    Names in apposition stay: "its director, Ana Lis, who resigned" gives "its director, Ana Lis". A participle in which
    the `cue` stands is no part of it: "people demanding an end" gives "people"; nor are the cue itself and the content.
    """
    doc = head.doc
    cut = [
        c.left_edge.i
        for c in head.children
        if c.i > head.i
        and (
            (has_dep(c, "conj", "cc", "parataxis", "dep", "advcl") or c.dep_ == "acl:relcl")
            or (has_dep(c, "acl") and c.tag_ in ("VBD", "VBP", "VBZ"))  # the parse took the verb for a participle
            or _added(c)
            or (cue is not None and has_dep(c, "acl") and any(t.i == cue.i for t in c.subtree))
        )
    ]
    for beside in children(head, "appos"):  # "Ana Lis, a lawyer who resigned"
        cut += [c.left_edge.i for c in beside.children if (c.dep_ == "acl:relcl" or _added(c)) and c.i > beside.i]
    end = min([head.right_edge.i + 1, *cut])
    start = head.left_edge.i
    for child in head.children:  # "in"/"of" before it, or a clause in front of it, is no part of the name
        if child.i < head.i and has_dep(child, *_BEFORE):
            start = max(start, child.right_edge.i + 1)
    if head.ent_type_:  # the whole of a name that the parse has cut
        first = last = head.i
        while doc[first].ent_iob_ == "I" and first > 0:
            first -= 1
        while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
            last += 1
        start, end = min(start, first), max(end, last + 1)
    end = next((t.i for t in doc[head.i : max(end, head.i)] if t.text == ":"), end)  # "Witnesses: soldiers shot ..."
    if cue is not None and head.i < cue.i < end:
        end = cue.i
    if content is not None and not content.begin <= head.idx < content.end:
        end = next((t.i for t in doc[head.i + 1 : end] if content.begin <= t.idx < content.end), end)
        start = max([start, *(t.i + 1 for t in doc[start : head.i] if content.begin <= t.idx < content.end)])
    end = _before_added(head, end)
    sentence = head.sent
    start, end = max(start, sentence.start), min(max(end, head.i + 1), sentence.end)
    while start < head.i and (
        doc[start].pos_ in ("PUNCT", "SPACE", "ADP", "CCONJ") or doc[start].tag_ in ("WDT", "IN")
    ):
        start += 1
    while end > head.i + 1 and _at_edge(doc[start:end]):
        end -= 1
    return doc[start:end]


def _added(clause: Token) -> bool:
    """Whether a participle is only added to a claimant, after a comma: "an official, speaking from Brno"."""
    first = clause.left_edge
    return has_dep(clause, "acl") and "," in (first.text, first.doc[first.i - 1].text)


def _at_edge(words: Tokens) -> bool:
    """Whether the last of some words is no part of a name; a bracket is one if it closes another."""
    last = words[-1]
    if last.text == ")":
        return not any(t.text == "(" for t in words)
    if last.text in _CLOSING:  # "author of "The Gate""
        return sum(t.text in (last.text, _CLOSING[last.text]) for t in words) % 2 == 1
    return last.pos_ in ("PUNCT", "SPACE", "CCONJ", "SCONJ") or last.tag_ == "POS"


def _before_added(head: Token, end: int) -> int:
    """Where a claimant ends before what is no part of its name: a verb, a bracket left open, a source of a figure.

    "The minister, Ana Lis, rang him", "the port union (CDP", "some 300 people, by the count of the police".
    """
    doc = head.doc
    for at in range(head.i + 1, end):
        token = doc[at]
        finite = token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.pos_ in ("VERB", "AUX") and token.text.islower()
        if finite and not any(t.base == "acl" for t in (token, *governors(token)) if t.i > head.i):
            return at
        if token.text == "," and at + 1 < end and doc[at + 1].lower_ in ("according", "by"):
            return at
        if token.lower_ == "according":  # "12 according to the police, 40 according to the priest"
            return next((i for i in range(at - 1, head.i, -1) if doc[i].text in _STRINGS), at)
    words = [t.text for t in doc[head.i : end]]
    if words.count("(") > words.count(")"):
        closed = end < len(doc) and doc[end].text == ")"
        return end + 1 if closed else next(t.i for t in doc[head.i : end] if t.text == "(")
    return end


def chain(scene: Scene, head: Token) -> int | None:
    """The entity that a claimant's head refers to, or that its apposition names; None if it is not resolved."""
    found = scene.chain_at(head)
    if found is not None and _heads_mention(scene, head):
        return found
    for child in children(head, "appos", "flat", "nmod:desc"):
        if (other := scene.chain_at(child)) is not None and _is_person_or_body(scene, other):
            return other
    return _author(scene, head)


def _author(scene: Scene, head: Token) -> int | None:
    """Who wrote the writing that a claimant's head names: "the memoirs of Ana Lis", "his letter"."""
    if head.lemma_.lower() not in _WRITINGS:
        return None
    owners = children(head, "nmod:poss") or [c for c in children(head, "nmod") if set(cases(c)) & {"by", "of", "from"}]
    chains = (scene.chain_at(owner) for owner in owners)
    return next((c for c in chains if c is not None and _is_person_or_body(scene, c)), None)


def _heads_mention(scene: Scene, head: Token) -> bool:
    """Whether the mention that a head is in is about the head: not "Kyiv" in the noun compound "Kyiv police"."""
    index = scene.mention_at(head)
    if index is None:
        return False
    inside = scene.mention_tokens(index)
    return inside.root.i == head.i or head.i in range(inside.start, inside.end)


def _is_person_or_body(scene: Scene, index: int) -> bool:
    return scene.chains[index].label in ("PERSON", "ORG")


def kind(head: Token) -> str:
    """What sort of claimant it is, for the scorer: "first", "second", "third", "generic", "name", "thing" or "noun"."""
    low = head.lower_
    if low in FIRST:
        return "first"
    if low in SECOND:
        return "second"
    if low in THIRD:
        return "it" if low in ("it", "its") else "third"
    if low in _ANYBODY:
        return "generic"
    if head.pos_ == "PROPN":
        return "name"
    if head.pos_ in ("PRON", "DET", "NUM", "ADJ"):
        return "pronoun"
    return "noun" if head.pos_ == "NOUN" else "other"


@cache
def _bodies() -> frozenset[str]:
    """Nouns for bodies that speak: ministry, court, union."""
    return _SPEAK | {row[0] for row in table("nominals.tsv") if row[1] == "ORG"}


def speaks(noun: Token) -> bool:
    """Whether a noun stands for persons or a body, which may say something: "officials", "the ministry"."""
    return is_person_noun(noun) or {noun.lemma_.lower(), noun.lower_} & _bodies() != set()
