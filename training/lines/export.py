"""Turns a fitted linenet into its ONNX file and card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from model.lines.card import HEIGHT, STRIDE, LineCard
from model.lines.reading import SYMBOLS
from training.export import exported, sha256_of
from training.saving import write_together

NAME = "linenet"
REMARKS = (
    "Trained on lines composed of the glyphs and fonts that letternet-plus learns from, and on entries of forms; the "
    "licence of the entries' pictures could not be verified.",
)


def line_onnx_of(network: nn.Module) -> bytes:
    """The network as one ONNX file, weights inside, the width of strips free."""
    free = {3: STRIDE * torch.export.Dim("steps", min=2, max=4096)}
    return exported(network, torch.zeros(1, 1, HEIGHT, 16 * STRIDE), "strips", free)


def save_line_network(folder: Path, onnx: bytes, training: dict[str, Any], accuracy: dict[str, Any]) -> Path:
    """Write weights and card beside one another, each whole or not at all.

    Args:
        folder: Made where missing.
        onnx: The bytes of the ONNX file.
        training: How it was made.
        accuracy: Error rates on what it was not trained on.

    Returns:
        The path of the ONNX file.
    """
    card = LineCard(NAME, "float32", SYMBOLS, HEIGHT, STRIDE, sha256_of(onnx), training, accuracy, REMARKS)
    target = folder / f"{NAME}.onnx"
    write_together({target: onnx, target.with_suffix(".json"): card.as_json().encode()})
    return target
