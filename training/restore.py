"""From an ONNX file back to a network that can be trained: checkpoints ship no torch weights."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from model.network import NETWORKS, Network
from model.networks.checkpoint import Checkpoint
from training.errors import TrainingError
from training.layers import with_batch_norms

#: Weights and bias of one convolution or linear layer.
Weights = tuple[NDArray[np.float32], NDArray[np.float32]]


def restore(checkpoint: Checkpoint, frames: Tensor | None = None) -> Network:
    """Build the torch network of a float32 checkpoint, however narrow it was pruned.

    The exporter folds batch norms into their convolutions. They are put back by measuring: each normalizes by what its
    convolution gives on `frames` and then undoes that, so the network says what the file says, and can learn.

    Args:
        checkpoint: Float32 weights of one of `NETWORKS`.
        frames: (N, 1, 28, 28) float32 in 0..1 to measure on; if None, batch norms are left to change nothing.

    Raises:
        TrainingError: The network is quantized, or of another architecture.
    """
    card = checkpoint.card
    if card.network not in NETWORKS:
        raise TrainingError(f"{card.name} is a {card.network!r}, not one of {', '.join(NETWORKS)}.")
    if card.precision != "float32":
        raise TrainingError(f"{card.name} is {card.precision}, which cannot be trained. Name its float32 original.")
    weights = onnx_weights(checkpoint.onnx)
    widths = tuple(len(bias) for _, bias in weights[:-1])
    if len(widths) != len(NETWORKS[card.network].WIDTHS):
        raise TrainingError(f"{card.name} has {len(widths)} convolutions, which is no {card.network}.")
    network = NETWORKS[card.network](len(card.alphabet), widths)
    refill(network, weights, frames)
    return network


def onnx_weights(content: bytes) -> list[Weights]:
    """The weights and biases of a float32 file's convolutions and linear layers, in the order they are applied."""
    graph = onnx.load_from_string(content).graph
    known = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    layers = [node.input for node in graph.node if node.op_type in ("Conv", "Gemm")]
    return [(known[inputs[1]], known[inputs[2]]) for inputs in layers]


def refill(network: nn.Module, weights: list[Weights], inputs: Tensor | None = None) -> None:
    """Give a network the weights of a file in place, as told at `restore`.

    Args:
        network: Of the file's architecture.
        weights: Those of `onnx_weights`.
        inputs: What its batch norms are measured on; they change nothing if None.

    Raises:
        ValueError: The file has another number of layers.
    """
    for (layer, norm), (weight, bias) in zip(with_batch_norms(network), weights, strict=True):
        layer.weight.data = torch.from_numpy(weight.copy())
        if layer.bias is not None:
            layer.bias.data = torch.from_numpy(bias.copy())
        if norm is not None:
            norm.bias.data = torch.from_numpy(bias.copy())
            # With these it multiplies by 1: the square root is taken of variance and eps together.
            _statistics(norm)[1].fill_(1 - norm.eps)
    if inputs is not None:
        _renew_batch_norms(network, inputs)


def _renew_batch_norms(network: nn.Module, inputs: Tensor) -> None:
    """Let each batch norm expect what it is given on these inputs, and do what it did before."""
    seen: dict[nn.BatchNorm2d, Tensor] = {}

    def look(norm: nn.Module, given: tuple[Tensor, ...], _: Tensor) -> None:
        if isinstance(norm, nn.BatchNorm2d):
            seen[norm] = given[0]

    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    hooks = [norm.register_forward_hook(look) for norm in norms]
    with torch.no_grad():
        network.eval()(inputs)
        for norm, given in seen.items():
            mean, variance = given.mean(dim=(0, 2, 3)), given.var(dim=(0, 2, 3))
            running_mean, running_variance = _statistics(norm)
            norm.bias.add_(mean)
            norm.weight.copy_(torch.sqrt(variance + norm.eps))
            running_mean.copy_(mean)
            running_variance.copy_(variance)
    for hook in hooks:
        hook.remove()


def _statistics(norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Running mean and variance."""
    if norm.running_mean is None or norm.running_var is None:
        raise TypeError("batch norms of our networks keep statistics")
    return norm.running_mean, norm.running_var
