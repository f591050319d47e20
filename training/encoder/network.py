"""The network: a pretrained encoder that is told of case, shape and gaps, and one small head per layer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

ARC, LABEL, LINK = 256, 160, 160


@dataclass(frozen=True)
class Shape:
    """The measures of a BERT-like encoder, by default those of all-MiniLM-L6-v2."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    pieces: int = 30522
    positions: int = 512

    @classmethod
    def of(cls, folder: Path) -> Shape:
        """Reads them from the `config.json` of a pretrained encoder."""
        given = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return cls(
            width=given["hidden_size"],
            layers=given["num_hidden_layers"],
            heads=given["num_attention_heads"],
            inner=given["intermediate_size"],
            pieces=given["vocab_size"],
            positions=given["max_position_embeddings"],
        )


@dataclass(frozen=True)
class Sizes:
    """How many labels each head has."""

    shapes: int
    upos: int
    xpos: int
    feats: int
    lemmas: int
    deps: int
    names: int
    triggers: int
    modality: int
    links: int
    gaps: int = 3
    extents: int = 3


class Layer(nn.Module):
    """One transformer layer, normalised after each part, as BERT is."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, shape.inner)
        self.down = nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # spelt out: on a CPU the fused attention's backward pass is several times slower than this for short windows
        scores = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5
        if mask is not None:
            scores = scores + mask
        attended = torch.softmax(scores, -1, dtype=scores.dtype) @ v
        x = self.norm1(x + self.out(attended.transpose(1, 2).reshape(batch, length, width)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """The pretrained encoder; the vectors of shapes and gaps are added to those of the pieces and start at nought."""

    def __init__(self, sizes: Sizes, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.pieces = nn.Embedding(shape.pieces, width)
        self.positions = nn.Embedding(shape.positions, width)
        self.shapes = nn.Embedding(sizes.shapes + 1, width)
        self.gaps = nn.Embedding(sizes.gaps, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.gaps.weight)
        self.pieces.weight.requires_grad_(False)

    def load(self, folder: Path) -> None:
        """Takes the pretrained weights from `model.safetensors`."""
        given = load_file(folder / "model.safetensors")
        given = {k.removeprefix("bert."): v for k, v in given.items()}
        with torch.no_grad():
            self.pieces.weight.copy_(given["embeddings.word_embeddings.weight"])
            kind = given["embeddings.token_type_embeddings.weight"][0]
            self.positions.weight.copy_(given["embeddings.position_embeddings.weight"] + kind)
            self.norm.weight.copy_(given["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(given["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for end in ("weight", "bias"):
                    qkv = [given[f"{at}attention.self.{n}.{end}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, end).copy_(torch.cat(qkv))
                    getattr(layer.out, end).copy_(given[f"{at}attention.output.dense.{end}"])
                    getattr(layer.norm1, end).copy_(given[f"{at}attention.output.LayerNorm.{end}"])
                    getattr(layer.up, end).copy_(given[f"{at}intermediate.dense.{end}"])
                    getattr(layer.down, end).copy_(given[f"{at}output.dense.{end}"])
                    getattr(layer.norm2, end).copy_(given[f"{at}output.LayerNorm.{end}"])

    def forward(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, mask: Tensor | None) -> list[Tensor]:
        x = self.pieces(pieces) + self.positions.weight[: pieces.shape[1]] + self.shapes(shapes) + self.gaps(gaps)
        x = self.drop(self.norm(x))
        states = [x]
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states


class Words(nn.Module):
    """Word vectors: a learnt mix of the layers, at a word's first and last piece, and its shape."""

    def __init__(self, sizes: Sizes, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.mix = nn.Parameter(torch.tensor([0.0] * shape.layers + [1.0]))
        self.first = nn.Linear(width, width)
        self.last = nn.Linear(width, width, bias=False)
        self.shapes = nn.Embedding(sizes.shapes + 1, width)
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)
        nn.init.normal_(self.shapes.weight, std=0.02)

    def forward(self, states: list[Tensor], shapes: Tensor, first: Tensor, last: Tensor) -> Tensor:
        mixed = sum(w * s for w, s in zip(self.mix, states, strict=True))
        assert isinstance(mixed, Tensor)
        at_first = mixed.gather(1, first.unsqueeze(-1).expand(-1, -1, mixed.shape[-1]))
        at_last = mixed.gather(1, last.unsqueeze(-1).expand(-1, -1, mixed.shape[-1]))
        x = self.first(at_first) + self.last(at_last) + self.shapes(shapes.gather(1, first))
        return self.drop(self.norm(F.gelu(x)))


