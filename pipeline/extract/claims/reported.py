"""Content that hangs on a verb or adjective: clauses, infinitives, objects and prepositional phrases."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract import syntax
from pipeline.extract.claims.candidate import UNMISTAKABLE, Candidate, clause_pieces, content_span, essential, longest
from pipeline.extract.claims.lexicon import UNLISTED, Cue, phrases, verb
from pipeline.extract.claims.speakers import misplaced_agent, outside, passive, speakers
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import cases, children, has_dep, subtree
from pipeline.records import Span

__all__ = ["candidates"]

_WH = frozenset({"what", "who", "whom", "whose", "which", "how", "why", "where", "when", "whether", "if"})
_CONTENT = frozenset({"ccomp", "csubj", "parataxis", "dislocated", "xcomp", "advcl", "obl"})
"""The relations to a verb in which its content may stand."""
_CLAUSES = frozenset({"ccomp", "csubj", "parataxis", "dislocated"})
"""Those of them in which that of a verb stands which is not listed: nothing else shows that it attributes."""
_SHARES = frozenset({"blame", "credit", "guilt", "involvement", "knowledge", "liability", "responsibility"})
"""Nouns of which the deed is a part: who claims or denies responsibility speaks of the attack."""
_HEARSAY = frozenset({
    "allege", "assume", "believe", "fear", "presume", "report", "repute", "rumor", "rumour", "say", "suspect", "think",
    "understand",
})  # fmt: skip
"""Verbs whose passive with "to" is hearsay and nothing else: "believed to be from Ohio"."""
_OVERHEARD = frozenset({"gather", "hear"})
_STRINGS = frozenset({"CCONJ", "PUNCT"})
_NO_CLAIMANT = frozenset({"it", "there", "what", "which", "that", "this"})


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Every possible claim that a verb, adjective or participle of the document introduces."""
    adjectives = phrases("adjective")
    for index, tokens in enumerate(scene.tokens):
        for token in tokens:
            if token.pos_ in ("VERB", "AUX") and token.base not in ("aux", "cop", "case"):
                yield from _of_verb(index, tokens, token)
            if token.tag_[:1] in "JV" and (cue := adjectives.get(token.lower_)):
                yield from _of_adjective(index, tokens, token, cue)


def _of_verb(index: int, sentence: Tokens, word: Token) -> Iterator[Candidate]:
    listed = verb(word)
    cue = listed or UNLISTED
    said_by = speakers(word)
    undergone = passive(word)
    if not said_by and (not listed or (undergone and word.lower_ in phrases("adjective"))):
        return  # "we are convinced" attributes as an adjective, to its subject
    seen, text, traits = False, "", ("passive",) if undergone else ()
    for frame, head, piece in _complements(word, cue, sentence, undergone):
        if not listed and frame not in ("that", "quote", "paren"):
            continue
        if frame == "as" and undergone and (agent := misplaced_agent(word)) is not None:
            piece = _until(piece, agent.left_edge)
        span = content_span(piece if frame in ("that", "if", "quote") else essential(piece))
        if span is None:
            continue
        seen, text = True, text or _cue_text(word, undergone)
        by = outside(word, said_by, span.begin, span.end)
        rumour = frame == "passinf" and cue.lemma in _HEARSAY and not by
        rumour = rumour or (frame == "that" and cue.lemma in _OVERHEARD and not by and not undergone)
        plain = (UNMISTAKABLE,) if rumour or (by and _leaves_open(word)) else ()
        yield Candidate(index, span, frame, by, word, cue, text, head, (*traits, *plain))
        if (longer := _longer(word, frame, piece, sentence)) is not None:
            yield Candidate(index, longer, f"{frame}+", by, word, cue, text, head, traits)
    if not seen and (around := _around(word, sentence)):
        frame, head, piece = around
        if (span := content_span(piece)) is not None and (listed or frame == "paren"):
            by = outside(word, said_by, span.begin, span.end)
            sure = _turned(word) if frame == "paren" else _clause_before(word) is not None
            heard = frame == "paren" and word.lemma_.lower() in _OVERHEARD and not by
            plain = (UNMISTAKABLE,) if listed and (heard or (by and sure)) else ()
            yield Candidate(index, span, frame, by, word, cue, _cue_text(word, undergone), head, (*traits, *plain))


