"""Compares a model with a treebank: on the treebank's own words and sentences, and as running text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import DocumentError
from pipeline.evaluate.layers.figures import Figures
from pipeline.language import LanguageModel
from pipeline.records import Document, Span

__all__ = ["Row", "Text", "compare", "measure", "read"]

ENDS = {"known": "sentence ends", "unknown": "sentence ends, paragraphs unknown"}


@dataclass(frozen=True)
class Row:
    """A word with its annotation; `head` is a position in its sentence, a root's own."""

    form: str
    space: bool
    upos: str
    xpos: str
    lemma: str
    head: int
    dep: str


@dataclass(frozen=True)
class Text:
    """A document: its sentences by paragraph, each with its words and with its text as it was written."""

    name: str
    paragraphs: list[list[tuple[list[Row], str]]] = field(default_factory=list)


def measure(model: LanguageModel, path: Path) -> Figures:
    """Per cent of words with the right tag, lemma, head, and head with relation (subtypes too), punctuation included.

    Then F1 of sentence ends, where the words are the model's own: once with the paragraphs known, and once with every
    document as one paragraph.
    """
    figures = Figures()
    compare(figures, model, read(path))
    return figures


def compare(figures: Figures, model: LanguageModel, texts: Sequence[Text]) -> None:
    """Count some documents of a treebank."""
    for text in texts:
        _count_words(figures, model, text)
    for how, name in ENDS.items():
        wanted = [_running(text, apart=how == "known") for text in texts]
        parses = figures.timed(model, (document for document, _ in wanted))
        for (_, ends), (_, doc) in zip(wanted, parses, strict=True):
            words = ([token for token in sentence if not token.is_space] for sentence in doc.sents)
            found = {sentence[-1].idx + len(sentence[-1]) for sentence in words if sentence}
            tally = figures.layers[name]
            tally.hit += len(ends & found)
            tally.found += len(found)
            tally.gold += len(ends)


def _count_words(figures: Figures, model: LanguageModel, text: Text) -> None:
    paragraphs = [[[(w.form, w.space) for w in words] for words, _ in p] for p in text.paragraphs]
    for paragraph, parse in zip(text.paragraphs, model.parse_words(paragraphs), strict=True):
        tokens = list(parse)
        at = 0
        for words, _ in paragraph:
            for word, token in zip(words, tokens[at : at + len(words)], strict=True):
                head = token.head.i - tokens[at].i == word.head
                right = {
                    "UPOS": token.pos_ == word.upos,
                    "XPOS": token.tag_ == word.xpos,
                    "lemma": token.lemma_ == word.lemma,
                    "UAS": head,
                    "LAS": head and token.dep_.lower() == word.dep,
                }
                for layer, hit in right.items():
                    tally = figures.layers[layer]
                    tally.hit += hit
                    tally.found += 1
                    tally.gold += 1
            at += len(words)


def _running(text: Text, *, apart: bool) -> tuple[Document, set[int]]:
    """A document as running text and where its sentences end; its paragraphs are lines, or all one line."""
    whole, ends, spans = "", set(), []
    for paragraph in text.paragraphs:
        begin = len(whole)
        for _, surface in paragraph:
            whole += surface
            ends.add(len(whole))
            whole += " "
        whole = whole[:-1]
        spans.append(Span(begin=begin, end=len(whole)))
        whole += "\n" if apart else " "
    if not apart:
        spans = [Span(begin=0, end=len(whole.rstrip()))]
    document = Document(source_file=text.name, media_type="text/plain", text=whole, paragraphs=tuple(spans))
    return document, ends


def read(path: Path) -> list[Text]:
    """The documents of a CoNLL-U file, with the paragraphs that its `newpar` comments begin.

    Raises:
        DocumentError: the file cannot be read, or a line is no CoNLL-U.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(str(path), f"cannot be read: {error}") from error
    texts: list[Text] = []
    for first, comments, rows in _blocks(lines):
        try:
            words = _words(rows)
        except (ValueError, IndexError) as error:
            raise DocumentError(f"{path}:{first}", f"begins a sentence that is no CoNLL-U ({error})") from error
        named = [c.partition("=")[2].strip() for c in comments if c.startswith("# newdoc")]
        if named or not texts:
            texts.append(Text(named[0] if named else path.stem))
        if not texts[-1].paragraphs or any(c.startswith("# newpar") for c in comments):
            texts[-1].paragraphs.append([])
        surface = next((c.partition("=")[2].strip() for c in comments if c.startswith("# text =")), None)
        if surface is None:
            raise DocumentError(f"{path}:{first}", "begins a sentence without a `# text = ` comment")
        texts[-1].paragraphs[-1].append((words, surface))
    if not texts:
        raise DocumentError(str(path), "holds no sentence")
    return texts


def _blocks(lines: Iterable[str]) -> Iterator[tuple[int, list[str], list[list[str]]]]:
    """Sentences: the number of the first line, the comments, and the rows as cells."""
    first, comments, rows = 1, list[str](), list[list[str]]()
    for number, line in enumerate((*lines, ""), 1):
        if line.startswith("#"):
            comments.append(line)
        elif line.strip():
            rows.append(line.rstrip("\r").split("\t"))
        else:
            if rows:
                yield first, comments, rows
            first, comments, rows = number + 1, [], []


def _words(rows: Iterable[list[str]]) -> list[Row]:
    """The syntactic words of a sentence; those of one written word ("won't") have no space between them."""
    words: list[Row] = []
    inside, space_after = 0, True  # the last word of a written one, and whether a space follows that
    for row in rows:
        space = "SpaceAfter=No" not in row[9].split("|")
        if "." in row[0]:  # an empty node of the enhanced graph
            continue
        if "-" in row[0]:
            inside, space_after = int(row[0].partition("-")[2]), space
            continue
        number, head = int(row[0]), int(row[6])
        if number != len(words) + 1:
            raise ValueError(f"word {row[0]} comes after word {len(words)}")
        if number <= inside:
            space = number == inside and space_after
        lemma = row[1] if row[2] == "_" else row[2]
        words.append(Row(row[1], space, row[3], row[4], lemma, head - 1 if head else number - 1, row[7].lower()))
    return words
