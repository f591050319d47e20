"""Measures spaCy pipelines on what no model was trained on.

``python -m training.encoder.measure --shared ../shared MODEL...``

Every pipeline goes through the same code: the treebanks' -dev sets with their own words and sentences, the same as
running text, and the held-out and the seed articles of the gold as the project reads them, paragraph by paragraph.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import pipeline.language.encoder.component  # noqa: F401  registers the factory
from pipeline.language.encoder.words import Gap
from training.encoder import corpus
from training.encoder.corpus import Extent, Text
from training.encoder.words_of import Worded, document


class Score:
    """Precision and recall in the making."""

    def __init__(self) -> None:
        self.hit = self.found = self.gold = 0

    @property
    def f1(self) -> float:
        return 200 * self.hit / (self.found + self.gold) if self.found + self.gold else 0.0

    def row(self) -> dict[str, float]:
        return {
            "precision": round(100 * self.hit / max(1, self.found), 1),
            "recall": round(100 * self.hit / max(1, self.gold), 1),
            "f1": round(self.f1, 1),
            "gold": self.gold,
        }


def words(nlp: Language, texts: Sequence[Text]) -> dict[str, float]:
    """Tags, lemmas and trees on gold words and sentences: per cent of words that are right, label subtypes and all."""
    right = dict.fromkeys(("upos", "xpos", "lemma", "uas", "las"), 0)
    count = 0
    for text in texts:
        doc = _run(nlp, gold_words(nlp, text))
        at = 0
        for sentence in text.sentences:
            assert sentence.parse
            for i in range(len(sentence.words)):
                token, parse = doc[at + i], sentence.parse
                count += 1
                right["upos"] += token.pos_ == parse.upos[i]
                right["xpos"] += token.tag_ == parse.xpos[i]
                right["lemma"] += token.lemma_ == parse.lemmas[i]
                if token.head.i - at == parse.heads[i]:
                    right["uas"] += 1
                    right["las"] += token.dep_ == parse.deps[i]
            at += len(sentence.words)
    return {k: round(100 * v / count, 2) for k, v in right.items()}


def gold_words(nlp: Language, text: Text) -> Doc:
    """A treebank document as a `Doc` of its own words and sentences."""
    spaces, forms, starts = [], [], []
    for sentence in text.sentences:
        forms += sentence.words
        starts += [i == 0 for i in range(len(sentence.words))]
        spaces += [g is not Gap.NONE for g in sentence.gaps]
    return Doc(nlp.vocab, words=forms, spaces=[*spaces[1:], False], sent_starts=starts)


def sentence_ends(nlp: Language, texts: Sequence[Text], paragraphs: bool) -> Score:
    """Sentences of running text; a hit ends where a gold one ends. Without `paragraphs`, breaks are single spaces."""
    score = Score()
    for text in texts:
        parts, ends, at = [], set(), 0
        for sentence in text.sentences:
            new = sentence.gaps[0] is Gap.PARAGRAPH and at
            surface: str = sentence.text  # type: ignore[attr-defined]
            parts.append(("\n" if new and paragraphs else " ") * bool(at) + surface)
            at += len(parts[-1])
            ends.add(at)
        worded = document(nlp.tokenizer, "".join(parts))
        found = {worded.ends[s.end - 1] for s in _run(nlp, worded.doc()).sents}
        score.hit += len(found & ends)
        score.found += len(found)
        score.gold += len(ends)
    return score


def layers(nlp: Language, documents: Sequence[tuple[str, str, list[dict[str, Any]]]]) -> dict[str, Score]:
    """Names, triggers and claims."""
    score: dict[str, Score] = {k: Score() for k in LAYERS}
    for _, text, rows in documents:
        worded = document(nlp.tokenizer, text)
        doc = _run(nlp, worded.doc())
        gold: dict[str, set[Extent3]] = {k: set() for k in LAYERS}
        for row in rows:
            one = corpus.layers(text, row, worded.begins, worded.ends)
            for key, extents in (
                ("names", one.names), ("triggers", one.triggers), ("contents", one.contents), ("sources", one.sources),
                ("cues", one.cues),
            ):  # fmt: skip
                gold[key] |= {_chars(worded, e) for e in extents}
            gold |= {k: gold[k] | v for k, v in _gold_links(worded, one).items()}
            gold["modality"] |= {(*_chars(worded, e)[:2], one.modality.get(e.begin, "actual")) for e in one.triggers}
        gold["names without dates"] = {n for n in gold["names"] if n[2] != "DATE"}
        gold["triggers with type"] = gold["triggers"]
        found: dict[str, set[Extent3]] = {k: set() for k in LAYERS}
        found["names"] = {_place(worded, e) for e in doc.ents}
        found["names without dates"] = {n for n in found["names"] if n[2] != "DATE"}
        for key in ("triggers", "contents", "sources", "cues"):
            if key in doc.spans:
                found[key] = {_place(worded, s) for s in doc.spans[key]}
        found["triggers with type"] = found["triggers"]
        if "triggers" in doc.spans:
            found["modality"] = {(*_place(worded, s)[:2], s._.modality) for s in doc.spans["triggers"]}
        for key, links in _found_links(worded, doc).items():
            found[key] = links
        for key, fits in LAYERS.items():
            _count(score[key], gold[key], found[key], fits)
    return score


Extent3 = tuple[int, int, str]


def _exact(a: Extent3, b: Extent3) -> bool:
    return a == b


def _touch(a: Extent3, b: Extent3) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _touch_same(a: Extent3, b: Extent3) -> bool:
    return _touch(a, b) and a[2] == b[2]


def _half_same(a: Extent3, b: Extent3) -> bool:
    return a[2] == b[2] and _half(a, b)


def _half(a: Extent3, b: Extent3) -> bool:
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(a[1], b[1]) - min(a[0], b[0])


LAYERS: dict[str, Callable[[Extent3, Extent3], bool]] = {
    "names": _exact,
    "names without dates": _exact,
    "triggers": _touch,
    "triggers with type": _touch_same,
    "modality": _touch_same,
    "contents": _half,
    "sources": _half,
    "cues": _half,
    "arguments": _half_same,
    "attributions": _half_same,
    "relations": _half_same,
}
"""The layers of the gold, and when a span counts as found: names exactly, triggers if they overlap, claims by half."""


def _count(score: Score, gold: set[Extent3], found: set[Extent3], fits: Callable[[Extent3, Extent3], bool]) -> None:
    left = sorted(found)
    score.gold += len(gold)
    score.found += len(found)
    for one in sorted(gold):
        near = [x for x in left if fits(one, x)]
        if near:
            left.remove(max(near, key=lambda x: min(one[1], x[1]) - max(one[0], x[0])))
            score.hit += 1


def _kind(role: str) -> str:
    return "arguments" if role in corpus.ROLES else "attributions" if role in ("source", "content") else "relations"


def _gold_links(worded: Worded, one: corpus.Gold) -> dict[str, set[Extent3]]:
    """Links as extents whose label holds the role and where the anchor (of a name: its last word) begins."""
    out: dict[str, set[Extent3]] = {k: set() for k in ("arguments", "attributions", "relations")}
    for k in one.links:
        label = f"{k.label} {worded.begins[k.anchor]}"
        out[_kind(k.label)].add((worded.begins[k.begin], worded.ends[k.end - 1], label))
    return out


def _found_links(worded: Worded, doc: Doc) -> dict[str, set[Extent3]]:
    out: dict[str, set[Extent3]] = {k: set() for k in ("arguments", "attributions", "relations")}
    for k in doc._.links:
        kind = _kind(k.role)
        anchor = worded.begins[k.anchor_end - 1 if kind == "relations" else k.anchor_begin]
        out[kind].add((worded.begins[k.begin], worded.ends[k.end - 1], f"{k.role} {anchor}"))
    return out


def _chars(worded: Worded, extent: Extent) -> Extent3:
    return worded.begins[extent.begin], worded.ends[extent.end - 1], extent.label


def _place(worded: Worded, span: Any) -> Extent3:
    return worded.begins[span.start], worded.ends[span.end - 1], span.label_


def _run(nlp: Language, doc: Doc) -> Doc:
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def cost(model: str, shared: Path) -> dict[str, float]:
    """Seconds to load, megabytes resident, and words a second from text to `Doc`; in a process of its own.

    For the encoder also how that compares with the time that onnxruntime alone takes.
    """
    code = "import sys; from training.encoder import measure; measure.report_cost(*sys.argv[1:])"
    got = subprocess.run([sys.executable, "-c", code, model, str(shared)], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(got.stdout.splitlines()[-1])
    return found


def report_cost(model: str, shared: str) -> None:
    """Prints what `cost` returns. Times are processor time, so that other programs do not count."""
    texts = [text for _, text, _ in corpus.gold_documents(Path(shared) / "gold/seeds")]
    begin = time.process_time()
    nlp = spacy.load(model)
    out = {"load seconds": time.process_time() - begin}
    list(nlp.pipe(texts[:1]))
    rounds = []
    for _ in range(3):
        begin = time.process_time()
        docs = list(nlp.pipe(texts))
        rounds.append(time.process_time() - begin)
    out["words per second"] = sum(len(d) for d in docs) / min(rounds)
    if "encoder" in nlp.pipe_names:
        out |= _raw(nlp, docs, min(rounds))
    out["megabytes resident"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({k: round(v, 2) for k, v in out.items()}))


def _raw(nlp: Language, docs: list[Doc], taken: float) -> dict[str, float]:
    """What onnxruntime alone takes for the same windows."""
    from pipeline.language.encoder.component import _gaps, _starts
    from pipeline.language.encoder.windows import windows

    network = nlp.get_pipe("encoder").network  # type: ignore[attr-defined]
    feeds = []
    for doc in docs:
        places = [t.i for t in doc if not t.is_space]
        blank = Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        forms, gaps, starts = [t.text for t in doc if not t.is_space], _gaps(blank, places), _starts(blank, places)
        for w in windows(forms, [len(network.pieces(f)) for f in forms], starts):
            feeds.append(network.inputs(forms[w.begin : w.end], gaps[w.begin : w.end]))
    rounds = []
    for _ in range(3):
        begin = time.process_time()
        for feed in feeds:
            network._session.run(None, feed)
        rounds.append(time.process_time() - begin)
    pieces = sum(f["pieces"].shape[1] for f in feeds)
    return {
        "times onnxruntime alone": taken / min(rounds),
        "word pieces per second, onnxruntime alone": pieces / min(rounds),
    }


class Report(NamedTuple):
    """All figures of one model."""

    name: str
    figures: dict[str, dict[str, Any]]


def report(model: str, shared: Path, quick: bool) -> Report:
    """Measures one pipeline."""
    nlp = spacy.load(model)
    figures: dict[str, dict[str, Any]] = {}
    for bank in ("ewt", "gum"):
        texts = corpus.treebank(shared / f"corpora/ud/{bank}-dev.conllu")
        if quick:
            texts = texts[::10]
        figures[f"{bank}-dev"] = words(nlp, texts)
        for key, paragraphs in (("sentence ends", True), ("sentence ends, paragraphs unknown", False)):
            figures[f"{bank}-dev"][key] = round(sentence_ends(nlp, texts, paragraphs).f1, 1)
    sets = {"seeds": list(corpus.gold_documents(shared / "gold/seeds"))}
    for folder in ("train", "written"):
        every = list(corpus.gold_documents(shared / "gold" / folder))
        aside = corpus.held_out([name for name, _, _ in every])
        sets[f"{folder}, held out"] = [d for d in every if d[0] in aside]
    sets["held out"] = sets["train, held out"] + sets["written, held out"]
    for name, documents in sets.items():
        figures[name] = {k: v.row() for k, v in layers(nlp, documents).items() if v.found or k.startswith("names")}
    figures["cost"] = cost(model, shared)
    return Report(f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}", figures)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("models", nargs="+")
    options.add_argument("--shared", type=Path, required=True)
    options.add_argument("--json", type=Path, help="where to write all figures")
    options.add_argument("--quick", action="store_true", help="only a tenth of the treebanks")
    given = options.parse_args()
    reports = [report(model, given.shared, given.quick) for model in given.models]
    if given.json:
        given.json.write_text(json.dumps({r.name: r.figures for r in reports}, indent=1) + "\n", encoding="utf-8")
    for line in table(reports):
        print(line)


def table(reports: Sequence[Report]) -> Iterator[str]:
    """The figures as Markdown."""
    yield "| measured on | layer | " + " | ".join(r.name for r in reports) + " |"
    yield "|---|---|" + "---|" * len(reports)
    for group in reports[0].figures:
        layers = list(dict.fromkeys(k for r in reports for k in r.figures[group]))
        for layer in layers:
            cells = []
            for r in reports:
                value = r.figures[group].get(layer)
                cells.append("–" if value is None else f"{value['f1']}" if isinstance(value, dict) else f"{value}")
            yield f"| {group} | {layer} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
