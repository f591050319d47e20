"""Direct speech without quotation marks: a block below an introduction, or what follows a name and a colon."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.extract.claims import claimants
from pipeline.extract.claims.candidate import UNMISTAKABLE, Candidate
from pipeline.extract.claims.quoted import head, may_tag, traits, trim
from pipeline.extract.claims.speakers import speakers
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import has_dep

__all__ = ["candidates"]

_LONGEST = 12
"""How many sentences a block may have."""
_FURTHEST = 3
"""How many paragraphs it may run on, beyond the first."""
# fmt: off
_RESUMES = frozenset({
    "that", "this", "these", "those", "he", "she", "they", "it", "but", "however", "meanwhile", "moreover", "also",
})
# fmt: on
_SIGNS = (":", "-", "–", "—")
_SHORTEST = 5
"""Behind one of these marks at the end of a headline stands who says so, in fewer words than this."""
_STOPS = (".", "!", "?", "…", "”", '"', "»", "]")


@dataclass(frozen=True, slots=True)
class _Introduction:
    """A sentence that ends in a colon, with the word in it that attributes what follows.

    `said` marks one that has a content already, `set_off` one after which a new paragraph begins.
    """

    sentence: int
    word: Token
    said: bool
    set_off: bool

    @property
    def announces(self) -> bool:
        """Whether it says no more than that somebody spoke: "The mayor explained:"."""
        if self.said or not self.set_off or not has_dep(self.word, "ROOT", "root"):
            return False
        by = speakers(self.word)
        return bool(by) and claimants.kind(by[0]) in ("name", "noun", "third")


def candidates(scene: Scene, by_sentence: Mapping[int, Sequence[Candidate]], quoted: Set[int]) -> Iterator[Candidate]:
    """The sentences that may be speech; none of those in `quoted`, which have quotation marks."""
    yield from _blocks(scene, by_sentence, quoted)
    yield from _labelled(scene)


def _blocks(scene: Scene, by_sentence: Mapping[int, Sequence[Candidate]], quoted: Set[int]) -> Iterator[Candidate]:
    begins = [p.begin for p in scene.document.paragraphs]
    paragraph_of = [bisect_right(begins, s.span.begin) for s in scene.sentences]
    for index, sentence in enumerate(scene.sentences):
        if not sentence.text.rstrip().endswith(":") or index + 1 >= len(scene.sentences) or index + 1 in quoted:
            continue
        tags = [w for w in scene.tokens[index] if may_tag(w)]
        if not tags:
            continue
        word = next((w for w in tags if has_dep(w, "ROOT", "root")), tags[-1])
        own = (c for c in by_sentence.get(index, ()) if c.word is not None and c.word.i == word.i)
        start = paragraph_of[index + 1]
        said = any(len(c.content) > 20 for c in own) or index in quoted
        introduction = _Introduction(index, word, said, start != paragraph_of[index])
        if introduction.said and _resumes(scene, index + 1) and not _first_person(scene.tokens[index + 1]):
            continue  # the colon led up to something that is not in the text, such as a picture
        for later in range(index + 1, min(index + 1 + _LONGEST, len(scene.sentences))):
            away = paragraph_of[later] - start
            if later in quoted or away > _FURTHEST or scene.sentences[later].text.rstrip().endswith(":"):
                break
            if away and not _first_person(scene.tokens[later]):
                break
            yield from _of_block(scene, introduction, later, away)


def _of_block(scene: Scene, introduction: _Introduction, sentence: int, away: int) -> Iterator[Candidate]:
    """One sentence of a block. After a bare introduction it is as good as quoted: its marks are its margins."""
    text, span = scene.document.text, scene.sentences[sentence].span
    part = trim(text, span.begin, span.end)
    if part is None:
        return
    by, tokens = speakers(introduction.word), scene.tokens[sentence]
    after = sentence - introduction.sentence
    if introduction.announces and text[span.begin : span.end].rstrip().endswith(_STOPS):
        told = (*traits(text[part.begin : part.end], 1.0, after == 1, True), UNMISTAKABLE)
        yield Candidate(sentence, part, "speech:colon", by, None, None, "", tokens.root, told)
        return
    told = (
        f"paragraph:{min(away, 2)}",
        f"after:{min(after, 4)}",
        "own" if introduction.set_off else "same",
        "first person" if _first_person(tokens) else "no first person",
        "resumes" if _resumes(scene, sentence) else "begins",
        "said" if introduction.said else "announced",
    )
    yield Candidate(sentence, part, "speech:block", by, None, None, "", tokens.root, told)


def _resumes(scene: Scene, sentence: int) -> bool:
    return scene.tokens[sentence][0].lower_ in _RESUMES


def _first_person(tokens: Tokens) -> bool:
    return any(t.lower_ in ("i", "we", "my", "our", "me", "us") for t in tokens)


def _labelled(scene: Scene) -> Iterator[Candidate]:
    """ "DPA: Iraqi authorities announced ...", "Police: 12 dead in fire": who reports it, a colon, and what."""
    for index, tokens in enumerate(scene.tokens):
        if (signed := _signed(scene, index, tokens)) is not None:
            yield signed
        colon = next((t for t in tokens[:8] if t.text == ":"), None)
        if colon is None or colon.i == tokens.start or len(tokens) - (colon.i - tokens.start) < 5:
            continue
        by = _label(scene, tokens[: colon.i - tokens.start])
        part = trim(scene.document.text, colon.idx + 1, scene.sentences[index].span.end)
        if by is not None and part is not None:
            told = (
                claimants.speaks(by)
                or by.text[0] == "@"
                or _heads_article(scene, index, tokens[colon.i - tokens.start :])
            )
            people = (UNMISTAKABLE,) if told else ()
            yield Candidate(index, part, "speech:label", (by,), None, None, "", head(scene, part), people)


def _heads_article(scene: Scene, index: int, told: Tokens) -> bool:
    """Whether a clause is all of a headline that follows a name: "Lund: government misled public"."""
    words = scene.sentences[index].text.rstrip()
    clause = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in told)
    return index == 0 and clause and len(scene.sentences) > 1 and not words.endswith(_STOPS)


def _signed(scene: Scene, index: int, tokens: Tokens) -> Candidate | None:
    """The headline before the name of those who say it: "Blast kills nine - officials"."""
    words = [t for t in tokens if not t.is_space]
    at = next((n for n in range(len(words) - 2, 2, -1) if words[n].text in _SIGNS), None)
    if at is None or len(words) - at > _SHORTEST or words[-1].pos_ not in ("NOUN", "PROPN"):
        return None
    if any(t.pos_ in ("VERB", "AUX", "PUNCT", "DET", "CCONJ") for t in words[at + 1 :]):
        return None
    if not claimants.speaks(words[-1]):
        return None
    content = trim(scene.document.text, scene.sentences[index].span.begin, words[at].idx)
    if content is None or not any(t.pos_ in ("VERB", "AUX") or t.lower_ == "no" for t in words[:at]):
        return None
    told = head(scene, content)
    return Candidate(index, content, "speech:label", (words[-1],), None, None, "", told, (UNMISTAKABLE,))


def _label(scene: Scene, before: Tokens) -> Token | None:
    """Who is named by the words before a colon: a person, a body, or people ("Rights group", "Officials in Brno")."""
    mention = scene.mention_at(before[0])
    if mention is not None and scene.mentions[mention].label in ("PERSON", "ORG"):
        named = scene.mention_tokens(mention)
        return named.root if named.end >= before.end - 1 else None
    if any(t.pos_ in ("VERB", "AUX", "PUNCT") for t in before):
        return None
    if (account := next((t for t in before if len(t.text) > 1 and t.text[0] == "@"), None)) is not None:
        return account
    end = next((t.i for t in before if t.pos_ == "ADP"), before.end)
    noun = before.doc[end - 1] if end > before.start else before[0]
    return noun if noun.pos_ in ("NOUN", "PROPN") and claimants.speaks(noun) else None