def _leaves_open(word: Token) -> bool:
    """Whether it is the second verb of "neither confirmed nor denied": what they have for an object is left open."""
    first = syntax.first_conjunct(word).lemma_.lower()
    return word.lemma_.lower() == "deny" and first == "confirm" and any(c.lower_ == "nor" for c in children(word, "cc"))


def _until(piece: Tokens, end: Token) -> Tokens:
    """The piece up to a token that follows its first one."""
    return piece.doc[piece.start : end.i] if piece.start < end.i < piece.end else piece


def _cue_text(word: Token, undergone: bool) -> str:
    """The verb as written, with its particle and, in the passive, its auxiliary ("is said", "pointed out")."""
    start = end = word.i
    for child in word.children:
        if child.dep_ == "compound:prt" and child.i == end + 1:
            end = child.i
        if undergone and child.dep_ in ("aux:pass", "auxpass") and word.i - child.i == 1 and word.lower_ == "said":
            start = child.i
    return word.doc[start : end + 1].text


def _to_infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" for c in children(token, "mark", "aux") if c.i < token.i)


def _longer(word: Token, frame: str, piece: Tokens, sentence: Tokens) -> Span | None:
    """The content with the adverbials of the cue that follow it at once: they may belong to either.

    "promised elections within two years", "is thought to have begun when a pallet caught fire".
    """
    if frame in ("that", "if", "quote"):
        return None
    end = piece.end
    for child in word.children:
        if has_dep(child, "obl", "advcl") and child.dep_ != "obl:agent" and child.left_edge.i == end:
            end = min(child.right_edge.i + 1, sentence.end)
    return content_span(word.doc[piece.start : end]) if end > piece.end else None


def _complements(word: Token, cue: Cue, sentence: Tokens, undergone: bool) -> Iterator[tuple[str, Token, Tokens]]:
    """Frame, head and tokens of everything that hangs on a verb and may be its content."""
    objects = [c for c in word.children if c.base in ("obj", "iobj")]
    inner = [c for c in children(word, "xcomp") if f"{word.lemma_.lower()} {c.lower_}" == cue.lemma]
    for child in (*word.children, *(t for c in inner for t in c.children)):  # "made it clear that"
        if child.base not in (_CLAUSES if cue is UNLISTED else _CONTENT):
            continue
        if has_dep(child, "ccomp") or child.dep_ == "csubj:pass" or (has_dep(child, "csubj") and undergone):
            yield _clause_frame(child), child, _extent(child, word, sentence)
        elif has_dep(child, "parataxis", "dislocated") and child.i > word.i and _announced(word, child):
            yield "quote", child, _extent(child, word, sentence)
        elif has_dep(child, "xcomp"):
            yield from _open_clause(word, child, objects, cue, sentence, undergone)
        elif has_dep(child, "advcl") and any(m.lower_ == "as" for m in children(child, "mark", "case")):
            if "as" in cue.frames and child.i > word.i:
                yield "as", child, _with_object(word, child, objects, sentence)
        elif has_dep(child, "advcl") and objects and "objinf" in cue.frames and _to_infinitive(child):
            if child.i > objects[0].i > word.i:
                yield "objinf", child, _with_object(word, child, objects, sentence)
        elif has_dep(child, "advcl") and "ing" in cue.frames and _gerund(child) and child.i > word.i:
            yield "ing", child, _extent(child, word, sentence)
        elif (has_dep(child, "obl") and (child.dep_ != "obl:agent" or "on" in cases(child))) or (
            has_dep(child, "advcl") and child.i > word.i
        ):
            yield from _oblique(word, child, objects, cue, sentence, undergone)
    if cue is UNLISTED:
        return
    if undergone and word.base == "acl" and "that" in cue.frames:  # "the arms, believed to be his", hung on the noun
        for child in children(word.head, "acl"):
            if child.left_edge.i == word.i + 1 and _to_infinitive(child):
                yield "passinf", child, _extent(child, word, sentence)
    for child in children(word, "advmod", "obj"):  # "does not think so", "says not"
        if child.lower_ in ("so", "not") and child.i == word.i + 1 and "that" in cue.frames:
            yield "so", child, word.doc[child.i : child.i + 1]
    if "np" in cue.frames or "quote" in cue.frames:
        yield from _object(word, cue, objects, sentence, undergone)


