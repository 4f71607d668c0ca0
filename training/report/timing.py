"""How long a glyph takes in the runtime that serves it, with the precision held and named."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import openvino

from model.frame import SIDE
from model.networks.checkpoint import Checkpoint

BATCHES = (1, 64, 512)
#: Each measurement goes on for so many calls at least, in turns with all others.
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Timed:
    """One network in one precision.

    Attributes:
        name: Of the checkpoint.
        network: Its architecture.
        precision: What is computed in: ``f32``, ``bf16`` or ``int8``.
        microseconds: A glyph, by batch size; the median over the rounds.
    """

    name: str
    network: str
    precision: str
    microseconds: Mapping[int, float]


def time_all(checkpoints: Sequence[Checkpoint], rounds: int = ROUNDS) -> list[Timed]:
    """Time networks in turns, so that whatever else the machine does meets them all alike.

    Args:
        checkpoints: Float32 ones are timed in f32 and, where the CPU can, in bf16.
        rounds: How often each is called with each batch size.
    """
    compiled = [
        (checkpoint.card, *prepared)
        for checkpoint in checkpoints
        for hint in (("f32", "bf16") if checkpoint.card.precision == "float32" else ("f32",))
        if (prepared := _compiled(checkpoint, hint))
    ]
    seconds: dict[tuple[int, int], list[float]] = {}
    for _ in range(rounds):
        for batch in BATCHES:
            frames = np.random.default_rng(batch).random((batch, 1, SIDE, SIDE), np.float32)
            for number, (_, _, request) in enumerate(compiled):
                seconds.setdefault((number, batch), []).append(_seconds(request, frames))
    return [
        Timed(card.name, card.network, precision, {
            batch: 1e6 * median(seconds[number, batch]) / batch for batch in BATCHES
        })
        for number, (card, precision, _) in enumerate(compiled)
    ]  # fmt: skip


def _compiled(checkpoint: Checkpoint, hint: str) -> tuple[str, openvino.InferRequest] | None:
    """The precision that is really used, and a request ready to run; None where the CPU lacks it."""
    core = openvino.Core()
    options = {"INFERENCE_PRECISION_HINT": hint, "PERFORMANCE_HINT": "LATENCY"}
    network = core.compile_model(core.read_model(checkpoint.onnx), "CPU", options)
    used = str(network.get_property("INFERENCE_PRECISION_HINT").to_string())
    if used != hint:
        return None
    return ("int8" if checkpoint.card.precision == "int8" else used), network.create_infer_request()


def _seconds(request: openvino.InferRequest, frames: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    """One call, after another that warms caches; single glyphs several times, as a clock is too coarse for one."""
    repeats = max(1, 32 // len(frames))
    request.infer({0: frames})
    start = time.perf_counter()
    for _ in range(repeats):
        request.infer({0: frames})
    return (time.perf_counter() - start) / repeats


def circumstances() -> str:
    """What the figures were measured on."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return f"OpenVINO {openvino.__version__.split('-')[0]} on {cores} cores, load {load:.1f}"