class Network(nn.Module):
    """Encoder and heads. `forward` gives the scores of every layer by name, words along the second axis.

    "arcs" is [batch, dependent, head], a word's own place standing for "root"; "dep_child" and "dep_head" are summed
    for a pair, as "link_anchor" and "link_word" are, and scored by `dep_scores` and `link_scores`.
    """

    def __init__(self, sizes: Sizes, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.width
        self.encoder = Encoder(sizes, shape, dropout)
        self.syntax = Words(sizes, shape, 0.2)
        self.meaning = Words(sizes, shape, 0.2)
        self.starts = nn.Linear(width, 1)
        self.tags = nn.ModuleDict(
            {
                "upos": nn.Linear(width, sizes.upos),
                "xpos": nn.Linear(width, sizes.xpos),
                "feats": nn.Linear(width, sizes.feats),
                "lemmas": nn.Linear(width, sizes.lemmas),
            }
        )
        self.spans = nn.ModuleDict(
            {
                "names": nn.Linear(width, sizes.names),
                "triggers": nn.Linear(width, sizes.triggers),
                "modality": nn.Linear(width, sizes.modality),
                "cues": nn.Linear(width, sizes.extents),
                "sources": nn.Linear(width, sizes.extents),
                "contents": nn.Linear(width, sizes.extents),
            }
        )
        self.arc_child = nn.Linear(width, ARC)
        self.arc_head = nn.Linear(width, ARC)
        self.arc = nn.Parameter(torch.eye(ARC) * ARC**-0.5)
        self.arc_bias = nn.Linear(ARC, 1)
        self.root = nn.Linear(width, 1)
        self.dep_child = nn.Linear(width, LABEL)
        self.dep_head = nn.Linear(width, LABEL, bias=False)
        self.dep_scores = nn.Linear(LABEL, sizes.deps)
        self.link_anchor = nn.Linear(width, LINK)
        self.link_word = nn.Linear(width, LINK, bias=False)
        self.link_scores = nn.Linear(LINK, sizes.links)
        self.drop = nn.Dropout(0.2)
        nn.init.constant_(self.link_scores.bias, -3.0)

    def forward(
        self, pieces: Tensor, shapes: Tensor, gaps: Tensor, first: Tensor, last: Tensor, mask: Tensor | None = None
    ) -> dict[str, Tensor]:
        states = self.encoder(pieces, shapes, gaps, mask)
        syntax = self.syntax(states, shapes, first, last)
        meaning = self.meaning(states, shapes, first, last)
        out = {"starts": self.starts(syntax).squeeze(-1)}
        for name, head in self.tags.items():
            out[name] = head(syntax)
        for name, head in self.spans.items():
            out[name] = head(meaning)
        child = self.drop(F.gelu(self.arc_child(syntax)))
        head = self.drop(F.gelu(self.arc_head(syntax)))
        arcs = (child @ self.arc) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        places = torch.arange(arcs.shape[1], device=arcs.device)
        out["arcs"] = torch.where(places.unsqueeze(0) == places.unsqueeze(1), self.root(syntax), arcs)
        out["dep_child"] = self.dep_child(syntax)
        out["dep_head"] = self.dep_head(syntax)
        out["link_anchor"] = self.link_anchor(meaning)
        out["link_word"] = self.link_word(meaning)
        return out

    def score_deps(self, child: Tensor, head: Tensor) -> Tensor:
        return self.dep_scores(self.drop(F.gelu(child + head)))  # type: ignore[no-any-return]

    def score_links(self, anchor: Tensor, word: Tensor) -> Tensor:
        return self.link_scores(self.drop(F.relu(anchor + word)))  # type: ignore[no-any-return]
