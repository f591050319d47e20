"""Nouns that say what somebody or something is: titles before a name, appositions on either side of it, predicates.

For "the former mayor Ana Ruiz, a dentist, was a member of the council" the descriptions of the name are mayor (title),
dentist (apposition) and member (copula).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from pipeline.extract import syntax
from pipeline.extract.persons import is_person_noun

__all__ = ["Description", "describe"]

_NOMINAL = ("NOUN", "PROPN", "ADJ")
_BETWEEN = frozenset({",", "-", "–", "—", "(", ":", "--"})


class Description(NamedTuple):
    """A noun that says what a named thing is, and how the sentence ties the two."""

    noun: Token
    how: str  # title, apposition, example, called, copula, office
    clause: Token  # the token whose clause asserts it
    loose: bool = False  # an apposition after a colon, or in brackets: often a label or a translation


def describe(name: Tokens) -> Iterator[Description]:
    """The nouns that describe a name, each once, titles first."""
    seen: set[int] = {t.i for t in name}
    for found in (*_titles(name), *_shared(name), *_appositions(name), *_examples(name), *_predicates(name)):
        nouns = syntax.conjuncts(found.noun) if found.how != "title" else _joined(found.noun)
        for noun in nouns:
            if noun.i not in seen and noun.pos_ in _NOMINAL:
                seen.add(noun.i)
                yield found._replace(noun=noun)


def _joined(noun: Token) -> tuple[Token, ...]:
    """The title and titles coordinated with it before the name: "poet and painter X"."""
    first = syntax.first_conjunct(noun)
    if first.i == noun.i or any(t.ent_type_ for t in noun.doc[first.i : noun.i]):
        return (noun,)
    return tuple(t for t in syntax.conjuncts(first) if t.i <= noun.i)


def _titles(name: Tokens) -> Iterator[Description]:
    """The word straight before a name that belongs to the same noun phrase: "President X", "journalist X"."""
    doc, sentence = name.doc, name.sent
    at = name.start - 1
    while at > sentence.start and doc[at].text in (".", '"', "“", "‘", "(") and at > name.start - 3:
        at -= 1
    if at < sentence.start:
        return
    before, root = doc[at], name.root
    if (
        before.pos_ not in _NOMINAL
        or before.ent_type_ == "NORP"
        or (before.pos_ == "ADJ" and not before.text[0].isupper())
    ):
        return
    inside = {t.i for t in name}
    tied = (
        before.head.i in inside and syntax.has_dep(before, "nmod:desc", "compound", "flat", "appos", "nmod", "amod")
    ) or (root.head.i == before.i and syntax.has_dep(root, "flat", "appos", "compound", "nmod:desc"))
    if not tied and before.head.i not in inside:  # "poet and painter X": the name hangs on poet
        first = syntax.first_conjunct(before)
        tied = first.i != before.i and (root.head.i == first.i or first.head.i in inside)
    if not tied and syntax.has_dep(before, "flat", "compound"):  # "Major General X", flat on Major
        tied = root.head.i == before.head.i or before.head.head.i in inside
    if tied:
        yield Description(before, "title", root)


def _shared(name: Tokens) -> Iterator[Description]:
    """What a plural title or apposition says of every name in a list: "senators X and Y", "X and Y, two linguists"."""
    root = _top(name)
    first = syntax.first_conjunct(root)
    if first.i == root.i or any(True for _ in _titles(name)):
        return
    for at in range(first.i, max(first.i - 6, name.sent.start) - 1, -1):
        noun = name.doc[at]
        if noun.ent_type_ and at < first.i - 2:
            break
        tied = noun.head.i == first.i and syntax.has_dep(noun, "nmod:desc", "compound", "appos", "flat")
        tied = tied or first.i == at or (first.head.i == at and syntax.has_dep(first, "appos", "flat"))
        if noun.tag_ == "NNS" and not noun.ent_type_ and tied and is_person_noun(noun):
            between = name.doc[first.i + 1 : name.start]
            if not any(t.tag_ == "NNS" or (t.pos_ == "NOUN" and t.head.i in _indices(name)) for t in between):
                yield Description(noun, "title", name.root)
            break
    for noun in syntax.appositions(first):
        if noun.i >= name.end and noun.tag_ == "NNS" and not noun.ent_type_ and is_person_noun(noun):
            yield Description(noun, "apposition", name.root)


def _indices(tokens: Tokens) -> set[int]:
    return {t.i for t in tokens}


def _top(name: Tokens) -> Token:
    """The word by which a name hangs on the sentence: its title where that is the head ("President X")."""
    root = name.root
    if syntax.has_dep(root, "flat", "appos", "nmod:desc") and root.head.i < name.start and root.head.pos_ in _NOMINAL:
        return root.head
    return root


_SUCH_AS = frozenset({"such as", "including", "like", "among", "namely", "as"})


def _examples(name: Tokens) -> Iterator[Description]:
    """ "members of Y such as X", "activists, including X and Z", "a group called X"."""
    root = syntax.first_conjunct(_top(name))
    listed = syntax.has_dep(root, "nmod") and root.head.i < root.i and root.head.tag_ == "NNS"
    if listed and any(c in _SUCH_AS for c in syntax.cases(root)):
        yield Description(root.head, "example", name.root)
    verb = root.head
    called = syntax.has_dep(root, "xcomp", "obj") and verb.lemma_.lower() in ("call", "name", "know", "dub", "title")
    if called and syntax.has_dep(verb, "acl") and verb.tag_ == "VBN" and verb.head.pos_ == "NOUN":
        yield Description(verb.head, "called", name.root)


def _appositions(name: Tokens) -> Iterator[Description]:
    """ "X, the mayor of Y" and "the mayor of Y, X"; a list of names is none."""
    root = name.root
    anchors = [root]
    if syntax.has_dep(root, "flat", "appos", "nmod:desc") and root.head.i < name.start:
        anchors.append(root.head)  # "President X, a lawyer": the apposition may hang on the title
    for anchor in anchors:
        for noun in syntax.appositions(anchor):
            if noun.i >= name.end and not noun.ent_type_:
                yield Description(noun, "apposition", root, _loose(name.doc[name.end : noun.i]))
    head = root.head
    if syntax.has_dep(root, "appos") and head.i < name.start and head.pos_ in _NOMINAL and not head.ent_type_:
        yield Description(head, "apposition", root, _loose(name.doc[head.i + 1 : name.start]))


def _loose(between: Tokens) -> bool:
    return any(t.text in (":", "(", "[", "<", "/") for t in between)


def _predicates(name: Tokens) -> Iterator[Description]:
    """ "X is the mayor of Y", also "X, who is", "X was elected mayor", "X served as mayor"."""
    root = name.root
    subjects = [root]
    if syntax.has_dep(root, "flat", "appos", "nmod:desc") and root.head.i < name.start and root.head.pos_ in _NOMINAL:
        subjects.append(root.head)
    for subject in subjects:
        for verb in _clauses_of(subject):
            yield from predicates_of(verb)
        if syntax.has_dep(subject, "obj"):
            yield from _made(subject.head)
        if syntax.has_dep(subject, "nmod") and subject.head.lemma_.lower() in _APPOINTMENTS:
            yield from _made(subject.head)


_APPOINTMENTS = frozenset({"appointment", "election", "nomination", "installation", "inauguration", "confirmation"})


def _made(word: Token) -> Iterator[Description]:
    """What somebody is made by others: "elected X president", "the appointment of X as envoy"."""
    lemma = word.lemma_.lower()
    if lemma not in _BECOMING and lemma not in _AS and lemma not in _APPOINTMENTS:
        return
    for noun in syntax.children(word, "xcomp", "obl", "nmod"):
        marked = any(c.lower_ == "as" for c in syntax.children(noun, "case", "mark"))
        if noun.pos_ in ("NOUN", "PROPN") and (marked or (syntax.has_dep(noun, "xcomp") and lemma in _BECOMING)):
            yield Description(noun, "office", word)


def _clauses_of(subject: Token) -> Iterator[Token]:
    """The predicates whose subject is the token, in coordination and relative clauses too."""
    first = syntax.first_conjunct(subject)
    if syntax.has_dep(first, "nsubj", "nsubj:pass"):
        for verb in syntax.conjuncts(first.head):
            if verb.i == first.head.i or not syntax.children(verb, "nsubj"):
                yield verb
    for clause in syntax.children(subject, "acl:relcl"):
        if any(syntax.antecedent(c).i == subject.i for c in syntax.children(clause, "nsubj")):
            yield clause


_BECOMING = frozenset(
    {"become", "remain", "elect", "appoint", "name", "make", "crown", "ordain", "proclaim", "declare"}
)
_AS = frozenset(
    {"serve", "work", "appoint", "elect", "act", "install", "inaugurate", "name", "choose", "nominate", "swear",
     "select", "hire", "employ", "confirm", "reelect", "re-elect", "function", "retire", "resign", "recognise"}
)  # fmt: skip


def predicates_of(verb: Token) -> Iterator[Description]:
    """What a clause says its subject is: "is a poet", "became mayor", "was elected president", "served as envoy"."""
    if syntax.children(verb, "cop") and verb.pos_ in _NOMINAL:
        yield Description(verb, "copula", verb)
        return
    lemma = verb.lemma_.lower()
    passive = syntax.is_passive(verb)
    if lemma in _BECOMING:
        for noun in syntax.children(verb, "xcomp", "obj") if passive or lemma in ("become", "remain") else ():
            if noun.pos_ in ("NOUN", "PROPN"):
                yield Description(noun, "office", verb)
    if lemma in _AS and (passive or lemma in ("serve", "work", "act", "function", "retire", "resign")):
        for noun in syntax.children(verb, "obl", "xcomp", "advcl"):
            if any(c.lower_ == "as" for c in syntax.children(noun, "case", "mark")) and noun.pos_ in ("NOUN", "PROPN"):
                yield Description(noun, "office", verb)
