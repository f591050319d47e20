"""An article as it is read: its sentences, with what was found in each marked in the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.errors import QueryError
from pipeline.web import lines
from pipeline.web.marks import pieces
from pipeline.web.walk import Json, Walk

__all__ = ["SENTENCES", "UnknownArticleError", "article"]

SENTENCES = 300
"""So many sentences are given at a time."""

PARAGRAPH = 2
"""So many characters between two sentences are more than a space, and part paragraphs."""

_FORMS = {"Name": "name", "Nominal": "nominal", "Pronoun": "pronoun", "Trigger": "event"}


@dataclass
class _Sentence:
    iri: str
    begin: int
    end: int
    text: str
    marks: list[Json] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    told: list[Json] = field(default_factory=list)

    def add(self, begin: int, end: int, mark: Json) -> None:
        """Mark a stretch, in code points of the document."""
        self.spans.append((begin - self.begin, end - self.begin))
        self.marks.append(mark)


class UnknownArticleError(QueryError):
    """There is no such article in the graph."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"{iri[:200]} is no article of this graph")


def article(
    walk: Walk,
    document: str,
    at: int | None = None,
    first: int = 0,
    paragraphs: Sequence[int] = (),
    size: int = SENTENCES,
) -> Json:
    """Some sentences of an article, with marks, and what is known of the article.

    Args:
        walk: over the graph.
        document: the IRI of the article.
        at: an offset in its text; the sentences are then those around it.
        first: else the position of the first sentence.
        paragraphs: where its paragraphs begin, if that is known.
        size: how many sentences at most.

    Raises:
        UnknownArticleError: there is no such article.
    """
    if walk.kind(document) != "schema:NewsArticle":
        raise UnknownArticleError(document)
    every = [
        _Sentence(str(row["node"]), int(row["begin"]), int(row["end"]), str(row["quote"]))
        for row in walk.rows("sentences-of", document=document)
    ]
    if at is not None:
        place = bisect_right([s.begin for s in every], at) - 1
        first = max(0, place - size // 2) if len(every) > size else 0
    shown = every[first : first + size]
    if shown:
        _mark(walk, document, shown)
    starts = set(paragraphs)
    return {
        **lines.document(walk, document),
        "url": walk.one(document, "schema:url"),
        "file": walk.one(document, "cg:sourceFile"),
        "total": len(every),
        "first": first,
        "sentences": [_told(shown, at, starts) for at in range(len(shown))],
    }


def _mark(walk: Walk, document: str, shown: list[_Sentence]) -> None:
    begins = [s.begin for s in shown]

    def holding(begin: int, end: int) -> _Sentence | None:
        at = bisect_right(begins, begin) - 1
        return shown[at] if at >= 0 and end <= shown[at].end else None

    for row in sorted(walk.rows("marks", document=document), key=lambda row: (row["begin"], row["end"], row["node"])):
        sentence = holding(row["begin"], row["end"])
        if sentence is None:
            continue
        node, form = str(row["node"]), str(row["form"]).rpartition("#")[2]
        mark: Json = {"type": _FORMS.get(form, "name"), "node": walk.ref(node)}
        if form == "Trigger":
            mark |= {"stance": lines.stance(walk, node), "says": lines.says(walk, node)}
            mark |= {"days": walk.all(node, "cg:date")}
        sentence.add(row["begin"], row["end"], mark)
    by_iri = {s.iri: s for s in shown}
    for row in walk.rows("told-by", document=document):
        sentence, node = by_iri.get(str(row["sentence"])), str(row["node"])
        if sentence is None:
            continue
        kind = walk.kind(node)
        if kind == "schema:Claim":
            _add_claim(walk, sentence, node)
        elif kind == "rdf:Statement":
            fact = lines.fact(walk, [node])
            sentence.told.append({key: fact[key] for key in ("iri", "from", "relation", "to", "stances")})


def _add_claim(walk: Walk, sentence: _Sentence, node: str) -> None:
    """A claim where its words stand; the first place, if they stand there twice: nothing tells which is meant."""
    claim = lines.claim(walk, node)
    begin = sentence.text.find(claim["text"])
    if begin >= 0:
        mark = {key: claim[key] for key in ("who", "cue", "text", "stance", "figure", "confidence")}
        begin += sentence.begin
        sentence.add(begin, begin + len(claim["text"]), {"type": "claim", "node": walk.ref(node), **mark})


def _told(shown: Sequence[_Sentence], at: int, starts: set[int]) -> Json:
    sentence, before = shown[at], shown[at - 1] if at else None
    if before is None:
        paragraph = True
    elif starts:
        paragraph = sentence.begin in starts
    else:
        paragraph = sentence.begin - before.end >= PARAGRAPH
    return {
        "place": f"{sentence.begin},{sentence.end}",
        "iri": sentence.iri,
        "paragraph": paragraph,
        "space": before is not None and sentence.begin > before.end,
        "pieces": pieces(sentence.text, sentence.spans),
        "marks": sentence.marks,
        "told": sentence.told,
    }
