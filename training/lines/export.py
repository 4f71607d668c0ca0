"""Turns a fitted linenet into its ONNX files, float32 and int8, and their cards."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from torch import nn

from model.lines.card import HEIGHT, STRIDE, LineCard, LinePrecision
from model.lines.reading import SYMBOLS
from training.export import exported, sha256_of
from training.lines.batches import batch_of
from training.lines.photograph import Taught
from training.quantize import Quantization, Served, quantize_on
from training.saving import write_together

NAME = "linenet"
#: Strips that int8 is calibrated on.
CALIBRATING = 600
REMARKS = (
    "Trained on lines composed of the glyphs and fonts that letternet-plus learns from, and on entries of forms; the "
    "licence of the entries' pictures could not be verified.",
)


def line_onnx_of(network: nn.Module) -> bytes:
    """The network as one ONNX file, weights inside, the width of strips free."""
    free = {3: STRIDE * torch.export.Dim("steps", min=2, max=4096)}
    return exported(network, torch.zeros(1, 1, HEIGHT, 16 * STRIDE), "strips", free, ["logits", "ends"])


def int8_of(onnx: bytes, strips: Iterable[Taught]) -> bytes:
    """The network in int8.

    Args:
        onnx: The float32 network.
        strips: What it is calibrated on, one after the other.
    """
    pictures = (batch_of([strip]).strips.numpy() for strip in islice(strips, CALIBRATING))
    return quantize_on(onnx, Served("strips", pictures), Quantization())


def save_line_network(
    folder: Path, onnx: bytes, precision: LinePrecision, training: dict[str, Any], accuracy: dict[str, Any]
) -> Path:
    """Write weights and card beside one another, each whole or not at all.

    Args:
        folder: Made where missing.
        onnx: The bytes of the ONNX file.
        precision: What it computes in; int8 has that in its name, too.
        training: How it was made.
        accuracy: Error rates on what it was not trained on.

    Returns:
        The path of the ONNX file.
    """
    name = f"{NAME}-int8" if precision == "int8" else NAME
    card = LineCard(name, precision, SYMBOLS, HEIGHT, STRIDE, sha256_of(onnx), training, accuracy, REMARKS)
    target = folder / f"{name}.onnx"
    write_together({target: onnx, target.with_suffix(".json"): card.as_json().encode()})
    return target
