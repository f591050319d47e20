"""Reads the corpora: treebanks (CoNLL-U), and names (the gold standard, Universal NER in IOB2).

Everything comes out as spaCy documents cut into words as the running pipeline cuts them, one paragraph or so each: the
model is trained on what it will see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.language.words import Word, plain, reading, words

__all__ = [
    "Names",
    "Row",
    "Tree",
    "aligned",
    "articles",
    "gold",
    "held_out",
    "named",
    "treebank",
    "uner",
]


@dataclass(frozen=True, slots=True)
class Row:
    """A word of a treebank; `head` is a position in its sentence, its own for the root."""

    form: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    dep: str
    space: bool
    misc: str = ""


Tree = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """A text with its names, as (begin, end, label)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    document: str = ""


@dataclass
class Article:
    """A document of a treebank: paragraphs of sentences."""

    name: str
    paragraphs: list[list[Tree]] = field(default_factory=list)


def treebank(path: Path) -> Iterator[Article]:
    """The documents of a CoNLL-U file."""
    article: Article | None = None
    rows: list[list[str]] = []
    glued: dict[int, bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            if article is not None:
                yield article
            article = Article(line.partition("=")[2].strip())
        elif line.startswith("# newpar") and article is not None:
            article.paragraphs.append([])
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            first, dash, last = cells[0].partition("-")
            if dash:  # the spacing of a contraction stands on the line of the whole
                glued |= dict.fromkeys(range(int(first), int(last)), False)
                glued[int(last)] = "SpaceAfter=No" not in cells[9]
            elif "." not in first:
                rows.append(cells)
        elif not line and rows and article is not None:
            if not article.paragraphs:
                article.paragraphs.append([])
            article.paragraphs[-1].append(tuple(_row(cells, glued) for cells in rows))
            rows, glued = [], {}
    if article is not None:
        yield article


def _row(cells: list[str], glued: dict[int, bool]) -> Row:
    number = int(cells[0])
    head = int(cells[6]) or number
    return Row(
        form=cells[1],
        lemma=cells[2],
        pos=cells[3],
        tag=cells[4],
        morph=cells[5],
        head=head - 1,
        dep="ROOT" if cells[7] == "root" else cells[7],
        space=glued.get(number, "SpaceAfter=No" not in cells[9]),
        misc=cells[9],
    )


def aligned(trees: Sequence[Tree], nlp: Language) -> Doc | None:
    """The sentences as one text, cut as the pipeline cuts it, with the annotation carried over.

    Where several words of the treebank are one token ("7:30PM"), it takes over from their head; where one word is
    several tokens ("pro-Beijing"), the last one does and the others depend on it. None if a token would belong to two
    sentences.
    """
    rows: list[Row] = []
    starts: set[int] = set()
    sentence_of: list[int] = []
    for number, tree in enumerate(trees):
        base = len(rows)
        starts.add(base)
        rows.extend(replace(r, head=r.head + base) for r in tree)
        sentence_of.extend([number] * len(tree))
    text, spans = "", []
    for r in rows:
        form = plain(r.form.replace(" ", ""))
        spans.append((len(text), len(text) + len(form)))
        text += form + (" " if r.space else "")
    doc, cut = _read(text.rstrip(), nlp)
    groups = list(_groups(spans, [(w.begin, w.end) for w in cut]))
    if any(len({sentence_of[i] for i in old}) > 1 for old, _ in groups):
        return None
    main_token: dict[int, int] = {}
    main_row: list[int] = []
    for old, new in groups:
        main_row.append(min(old, key=lambda i: _depth(rows, i)))  # the nearest to the root: no cycle can arise
        solid = [j for j in new if any(c.isalnum() for c in doc[j].text)]
        for i in old:
            main_token[i] = (solid or new)[-1]
    n = len(doc)
    heads, deps, tags, poses, lemmas, morphs = [0] * n, [""] * n, [""] * n, [""] * n, [""] * n, [""] * n
    sent_starts: list[bool | int | None] = [False] * n
    for (old, new), top in zip(groups, main_row, strict=True):
        row, main = rows[top], main_token[top]
        for j in new:
            form = doc[j].text
            if j == main:
                heads[j] = main_token[row.head]
                deps[j], tags[j], poses[j], morphs[j] = row.dep, row.tag, row.pos, row.morph
                lemmas[j] = row.lemma if len(old) == len(new) == 1 else _lemma(row, form, len(new))
            elif any(c.isalnum() for c in form):
                noun = row.pos in ("PROPN", "NOUN", "NUM", "SYM", "X")
                heads[j], deps[j], lemmas[j] = main, "compound", form if row.pos == "PROPN" else form.lower()
                tags[j], poses[j], morphs[j] = (row.tag, row.pos, "") if noun else ("AFX", "ADJ", "")
            else:
                heads[j], deps[j], lemmas[j], morphs[j] = main, "punct", form, ""
                tags[j] = "HYPH" if form in "-–" else row.tag if row.pos == "PUNCT" else ":"
                poses[j] = "PUNCT"
        if old[0] in starts:
            sent_starts[new[0]] = True
    return Doc(
        nlp.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=tags,
        pos=poses,
        morphs=["" if m == "_" else m for m in morphs],
        lemmas=lemmas,
        heads=heads,
        deps=deps,
        sent_starts=sent_starts,
    )


def _depth(rows: Sequence[Row], at: int) -> int:
    depth = 0
    while rows[at].head != at:
        at = rows[at].head
        depth += 1
    return depth


def _read(text: str, nlp: Language) -> tuple[Doc, list[Word]]:
    cut = [word for word in words(text, nlp.tokenizer) if word.form]
    return reading(cut, nlp.tokenizer), cut


def _lemma(row: Row, form: str, pieces: int) -> str:
    parts = re.split(r"[-–—]", row.lemma)
    if pieces == 2 * len(parts) - 1 and pieces > 1:
        return parts[-1]
    return form if row.pos == "PROPN" or pieces == 1 else form.lower()


def _groups(old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Runs of old and new words that cover the same characters."""
    i = j = 0
    while i < len(old) and j < len(new):
        left, right = [i], [j]
        end_old, end_new = old[i][1], new[j][1]
        i, j = i + 1, j + 1
        while end_old != end_new:
            if end_old < end_new and i < len(old):
                left.append(i)
                end_old, i = old[i][1], i + 1
            elif j < len(new):
                right.append(j)
                end_new, j = new[j][1], j + 1
            else:
                break
        yield left, right


def held_out(folder: Path) -> set[str]:
    """The names of the documents that measure generalisation: every tenth of the folder, from the first on."""
    return {path.stem for path in sorted(folder.glob("*.jsonl"))[::10]}


def articles(folder: Path) -> Iterator[Names]:
    """The documents of a folder of the gold standard (NAME.txt, NAME.jsonl), with their names.

    Raises:
        ValueError: a name is not found in its sentence.
    """
    for path in sorted(folder.glob("*.jsonl")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        spans: list[tuple[int, int, str]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            at = row["begin"]
            for surface, label, *_ in row.get("ents", ()):
                begin, end = _find(text, surface, at, row["end"], path)
                spans.append((begin, end, label))
                at = end
        yield Names(text, tuple(spans), path.stem)


def gold(folder: Path) -> Iterator[Names]:
    """The paragraphs of a folder of the gold standard, which are its lines, with their names."""
    for article in articles(folder):
        for line in re.finditer(r"[^\r\n]+", article.text):
            if line.group().strip():
                at = line.start()
                here = [(b - at, e - at, label) for b, e, label in article.spans if at <= b < line.end()]
                yield Names(line.group(), tuple(here), article.document)


def _find(text: str, surface: str, begin: int, end: int, path: Path) -> tuple[int, int]:
    whole = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)")
    match = whole.search(text, begin, end) or re.compile(re.escape(surface)).search(text, begin, end)
    if match is None:
        raise ValueError(f"{path}: {surface!r} is not found after {begin} in {text[begin:end]!r}")
    return match.span()


def uner(path: Path) -> Iterator[Names]:
    """The sentences of an IOB2 file, their words joined by spaces that `treebank` knows better."""
    text, spans, name = "", [], ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# sent_id"):
            name = line.partition("=")[2].strip()
        elif line.startswith("# text"):
            continue
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            begin = len(text)
            text += cells[1]
            if cells[2].startswith("B-"):
                spans.append((begin, len(text), cells[2][2:]))
            elif cells[2].startswith("I-") and spans:
                spans[-1] = (spans[-1][0], len(text), spans[-1][2])
            text += " "
        elif text:
            yield Names(text.rstrip(), tuple(spans), name)
            text, spans = "", []


def named(examples: Iterable[Names], nlp: Language, lost: list[str] | None = None) -> Iterator[Doc]:
    """The texts as documents with `ents`; names that no token boundaries fit are widened, and told in `lost`."""
    for example in examples:
        doc, cut = _read(example.text, nlp)
        spans = []
        for begin, end, label in example.spans:
            inside = [j for j, w in enumerate(cut) if w.begin < end and w.end > begin]
            if not inside:
                continue
            if lost is not None and (cut[inside[0]].begin != begin or cut[inside[-1]].end != end):
                lost.append(f"{example.text[begin:end]} < {' '.join(doc[j].text for j in inside)}")
            spans.append(Span(doc, inside[0], inside[-1] + 1, label))
        doc.set_ents(filter_spans(spans), default="outside")
        yield doc
