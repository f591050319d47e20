"""Smoothing moves large channels into the weights; what the network computes stays as it was."""

from __future__ import annotations

import torch

from training.encoder.network import Network, Shape, Sizes
from training.encoder.smooth import smooth

SIZES = Sizes(shapes=3, upos=2, xpos=2, feats=2, lemmas=2, deps=3, names=5, triggers=3, modality=2, links=4)
SHAPE = Shape(width=16, layers=2, heads=2, inner=32, pieces=20, positions=16)


def windows() -> list[dict[str, torch.Tensor]]:
    torch.manual_seed(1)
    place = torch.tensor([[1, 2, 4]])
    return [
        {
            "pieces": torch.randint(0, 20, (1, 6)),
            "shapes": torch.randint(0, 4, (1, 6)),
            "gaps": torch.randint(0, 3, (1, 6)),
            "first": place,
            "last": place,
        }
        for _ in range(3)
    ]


@torch.no_grad()
def test_smooth_keeps_what_the_network_computes_and_evens_out_its_channels() -> None:
    torch.manual_seed(0)
    network = Network(SIZES, SHAPE).eval()
    network.encoder.layers[0].norm1.weight[3] = 40  # a channel far larger than the others
    given = windows()
    before = [network(**one) for one in given]
    seen: list[torch.Tensor] = []
    network.encoder.layers[0].up.register_forward_pre_hook(lambda _, x: seen.append(x[0].abs().amax((0, 1))))
    network(**given[0])
    linear = network.encoder.layers[0].up
    smooth(network, given)
    assert network.encoder.layers[0].up is not linear
    for old, new in zip(before, [network(**one) for one in given], strict=True):
        for layer, scores in old.items():
            assert torch.allclose(scores, new[layer], atol=1e-3, rtol=1e-3), layer
    entered: list[torch.Tensor] = []
    linear.register_forward_pre_hook(lambda _, x: entered.append(x[0].abs().amax((0, 1))))
    network(**given[0])
    assert entered[0].max() / entered[0].median() < seen[0].max() / seen[0].median() / 2