def _clause_frame(child: Token) -> str:
    if any(m.lower_ in ("whether", "if") for m in children(child, "mark")):
        return "if"
    if _to_infinitive(child) and not any(has_dep(c, "aux") and c.tag_ == "MD" for c in child.children):
        return "inf"
    first = child.left_edge
    if first.lower_ in _WH and first.lower_ != "if" and first.lower_ != "when":
        return "if"
    if _gerund(child) and not any(
        has_dep(c, "nsubj") or (has_dep(c, "aux", "cop") and c.tag_ != "VBG") for c in child.children
    ):
        return "ing"
    return "that"


def _gerund(token: Token) -> bool:
    """ "denying", "having denied", "being denied"."""
    return token.tag_ == "VBG" or any(has_dep(c, "aux") and c.tag_ == "VBG" for c in token.children)


def _announced(word: Token, child: Token) -> bool:
    """Whether a loose clause after a verb stands behind a colon, a comma or an opening mark: `he said: "Go."`"""
    between = word.doc[word.i + 1 : child.left_edge.i + 1]
    return any(t.text in (":", "“", '"', "‘", "«", "``", "'", ",") for t in between)


def _extent(child: Token, word: Token, sentence: Tokens) -> Tokens:
    """The tokens of a complement, without the verb that it hangs on where that stands in the middle of it.

    Of what stands before and after that verb, the main clause counts if it is whole on one side ("Three people died,
    the office said, after the river had risen"), else the longer piece.
    """
    clause = _within(subtree(child), sentence)
    if clause.start <= word.i < clause.end:
        own = {t.i for t in child.subtree}
        cut = [t for t in clause if t.i not in own]
        pieces = clause_pieces(clause, cut)
        core = {child.i, *(t.i for t in children(child, "nsubj", "aux", "cop", "obj"))}
        whole = [piece for piece in pieces if len(core) > 1 and all(piece.start <= i < piece.end for i in core)]
        return longest(whole) or longest(pieces) or clause
    return clause


def _within(tokens: Tokens, sentence: Tokens) -> Tokens:
    return tokens.doc[max(tokens.start, sentence.start) : min(tokens.end, sentence.end)]


def _open_clause(
    word: Token, child: Token, objects: list[Token], cue: Cue, sentence: Tokens, undergone: bool
) -> Iterator[tuple[str, Token, Tokens]]:
    clause = _extent(child, word, sentence)
    if _to_infinitive(child):
        if objects and cue.frames & {"objinf"}:
            yield "objinf", child, _with_object(word, child, objects, sentence)
        elif undergone and cue.frames & {"objinf", "that", "inf"}:
            yield "passinf", child, clause
        elif "objinf" in cue.frames and "inf" not in cue.frames:
            yield "objinf", child, clause
        elif not objects:
            yield "inf", child, clause
    elif any(c.lower_ == "as" for c in children(child, "case", "mark")) and "as" in cue.frames:
        yield "as", child, _with_object(word, child, objects, sentence)
    elif _gerund(child) and "ing" in cue.frames:
        yield "ing", child, clause
    elif any("self" in o.lower_ for o in objects) and cue.kind == "find":  # "found himself unable"
        return
    elif cue.frames & {"small"} or (undergone and cue.frames & {"that"}):
        piece = _with_object(word, child, objects, sentence)
        if undergone and not objects:  # "were reported dead in Gaza": the place may hang on either
            after = [c for c in children(word, "obl", "advcl") if c.left_edge.i == piece.end and c.dep_ != "obl:agent"]
            piece = word.doc[piece.start : after[0].right_edge.i + 1] if after else piece
        yield "small", child, piece


