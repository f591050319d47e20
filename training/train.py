"""Makes the language model: `python -m training.train --shared ../shared --out build/cnn`.

Needs the corpora (see README.md), one core, 3 GB of memory and about an hour. Steps that are done are not done again:
delete the folder given by `--work` to begin anew. Equal data, versions and processor give equal weights.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import spacy
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops

from pipeline.language import gazetteer  # noqa: F401  its component is named by names.cfg
from training import card, prepare, tokenizer  # noqa: F401  the callback "citegraph.tokenizer"

HERE = Path(__file__).resolve().parent
NAME, VERSION = "citegraph_ud", "0.1.0"
FIRST_STEPS = 1500


def fit(config: str, data: Path, dev: Path, out: Path, steps: int | None = None) -> Path:
    """What `spacy train` does; the folder of the best pipeline."""
    best = out / "model-best"
    if not (out / "model-last").is_dir():
        overrides: dict[str, object] = {"paths.train": str(data), "paths.dev": str(dev)}
        if steps:
            overrides["training.max_steps"] = steps
        out.mkdir(parents=True, exist_ok=True)
        train(init_nlp(load_config(HERE / config, overrides=overrides)), out, use_gpu=-1)
    return best


def assemble(parse: Path, names: Path, out: Path) -> None:
    """One pipeline of the two; what was in `out` is replaced when the new one is complete."""
    nlp, finder = spacy.load(parse), spacy.load(names)
    for pipe in finder.pipe_names:
        nlp.add_pipe(pipe, source=finder)
    nlp.config["initialize"]["before_init"] = None  # the rules are saved: loading needs nothing of this folder
    nlp.config["paths"].update(train=None, dev=None)
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        description="English: Universal Dependencies, tags, lemmas and names in ten labels",
        license="CC BY-SA 4.0",
        sources=card.SOURCES,
        performance={},  # the card has the figures
        spacy_version=">=3.8.0,<3.9.0",
    )
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)


def main() -> None:
    """Prepare, train, put together, measure."""
    parser = argparse.ArgumentParser(description="Make the language model again.")
    parser.add_argument("--shared", type=Path, required=True, help="folder with corpora/ and gold/")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="folder for what is made on the way")
    parser.add_argument("--out", type=Path, required=True, help="folder of the finished pipeline; replaced")
    options = parser.parse_args()
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    set_current_ops(NumpyOps(use_blis=False))  # numpy's matrix product is the faster one on most processors
    sources = prepare.Sources(options.shared)
    if not (work / "parse-sample.spacy").is_file():
        prepare.trees(sources, work)
    if not (work / "names-seeds.spacy").is_file():
        prepare.names(sources, work)
    parse = fit("parse.cfg", work / "parse-train.spacy", work / "parse-sample.spacy", work / "parse")
    dev = work / "names-dev.spacy"
    first = fit("names.cfg", work / "names-first.spacy", dev, work / "first", FIRST_STEPS)
    if not (work / "names-train.spacy").is_file():
        prepare.names_with_silver(sources, spacy.load(first), work)
    names = fit("names.cfg", work / "names-train.spacy", dev, work / "names")
    assemble(parse, names, options.out)
    card.write(options.out, sources)


if __name__ == "__main__":
    main()
