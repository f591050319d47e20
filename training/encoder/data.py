"""Which documents the network learns from and which are held out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import spacy

from training.encoder import corpus
from training.encoder.corpus import Text
from training.tokenizer import customise

OWN = Path(__file__).parents[1] / "gold"
"""Documents that were written for this project, beside those of the shared folder."""


@dataclass
class Data:
    """Training documents by kind, and those that are only measured on."""

    parsed: list[Text]
    annotated: list[Text]
    written: list[Text]
    held_out: list[Text]
    dev: list[Text]

    @property
    def trained(self) -> list[Text]:
        """All that the network learns from."""
        return [*self.parsed, *self.annotated, *self.written]


def load(shared: Path) -> Data:
    """Reads everything under the shared folder. A held-out gold document is held out with all layers, the parse too."""
    texts = [t for n in ("ewt", "gum") for t in corpus.treebank(shared / f"corpora/ud/{n}-train.conllu")]
    dev = [t for n in ("ewt", "gum") for t in corpus.treebank(shared / f"corpora/ud/{n}-dev.conllu")]
    corpus.add_coarse_names(texts, shared / "corpora/names/uner-ewt-train.iob2")
    parsed = {t.name: t for t in texts}
    by_end = {t.name.split("-", 1)[-1]: t for t in texts}  # "weblog-juancole.com_..." is juancole.com_... in the gold
    train = list(corpus.gold_documents(shared / "gold/train"))
    aside = corpus.held_out([name for name, _, _ in train])
    annotated, held = [], []
    for name, text, rows in train:
        found = parsed.get(name) or by_end[name]
        lines = sum(1 for line in text.split("\n") if line.strip())
        if corpus.add_gold(found, text, rows) != lines:
            raise ValueError(f"gold document {name} does not match its treebank document {found.name}")
        (held if name in aside else annotated).append(found)
        del parsed[found.name]
    nlp = spacy.blank("en")
    customise(nlp)
    tales = list(corpus.gold_documents(shared / "gold/written"))
    aside = corpus.held_out([name for name, _, _ in tales])
    written = []
    own = list(corpus.gold_documents(OWN))
    for name, text, rows in [*tales, *own]:
        found = corpus.running_text(name, text, rows, nlp.tokenizer)
        (held if name in aside else written).append(found)
    return Data(list(parsed.values()), annotated, written, held, dev)
