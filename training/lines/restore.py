"""Where a run of linenet starts: another run's state, or the weights in a file, which are shipped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from torch import nn
from torch.optim.swa_utils import AveragedModel

from model.lines.card import load_line_weights
from model.lines.reading import SYMBOLS
from model.networks.line_network import LineNet
from training.errors import TrainingError
from training.fit import load_state
from training.lines.batches import batch_of
from training.lines.photograph import Taught
from training.restore import onnx_weights, refill

#: Strips that batch norms are measured on.
MEASURED = 400


def line_state(path: Path, strips: Iterable[Taught]) -> dict[str, Any]:
    """The state of a run, for `LineRun.begin_with` and `mix_with`.

    Args:
        path: A state (``lines.pt``), or float32 weights (``linenet.onnx``) with their card.
        strips: What batch norms are measured on where it is a file of weights, which has none.

    Raises:
        TrainingError: It is neither.
        CheckpointError: The weights and their card cannot be read.
    """
    if path.suffix != ".onnx":
        return load_state(path)
    averaged: nn.Module = AveragedModel(_restored(path, strips), use_buffers=True)
    return {"average": averaged.state_dict()}


def _restored(path: Path, strips: Iterable[Taught]) -> LineNet:
    """The linenet that is in a file, ready to learn more; the arguments and errors are those of `line_state`."""
    card, onnx = load_line_weights(path)
    if card.precision != "float32":
        raise TrainingError(f"{path} is {card.precision}, which cannot be trained. Name its float32 original.")
    network, weights = LineNet(len(SYMBOLS)), onnx_weights(onnx)
    if [len(bias) for _, bias in weights] != _channels(network):
        raise TrainingError(f"{path} is no linenet as it is trained here. Name another, or begin anew.")
    # Of like widths, so that there is little that is filled up.
    several = sorted(islice(strips, MEASURED), key=lambda strip: strip.grey.shape[1])
    middle = several[len(several) // 4 : 3 * len(several) // 4]
    refill(network, weights, batch_of(middle).strips.float() / 255)
    return network


def _channels(network: LineNet) -> list[int]:
    return [module.out_channels for module in network.modules() if isinstance(module, nn.Conv2d)]
