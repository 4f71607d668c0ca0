"""The layers of our networks in the order they are applied, and what of each belongs to one channel."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from model.network import Network


def convolutions(network: Network) -> list[nn.Conv2d]:
    """The convolutions in the order they are applied."""
    return [layer for layer in network.features if isinstance(layer, nn.Conv2d)]


def weighted_layers(network: Network) -> list[nn.Conv2d | nn.Linear]:
    """The convolutions and the last layer."""
    return [*convolutions(network), network.head]


def with_batch_norms(network: nn.Module) -> list[tuple[nn.Conv2d | nn.Linear, nn.BatchNorm2d | None]]:
    """Every convolution and linear layer in the order they were made, and the batch norm that follows it, if any."""
    pairs: list[tuple[nn.Conv2d | nn.Linear, nn.BatchNorm2d | None]] = []
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            pairs[-1] = pairs[-1][0], module
        if isinstance(module, nn.Conv2d | nn.Linear):
            pairs.append((module, None))
    return pairs


def batch_norm_after(network: Network, convolution: nn.Module) -> nn.BatchNorm2d:
    """The batch norm that follows a convolution.

    Raises:
        ValueError: None follows.
    """
    layers = list(network.features)
    after = layers[layers.index(convolution) + 1]
    if not isinstance(after, nn.BatchNorm2d):
        raise ValueError("no batch norm follows this convolution")
    return after


def output_of(network: Network, convolution: nn.Conv2d) -> nn.Module:
    """What gives a convolution's channels before they are cut at zero: itself or its batch norm."""
    return batch_norm_after(network, convolution) if convolution.bias is None else convolution


def with_channels(network: Network, kept: Sequence[Tensor]) -> Network:
    """A smaller network of those channels alone: whatever made the others and whatever they fed is gone.

    Args:
        network: As it is.
        kept: For each convolution the numbers of the channels that stay, int64.

    Returns:
        A new network that says what the old one would if the other channels were always zero.
    """
    classes = network.head.out_features
    smaller = type(network)(classes, tuple(len(channels) for channels in kept))
    before = torch.arange(1)
    with torch.no_grad():
        pairs = zip(convolutions(network), convolutions(smaller), kept, strict=True)
        for old, new, channels in pairs:
            new.weight.copy_(old.weight[channels][:, before])
            if old.bias is not None and new.bias is not None:
                new.bias.copy_(old.bias[channels])
            else:
                _copy_batch_norm(batch_norm_after(network, old), batch_norm_after(smaller, new), channels)
            before = channels
        places = network.head.in_features // convolutions(network)[-1].out_channels
        columns = (before[:, None] * places + torch.arange(places)).flatten()
        smaller.head.weight.copy_(network.head.weight[:, columns])
        smaller.head.bias.copy_(network.head.bias)
    return smaller


def _copy_batch_norm(old: nn.BatchNorm2d, new: nn.BatchNorm2d, channels: Tensor) -> None:
    for name, value in old.state_dict().items():
        own = new.state_dict()[name]
        own.copy_(value[channels] if value.ndim else value)
