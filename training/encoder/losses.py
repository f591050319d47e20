"""What the network is to get right, layer by layer, and what each layer counts."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.encoder import labels
from training.encoder.batches import SPANS, TAGS, Batch
from training.encoder.labels import IGNORED, Labels
from training.encoder.network import Network

WEIGHTS = {
    "starts": 0.5, "upos": 0.4, "xpos": 0.4, "feats": 0.2, "lemmas": 0.4, "heads": 1.0, "deps": 0.7,
    "names": 1.5, "coarse": 0.3, "triggers": 3.0, "modality": 3.0, "cues": 2.0, "sources": 2.0,
    "contents": 1.0, "links": 0.7,
}  # fmt: skip
"""What a layer's loss counts; each is summed over the words that have it and divided by the words of the batch."""


class Losses:
    """The loss of a batch."""

    def __init__(self, found: Labels, device: torch.device) -> None:
        table, _ = labels.allowed_names(found)
        self.allowed = torch.tensor(table, device=device)
        self.fine = len(found.names)

    def __call__(self, network: Network, batch: Batch, out: dict[str, Tensor]) -> dict[str, Tensor]:
        losses: dict[str, Tensor] = {}
        known = batch.layers["starts"] != IGNORED
        losses["starts"] = F.binary_cross_entropy_with_logits(
            out["starts"][known].float(), batch.layers["starts"][known].float(), reduction="sum"
        )
        for name in (*TAGS, *(s for s in SPANS if s != "names")):
            losses[name] = self._choice(out[name], batch.layers[name])
        losses |= self._names(out["names"], batch.layers["names"])
        losses |= self._tree(network, batch, out)
        losses["links"] = self._links(network, batch, out)
        return {k: v / batch.words for k, v in losses.items()}

    @staticmethod
    def _choice(scores: Tensor, right: Tensor) -> Tensor:
        known = right != IGNORED
        return F.cross_entropy(scores[known].float(), right[known], reduction="sum")

    def _names(self, scores: Tensor, group: Tensor) -> dict[str, Tensor]:
        """Where the annotation is coarse, all that counts is how likely any of the tags is that it leaves open."""
        known = group != IGNORED
        rows, picked = scores[known].float(), group[known]
        fits = rows.masked_fill(~self.allowed[picked], -1e4)
        loss = torch.logsumexp(rows, -1) - torch.logsumexp(fits, -1)
        coarse = picked >= self.fine
        return {"names": loss[~coarse].sum(), "coarse": loss[coarse].sum()}

    @staticmethod
    def _tree(network: Network, batch: Batch, out: dict[str, Tensor]) -> dict[str, Tensor]:
        heads = batch.layers["heads"]
        known = heads != IGNORED
        same = batch.sentence.unsqueeze(2) == batch.sentence.unsqueeze(1)
        scores = out["arcs"].float().masked_fill(~same, -1e4)
        arcs = F.cross_entropy(scores[known], heads[known], reduction="sum")
        right = heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, out["dep_head"].shape[-1])
        deps = network.score_deps(out["dep_child"][known], out["dep_head"].gather(1, right)[known])
        labelled = batch.layers["deps"][known]
        return {"heads": arcs, "deps": Losses._choice(deps, labelled)}

    @staticmethod
    def _links(network: Network, batch: Batch, out: dict[str, Tensor]) -> Tensor:
        if not len(batch.anchors):
            return out["link_word"].sum() * 0
        window, place = batch.anchors.unbind(1)
        scores = network.score_links(out["link_anchor"][window, place].unsqueeze(1), out["link_word"][window]).float()
        inside = batch.sentence[window] == batch.sentence[window, place].unsqueeze(1)
        counted = inside.unsqueeze(-1) & (batch.asked.unsqueeze(1) > 0)
        return F.binary_cross_entropy_with_logits(scores[counted], batch.wanted[counted], reduction="sum")
