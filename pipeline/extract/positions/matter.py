"""What a position is about: the stretch of the sentence, and the words by which it can be found again elsewhere."""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.claims.candidate import content_span, essential
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import cases, children
from pipeline.records import Span

__all__ = ["clause", "complement", "lemmas", "noun_phrase", "span_of"]

_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_LIGHT = frozenset({"be", "have", "do", "get", "go", "one", "other", "any", "such", "own", "same", "more", "new"})


def noun_phrase(head: Token, verb: Token) -> Tokens:
    """A noun phrase with what belongs to it; of one that the verb stands inside (a relative clause), the short form."""
    whole = syntax.subtree(head)
    if whole.start <= verb.i < whole.end:
        return syntax.phrase(head)
    for child in children(head, "parataxis", "dep", "advcl", "discourse"):
        if child.i > head.i and child.left_edge.i < whole.end:
            whole = whole.doc[whole.start : max(head.i + 1, child.left_edge.i)]
    return essential(whole)


def clause(verb: Token, slot: str) -> Token | None:
    """The head of the clause that a verb has as its content: "that" (finite), "inf" (to do) or "ing" (doing)."""
    for child in children(verb, "ccomp", "xcomp", "csubj", "advcl", "obj"):
        if child.i < verb.i or child.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
            continue
        marks = {m.lower_ for m in children(child, "mark", "aux")}
        if slot == "that" and syntax.has_dep(child, "ccomp") and child.tag_ != "VBG" and "to" not in marks:
            return child
        if slot == "inf" and child.tag_ == "VB" and "to" in marks and not syntax.has_dep(child, "advcl"):
            return child
        if slot == "ing" and child.tag_ == "VBG" and not syntax.has_dep(child, "advcl"):
            return child
    return None


def complement(verb: Token, preposition: str, beside: Token | None = None) -> Token | None:
    """What follows a preposition after a verb, or after its object: sailing in "accused them of sailing"."""
    for head in (verb, beside):
        if head is None:
            continue
        for child in children(head, "obl", "nmod", "advcl", "acl", "ccomp", "xcomp", "dep"):
            words = {*cases(child), *(m.lower_ for m in children(child, "mark"))}
            if child.i > verb.i and preposition in words:
                return child
    return None


def span_of(head: Token) -> Span | None:
    """A clause or prepositional complement as characters, without the word that introduces it."""
    whole = syntax.subtree(head)
    doc, start = whole.doc, whole.start
    while start < head.i and (doc[start].pos_ == "PUNCT" or _introduces(doc[start], head)):
        start += 1
    return content_span(doc[start : whole.end])


def _introduces(word: Token, head: Token) -> bool:
    """Whether a word at the front of a clause or phrase introduces it; the "to" of "to leave" does not."""
    if not syntax.has_dep(word, "case", "mark"):
        return False
    return word.lower_ != "to" or head.tag_ != "VB"


def lemmas(scene: Scene, content: Span, head: Token | None) -> tuple[str, ...]:
    """The nouns, verbs and adjectives of a content as lemmas, that of its head first, each once."""
    piece = scene.doc.char_span(content.begin, content.end, alignment_mode="expand")
    if piece is None:
        return ()
    tokens = [t for t in piece if t.pos_ in _TELLING and t.lemma_.lower() not in _LIGHT]
    if head is not None and any(t.i == head.i for t in tokens):
        tokens.sort(key=lambda t: t.i != head.i)
    return tuple(dict.fromkeys(t.lemma_.lower() for t in tokens))
