"""Writes the trained network as a spaCy pipeline.

``python -m training.encoder.export --weights build/encoder --out MODEL``

The weights are the mean of those that the run kept, which is better than the last ones alone. The graph has integers
for weights: the embeddings one scale per row, the matrices one per column, seven bits where processors without integer
dot products would overflow. Before that, large channels are evened out: see `smooth`.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from pipeline.language.encoder import component as component  # registers the factory
from pipeline.language.encoder.layers import FACTORY
from pipeline.language.encoder.network import PIECES_PER_WORD
from pipeline.language.encoder.windows import SOFT_LIMIT
from pipeline.language.encoder.words import WordPieces
from training.encoder import batches, labels, lexicon, triggers
from training.encoder.corpus import Text
from training.encoder.data import load
from training.encoder.labels import Labels
from training.encoder.network import Network, Shape
from training.encoder.smooth import smooth
from training.encoder.train import installed_encoder, mean_of, sizes_of
from training.tokenizer import customise

SAMPLES = 64
"""Documents that are read to see which channels are large."""

INPUTS = ("pieces", "shapes", "gaps", "first", "last")
BEST = ("upos", "xpos", "feats", "lemmas")


class Rows(nn.Module):
    """An embedding table of integers with one scale per row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("numbers", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale.to(torch.float32))

    def forward(self, ids: Tensor) -> Tensor:
        return self.numbers[ids].to(torch.float32) * self.scale[ids]


class Exported(nn.Module):
    """The network as the runtime wants it: the best labels of the word layers, and the scores of the others."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        with torch.no_grad():
            network.encoder.pieces = Rows(network.encoder.pieces.weight)  # type: ignore[assignment]

    def forward(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        out = self.network(pieces, shapes, gaps, first, last)
        return tuple(v.argmax(-1) if k in BEST else v for k, v in out.items())


def names_of_outputs(network: Network) -> list[str]:
    """The layers in the order in which the network gives them."""
    one = torch.ones((1, 4), dtype=torch.long)
    with torch.no_grad():
        return list(network(one, one, one, one[:, :2], one[:, :2]))


def graph(network: Network, path: Path) -> None:
    """Writes the network as an ONNX graph of floats, for one window of any length."""
    names = names_of_outputs(network)
    example = torch.randint(1, 3, (1, 9))
    words = torch.tensor([[1, 2, 4, 5, 7]])
    torch.onnx.export(
        Exported(network).eval(),
        (example, example, example, words, words),
        str(path),
        input_names=list(INPUTS),
        output_names=names,
        dynamic_axes={
            **{k: {1: "pieces"} for k in INPUTS[:3]},
            **{k: {1: "words"} for k in (*INPUTS[3:], *names)},
            "arcs": {1: "words", 2: "words"},
        },
        opset_version=17,
        dynamo=False,
    )


def samples(found: Labels, pretrained: Path, texts: Iterable[Text]) -> Iterator[dict[str, Tensor]]:
    """The first windows of texts throughout the training set, as the network takes them."""
    vocabulary = (pretrained / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    coder = batches.Coder(found, WordPieces(vocabulary, PIECES_PER_WORD))
    every = list(texts)
    for text in batches.encode(every[:: max(1, len(every) // SAMPLES)], coder):
        yield batches.collate([next(batches.windows(text, SOFT_LIMIT, None))], coder, None).inputs


def quantise(plain: Path, out: Path, reduce_range: bool) -> None:
    """Makes the matrices integers."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(out),
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            reduce_range=reduce_range,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )


def export(
    weights: Path,
    pretrained: Path,
    texts: Iterable[Text],
    out: Path,
    version: str,
    *,
    note: str = "",
    floats: bool = False,
    wide: bool = False,
) -> None:
    """Writes a spaCy pipeline of the weights in a run's folder.

    `texts` are those that it was trained on, whose lemmas it gets as a lexicon; `note` is what the card says of the
    run. `floats` leaves the matrices as they are, to see what integers cost; `wide` takes all eight bits for them.
    """
    found, texts = labels.load(weights), list(texts)
    network = Network(sizes_of(found), Shape.of(pretrained)).eval()
    network.load_state_dict(mean_of(weights))
    if not floats:
        smooth(network, samples(found, pretrained, texts))
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "network.onnx"
        pairs = pair_weights(network)
        graph(network, plain)
        if floats:
            small = plain
        else:
            quantise(plain, small, reduce_range=not wide)
        onnx.checker.check_model(str(small))
        files = {
            "network.onnx": small.read_bytes(),
            "pairs.npz": pairs,
            "labels.json": (weights / "labels.json").read_bytes(),
            "triggers.json": triggers.written({}),
            "lemmas.tsv": "".join(f"{row}\n" for row in lexicon.rows(texts)).encode(),
            "vocab.txt": (pretrained / "vocab.txt").read_bytes(),
        }
    nlp = spacy.blank("en")
    customise(nlp)
    nlp.add_pipe(FACTORY, name="encoder")
    nlp.get_pipe("encoder").load(files)  # type: ignore[attr-defined]
    nlp.meta.update(
        {
            "name": "citegraph_encoder",
            "version": version,
            "description": "One small encoder for tags, lemmas, Universal Dependencies, names, events and attribution",
            "license": "CC BY-SA 4.0",
            "author": "citegraph contributors",
            "notes": note,
        }
    )
    nlp.to_disk(out)


def pair_weights(network: Network) -> bytes:
    """The last layers for pairs of words, which the runtime applies itself, as an .npz file."""
    out = io.BytesIO()
    with torch.no_grad():
        np.savez(
            out,
            dep_weight=network.dep_scores.weight.T.contiguous().numpy(),
            dep_bias=network.dep_scores.bias.numpy(),
            link_weight=network.link_scores.weight.T.contiguous().numpy(),
            link_bias=network.link_scores.bias.numpy(),
        )
    return out.getvalue()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--weights", type=Path, required=True, help="the folder of the training run")
    options.add_argument("--shared", type=Path, required=True, help="the folder that it was trained on")
    options.add_argument("--pretrained", type=Path, help="the encoder it began with (default: all-MiniLM-L6-v2)")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--version", default="1.0.0")
    options.add_argument("--note", default="", help="what the model card says of the training run")
    options.add_argument("--floats", action="store_true", help="leave the matrices as they are")
    options.add_argument("--wide", action="store_true", help="eight bits for the weights")
    given = options.parse_args()
    torch.set_num_threads(1)
    pretrained = given.pretrained or installed_encoder()
    texts = load(given.shared).trained
    export(
        given.weights,
        pretrained,
        texts,
        given.out,
        given.version,
        note=given.note,
        floats=given.floats,
        wide=given.wide,
    )


if __name__ == "__main__":
    main()
