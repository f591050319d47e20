"""What a clause beside it, a set phrase or a noun hands to somebody, or to nobody in particular.

"As the minister sees it", "if the rebels are to be believed", "to hear the generals tell it", "to his followers", "one
theory is that", "rumour has it that", "fears are growing that". Each of them is rare, and none can be mistaken.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract import syntax
from pipeline.extract.claims import claimants
from pipeline.extract.claims.candidate import UNMISTAKABLE, Candidate, clause_pieces, content_span, longest
from pipeline.extract.claims.lexicon import Cue, phrases, verb
from pipeline.extract.claims.phrases import owners
from pipeline.extract.claims.speakers import RUNS, SPREADS, speakers, tells_itself
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import cases, children, conjuncts, governors, has_dep, subtree
from pipeline.records import Certainty

__all__ = ["candidates"]

_PUTS = frozenset({"have", "present", "put", "remember", "see", "tell"})
"""Verbs of "as the minister sees it" and "the way she tells it"."""
_ADDED = frozenset({"acl", "advcl", "ccomp", "parataxis"})
_CHANCE = frozenset({"chance", "fate", "fortune", "luck"})
"""What will have it so without having a view: "as luck would have it"."""
_TRUSTS = frozenset({"believe", "trust"})
_RIGHT = frozenset({"correct", "right"})
_FIRM = frozenset({"adamant", "blunt", "categorical", "certain", "clear", "convinced", "emphatic", "firm", "sure"})
"""What somebody is before a colon who says what follows it: "His widow is adamant: he built it"."""
_WHOEVER = frozenset({"i", "one", "we", "you"})
_HEARD = frozenset({"account", "allegation", "claim", "report"})
"""Beside tales, what may be believed and says not who tells it."""
_CLAUSE_BEGINS = frozenset({"DT", "EX", "NNP", "NNPS", "NNS", "PRP", "PRP$"})
_LINKS = frozenset({"and", "but", "yet"})
_IS = frozenset({"is", "remains", "was"})
_AGREED = frozenset({
    "accepted", "another", "common", "commonest", "conventional", "current", "dominant", "first", "general", "latest",
    "majority", "official", "one", "orthodox", "other", "popular", "prevailing", "prevalent", "received", "second",
    "standard", "traditional", "usual", "widespread",
})  # fmt: skip
"""Beside a noun such as "view", what tells that it is not the author's own."""
_SENDS = frozenset({"deny", "give", "grant", "hand", "offer", "pay", "promise", "sell", "send", "show", "teach"})
_FRAGMENTS = 5
"""So many sentences at most lie between a question and its last answer, "That ..."."""
_REACH = 14
"""So many words at most stand between a noun and its verb: "one theory, floated by a doctor, is that"."""
_FAITHFUL = frozenset({
    "admirer", "believer", "critic", "defender", "detractor", "enemy", "fan", "follower", "opponent", "sceptic",
    "skeptic", "supporter", "sympathiser", "sympathizer",
})  # fmt: skip
"""Whose view "for ..." gives; "for the workers, it was a defeat" may well be the author's."""


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Every claim of these constructions, in text order."""
    tales, lines, nouns = phrases("tale"), phrases("line"), phrases("noun")
    for index, sentence in enumerate(scene.tokens):
        if sentence and sentence[0].text == "That":
            yield from _answer(scene, index, sentence)
        yield from _gapped(index, sentence)
        yield from _or_so(index, sentence)
        for token in sentence:
            base, lemma = token.base, token.lemma_.lower()
            if base in _ADDED and (lemma in _PUTS or lemma in _TRUSTS or lemma in _RIGHT or lemma == "hear"):
                yield from _beside(index, sentence, token, lemma)
            if token.pos_ == "NOUN" and (lemma in tales or lemma in lines or lemma in nouns):
                yield from _of_noun(index, sentence, token, tales.get(lemma) or lines.get(lemma))
            if lemma in _FIRM and token.i + 2 < sentence.end and token.doc[token.i + 1].text == ":":
                yield from _firmly(index, sentence, token)
            if base in ("obl", "nmod") and cases(token) in (("to",), ("for",)):
                yield from _for_whom(scene, index, sentence, token)
            if lemma in RUNS and tells_itself(token):
                yield from _told(index, sentence, token)


def _beside(index: int, sentence: Tokens, word: Token, lemma: str) -> Iterator[Candidate]:
    """ "As X sees it", "the way X tells it", "to hear X tell it", "if X is to be believed", "if you believe X"."""
    found: tuple[Token, tuple[Token, ...], Token] | None = None  # what is cut out, who says it, the word for it
    if lemma in _PUTS and word.base in ("advcl", "acl") and _it(word):
        found = _seen(word, lemma)
    elif lemma == "hear" and has_dep(word, "advcl"):
        tell = next((c for c in children(word, "ccomp", "xcomp") if c.lemma_.lower() in _PUTS and _it(c)), None)
        found = (word, _named(tell), tell) if tell is not None else None
    elif lemma in _TRUSTS and has_dep(word, "advcl") and any(m.lower_ == "if" for m in children(word, "mark")):
        found = (word, _believed(word), word)
    elif lemma in _RIGHT and has_dep(word, "advcl") and any(m.lower_ == "if" for m in children(word, "mark")):
        found = (word, _named(word), word) if children(word, "cop") else None
    if found is None or not found[1]:
        return
    cut, by, said = found
    if all(t.lemma_.lower() in _HEARD or t.lemma_.lower() in phrases("tale") for t in by):
        by = ()  # "if reports are to be believed"
    piece = _rest(cut, sentence)
    span = content_span(piece) if piece is not None else None
    if span is None or any(span.begin <= t.idx < span.end for t in by):
        return
    certainty = Certainty.PROBABLE if lemma in _TRUSTS or lemma in _RIGHT else Certainty.CERTAIN
    it = _it(said)
    text = said.doc[said.i : it.i + 1].text if it else said.text
    cue = Cue(lemma, "view", frozenset(), certainty=certainty)
    yield Candidate(index, span, "viewpoint", by, said, cue, text, cut.head, (UNMISTAKABLE,))


def _it(word: Token) -> Token | None:
    after = word.doc[word.i + 1] if word.i + 1 < word.sent.end else None
    return after if after is not None and after.lower_ in ("it", "things") and after.head.i == word.i else None


def _named(word: Token) -> tuple[Token, ...]:
    """The subjects of a clause that may have a view and are not the author, nor his readers."""
    found = [t for c in children(word, "nsubj") for t in conjuncts(c)]
    return tuple(t for t in found if _has_view(t)) if all(_has_view(t) for t in found) else ()


def _has_view(head: Token) -> bool:
    return claimants.kind(head) in ("name", "noun", "third", "pronoun") and head.lemma_.lower() not in _CHANCE


def _seen(word: Token, lemma: str) -> tuple[Token, tuple[Token, ...], Token] | None:
    if has_dep(word, "advcl") and lemma != "put" and any(m.lower_ == "as" for m in children(word, "mark", "advmod")):
        would = any(c.lower_ in ("would", "will") for c in children(word, "aux"))
        return (word, _named(word), word) if lemma != "have" or would else None
    way = word.head
    if word.dep_ == "acl:relcl" and way.lemma_.lower() == "way" and has_dep(way, "obl", "dislocated", "advcl"):
        return way, _named(word), word
    return None


def _believed(word: Token) -> tuple[Token, ...]:
    """Whom the condition "if X is to be believed" or "if you believe X" trusts."""
    told = any(c.lower_ == "to" for c in children(word, "mark", "aux"))
    if syntax.is_passive(word):
        found = children(word, "nsubj") if told else []
    elif {c.lower_ for c in children(word, "nsubj")} & _WHOEVER and not children(word, "ccomp", "xcomp"):
        found = children(word, "obj", "iobj")
    else:
        found = []
    heads = tuple(t for c in found for t in conjuncts(c))
    return heads if all(_has_view(t) for t in heads) else ()


def _rest(cut: Token, sentence: Tokens) -> Tokens | None:
    """The clause that something is said beside, up to a semicolon: the side that has its core, else the longer."""
    head = cut.head
    if head.i == cut.i:
        return None
    if not syntax.is_predicate(head):
        head = next((g for g in governors(head) if syntax.is_predicate(g)), head)
    clause, doc = subtree(head), cut.doc
    start, end = max(clause.start, sentence.start), min(clause.end, sentence.end)
    start = next((i + 1 for i in range(cut.left_edge.i - 1, start, -1) if doc[i].text == ";"), start)
    end = next((i for i in range(cut.right_edge.i + 1, end) if doc[i].text == ";"), end)
    pieces = clause_pieces(doc[start:end], cut.subtree)
    core = {head.i, *(t.i for t in children(head, "nsubj", "aux", "cop"))}
    whole = [piece for piece in pieces if len(core) > 1 and all(piece.start <= i < piece.end for i in core)]
    return longest(whole) or longest(pieces)


def _told(index: int, sentence: Tokens, word: Token) -> Iterator[Candidate]:
    """ "Rumour has it that ...", "the story goes that ...", "..., so the story goes, ..."."""
    clauses = [c for c in children(word, "ccomp", "advcl", "acl") if c.i > word.i and _marked(c)]
    if clauses:
        piece: Tokens | None = _whole(clauses[0], sentence)
        head = clauses[0]
    else:
        piece, head = _rest(word, sentence) if has_dep(word, "parataxis", "advcl", "ccomp") else None, word.head
    if piece is None or (span := content_span(piece)) is None or span.begin <= word.idx < span.end:
        return
    it = _it(word)
    text = word.doc[word.i : it.i + 1].text if it else word.text
    cue = Cue(word.lemma_.lower(), "tale", frozenset(), certainty=Certainty.PROBABLE)
    yield Candidate(index, span, "tale", (), word, cue, text, head, (UNMISTAKABLE,))


def _answer(scene: Scene, index: int, sentence: Tokens) -> Iterator[Candidate]:
    """ "That wages are set in Paris." after "What do the bosses say?", or after another such sentence."""
    if not _fragment(sentence):
        return
    head = sentence.root
    if not children(head, "nsubj", "expl") or children(head, "csubj"):
        return
    before = next(
        (i for i in range(index - 1, max(-1, index - _FRAGMENTS), -1) if not _fragment(scene.tokens[i])), None
    )
    if before is None:
        return
    for word in reversed(tuple(scene.tokens[before])):
        cue = verb(word) if word.pos_ == "VERB" else None
        by = speakers(word) if cue is not None and "that" in cue.frames else ()
        if by and all(_has_view(t) for t in by) and (span := content_span(sentence[1:])) is not None:
            yield Candidate(index, span, "viewpoint", by, None, None, "", head, (UNMISTAKABLE,))
            return


def _gapped(index: int, sentence: Tokens) -> Iterator[Candidate]:
    """ "The prosecution says that he shot; the defence, that he ran": the second verb is that of the first clause."""
    doc = sentence.doc
    for mark in sentence:
        if mark.lower_ != "that" or mark.pos_ != "SCONJ" or mark.i <= sentence.start + 3:
            continue
        before = range(mark.i - 1, max(sentence.start, mark.i - _REACH), -1)
        first = next((i for i in before if doc[i].text == ";"), None)
        if first is None or not any(_reports(t) for t in doc[sentence.start : first]):
            continue
        who = [t for t in doc[first + 1 : mark.i] if t.text != ","]
        if not who or any(t.pos_ in ("VERB", "AUX", "SCONJ", "PRON", "ADP") for t in who):
            continue
        head = next((t for t in who if t.pos_ in ("NOUN", "PROPN") and not first < t.head.i < mark.i), who[-1])
        end = next((i for i in range(mark.i, sentence.end) if doc[i].text == ";"), sentence.end)
        piece = doc[mark.i + 1 : end]
        if head.pos_ in ("NOUN", "PROPN") and (span := content_span(piece)) is not None:
            yield Candidate(index, span, "viewpoint", (head,), None, None, "", piece.root, (UNMISTAKABLE,))


def _firmly(index: int, sentence: Tokens, word: Token) -> Iterator[Candidate]:
    """ "His widow is adamant: he built it"."""
    by = tuple(t for c in children(word, "nsubj") for t in conjuncts(c))
    piece = word.doc[word.i + 2 : sentence.end]
    if not children(word, "cop") or not by or not all(_has_view(t) for t in by):
        return
    if any(has_dep(t, "nsubj") for t in piece) and (span := content_span(piece)) is not None:
        cue = Cue(word.lower_, "adjective", frozenset())
        yield Candidate(index, span, "viewpoint", by, word, cue, word.text, piece.root, (UNMISTAKABLE,))


def _or_so(index: int, sentence: Tokens) -> Iterator[Candidate]:
    """ "Kral built it, or so he claims": all that stands before it."""
    doc = sentence.doc
    for word in sentence:
        cue = verb(word) if word.pos_ == "VERB" else None
        if cue is None or "that" not in cue.frames or word.i < sentence.start + 6:
            continue
        at = next(
            (i for i in range(word.i - 1, max(sentence.start + 2, word.i - _REACH), -1) if doc[i].text == ","), None
        )
        if at is None or [doc[at + 1].lower_, doc[at + 2].lower_] != ["or", "so"]:
            continue
        by = tuple(t for c in children(word, "nsubj") for t in conjuncts(c) if t.i > at)
        if by and (span := content_span(doc[sentence.start : at])) is not None:
            head = doc[sentence.start : at].root
            yield Candidate(index, span, "viewpoint", by, word, cue, word.text, head, (UNMISTAKABLE,))


def _reports(word: Token) -> bool:
    cue = verb(word) if word.pos_ == "VERB" else None
    return cue is not None and "that" in cue.frames and any(_marked(c) for c in children(word, "ccomp"))


def _fragment(sentence: Tokens) -> bool:
    """Whether a sentence is a clause with "that" alone; "That man ..." is none."""
    return len(sentence) > 3 and sentence[0].text == "That" and sentence[1].tag_ in _CLAUSE_BEGINS


def _marked(clause: Token) -> bool:
    return any(m.lower_ == "that" for m in children(clause, "mark"))


def _whole(clause: Token, sentence: Tokens) -> Tokens:
    tokens = subtree(clause)
    start = next((m.i + 1 for m in children(clause, "mark") if m.lower_ == "that"), tokens.start)
    return tokens.doc[max(start, sentence.start) : min(tokens.end, sentence.end)]


def _of_noun(index: int, sentence: Tokens, noun: Token, cue: Cue | None) -> Iterator[Candidate]:
    """ "One theory is that ...", "the official line: ...", "fears are growing that ..."."""
    by = owners(noun, noun.i + _REACH) or _among(noun.head)
    if any(claimants.kind(t) in ("first", "second") for t in by) or any(
        c.lower_ in ("no", "any") for c in children(noun, "det")
    ):
        return
    found = _spreading(sentence, noun)
    if found is None and cue is not None and (cue.kind == "tale" or _agreed(noun)):
        found = _is_that(sentence, noun)
    elif found is not None:
        cue = cue or phrases("noun")[noun.lemma_.lower()]
    if found is None or cue is None or (span := content_span(found)) is None:
        return
    by = tuple(t for t in by if not span.begin <= t.idx < span.end)
    yield Candidate(index, span, f"noun:{cue.kind}", by, noun, cue, noun.text, found.root, (UNMISTAKABLE,))


def _agreed(noun: Token) -> bool:
    beside = [c for c in noun.children if c.i < noun.i]
    return any(c.lower_ in _AGREED or c.lower_.startswith("widely") for c in beside)


def _is_that(sentence: Tokens, noun: Token) -> Tokens | None:
    """What follows "is that" or a colon behind a noun, up to a semicolon."""
    doc, at = noun.doc, noun.i + 1
    if at < sentence.end and doc[at].text == ",":  # "one theory, floated by a doctor, is that"
        at = next((i + 1 for i in range(at + 1, min(at + _REACH, sentence.end)) if doc[i].text == ","), sentence.end)
    if at + 2 >= sentence.end:
        return None
    if doc[at].lower_ in _IS:
        at += 1 + (doc[at + 1].pos_ == "ADV")
        if at + 2 >= sentence.end or doc[at].lower_ != "that" or doc[at + 1].pos_ in ("VERB", "AUX", "NOUN"):
            return None
    elif doc[at].text != ":" or any(t.pos_ in ("VERB", "AUX") for t in doc[sentence.start : at]):
        return None
    end = next((i for i in range(at, sentence.end) if doc[i].text == ";"), sentence.end)
    piece = doc[at + 1 : end]
    return piece if any(has_dep(t, "nsubj") for t in piece) else None


def _spreading(sentence: Tokens, noun: Token) -> Tokens | None:
    """The clause behind "fears are growing", "reports emerged": it is what the noun is about."""
    verb = noun.head
    if verb.lemma_.lower() not in SPREADS or not has_dep(noun, "nsubj") or noun.dep_ == "nsubj:pass":
        return None
    clause = next((c for c in children(verb, "ccomp", "advcl") if c.i > verb.i and _marked(c)), None)
    return _whole(clause, sentence) if clause is not None else None


def _among(verb: Token) -> tuple[Token, ...]:
    """Where a tale goes round: "reports circulated among officials that"."""
    if verb.lemma_.lower() not in SPREADS:
        return ()
    places = (c for c in children(verb, "obl") if set(cases(c)) & {"among", "in"})
    return tuple(c for c in places if claimants.speaks(c) or c.lemma_.lower() == "community")


def _for_whom(scene: Scene, index: int, sentence: Tokens, who: Token) -> Iterator[Candidate]:
    """ "To his followers, he was murdered by the police": what a thing is to somebody, and what becomes of nobody."""
    case = next(iter(children(who, "case")))
    doc, head = who.doc, who.head
    end = next((i for i in range(who.i + 1, sentence.end) if doc[i].text == ","), None)
    before = [t for t in doc[max(sentence.start, case.i - 2) : case.i] if not t.is_space and t.lower_ not in _LINKS]
    if (before and before[-1].text != ";") or end is None or end > who.right_edge.i + 1 or head.i < end:
        return
    if not _judges(scene, who, case.lower_) or not any(c.i > end for c in children(head, "nsubj")):
        return
    noun = bool(children(head, "cop")) and head.pos_ in ("NOUN", "PROPN", "ADJ")
    done = case.lower_ == "to" and bool(syntax.agents(head)) and syntax.is_passive(head)
    if head.lemma_.lower() in _SENDS or not (noun or done):
        return
    piece = _rest(who, sentence)
    if piece is not None and (span := content_span(piece)) is not None:
        cue = Cue(case.lower_, "view", frozenset())
        yield Candidate(index, span, "viewpoint", conjuncts(who), case, cue, case.text, head, (UNMISTAKABLE,))


def _judges(scene: Scene, who: Token, case: str) -> bool:
    if case == "for":
        return who.lemma_.lower() in _FAITHFUL
    chain = claimants.chain(scene, who)
    named = chain is not None and scene.chains[chain].label in ("PERSON", "ORG", "NORP")
    return claimants.speaks(who) or (named and who.lower_ not in claimants.FIRST)
