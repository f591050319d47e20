"""Content that hangs on anything but a verb: "according to X", "in X's view", "reportedly", "X's claim that ..."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.extract import syntax
from pipeline.extract.claims import claimants
from pipeline.extract.claims.candidate import UNMISTAKABLE, WHOLE, Candidate, clause_pieces, content_span, longest
from pipeline.extract.claims.lexicon import Cue, phrases, verb
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import cases, children, conjuncts, governors, has_dep, subtree
from pipeline.records import Certainty, Polarity

__all__ = ["HEARSAY", "candidates", "of_others", "owners"]

_SOURCES = frozenset({"according", "per", "citing", "quoting"})
_HEARD = frozenset({
    "accusation", "allegation", "charge", "claim", "complaint", "report", "rumor", "rumour", "suggestion", "suspicion",
})  # fmt: skip
HEARSAY = frozenset({
    "accusation", "allegation", "assertion", "claim", "contention", "gossip", "insinuation", "legend", "report",
    "rumor", "rumour", "story", "tale",
})  # fmt: skip
"""Nouns whose clause with "that" somebody only says, whoever it is; a suspicion may be the author's."""
_PROMPTED = frozenset({"after", "amid", "amidst", "despite", "following", "on", "over", "to"})
"""What is done "over", "after" or "despite" claims, and said "on" them, is done by those who did not make them."""
_FICTIONS = frozenset({"ballet", "dream", "film", "movie", "musical", "novel", "opera", "play", "sitcom", "thriller"})
_ACCOUNTS = frozenset({
    "account", "answer", "argument", "claim", "conclusion", "excuse", "explanation", "message", "reply", "response",
    "statement", "story", "tale", "testimony", "verdict", "version", "view",
})  # fmt: skip
_EVERYBODYS = frozenset({"all", "many", "most", "several", "some"})
_OF_OTHERS = frozenset({
    "assess", "check", "confront", "consider", "counter", "debunk", "deflect", "discuss", "escape", "examine", "face",
    "fuel", "hear", "ignore", "investigate", "laugh", "mock", "probe", "prompt", "provoke", "receive", "review",
    "ridicule", "shrug", "sidestep", "spark", "study", "trigger", "verify", "weigh",
})  # fmt: skip
"""Verbs whose object others say, if it is something said."""
_WAVES_OFF = frozenset({"aside", "away", "off"})
"""Particles of "brushed off", "swept aside", "explained away"."""
_RUMOURS = frozenset({"rumour", "rumor", "legend", "gossip", "hearsay"})


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Every possible claim that a phrase, an adverb or a noun of the document introduces."""
    hearsay, nouns, views = phrases("hearsay"), phrases("noun"), _view_nouns()
    sourced = {t.head.i for t in scene.doc.tokens if t.lower_ in _SOURCES}
    for index, tokens in enumerate(scene.tokens):
        for token in tokens:
            lemma = token.lemma_.lower()
            if token.i in sourced:
                yield from _of_source(index, tokens, token)
            if lemma in views:
                yield from _of_view(index, tokens, token)
            if lemma in _FICTIONS:
                yield from _of_fiction(index, tokens, token)
            if (cue := hearsay.get(token.lower_)) and has_dep(token, "advmod", "amod", "discourse"):
                yield from _of_hearsay(index, tokens, token, cue)
            if token.pos_ in ("NOUN", "PROPN") and (cue := nouns.get(lemma)):
                yield from _of_noun(index, tokens, token, cue)
                yield from _after_colon(index, tokens, token, cue)


@cache
def _view_nouns() -> frozenset[str]:
    """The nouns of "in X's view", "by the count of X"."""
    return frozenset(words.split()[-1] for words in phrases("view"))


def _within(tokens: Tokens, sentence: Tokens) -> Tokens:
    return tokens.doc[max(tokens.start, sentence.start) : min(tokens.end, sentence.end)]


def _clause_without(token: Token, phrase: list[Token], sentence: Tokens) -> tuple[Token, Tokens] | None:
    """The clause that an adverbial phrase comments on, without the phrase: its head and its longest stretch."""
    head = token.head
    if head.i == token.i:
        return None
    if not syntax.is_predicate(head) and not has_dep(head, "ROOT", "root"):
        head = next((g for g in governors(head) if syntax.is_predicate(g) or has_dep(g, "ROOT", "root")), head)
    first, last = token.left_edge.i, max(t.i for t in phrase)
    after_comma = "," in (token.left_edge.text, sentence.doc.tokens[max(first - 1, 0)].text)
    if after_comma and all(t.pos_ == "PUNCT" for t in sentence.doc[last + 1 : sentence.end]):
        for above in governors(head):  # at the end of a sentence, after a comma, it speaks of the whole
            if not has_dep(head, "advcl", "conj", "xcomp", "acl") or above.i > head.i:
                break
            head = above
    piece = longest(clause_pieces(_between_semicolons(_within(subtree(head), sentence), token), phrase))
    return (head, piece) if piece is not None and len(piece) else None


def _of_whole(token: Token, head: Token) -> bool:
    """Whether a phrase that hangs on a subordinate clause speaks of the main one before it, see `_clause_without`."""
    clause = token.head
    if not syntax.is_predicate(clause):
        clause = next((g for g in governors(clause) if syntax.is_predicate(g)), clause)
    below = clause
    for _ in range(4):
        if below.i == head.i:
            return below.i != clause.i
        if not has_dep(below, "advcl", "xcomp", "acl"):
            return False
        below = below.head
    return False


def _between_semicolons(clause: Tokens, token: Token) -> Tokens:
    """What of a clause stands between the semicolons around a word; all of it where that would be nothing else."""
    doc = clause.doc
    start = next((i + 1 for i in range(token.i - 1, clause.start, -1) if doc[i].text == ";"), clause.start)
    end = next((i for i in range(token.i + 1, clause.end) if doc[i].text == ";"), clause.end)
    return doc[start:end] if start < end else clause


def _of_source(index: int, sentence: Tokens, token: Token) -> Iterator[Candidate]:
    """ "According to X, ..." and its like; X may be several."""
    marked = [c for c in token.children if c.lower_ in _SOURCES and c.i < token.i and c.base in ("case", "mark")]
    if not marked:
        return
    said = " ".join(cases(token))
    words = " ".join(t.lower_ for t in sentence.doc[marked[0].i : marked[0].i + 2])
    cue = phrases("source").get(words) or phrases("source").get(marked[0].lower_) or phrases("source").get(said)
    if cue is None:
        return
    if token.lemma_.lower() in phrases("manner"):
        return
    own = _shared_out(marked[0], sentence)
    found = own or _clause_without(token, list(token.subtree), sentence)
    if found and (span := content_span(found[1])) is not None:
        text = sentence.doc[marked[0].i : marked[0].i + (2 if cue.lemma == words else 1)].text
        plain = (UNMISTAKABLE,) if own else (WHOLE,) if _of_whole(token, found[0]) else ()
        yield Candidate(index, span, "according_to", conjuncts(token), marked[0], cue, text, found[0], plain)


def _shared_out(mark: Token, sentence: Tokens) -> tuple[Token, Tokens] | None:
    """What stands before each of several sources: "12 died according to the police, 40 according to the priest".

    None where the sentence names one source, or the source comes first.
    """
    doc = mark.doc
    marks = [
        t.i for t in sentence if t.lower_ == "according" and t.i + 1 < sentence.end and doc[t.i + 1].lower_ == "to"
    ]
    if len(marks) < 2 or mark.i not in marks:
        return None
    closes = next((i for i in range(mark.i + 2, sentence.end - 1) if doc[i].text in (",", ";")), None)
    if closes is not None and doc[closes + 1].pos_ in ("VERB", "AUX"):
        return None  # "who, according to the army, had been killed"
    start = next((i + 1 for i in range(mark.i - 1, sentence.start, -1) if doc[i].text in (";", ":")), sentence.start)
    earlier = [i for i in marks if start <= i < mark.i]
    if earlier:
        start = next((i + 1 for i in range(earlier[-1] + 2, mark.i) if doc[i].text in (",", "and", "but")), mark.i)
    start += start < mark.i and doc[start].pos_ == "CCONJ"
    piece = doc[start : mark.i]
    return (piece.root, piece) if any(t.pos_ not in ("PUNCT", "CCONJ", "SPACE", "ADV") for t in piece) else None


def _of_view(index: int, sentence: Tokens, token: Token) -> Iterator[Candidate]:
    """ "In X's view", "by the count of X", "in the words of X"."""
    if token.base not in ("obl", "nmod") or not (own := cases(token)):
        return
    cue = phrases("view").get(f"{own[0]} {token.lemma_.lower()}")
    if cue is None:
        return
    owned = children(token, "nmod:poss") or [c for c in children(token, "nmod") if set(cases(c)) & {"of", "by"}]
    if not owned and cue.lemma == "by account" and any(c.lower_ in _EVERYBODYS for c in token.children):
        yield from _of_all(index, sentence, token, cue)
        return
    if not owned or (children(token, "acl", "ccomp") and not cue.lemma.endswith("word")):
        return
    found = _clause_without(token, list(token.subtree), sentence)
    if found and (span := content_span(found[1])) is not None:
        by = tuple(t for o in owned for t in conjuncts(o))
        plain = (UNMISTAKABLE,) if _set_off(sentence, token) and _clause(*found) and all(map(_has_view, by)) else ()
        yield Candidate(index, span, "view", by, token, cue, token.text, found[0], plain)


def _set_off(sentence: Tokens, phrase: Token) -> bool:
    """Whether commas, or the edges of the sentence, set a phrase off: "By his own admission, he lied"."""
    doc, first, last = phrase.doc, phrase.left_edge.i, phrase.right_edge.i
    last -= doc[last].text == ","
    opens = first == sentence.start or doc[first - 1].text in (",", ";", ":", "—", "–")
    return opens and (last + 1 >= sentence.end or doc[last + 1].text in (",", ".", ";", ":", "—", "–"))


def _clause(head: Token, piece: Tokens) -> bool:
    return piece.start <= head.i < piece.end and bool(children(head, "nsubj"))


def _has_view(owner: Token) -> bool:
    """Whether a possessor is somebody else than the author: his, the ministry's, Kral's."""
    kind = claimants.kind(owner)
    return kind in ("name", "third") or (kind == "noun" and (claimants.speaks(owner) or owner.tag_ == "NNS"))


def _of_all(index: int, sentence: Tokens, token: Token, cue: Cue) -> Iterator[Candidate]:
    """ "By all accounts, the guards shot them": hearsay of a whole clause."""
    found = _clause_without(token, list(token.subtree), sentence)
    if found is None or not children(found[0], "nsubj"):
        return
    head, pieces = found[0], clause_pieces(_within(subtree(found[0]), sentence), token.subtree)
    piece = next((p for p in pieces if p.start <= head.i < p.end), found[1])
    if (span := content_span(piece)) is not None:
        unsure = replace(cue, certainty=Certainty.PROBABLE)
        yield Candidate(index, span, "view", (), token, unsure, token.text, head, (UNMISTAKABLE,))


def _of_fiction(index: int, sentence: Tokens, token: Token) -> Iterator[Candidate]:
    """ "In the novel, the king is murdered": what happens there happens nowhere else."""
    if token.lemma_.lower() not in _FICTIONS or not has_dep(token, "obl") or cases(token) != ("in",):
        return
    case = next(iter(children(token, "case")))
    before = sentence.doc[sentence.start : case.i]
    if any(t.pos_ not in ("PUNCT", "CCONJ", "ADV", "SPACE") for t in before):
        return
    found = _clause_without(token, list(token.subtree), sentence)
    if found and (span := content_span(found[1])) is not None:
        cue = Cue("in", "view", frozenset())
        yield Candidate(index, span, "view", (token,), case, cue, case.text, found[0], (UNMISTAKABLE,))


def _after_colon(index: int, sentence: Tokens, token: Token, cue: Cue) -> Iterator[Candidate]:
    """ "The ministry's account is simple: rebels shelled the school"."""
    owners = children(token, "nmod:poss") or [c for c in children(token, "nmod") if cases(c) in (("of",), ("from",))]
    if cue.lemma not in _ACCOUNTS or not owners or not has_dep(token, "nsubj"):
        return
    colon = next((t for t in sentence if t.text == ":" and t.i > token.head.i), None)
    if colon is None or not has_dep(token.head, "ROOT", "root"):
        return
    piece = sentence.doc[colon.i + 1 : sentence.end]
    if any(has_dep(t, "nsubj") for t in piece) and (span := content_span(piece)) is not None:
        by = tuple(t for o in owners for t in conjuncts(o))
        yield Candidate(index, span, "noun:colon", by, token, cue, token.text, piece.root, (UNMISTAKABLE,))


def _of_hearsay(index: int, sentence: Tokens, token: Token, cue: Cue) -> Iterator[Candidate]:
    head = token.head
    clause = _within(subtree(head), sentence)
    if has_dep(token, "advmod") and head.pos_ in ("VERB", "AUX") and has_dep(head, "acl", "amod", "advcl"):
        piece = clause
    else:
        starts = [c.left_edge.i for c in children(head, "nsubj", "csubj")]
        start = max(min([*starts, token.i]), clause.start) if starts else clause.start
        piece = clause.doc[start : clause.end]
    if (span := content_span(piece)) is not None:
        yield Candidate(index, span, "hearsay", (), token, cue, token.text, head)


def _of_noun(index: int, sentence: Tokens, token: Token, cue: Cue) -> Iterator[Candidate]:
    """ "X's claim that ...", "the request of X to ...", "rumours of ...", "on the ground that ..."."""
    for child in token.children:
        if child.i < token.i:
            continue
        speakers = owners(token, child.left_edge.i)
        if has_dep(child, "acl", "ccomp", "appos", "parataxis", "advcl") and child.dep_ != "acl:relcl":
            frame = _noun_frame(child)
        elif child.dep_ == "acl:relcl" and any(m.lower_ == "that" and m.dep_ == "mark" for m in child.children):
            frame = "that"
        elif has_dep(child, "nmod") and cases(child) and cases(child)[0] in ("of", "about", "for"):
            frame = f"prep:{cases(child)[0]}"
            if cases(child)[0] == "of" and cue.lemma not in _RUMOURS and child in speakers:
                continue
        else:
            continue
        if frame is None:
            continue
        piece = _within(subtree(child), sentence)
        if frame.startswith("prep:"):
            piece = piece[1:] if len(piece) > 1 else piece
        if (span := content_span(piece)) is not None:
            told = (
                _deed(cue, child) and bool(speakers)
                if frame == "inf"
                else frame == "that" and _is_hearsay(cue, token, child)
            )
            plain = (UNMISTAKABLE,) if told else ()
            yield Candidate(index, span, f"noun:{frame}", speakers, token, cue, token.text, child, plain)
    head, speakers = token.head, owners(token, token.i + 20)  # "the claim is that ..."
    if (has_dep(token, "nsubj") and any(has_dep(c, "cop") for c in head.children)) or (
        has_dep(token, "nsubj") and head.lemma_ == "be"
    ):
        for child in [head, *children(head, "ccomp", "xcomp")]:
            marks = [m for m in children(child, "mark") if m.lower_ in ("that", "to") and m.i > token.i]
            if marks:
                piece = _within(subtree(child), sentence)
                start = marks[0].i + (marks[0].lower_ == "that")
                if (span := content_span(piece.doc[start : piece.end])) is not None:
                    yield Candidate(index, span, "noun:is", speakers, token, cue, token.text, child)
                    return
        preposition = next((c for c in children(head, "case") if c.lower_ == "for" and c.i > token.i), None)
        if preposition is not None:  # "their demand was for an end to ..."
            piece = sentence.doc[preposition.i + 1 : _within(subtree(head), sentence).end]
            if (span := content_span(piece)) is not None:
                yield Candidate(index, span, "noun:is:for", speakers, token, cue, token.text, head)


def _is_hearsay(cue: Cue, noun: Token, clause: Token) -> bool:
    if cue.lemma not in HEARSAY or not any(m.lower_ == "that" for m in children(clause, "mark")):
        return False
    first = noun.left_edge
    comments = first.i > noun.sent.start and first.nbor(-1).text == "," and first.lower_ in ("a", "an")
    return not comments  # "..., a claim that the union called a lie"


def _deed(cue: Cue, clause: Token) -> bool:
    """Whether a clause is what somebody says that he did, not what he asks for: "their claim to have seized it"."""
    return cue.lemma in ("admission", "boast", "claim") and any(c.lower_ == "have" for c in children(clause, "aux"))


def _noun_frame(child: Token) -> str | None:
    marks = {m.lower_ for m in children(child, "mark")}
    if "that" in marks:
        return "that"
    if marks & {"to"} or any(c.lower_ == "to" and has_dep(c, "aux") for c in child.children):
        return "inf"
    if has_dep(child, "acl"):
        return "that" if any(has_dep(c, "nsubj") for c in child.children) else None
    before = child.doc[child.left_edge.i - 1 : child.left_edge.i + 1]
    return "quote" if any(t.text in ("“", '"', "‘", "«", ":", "'") for t in before) else None


def owners(token: Token, before: int) -> tuple[Token, ...]:
    """Whose claim: the possessor, "by X", "of X" before a clause, or the subject of "X made the claim that"."""
    found = children(token, "nmod:poss")
    if not found:
        found = [c for c in children(token, "nmod", "obl") if set(cases(c)) & {"by", "from"} and c.i < before]
    if not found and children(token, "acl", "ccomp", "appos"):
        found = [c for c in children(token, "nmod") if set(cases(c)) & {"of", "among", "in"} and c.i < before]
        found = [c for c in found if "of" in cases(c)] or found
    if not found and (made := [c for c in children(token, "acl") if c.tag_ == "VBN" and c.i < before]):
        found = [t for c in made for t in syntax.agents(c)]
    if not found and token.tag_ in ("NNS", "VBZ") and token.i > token.sent.start:  # a verb taken for a noun
        found = [c for c in children(token, "compound", "amod") if c.i == token.i - 1 and c.tag_.startswith("NN")]
    if not found and has_dep(token, "obj", "obl"):
        light = token.head
        if light.pos_ == "VERB" and "despite" not in cases(token) and not of_others(token):
            subjects = syntax.agents(light)
            return tuple(t for t in subjects if t.lower_ not in ("it", "there"))
    return tuple(t for o in found for t in conjuncts(o))


def of_others(noun: Token) -> bool:
    """Whether a noun stands for what others say, to the one who acts: "dismissed reports that", "faces claims"."""
    word = noun.head
    if has_dep(noun, "obl", "nmod") and set(cases(noun)) & _PROMPTED and noun.lemma_.lower() in _HEARD:
        return True
    if not has_dep(noun, "obj", "obl") and noun.dep_ != "nsubj:pass":
        return False
    cue = verb(word)
    waved_off = any(c.lower_ in _WAVES_OFF for c in children(word, "compound:prt"))
    return (cue is not None and cue.polarity is Polarity.DENIED) or word.lemma_.lower() in _OF_OTHERS or waved_off
