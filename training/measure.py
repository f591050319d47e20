"""Counts how well a pipeline does, layer by layer."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import LanguageModel, boundaries
from pipeline.language.words import reading, words
from pipeline.records import Document, Span
from training import corpora

__all__ = ["Score", "names", "parses", "sentences", "words_per_second"]


@dataclass
class Score:
    """Right ones, given ones and true ones of something that is found or missed."""

    right: int = 0
    given: int = 0
    true: int = 0

    def add(self, given: set[object], true: set[object]) -> None:
        """Count one text's."""
        self.right += len(given & true)
        self.given += len(given)
        self.true += len(true)

    @property
    def precision(self) -> float:
        """The share of the given ones that are right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of the true ones that are given."""
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.given + self.true) if self.given + self.true else 0.0


@dataclass
class Layers:
    """Shares of right words in each layer of a treebank, and of right sentences and words found."""

    total: int = 0
    right: Counter[str] = field(default_factory=Counter)
    sentence: Score = field(default_factory=Score)
    word: Score = field(default_factory=Score)

    def share(self, layer: str) -> float:
        """The share of words that are right in a layer."""
        return self.right[layer] / self.total


def analysed(texts: Iterable[str], nlp: Language) -> Iterator[Doc]:
    """The parses of paragraphs, as the language room has them made."""

    def read(text: str) -> Doc:
        found = [word for word in words(text, nlp.tokenizer) if word.form]
        doc = reading(found, nlp.tokenizer)
        boundaries.mark(doc, found, text)
        return doc

    yield from nlp.pipe(map(read, texts))


def parses(path: Path, nlp: Language) -> Layers:
    """Paragraphs of a treebank as running text against its annotation, punctuation included.

    Words are compared with the treebank's; all other layers are counted over the pipeline's own words, onto which the
    treebank's annotation was carried.
    """
    layers = Layers()
    paragraphs = [p for article in corpora.treebank(path) for p in article.paragraphs]
    golds = [doc for p in paragraphs if (doc := corpora.aligned(p, nlp)) is not None]
    for trees in paragraphs:
        layers.word.add(*_cut(trees, nlp))
    for gold, doc in zip(golds, analysed([g.text for g in golds], nlp), strict=True):
        if [t.text for t in gold] != [t.text for t in doc]:
            continue
        layers.total += len(doc)
        for one, other in zip(doc, gold, strict=True):
            head = one.head.i == other.head.i
            layers.right["UPOS"] += one.pos == other.pos
            layers.right["Penn tag"] += one.tag == other.tag
            layers.right["features"] += str(one.morph) == str(other.morph)
            layers.right["lemma"] += one.lemma == other.lemma
            layers.right["UAS"] += head
            layers.right["LAS"] += head and one.dep == other.dep
        layers.sentence.add({(s.start, s.end) for s in doc.sents}, {(s.start, s.end) for s in gold.sents})
    return layers


def _cut(trees: Iterable[corpora.Tree], nlp: Language) -> tuple[set[object], set[object]]:
    text, true = "", set[object]()
    for row in (row for tree in trees for row in tree):
        form = row.form.replace(" ", "")
        true.add((len(text), len(text) + len(form)))
        text += form + (" " if row.space else "")
    return {(w.begin, w.end) for w in words(text, nlp.tokenizer) if w.form}, true


def names(folder: Path, stems: set[str] | None, model: LanguageModel) -> dict[str, Score]:
    """How the names of whole documents are found, by label; "all" is the sum. Only the documents in `stems`, or all.

    A name counts if both its ends and its label are right.
    """
    scores: dict[str, Score] = {"all": Score()}
    wanted = [article for article in corpora.articles(folder) if stems is None or article.document in stems]
    for article, (_, doc) in zip(wanted, model.analyse(map(_document, wanted)), strict=True):
        found = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        for label in {label for *_, label in (*found, *article.spans)}:
            given, true = ({span for span in spans if span[2] == label} for spans in (found, article.spans))
            for key in (label, "all"):
                scores.setdefault(key, Score()).add(given, true)
    return scores


def _document(article: corpora.Names) -> Document:
    lines = (line for line in re.finditer(r"[^\r\n]+", article.text) if line.group().strip())
    return Document(
        source_file=f"{article.document}.txt",
        media_type="text/plain",
        text=article.text,
        paragraphs=tuple(Span(begin=line.start(), end=line.end()) for line in lines),
    )


def sentences(folder: Path, stems: set[str] | None, nlp: Language) -> tuple[int, int]:
    """Of the sentences that a folder of the gold standard annotates, how many are cut exactly so; and their number.

    Only the documents in `stems`, or all.
    """
    right = total = 0
    for path in sorted(folder.glob("*.jsonl")):
        if stems is not None and path.stem not in stems:
            continue
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        found: set[str] = set()
        for doc in analysed([line for line in text.splitlines() if line.strip()], nlp):
            found |= {_solid(sent.text) for sent in doc.sents}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            total += 1
            quote = " ".join(w.form for w in words(text[row["begin"] : row["end"]], nlp.tokenizer) if w.form)
            right += _solid(quote) in found
    return right, total


def _solid(text: str) -> str:
    return "".join(text.split())


def words_per_second(folder: Path, model: LanguageModel) -> float:
    """The whole of the analysis of a folder of the gold standard; seconds of processor time, so one core's."""
    documents = list(map(_document, corpora.articles(folder)))
    list(model.analyse(documents[:1]))  # what is loaded at the first use
    begin = time.process_time()
    count = sum(len(doc) for _, doc in model.analyse(documents))
    return count / (time.process_time() - begin)
