"""Makes a network easier to round to integers, without changing what it computes ("SmoothQuant", Xiao et al. 2023).

While it runs, the numbers that enter a matrix are rounded with one scale for all of them, and a few channels of a
transformer are far larger than the rest. Dividing a channel by some factor and multiplying the matrix's weights by it
moves the trouble into the weights, which have a scale per column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from training.encoder.network import Network

STRENGTH = 0.8
"""How much of the difference goes into the weights: 0 is none, 1 is all. Measured: see the README."""

Peaks = dict[str, Tensor]


class Smoothed(nn.Module):
    """A linear layer whose input is divided by a factor per channel first, and whose weights make up for it."""

    def __init__(self, linear: nn.Linear, factor: Tensor) -> None:
        super().__init__()
        self.register_buffer("inverse", 1 / factor)
        self.linear = linear
        linear.weight.mul_(factor)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x * self.inverse)  # type: ignore[no-any-return]


@torch.no_grad()
def smooth(network: Network, inputs: Iterable[Mapping[str, Tensor]], strength: float = STRENGTH) -> None:
    """Moves large channels into the weights, in place.

    `inputs` are what the network reads to find out which channels are large: a few dozen windows of its training texts.
    """
    peaks = _peaks(network, inputs)
    linears = {name: part for name, part in network.named_modules() if isinstance(part, nn.Linear)}
    for i, layer in enumerate(network.encoder.layers):
        at = f"encoder.layers.{i}"
        factor = _factor(peaks[f"{at}.out"], [layer.out.weight], strength)
        values = slice(2 * len(factor), None)  # what attention mixes comes from these rows, so that they can be divided
        layer.qkv.weight[values] /= factor[:, None]
        layer.qkv.bias[values] /= factor
        layer.out.weight.mul_(factor)
        for name in ("qkv", "up", "down"):
            linear = linears[f"{at}.{name}"]
            setattr(layer, name, Smoothed(linear, _factor(peaks[f"{at}.{name}"], [linear.weight], strength)))
    for words, heads in _readers(network).items():
        factor = _factor(peaks[heads[0]], [linears[head].weight for head in heads], strength)
        norm = getattr(network, words).norm
        norm.weight.div_(factor)
        norm.bias.div_(factor)
        for head in heads:
            linears[head].weight.mul_(factor)


def _readers(network: Network) -> dict[str, list[str]]:
    """The linear layers that read the syntactic and the other word vectors, and nothing else does."""
    syntax = ["starts", "root", "arc_child", "arc_head", "dep_child", "dep_head", *(f"tags.{k}" for k in network.tags)]
    return {"syntax": syntax, "meaning": [*(f"spans.{k}" for k in network.spans), "link_anchor", "link_word"]}


def _peaks(network: Network, inputs: Iterable[Mapping[str, Tensor]]) -> Peaks:
    """The largest number in each channel that enters each linear layer."""
    peaks: Peaks = {}

    def note(name: str, _: nn.Module, given: tuple[Any, ...]) -> None:
        here = given[0].flatten(0, -2).abs().amax(0)
        peaks[name] = torch.maximum(peaks[name], here) if name in peaks else here

    hooks = [
        part.register_forward_pre_hook(partial(note, name))
        for name, part in network.named_modules()
        if isinstance(part, nn.Linear)
    ]
    for one in inputs:
        network(**one)
    for hook in hooks:
        hook.remove()
    return peaks


def _factor(peak: Tensor, weights: Sequence[Tensor], strength: float) -> Tensor:
    """What each channel is divided by; the factors multiply to one."""
    largest = torch.stack([weight.abs().amax(0) for weight in weights]).amax(0)
    factor = peak.clamp(min=1e-4) ** strength / largest.clamp(min=1e-4) ** (1 - strength)
    return factor / factor.log().mean().exp()
