"""Glyphs a second: every bundled network in every runtime and precision, beside torch as it trains."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import onnxruntime
import torch

from benchmarks.speed.pictures import SEED
from benchmarks.speed.rounds import Spread, load, rates
from benchmarks.tables import Figures
from model.alphabet import ALPHABET
from model.classifier import OpenVinoClassifier
from model.frame import SIDE, GlyphFrames
from model.network import NETWORKS
from model.networks.checkpoint import Checkpoint, bundled

BATCHES = (1, 64, 512)
TORCH, ORT, OPENVINO = "torch eager", "ONNX Runtime", "OpenVINO"
#: A contender is a network, a runtime and a precision.
Contender = tuple[str, str, str]
Classify = Callable[[GlyphFrames], object]


def contenders(threads: int) -> dict[Contender, Classify]:
    """All that is compared, loaded."""
    torch.set_num_threads(threads)
    found: dict[Contender, Classify] = {}
    for name in bundled():
        checkpoint = Checkpoint.load(name)
        network, int8 = checkpoint.card.network, checkpoint.card.precision == "int8"
        precision = "int8" if int8 else "f32"
        if not int8:
            found[network, TORCH, precision] = _torch(network)
        found[network, ORT, precision] = _onnxruntime(checkpoint, threads)
        found[network, OPENVINO, precision] = OpenVinoClassifier(checkpoint, threads).classify
        if not int8:
            found[network, OPENVINO, "bf16"] = OpenVinoClassifier(checkpoint, threads, "bf16").classify
    return found


def network_figures(threads: int, rounds: int, seconds: float = 0.25) -> Figures:
    """Glyphs a second at every batch size, and how many times as many as torch's at batch 512 and one by one."""
    several = contenders(threads)
    found = {batch: _measured(several, batch, rounds, seconds) for batch in BATCHES}
    columns = ["network", "runtime", "precision", *(f"batch {batch}" for batch in BATCHES)]
    figures = Figures("Glyphs a second", [*columns, "512: over torch 512", "over torch 1"], named=3)
    for contender in sorted(several):
        network = contender[0]
        baseline = network, TORCH, "f32"
        most = found[512][contender].median
        ratios = most / found[512][baseline].median, most / found[1][baseline].median
        spreads = (found[batch][contender].shown(0) for batch in BATCHES)
        figures.rows.append([*contender, *spreads, *(f"{ratio:.1f}" for ratio in ratios)])
    figures.notes = (
        f"Median (10 to 90 %) of {rounds} turns of {seconds:g} s each, all by turns; {threads} threads, {load()}. "
        "From uint8 frames to logits.",
    )
    return figures


def _measured(
    several: dict[Contender, Classify], batch: int, rounds: int, seconds: float
) -> dict[Contender, Spread]:
    frames = np.random.default_rng(SEED).integers(0, 256, (batch, SIDE, SIDE), np.uint8)

    def task(classify: Classify) -> Callable[[], int]:
        def some() -> int:
            classify(frames)
            return batch

        return some

    names = {" ".join(contender): contender for contender in several}
    found = rates({name: task(several[contender]) for name, contender in names.items()}, rounds, seconds)
    return {names[name]: spread for name, spread in found.items()}


def _torch(network: str) -> Classify:
    """The network as it trains; its speed does not depend on its weights."""
    module = NETWORKS[network](len(ALPHABET)).eval()

    def classify(frames: GlyphFrames) -> object:
        with torch.inference_mode():
            return module(torch.from_numpy(frames[:, None]).float() / 255).numpy()

    return classify


def _onnxruntime(checkpoint: Checkpoint, threads: int) -> Classify:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(checkpoint.onnx, options, providers=["CPUExecutionProvider"])
    name: str = session.get_inputs()[0].name

    def classify(frames: GlyphFrames) -> Sequence[object]:
        answers: Sequence[object] = session.run(None, {name: frames[:, None].astype(np.float32) / 255})
        return answers

    return classify