def _with_object(word: Token, child: Token, objects: list[Token], sentence: Tokens) -> Tokens:
    """A complement together with the object that it is about: "her the best", "him to leave"."""
    clause = _within(subtree(child), sentence)
    between = [o.left_edge.i for o in objects if word.i < o.i < child.i]
    if not between:
        first = next((t.i for t in clause if t.pos_ != "PUNCT"), clause.start)
        first += clause.doc[first].lower_ == "as"
        clause = clause.doc[first : clause.end] if first < clause.end else clause
    start = max(min(between, default=clause.start), sentence.start)
    if clause.start <= word.i:
        return _extent(child, word, sentence)
    return child.doc[start : clause.end] if start < clause.end else clause


def _oblique(
    word: Token, child: Token, objects: list[Token], cue: Cue, sentence: Tokens, undergone: bool
) -> Iterator[tuple[str, Token, Tokens]]:
    marks = [c for c in children(child, "case", "mark") if c.i < child.i]
    if not marks:
        return
    preposition = marks[0].lower_
    clause = _extent(child, word, sentence)
    if cue.lemma.endswith(f" {preposition}"):  # "calls for": the phrase is the object of "call for"
        if "objinf" in cue.frames and not cue.frames & {"np"}:
            start, inner = clause.start + 1, [c for c in children(word, "xcomp", "advcl") if c.i > child.i]
            if inner:
                end = min(inner[0].right_edge.i + 1, sentence.end)
                yield "objinf", inner[0], word.doc[start:end]
            elif (acl := list(children(child, "acl"))) and _to_infinitive(acl[0]):
                yield "objinf", acl[0], _after(clause, marks[0])
        else:
            yield "np", child, _after(clause, marks[0])
        return
    if preposition == "as":
        if "as" in cue.frames and child.i > word.i:
            yield "as", child, _with_object(word, child, objects, sentence)
    elif f"obj+{preposition}" in cue.frames and (objects or undergone) and child.i > word.i:
        nouns = [o for o in objects if word.i < o.i < child.i and o.pos_ != "PRON"]
        if nouns and preposition in ("of", "to", "with", "at", "on", "for"):
            yield f"obj+{preposition}", child, word.doc[nouns[0].left_edge.i : clause.end]
        else:
            yield f"obj+{preposition}", child, _after(clause, marks[0])
    elif preposition in cue.frames and (not objects or preposition in ("of", "about", "against", "for")):
        yield f"prep:{preposition}", child, _after(clause, marks[0])


def _after(clause: Tokens, mark: Token) -> Tokens:
    return clause.doc[mark.i + 1 : clause.end] if clause.start <= mark.i < clause.end - 1 else clause


def _object(
    word: Token, cue: Cue, objects: list[Token], sentence: Tokens, undergone: bool
) -> Iterator[tuple[str, Token, Tokens]]:
    if any(c.base == "ccomp" for c in word.children):
        return
    if any(c.base == "xcomp" and _to_infinitive(c) for c in word.children) and "objinf" in cue.frames:
        return
    for child in objects:
        if child.dep_ == "obj" and child.i != word.i and not child.tag_.startswith("W"):
            yield "np", child, _with_deed(child, word, _extent(child, word, sentence))
            return
    if word.dep_ == "acl:relcl" and not objects and "np" in cue.frames:  # "a policy that both have criticised"
        noun = word.head
        gap = noun.i < word.i and not children(word, "xcomp", "ccomp")
        if (gap and any(t.i == noun.i for t in syntax.objects(word))) or any(
            syntax.antecedent(c).i == noun.i for c in children(word, "obj")
        ):
            yield "relobj", noun, noun.doc[_within(subtree(noun), sentence).start : word.left_edge.i]
    if undergone and syntax.agents(word):
        for child in children(word, "nsubj"):
            if child.lower_ not in _NO_CLAIMANT:
                yield "np", syntax.antecedent(child), _extent(child, word, sentence)
            elif word.dep_ == "acl:relcl" and "np" in cue.frames and word.head.i < child.i:
                noun = word.head  # "a programme that had been recommended by the bank"
                yield "relobj", noun, noun.doc[_within(subtree(noun), sentence).start : word.left_edge.i]


