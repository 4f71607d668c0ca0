"""Turns a fitted network into a checkpoint: one ONNX file and its card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from onnx import load_from_string
from torch import Tensor, nn

from model.frame import SIDE
from model.networks.checkpoint import Card
from training.saving import write_together


def onnx_of(network: nn.Module) -> bytes:
    """The network as one ONNX file, weights inside, batch size free."""
    return exported(network, torch.zeros(2, 1, SIDE, SIDE), "frames", {0: torch.export.Dim("glyphs")}, ["logits"])


def exported(
    network: nn.Module, example: Tensor, given: str, free: dict[int, Any], answers: Sequence[str]
) -> bytes:
    """A network as one ONNX file, weights inside.

    Args:
        network: Trained.
        example: What it may be given.
        given: The name of that.
        free: Which of its sides may have other lengths.
        answers: The names of what the network gives.
    """
    program = torch.onnx.export(
        network.eval(),
        (example,),
        input_names=[given],
        output_names=answers,
        dynamic_shapes=(free,),
        dynamo=True,
        verbose=False,
        external_data=False,
    )
    if program is None:
        raise RuntimeError("the exporter gave no program")
    return without_traces(program.model_proto.SerializeToString())


def without_traces(onnx: bytes) -> bytes:
    """The same network without the exporter's notes of where in the source each node comes from."""
    network = load_from_string(onnx)
    graph = network.graph
    for part in (network, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        del part.metadata_props[:]
    for node in graph.node:
        node.doc_string = ""
    return bytes(network.SerializeToString())


def save_checkpoint(folder: Path, onnx: bytes, card: Card) -> Path:
    """Write weights and card beside one another, each whole or not at all.

    Args:
        folder: Made where missing.
        onnx: The bytes of the ONNX file; the card must hold their sha256.
        card: Its name gives both files theirs.

    Returns:
        The path of the ONNX file.

    Raises:
        TrainingError: They cannot be written; a checkpoint that stood there before is untouched.
    """
    target = folder / f"{card.name}.onnx"
    described = json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n"
    write_together({target: onnx, target.with_suffix(".json"): described.encode()})
    return target


def sha256_of(onnx: bytes) -> str:
    """The fingerprint a card carries."""
    return hashlib.sha256(onnx).hexdigest()
