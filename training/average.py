"""Weights half-way between two trainings: they keep what the first could and learn most of what the second learnt."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import numpy_helper

from model.networks.checkpoint import Checkpoint
from training.errors import TrainingError


def averaged(one: Checkpoint, other: Checkpoint, share: float = 0.5) -> bytes:
    """Mix the weights of two float32 checkpoints, the one fine-tuned from the other.

    Args:
        one: The start.
        other: What became of it.
        share: Of `other`, 0..1.

    Returns:
        The ONNX file.

    Raises:
        TrainingError: They are not of one shape, or not float32.

    Source: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"; batch norms are folded into the weights.
    """
    first, second = (onnx.load_from_string(checkpoint.onnx) for checkpoint in (one, other))
    known = {tensor.name: numpy_helper.to_array(tensor) for tensor in first.graph.initializer}
    shapes = {tensor.name: tuple(tensor.dims) for tensor in second.graph.initializer}
    if {name: weights.shape for name, weights in known.items()} != shapes or one.card.precision != "float32":
        raise TrainingError(f"{one.card.name} and {other.card.name} are not one network in float32. Name such two.")
    for tensor in second.graph.initializer:
        weights = numpy_helper.to_array(tensor)
        if weights.dtype == np.float32:
            mixed = share * weights + (1 - share) * known[tensor.name]
            tensor.CopyFrom(numpy_helper.from_array(mixed.astype(np.float32), tensor.name))
    return bytes(second.SerializeToString())
