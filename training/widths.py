"""How many channels each layer of a smaller network gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import torch
from torch import Tensor, nn

from model.network import Network
from training.layers import convolutions

#: Channels that a CPU computes at once: the float32 numbers of an AVX-512 register. A layer of 17 takes as long as one
#: of 32.
BLOCK = 16


@dataclass(frozen=True, slots=True)
class Build:
    """What a network's multiply-adds depend on but its widths.

    Attributes:
        uses: For each convolution how often a glyph uses the weights between two channels: pixels times kernel.
        places: Pixels of the last convolution's channels as the last layer is given them.
        classes: Outputs of the last layer.
    """

    uses: tuple[int, ...]
    places: int
    classes: int

    @classmethod
    def of(cls, network: Network) -> Build:
        """That of a network."""
        layers = convolutions(network)
        kernels = [layer.kernel_size[0] * layer.kernel_size[1] for layer in layers]
        uses = tuple(area * kernel for area, kernel in zip(_areas(network), kernels, strict=True))
        return cls(uses, network.head.in_features // layers[-1].out_channels, network.head.out_features)

    def multiply_adds(self, widths: Sequence[int], block: int = 1) -> int:
        """Multiply-adds of one glyph.

        Args:
            widths: Channels of each convolution.
            block: Channels are computed so many at a time, whether the last block is full or not.
        """
        inputs, outputs = [1, *widths], [*widths, self.classes]
        pairs = zip([*self.uses, self.places], inputs, outputs, strict=True)
        return sum(uses * given * -(-made // block) * block for uses, given, made in pairs)


def multiply_adds(network: Network) -> int:
    """Multiply-adds of one glyph."""
    return Build.of(network).multiply_adds([layer.out_channels for layer in convolutions(network)])


def chosen_widths(build: Build, ranked: Sequence[Tensor], most: int, granularity: int) -> list[int] | None:
    """Take what matters least for the time it saves, until a glyph takes few enough multiply-adds.

    A layer loses a few channels at a time, or all of its last block: fewer outputs are only faster by whole blocks,
    while each spares the next layer an input.

    Args:
        build: Of the network that is narrowed.
        ranked: For each convolution the importance of its channels, the greatest first.
        most: Multiply-adds of one glyph.
        granularity: Channels are taken out so many at a time.

    Returns:
        How many channels of each convolution stay; None where nothing may be taken any more.
    """
    widths = [len(channels) for channels in ranked]
    least_busy = most / build.multiply_adds(widths) * build.multiply_adds(widths, BLOCK)

    def beyond(candidate: Sequence[int]) -> float:
        # What is saved beyond the goal counts for nothing, or the last step would be the most costly one.
        counted, busy = build.multiply_adds(candidate), build.multiply_adds(candidate, BLOCK)
        return max(counted - most, 0) + max(busy - least_busy, 0)

    while build.multiply_adds(widths) > most:
        now = beyond(widths)
        choices = [
            (_lost(ranked, fewer) - _lost(ranked, widths), now - beyond(fewer), fewer)
            for fewer in _narrower(widths, granularity)
        ]
        useful = [(lost / saved, fewer) for lost, saved, fewer in choices if saved > 0]
        if not useful:
            return None
        widths = min(useful)[1]
    return widths


def _narrower(widths: Sequence[int], granularity: int) -> Iterator[list[int]]:
    """The same widths with one layer narrower: by a few channels, or by its last block."""
    for layer, width in enumerate(widths):
        for fewer in {width - granularity, (width - 1) // BLOCK * BLOCK}:
            if fewer > 0:
                yield [*widths[:layer], fewer, *widths[layer + 1 :]]


def _lost(ranked: Sequence[Tensor], widths: Sequence[int]) -> float:
    """What a network loses of its importance, layers multiplied: all goes through each, so none may be closed.

    Returns:
        The negative logarithm of the share that stays, 0 or more.
    """
    pairs = zip(ranked, widths, strict=True)
    kept = [float(channels[:width].sum() / channels.sum().clamp(min=1e-12)) for channels, width in pairs]
    return -sum(log(max(share, 1e-12)) for share in kept)


def _areas(network: Network) -> list[int]:
    """How many pixels each convolution gives of one glyph."""
    areas, frame = [], torch.zeros(1, 1, 28, 28)
    with torch.no_grad():
        network.eval()
        for layer in network.features:
            frame = layer(frame)
            if isinstance(layer, nn.Conv2d):
                areas.append(frame.shape[2] * frame.shape[3])
    return areas
