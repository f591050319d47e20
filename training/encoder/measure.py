"""Measures spaCy pipelines on what no model was trained on.

``python -m training.encoder.measure --shared ../shared MODEL...``

Every pipeline goes through the code of `citegraph evaluate --layers`: the treebanks' -dev sets with their own words and
sentences, the same as running text, and the held-out and the seed articles of the gold as the project reads them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import pipeline.language.encoder.component  # noqa: F401  registers the factory where citegraph is not installed
from pipeline.evaluate.gold import GoldDocument
from pipeline.evaluate.layers import spans, treebank
from pipeline.evaluate.layers.figures import Figures, Stretch, count, half
from pipeline.language import LanguageModel
from pipeline.settings import Settings
from training.encoder import corpus

LINKS = ("arguments", "attributions", "relations")
"""What the encoder links, beside what `citegraph evaluate --layers` counts: both ends overlap by half, same role."""


def links(figures: Figures, folder: Path, pairs: Sequence[tuple[GoldDocument, Doc]]) -> None:
    """Counts the links of events, cues and names, where the model gives any."""
    rows = {f"{name}.txt": rows for name, _, rows in corpus.gold_documents(folder)}
    if not any(doc._.links for _, doc in pairs):
        return
    for gold, doc in pairs:
        words = [token for token in doc if not token.is_space]
        begins, ends = [t.idx for t in words], [t.idx + len(t) for t in words]
        wanted: dict[str, set[Stretch]] = {kind: set() for kind in LINKS}
        for stretch in wanted_links(gold.text, rows[gold.name], begins, ends):
            wanted[_kind(stretch[2].partition(" ")[0])].add(stretch)
        found: dict[str, set[Stretch]] = {kind: set() for kind in LINKS}
        for k in doc._.links:
            kind = _kind(k.role)
            anchor = doc[k.anchor_end - 1 if kind == "relations" else k.anchor_begin].idx
            last = doc[k.end - 1]
            found[kind].add((doc[k.begin].idx, last.idx + len(last), f"{k.role} {anchor}"))
        for kind in LINKS:
            count(figures.layers[kind], wanted[kind], found[kind], half)


def wanted_links(text: str, rows: Sequence[dict[str, Any]], begins: list[int], ends: list[int]) -> Iterator[Stretch]:
    """What is linked in the gold rows of a text whose words begin and end there: label "ROLE ANCHOR'S BEGIN"."""
    for row in rows:
        for k in corpus.layers(text, row, begins, ends).links:
            yield begins[k.begin], ends[k.end - 1], f"{k.label} {begins[k.anchor]}"


def _kind(role: str) -> str:
    return "arguments" if role in corpus.ROLES else "attributions" if role in ("source", "content") else "relations"


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
    out["megabytes resident"] = _resident()
    print(json.dumps({k: round(v, 2) for k, v in out.items()}))


def _resident() -> float:
    """The most megabytes that this process had in memory."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says is at least what the process had that started this one
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _raw(nlp: Language, docs: list[Doc], taken: float) -> dict[str, float]:
    """What onnxruntime alone takes for the same windows."""
    from pipeline.language.encoder.component import given
    from pipeline.language.encoder.windows import windows

    network = nlp.get_pipe("encoder").network  # type: ignore[attr-defined]
    feeds = []
    for doc in docs:
        forms, gaps, starts = given(
            Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        )
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


def report(path: str, shared: Path, quick: bool) -> Report:
    """Measures one pipeline."""
    settings = Settings(model=path)
    model = LanguageModel.load(settings, spans=True)
    figures: dict[str, dict[str, Any]] = {}
    for bank in ("ewt", "gum"):
        found = Figures()
        texts = treebank.read(shared / f"corpora/ud/{bank}-dev.conllu")
        treebank.compare(found, model, texts[::10] if quick else texts)
        figures[f"{bank}-dev"] = found.to_json()["layers"]
    together: list[Figures] = []
    for name, part in (("seeds", "seeds"), ("train, held out", "train"), ("written, held out", "written")):
        folder = shared / "gold" / part
        only = None if part == "seeds" else corpus.held_out([path.stem for path in folder.glob("*.jsonl")])
        found = Figures()
        pairs = list(spans.parsed(found, model, folder, settings, only))
        spans.compare(found, pairs)
        links(found, folder, pairs)
        figures[name] = found.to_json()["layers"]
        together += [found] if only else []
    both = Figures()
    for one in together:
        for layer, tally in one.layers.items():
            both.layers[layer].hit += tally.hit
            both.layers[layer].found += tally.found
            both.layers[layer].gold += tally.gold
    figures["held out"] = both.to_json()["layers"]
    figures["cost"] = cost(path, shared)
    return Report(f"{model.name} {model.version}", figures)


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
