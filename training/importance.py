"""How much a channel or a weight matters: by its magnitude, or by what the loss would say to its loss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from model.network import Network
from training.layers import batch_norm_after, convolutions, output_of, weighted_layers
from training.loader import Batch
from training.losses import marginal_loss

MEASURES = ("magnitude", "gradient")


def channel_importance(network: Network, measure: str, batches: Iterable[Batch]) -> list[Tensor]:
    """Weigh the channels of every convolution, each layer's mean brought to 1.

    Args:
        network: Is left as it was.
        measure: ``magnitude``: the length of a channel's weights (Li et al. 2017). ``gradient``: the squared change of
            the loss were the channel zero, to first order (Molchanov et al. 2019, "Importance estimation").
        batches: Training batches; only looked at for ``gradient``.

    Returns:
        For each convolution (channels,) float32, 0 or more.
    """
    weighed = _magnitudes(network) if measure == "magnitude" else _taylor(network, batches)
    # Layers differ in scale, so channels are compared within their layer, and layers by what a channel costs.
    return [channels / channels.mean().clamp(min=1e-12) for channels in weighed]


def weight_importance(network: Network, measure: str, batches: Iterable[Batch]) -> list[Tensor]:
    """Weigh every single weight of each layer: |w|, or |w * gradient|.

    Returns:
        For each layer a tensor of the shape of its weights.
    """
    layers = weighted_layers(network)
    if measure == "magnitude":
        return [layer.weight.detach().abs() for layer in layers]
    sums = [torch.zeros_like(layer.weight) for layer in layers]
    for frames, classes in batches:
        network.zero_grad()
        _loss(network, frames, classes).backward()  # type: ignore[no-untyped-call]
        for total, layer in zip(sums, layers, strict=True):
            total += (layer.weight.detach() * _gradient(layer.weight)).abs()
    network.zero_grad()
    return sums


def _magnitudes(network: Network) -> list[Tensor]:
    found = []
    for layer in convolutions(network):
        lengths = layer.weight.detach().flatten(1).norm(dim=1)
        if layer.bias is None:
            norm = batch_norm_after(network, layer)
            variance = norm.running_var if norm.running_var is not None else torch.ones_like(lengths)
            lengths = lengths * norm.weight.detach().abs() / torch.sqrt(variance + norm.eps)
        found.append(lengths)
    return found


def _taylor(network: Network, batches: Iterable[Batch]) -> list[Tensor]:
    sums = [torch.zeros(layer.out_channels) for layer in convolutions(network)]
    with _gated(network) as gates:
        for frames, classes in batches:
            for gate in gates:
                gate.grad = None
            _loss(network, frames, classes).backward()  # type: ignore[no-untyped-call]
            for total, gate in zip(sums, gates, strict=True):
                total += _gradient(gate) ** 2
    network.zero_grad()
    return sums


@contextmanager
def _gated(network: Network) -> Iterator[list[Tensor]]:
    """Multiply every channel by 1, so that the gradient of the 1 tells what the channel is worth."""
    gates, hooks = [], []
    for layer in convolutions(network):
        gate = torch.ones(layer.out_channels, requires_grad=True)
        gates.append(gate)
        hooks.append(output_of(network, layer).register_forward_hook(_gate(gate)))
    try:
        yield gates
    finally:
        for hook in hooks:
            hook.remove()


def _gate(gate: Tensor):  # type: ignore[no-untyped-def]
    return lambda _module, _given, output: output * gate[None, :, None, None]


def _loss(network: nn.Module, frames: Tensor, classes: Tensor) -> Tensor:
    return marginal_loss(network.eval()(frames), classes)


def _gradient(tensor: Tensor) -> Tensor:
    if tensor.grad is None:
        raise ValueError("the loss does not depend on this")
    return tensor.grad
