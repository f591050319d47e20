"""Nouns that say what somebody or something is: titles before a name, appositions on either side of it, predicates.

For "the former mayor Ana Ruiz, a dentist, was a member of the council" the descriptions of the name are mayor (title),
dentist (apposition) and member (copula).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.names import is_title
from pipeline.extract.parse import Parse, Token, Tokens, remembered
from pipeline.extract.persons import is_occupation, is_person_noun, is_plural

__all__ = ["Description", "describe"]

_NOMINAL = ("NOUN", "PROPN", "ADJ")
_DETERMINERS = frozenset({"the", "a", "an", "one", "this", "that", "another"})


_LONGEST_TITLE = 10
"""Tokens between the head of a title and the name, its complement counted."""


class Description(NamedTuple):
    """A noun that says what a named thing is, and how the sentence ties the two."""

    noun: Token
    how: str  # title, apposition, example, called, copula, office
    clause: Token  # the token whose clause asserts it
    loose: bool = False  # an apposition after a colon, or in brackets: often a label or a translation


@remembered
def describe(name: Tokens) -> tuple[Description, ...]:
    """The nouns that describe a name, each once, titles first."""
    return tuple(_described(name))


def _described(name: Tokens) -> Iterator[Description]:
    seen: set[int] = {t.i for t in name}
    sources = (_titles, _long_titles, _shared, _appositions, _beside, _examples, _predicates, _offices_beside)
    for found in (description for source in sources for description in source(name)):
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


def _long_titles(name: Tokens) -> Iterator[Description]:
    """A title with its complement, straight before a name: "Minister of Education X", "director of the Z X"."""
    doc, start = name.doc, name.sent.start
    at = name.start - 1
    while at > start and is_title(doc[at].text) and doc[at].text[0].isupper():
        at -= 1
    if at <= start + 1 or doc[at].pos_ not in ("PROPN", "NOUN") or at < name.start - 2:
        return
    for place in range(at - 1, max(start, at - _LONGEST_TITLE) - 1, -1):
        token = doc[place]
        if token.pos_ in ("VERB", "AUX", "PUNCT", "PRON", "CCONJ", "SCONJ") and token.text not in ("-", "&"):
            return
        plain = _nominal(token) and not token.ent_type_ and not is_plural(token) and is_person_noun(token)
        if plain and doc[place + 1].lower_ in ("of", "for", "at"):
            if is_occupation(token):
                yield Description(token, "title", name.root)
            return


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


def _beside(name: Tokens) -> Iterator[Description]:
    """Descriptions that stand right beside the name, whatever the parse makes of them.

    "the pianist X", "X, a former weaver", "X, 61, the mayor", "the mayor of Y, X,": only nouns that denote persons,
    next to the name but for a comma, an age, an article and what modifies the noun.
    """
    if name.root.ent_type_ and not any(t.pos_ == "PROPN" for t in name):
        return
    doc, sentence = name.doc, name.sent
    before = doc[name.start - 1] if name.start > sentence.start else None
    if before is not None and _nominal(before) and not before.ent_type_ and is_person_noun(before):
        yield Description(before, "title", name.root)
    if before is not None and before.text == ",":
        noun = _head_before(doc, name.start - 1, sentence.start)
        listed = name.end < sentence.end and doc[name.end].pos_ == "CCONJ"  # "the mayor, X and Y"
        if noun is not None and not listed and not _interrupts(name):
            yield Description(noun, "apposition", name.root)
    noun = _head_after(doc, name.end, sentence.end)
    if noun is not None:
        yield Description(noun, "apposition", name.root)
    if before is not None and before.lower_ in _CALLED:
        noun = _called(doc, name.start - 1, sentence.start)
        if noun is not None:
            yield Description(noun, "called", name.root)


def _interrupts(name: Tokens) -> bool:
    """Whether a name is the subject of a verb that follows at once: Kral in "The minister, Kral said, had lied"."""
    after = name.doc[name.end] if name.end < name.sent.end else None
    return after is not None and after.pos_ in ("VERB", "AUX") and syntax.has_dep(name.root, "nsubj")


_CALLED = frozenset({"called", "named", "nicknamed", "dubbed"})


def _called(doc: Parse, verb: int, start: int) -> Token | None:
    """The person noun that a name is given to: "a retired driver from Kano called X" gives driver."""
    for at in range(verb - 1, max(start, verb - 7) - 1, -1):
        token = doc[at]
        if _nominal(token) and not token.ent_type_ and is_person_noun(token):
            return token if not is_plural(token) and _determined(doc, at, start) else None
        if token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ", "PRON") or token.is_punct:
            return None
    return None


def _offices_beside(name: Tokens) -> Iterator[Description]:
    """The person noun straight after a name and "as": "under X as head of the committee" gives head."""
    doc, end, stop = name.doc, name.end, name.sent.end
    if end + 1 >= stop or doc[end].lower_ != "as":
        return
    last: Token | None = None
    for token in doc[end + 1 : min(end + 7, stop)]:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "ADV", "DET") and token.text != "-":
            break
        if _nominal(token) and not token.ent_type_:
            last = token
    if last is not None and is_person_noun(last) and not is_plural(last) and last.head.lemma_.lower() not in _VIEWS:
        yield Description(last, "office", name.root)


def _nominal(token: Token) -> bool:
    """Whether a word is a noun, or an occupation that was tagged as an adjective ("the statistician X")."""
    return token.pos_ in ("NOUN", "PROPN") or (token.pos_ == "ADJ" and is_occupation(token))


def _head_before(doc: Parse, comma: int, start: int) -> Token | None:
    """The singular person noun with a determiner that ends before a comma: "the mayor of Y," gives mayor."""
    at = comma - 1
    for _ in range(12):
        if at < start or doc[at].text in (",", ";", ":", "(", ")") or doc[at].pos_ in ("VERB", "AUX", "CCONJ", "SCONJ"):
            return None
        token = doc[at]
        followed = at + 1 == comma or doc[at + 1].lower_ in ("of", "for", "at", "in")
        if _nominal(token) and not token.ent_type_ and followed and is_person_noun(token):
            return token if not is_plural(token) and _determined(doc, at, start) else None
        at -= 1
    return None


def _determined(doc: Parse, noun: int, start: int) -> bool:
    """Whether an article or possessor stands before the noun, with modifiers between at most."""
    for at in range(noun - 1, max(start, noun - 7) - 1, -1):
        token = doc[at]
        if token.lower_ in _DETERMINERS or token.tag_ in ("PRP$", "WP$", "POS"):
            return True
        if token.pos_ not in ("ADJ", "NOUN", "PROPN", "ADV") and token.text not in ("-", "'s", "’s"):
            return False
    return False


def _head_after(doc: Parse, end: int, stop: int) -> Token | None:
    """The person noun after a name and a comma: "X, 61, a retired teacher from Y" gives teacher."""
    if end + 1 >= stop or doc[end].text != ",":
        return None
    at = end + 1
    if doc[at].like_num and at + 2 < stop and doc[at + 1].text == ",":
        at += 2
    owner = at
    while owner < min(at + 6, stop) and doc[owner].ent_type_:
        owner += 1
    if owner > at and owner < stop and doc[owner].tag_ == "POS":  # "X, Gazeta's editor"
        at = owner
    determined = doc[at].lower_ in _DETERMINERS or doc[at].tag_ in ("PRP$", "POS")
    if determined:
        at += 1
    last: Token | None = None
    for token in doc[at : min(at + 6, stop)]:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "ADV") and token.text != "-":
            break
        if _nominal(token) and token.pos_ != "PROPN" and not token.ent_type_:
            last = token
    after = doc[last.i + 1].text.lower() if last is not None and last.i + 1 < stop else "."
    if last is None or is_plural(last) or not is_person_noun(last):
        return None
    return last if determined or after in ("of", "for", "at", ".", ",") else None


def _loose(between: Tokens) -> bool:
    return any(t.text in (":", "(", "[", "<", "/") for t in between)


def _predicates(name: Tokens) -> Iterator[Description]:
    """ "X is the mayor of Y", also "X, who is", "X was elected mayor", "X served as mayor"."""
    root = name.root
    subjects = [root]
    if syntax.has_dep(root, "flat", "appos", "nmod:desc") and root.head.i < name.start and root.head.pos_ in _NOMINAL:
        subjects.append(root.head)
    first = syntax.first_conjunct(_top(name))
    if syntax.children(first, "cop") or syntax.children(_top(name), "cop"):  # "its first director is X"
        for noun in syntax.children(first, "nsubj"):
            if noun.pos_ == "NOUN" and not noun.ent_type_:
                yield Description(noun, "copula", first)
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
                for below in syntax.children(verb, "advcl", "xcomp"):  # "after becoming", "went on to become"
                    if not syntax.children(below, "nsubj") and below.lemma_.lower() in _BECOMING | _AS:
                        yield below
    for clause in syntax.children(subject, "acl:relcl"):
        if any(syntax.antecedent(c).i == subject.i for c in syntax.children(clause, "nsubj")):
            yield clause


_OWNING = frozenset({"use", "admit", "acknowledge", "deny"})
_BECOMING = frozenset(
    {"become", "remain", "elect", "appoint", "name", "make", "crown", "ordain", "proclaim", "declare"}
)
_AS = frozenset(
    {"serve", "work", "appoint", "elect", "act", "install", "inaugurate", "name", "choose", "nominate", "swear",
     "select", "hire", "employ", "confirm", "reelect", "re-elect", "function", "retire", "resign", "recognise"}
)  # fmt: skip


_VIEWS = frozenset(
    {"know", "see", "regard", "view", "describe", "portray", "depict", "dismiss", "label", "brand", "cast", "identify",
     "remember", "treat", "use", "perceive", "hail", "denounce", "disguise", "dress", "consider"}
)  # fmt: skip


def predicates_of(verb: Token) -> Iterator[Description]:
    """What a clause says its subject is: "is a poet", "became mayor", "was elected president", "served as envoy"."""
    if syntax.children(verb, "cop") and verb.pos_ in _NOMINAL:
        yield Description(verb, "copula", verb)
        return
    lemma = verb.lemma_.lower()
    passive = syntax.is_passive(verb)
    for noun in syntax.children(verb, "xcomp") if lemma in _OWNING else ():  # "used to be a teacher"
        if syntax.children(noun, "cop") and noun.pos_ in _NOMINAL:
            yield Description(noun, "copula", noun)
    if lemma in _BECOMING:
        for noun in syntax.children(verb, "xcomp", "obj") if passive or lemma in ("become", "remain") else ():
            if noun.pos_ in ("NOUN", "PROPN"):
                yield Description(noun, "office", verb)
    if lemma in _AS and (passive or lemma in ("serve", "work", "act", "function", "retire", "resign")):
        for noun in syntax.children(verb, "obl", "xcomp", "advcl"):
            if any(c.lower_ == "as" for c in syntax.children(noun, "case", "mark")) and noun.pos_ in ("NOUN", "PROPN"):
                yield Description(noun, "office", verb)
    elif lemma not in _VIEWS:  # "was inaugurated as president", "came east as a teacher", whatever the verb
        for noun in syntax.children(verb, "obl"):
            fits = is_occupation(noun) or (not passive and is_person_noun(noun))
            if syntax.cases(noun) == ("as",) and fits and not is_plural(noun):
                yield Description(noun, "office", verb)