def _with_deed(noun: Token, word: Token, piece: Tokens) -> Tokens:
    """A share in something with what it is a share in, wherever that hangs: "responsibility for the attack"."""
    if noun.lemma_.lower() not in _SHARES:
        return piece
    for deed in children(word, "obl"):
        if deed.left_edge.i == piece.end and cases(deed)[:1] in (("for",), ("of",)):
            return piece.doc[piece.start : deed.right_edge.i + 1]
    return piece


def _around(word: Token, sentence: Tokens) -> tuple[str, Token, Tokens] | None:
    """The clause that a parenthesis belongs to: "The vote, she said, was rigged", "As he put it, ..."."""
    head = word.head
    if head.i == word.i or not (has_dep(word, "parataxis", "advcl", "ccomp", "dislocated")):
        return None
    marks = {m.lower_ for m in children(word, "mark", "advmod")}
    if has_dep(word, "advcl") and "as" not in marks and (marks or not _enclosed(word)):
        return None
    if has_dep(word, "ccomp") and (marks or abs(word.i - head.i) > 30):
        return None
    if "as" in marks and (before := _clause_before(word)) is not None:
        head, clause = before, _within(subtree(before), sentence)
        start = next((m.i + 1 for m in children(head, "mark") if m.i == clause.start), clause.start)
        return "asclause", head, clause.doc[start : clause.end]
    clause = _within(subtree(head), sentence)
    rest = clause_pieces(clause, word.subtree)
    earlier = [p for p in rest if p.end <= word.i]
    strung = [p for p in earlier if _is_clause(p) and any(o.start > word.i and o[0].pos_ in _STRINGS for o in rest)]
    piece = longest(strung or (earlier if _turned(word) else rest))
    if piece is None:
        return None
    return ("asclause" if "as" in marks else "paren"), head, piece


def _is_clause(piece: Tokens) -> bool:
    return any(has_dep(t, "nsubj", "expl") and piece.start <= t.head.i < piece.end for t in piece)


def _clause_before(word: Token) -> Token | None:
    """The subordinate clause that an "as" clause follows at once: "If Kral founded it, as he claims, he kept quiet"."""
    first = word.left_edge.i
    for clause in children(word.head, "advcl"):
        if clause.i < first and word.right_edge.i < word.head.i and 0 < first - clause.right_edge.i <= 2:
            return clause
    return None


def _turned(word: Token) -> bool:
    """Whether the author himself goes on after a parenthesis: "Kral fled, aides said, but soldiers arrested him"."""
    return word.i + 2 < word.sent.end and word.doc[word.i + 2].lower_ in ("but", "yet") and _enclosed(word)


def _enclosed(word: Token) -> bool:
    """Whether no more than a subject and its verb stand between two commas: "the wound, she argues, has its uses"."""
    doc, first, last = word.doc, word.left_edge.i, word.i
    closed = last + 1 < word.sent.end and doc[last + 1].text == ","
    opened = first > word.sent.start and "," in (doc[first].text, doc[first - 1].text)
    return closed and opened and word.tag_[:2] == "VB" and bool(children(word, "nsubj", "expl"))


def _of_adjective(index: int, sentence: Tokens, word: Token, cue: Cue) -> Iterator[Candidate]:
    """ "X is convinced that ...", "afraid of", "keen to ..."."""
    if not any(has_dep(c, "cop", "nsubj") for c in word.children) and not has_dep(
        word, "acl", "advcl", "xcomp", "conj"
    ):
        return
    for child in word.children:
        if child.i < word.i:
            continue
        if has_dep(child, "ccomp", "advcl", "xcomp", "csubj"):
            frame = _clause_frame(child)
            marks = {m.lower_ for m in children(child, "mark")}
            if has_dep(child, "advcl") and not (frame == "inf" or marks & {"that"}):
                continue
            piece = _extent(child, word, sentence)
        elif has_dep(child, "obl") and cases(child) and cases(child)[0] in ("of", "about", "to", "with", "by"):
            frame, piece = f"prep:{cases(child)[0]}", _extent(child, word, sentence)
            piece = piece[1:] if len(piece) > 1 else piece
        else:
            continue
        if (span := content_span(piece)) is not None:
            holders = speakers(word) or syntax.subjects(word)
            yield Candidate(index, span, f"adj:{frame}", holders, word, cue, word.text, child, ())
