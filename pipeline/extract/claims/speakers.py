"""Who says what a cue introduces: by the parse, and by the order of words where the parse names nobody."""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.claims.lexicon import phrases
from pipeline.extract.parse import Token, remembered
from pipeline.extract.syntax import children, governors, has_dep

__all__ = [
    "RUNS",
    "SPREADS",
    "clipped",
    "comes_out",
    "misplaced_agent",
    "outside",
    "passive",
    "speakers",
    "tells_itself",
]

_NOBODY = frozenset({"there", "what", "which", "that", "how", "why", "when", "where"})
_EXPLETIVE = frozenset({"it", "there"})
_COMES_OUT = frozenset({"appear", "emerge", "follow", "happen", "seem", "transpire", "turn"})
RUNS = frozenset({"go", "have", "run"})
"""Verbs of what is told by nobody: "so the story goes"."""
SPREADS = frozenset({
    "abound", "circulate", "deepen", "emerge", "grow", "increase", "linger", "mount", "persist", "remain", "resurface",
    "rise", "spread", "surface", "swirl",
})  # fmt: skip
"""Verbs of what many say: "rumours spread that", "fears are growing that"."""
_CITES = frozenset({"cite", "paraphrase", "quote", "record", "report"})
"""Verbs of "quoted a guard as saying": who is cited says it, not who cites."""
_HEARERS = frozenset({"assure", "brief", "inform", "notify", "remind", "tell"})
"""Verbs that always have somebody who is told."""
_HEARS = frozenset({"gather", "hear", "learn", "read", "understand"})
"""Verbs by which an author says that others told it: "I hear that", "one reads that"."""
_BLAMES = frozenset({"accuse", "blame", "criticise", "criticize", "denounce", "praise", "rebuke", "suspect"})
"""Verbs that always have somebody to whom it is done: without an object their subject undergoes it."""
_ENDS = frozenset({".", "!", "?", "…"})
_ANYBODY = frozenset({"i", "one", "we", "you"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_BOUNDS = frozenset({";", ":", "“", "”", '"', "(", ")", "–", "—", "»", "«"})
_CLOSES = frozenset({",", "”", "“", '"', "’", "''", "»", ".", "?", "!", ";", "—", "–"})
_INNER = ("nmod", "flat", "compound", "appos", "conj", "nummod", "amod", "det")


@remembered
def passive(word: Token) -> bool:
    """Whether a cue is passive; a finite form without a passive auxiliary ("denied") is not, whatever its relation."""
    if clipped(word):
        return True
    if word.tag_ in _FINITE and not any(c.dep_ in ("aux:pass", "auxpass", "obl:agent") for c in word.children):
        return False
    return syntax.is_passive(word)


def clipped(word: Token) -> bool:
    """Whether a headline leaves the auxiliary out: "Army blamed for deaths", "Kral knew, court told"."""
    if word.tag_ not in ("VBD", "VBN") or any(c.i > word.i for c in children(word, "obj", "iobj", "ccomp")):
        return False
    if children(word, "aux"):
        return False
    rest = [t for t in word.doc[word.i + 1 : word.sent.end] if not t.is_space]
    after = rest[0] if rest else None
    if not has_dep(word, "ROOT", "root") or (rest and rest[-1].text in _ENDS):
        return False
    if word.lemma_.lower() in _BLAMES:
        return after is not None and after.lower_ in ("for", "of", "over")
    return word.lower_ == "told" and after is None and not children(word, "xcomp")


@remembered
def speakers(word: Token) -> tuple[Token, ...]:
    """The heads of the noun phrases that name who says it; () for "it is said", "he is said to".

    The subject, in the passive the agent; the nearest fitting noun phrase for a finite verb to which the parse gives
    no subject.
    """
    if clipped(word):
        return ()
    if passive(word):
        agents = [t for t in syntax.agents(word) if t.lower_ not in _EXPLETIVE and not _blamed(t)]
        if not agents and (agent := misplaced_agent(word)) is not None:
            return syntax.conjuncts(agent)
        return _joint(agents)
    if comes_out(word) or _told(word):
        return ()
    if cited := _cited(word):
        return cited
    found = [t for t in syntax.subjects(word) if t.dep_ not in ("nsubj:outer", "csubj:outer")]
    named = [t for t in found if t.lower_ not in _NOBODY and not has_dep(t, "expl") and t.pos_ not in ("VERB", "AUX")]
    if named and word.lemma_.lower() in _HEARS and all(t.lower_ in _ANYBODY for t in named):
        return ()
    enclosed = _enclosed(word)
    if enclosed is not None and all(t.i <= enclosed.i for t in named):
        return tuple(t for t in syntax.conjuncts(enclosed) if t.i < word.i) or (enclosed,)
    first = word.head
    if (
        named
        and has_dep(word, "conj")
        and first.i < word.i
        and first.pos_ in _NOMINAL
        and not syntax.is_predicate(first)
    ):
        return (first, *_joint(named))  # "the head of the union, Petr Kos, and the mayor said"
    if named:
        return _joint([_antecedent(t) for t in _nearest(word, named)])
    if has_dep(word, "xcomp") and word.tag_ in ("VB", "VBG") and word.head.i < word.i:
        return speakers(word.head)
    return _nearby(word) or _subject_of_sentence(word)


def _told(word: Token) -> bool:
    """Whether a participle hangs on a passive that it shares the auxiliary of: "were received and told that"."""
    if word.lemma_.lower() not in _HEARERS or not has_dep(word, "conj", "advcl") or children(word, "obj", "iobj"):
        return False
    first = syntax.first_conjunct(word)
    above = first if first.i != word.i else word.head
    shares = word.tag_ in ("VBN", "VBD") and above.i < word.i and syntax.is_passive(above)
    return shares and not children(word, "nsubj", "aux")


def _cited(word: Token) -> tuple[Token, ...]:
    """Who is cited, with those coordinated: the guard in "the paper quoted a guard as saying that"."""
    above = word.head
    if word.tag_ != "VBG" or above.lemma_.lower() not in _CITES or not has_dep(word, "advcl", "xcomp", "acl"):
        return ()
    if not any(m.lower_ == "as" for m in children(word, "mark", "case")):
        return ()
    who = children(above, "nsubj" if syntax.is_passive(above) else "obj")
    return tuple(t for c in who for t in syntax.conjuncts(c) if t.i < word.i)


def _blamed(agent: Token) -> bool:
    """Whether what the parse takes for an agent undergoes it: "was blamed on the rebels"."""
    return "on" in syntax.cases(agent)


def comes_out(word: Token) -> bool:
    """Whether nobody says what "it" comes to: "the firm, it emerged, had lied"."""
    if word.lemma_.lower() in _COMES_OUT and any(c.lower_ == "it" for c in children(word, "nsubj", "expl")):
        return True
    return tells_itself(word)


def tells_itself(word: Token) -> bool:
    """Whether the subject is what is told and not who tells it: "rumour has it that", "the story goes"."""
    lemma = word.lemma_.lower()
    if lemma not in RUNS and lemma not in SPREADS:
        return False
    told = {t.lemma_.lower() for t in syntax.subjects(word)}
    if not told.isdisjoint(phrases("tale")):
        return True
    return not told.isdisjoint(phrases("noun" if lemma in SPREADS else "line"))


def misplaced_agent(word: Token) -> Token | None:
    """The agent of a passive that the parse hung on the noun before it: "seen as a mistake by most lawyers"."""
    if syntax.agents(word):
        return None
    for child in word.children:
        if child.i > word.i and "as" in (c.lower_ for c in children(child, "case", "mark")):
            by = (t for t in child.subtree if t.i > child.i and has_dep(t, "nmod") and syntax.cases(t)[:1] == ("by",))
            return next(by, None)
    return None


def outside(word: Token, heads: tuple[Token, ...], begin: int, end: int) -> tuple[Token, ...]:
    """The claimants that do not stand inside the content, [begin, end); others in their place if all of them do."""
    left = tuple(t for t in heads if not begin <= t.idx < end)
    if left or not heads:
        return left
    instead = [*([enclosed] if (enclosed := _enclosed(word)) is not None else []), *_nearby(word)]
    return tuple(t for t in instead if not begin <= t.idx < end)[:1]


def _nearest(word: Token, heads: list[Token]) -> list[Token]:
    """Of two subjects that a parse gives one verb, the one beside it, with what is coordinated with it."""
    own = [t for t in heads if t.head.i == word.i and has_dep(t, "nsubj") and t.i < word.i]
    if len(own) < 2 or own[-1].left_edge.pos_ == "CCONJ":  # "the head of the union, Petr Kos, and the mayor said"
        return heads
    last = own[-1].i
    return [t for t in heads if t.i == last or any(g.i == last for g in governors(t))]


def _antecedent(head: Token) -> Token:
    """For a relative pronoun that the parse leaves open, the noun before it."""
    if head.lower_ not in ("who", "which", "that", "whom") or head.i == head.sent.start:
        return head
    at = head.i - 1
    while at > head.sent.start and head.doc[at].text == ",":
        at -= 1
    token = head.doc[at]
    return _top(token, head.sent.start, head.i) if token.pos_ in _NOMINAL else head


def _subject_of_sentence(word: Token) -> tuple[Token, ...]:
    """The first subject of the sentence, for a later finite verb that the parse hung somewhere else."""
    if word.tag_ not in _FINITE or any(has_dep(c, "expl") for c in word.children):
        return ()
    first = next((t for t in word.sent if t.i < word.i and has_dep(t, "nsubj") and t.pos_ in _NOMINAL), None)
    return (first,) if first is not None and first.lower_ not in _NOBODY | _EXPLETIVE else ()


def _joint(heads: list[Token]) -> tuple[Token, ...]:
    """Several claimants only where a conjunction joins them: "his widow, Rosa, says" has one, whatever the parse."""
    if len(heads) < 2:
        return tuple(heads)
    between = heads[0].doc[heads[0].i : heads[-1].i]
    joined = any(t.lower_ in ("and", "or", "nor", "&", "plus") or t.pos_ == "CCONJ" for t in between)
    return tuple(heads) if joined else (heads[0],)


def _enclosed(word: Token) -> Token | None:
    """The noun phrase of a parenthesis: diplomats in "The delay, diplomats said, was theirs"."""
    doc, sentence = word.doc, word.sent
    after = doc[word.i + 1] if word.i + 1 < sentence.end else None
    if word.tag_ not in _FINITE or (after is not None and after.text not in _CLOSES):
        return None
    last = word.i - 1
    while last > sentence.start and doc[last].pos_ in ("AUX", "ADV", "PART"):
        last -= 1
    first = last
    while first > sentence.start and doc[first].text not in _CLOSES and last - first < 12:
        if doc[first].tag_ in _FINITE or doc[first].tag_ == "MD":
            return None
        first -= 1
    if doc[first].text not in _CLOSES or first == last or doc[last].pos_ not in _NOMINAL:
        return None
    if doc[first + 1].pos_ == "CCONJ":  # "the head of the union, Petr Kos, and the mayor said"
        return None
    return _top(doc[last], first + 1, word.i)


def _nearby(word: Token) -> tuple[Token, ...]:
    """The noun phrase before an active finite verb, or just after it where the two are inverted (`"...," said X`)."""
    if word.tag_ not in _FINITE or any(has_dep(c, "expl") for c in word.children):
        return ()
    sentence = word.sent
    before = _just_before(word, sentence.start)
    if before is not None:
        return (before,)
    if word.i == sentence.start or word.doc[word.i - 1].text not in _CLOSES:
        return ()
    at = word.i + 1
    while at < sentence.end and word.doc[at].pos_ in ("DET", "ADJ", "NUM"):
        at += 1
    if at < sentence.end and word.doc[at].pos_ in ("NOUN", "PROPN") and not has_dep(word.doc[at], "obj"):
        return (_top(word.doc[at], word.i + 1, sentence.end),)
    return ()


def _just_before(word: Token, start: int) -> Token | None:
    doc, at = word.doc, word.i - 1
    while at >= start and doc[at].pos_ in ("AUX", "ADV", "PART") and not doc[at].tag_.startswith("NN"):
        at -= 1
    if at >= start and doc[at].text == ",":  # "Greg Jordan, a cryptographer, suspects"
        return _before_comma(doc[at], start)
    named = at >= start and (doc[at].tag_.startswith("NN") or (doc[at].is_title and doc[at].pos_ in ("ADJ", "X")))
    if named or (at >= start and doc[at].pos_ in _NOMINAL):
        found = _top(doc[at], start, word.i)
        return None if children(found, "case") and not has_dep(found, "nsubj") else found
    return None


def _before_comma(comma: Token, start: int) -> Token | None:
    doc = comma.doc
    first = comma.i
    while first > start and doc[first - 1].text not in _BOUNDS and doc[first - 1].lower_ not in ("and", "but"):
        first -= 1
    span = doc[first : comma.i]
    subject = next((t for t in span if has_dep(t, "nsubj") and t.lower_ not in _NOBODY and t.pos_ in _NOMINAL), None)
    if subject is not None:
        return subject
    for token in span:
        if token.pos_ in _NOMINAL and not has_dep(token, "compound", "flat", "nmod", "obl", "obj", "conj"):
            found = _top(token, first, comma.i)
            return None if children(found, "case") else found
    return None


def _top(token: Token, start: int, end: int) -> Token:
    """The head of the noun phrase that a token is in, between two places."""
    for above in governors(token):
        inside = start <= above.i < end and above.pos_ in _NOMINAL
        if not inside or not has_dep(token, *_INNER):
            return token
        token = above
    return token
