"""Everything in one command: train, export, even out, weigh triggers, measure, and write the model card.

``python -m training.encoder --shared ../shared --out build/encoder --model pipeline/language/model``
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.encoder import biases, card, data, export, measure, train, triggers


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    train.add_options(options)
    options.add_argument("--model", type=Path, required=True, help="where the spaCy pipeline goes")
    options.add_argument("--version", default="1.0.0")
    options.add_argument("--note", default="", help="what the model card says of the training run")
    options.add_argument("--against", nargs="*", default=[], help="other pipelines to measure in the same run")
    given = options.parse_args()
    train.run(given)
    pretrained = given.pretrained or train.installed_encoder()
    texts = data.load(given.shared).trained
    export.export(given.out, pretrained, texts, given.model, given.version, note=given.note)
    gained = [*biases.even_out(given.model, given.shared), triggers.write(given.model, given.shared)]
    for line in biases.lines(gained):
        print(line, flush=True)
    reports = [measure.report(str(model), given.shared, quick=False) for model in (given.model, *given.against)]
    figures = json.dumps({r.name: r.figures for r in reports}, indent=1) + "\n"
    (given.out / "figures.json").write_text(figures, encoding="utf-8")
    (given.model / "MODEL_CARD.md").write_text(card.text(given.model, reports), encoding="utf-8")


if __name__ == "__main__":
    main()
