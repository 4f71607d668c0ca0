"""Frames in, logits out: the one place that knows the runtime."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor

from model.checkpoint import Card, Checkpoint
from model.frame import GlyphFrames

#: (N, classes) float32, before softmax.
Logits = NDArray[np.float32]

#: bf16 is for CPUs that have units for it.
Precision = Literal["f32", "bf16"]

#: OpenVINO prepares itself for each size of batch that it has not seen before, which takes as long as classifying a
#: hundred glyphs. So batches are filled up to one of these sizes; more glyphs than the last come in several.
BATCHES = (1, 4, 8, 16, 24, 32, 48, 64, 96, 128)


class Classifier(Protocol):
    """Tells letters apart, one frame each."""

    @property
    def card(self) -> Card:
        """What the network is; its alphabet gives the meaning of the columns."""

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class of every frame a logit.

        Args:
            frames: (N, 28, 28) uint8, ink up to 255 on 0, in EMNIST's orientation; N may be 0.

        Returns:
            (N, classes) float32.
        """


class OpenVinoClassifier:
    """Runs a checkpoint with OpenVINO on the CPU; may be shared by threads."""

    def __init__(self, checkpoint: Checkpoint, threads: int = 0, precision: Precision = "f32") -> None:
        """Compile the network.

        Args:
            checkpoint: Weights and card.
            threads: Cores to use, 0 for all.
            precision: What layers compute in that are not quantized.
        """
        core = openvino.Core()
        options = {
            # Without this OpenVINO runs float32 files in bf16 on CPUs that have it.
            "INFERENCE_PRECISION_HINT": precision,
            "PERFORMANCE_HINT": "LATENCY",
        }
        if threads:
            options["INFERENCE_NUM_THREADS"] = str(threads)
        self._card = checkpoint.card
        self._network = core.compile_model(_on_pixels(core.read_model(checkpoint.onnx)), "CPU", options)

    @classmethod
    def load(cls, source: str | Path, threads: int = 0) -> OpenVinoClassifier:
        """Load a checkpoint by name or path and compile it.

        Raises:
            CheckpointError: The checkpoint cannot be used.
        """
        return cls(Checkpoint.load(source), threads)

    @property
    def card(self) -> Card:
        """What the network is."""
        return self._card

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class of every frame a logit: (N, 28, 28) uint8 to (N, classes) float32."""
        if not len(frames):
            return np.zeros((0, len(self._card.alphabet)), np.float32)
        # A request of its own for each call, so that threads do not share buffers.
        request = self._network.create_infer_request()
        most = BATCHES[-1]
        parts = [_classified(request, frames[start : start + most]) for start in range(0, len(frames), most)]
        return np.concatenate(parts)


def _on_pixels(network: openvino.Model) -> openvino.Model:
    """The network taking pixels of 0..255 instead of shares of 0..1: a quarter of the bytes, and no copy of them."""
    wrapped = PrePostProcessor(network)
    wrapped.input().tensor().set_element_type(openvino.Type.u8)
    wrapped.input().preprocess().convert_element_type(openvino.Type.f32).scale(255.0)
    return wrapped.build()


def _classified(request: Any, frames: GlyphFrames) -> Logits:
    """Logits of at most one batch."""
    size = next(size for size in BATCHES if size >= len(frames))
    filled = np.zeros((size, 1, *frames.shape[1:]), np.uint8)
    filled[: len(frames), 0] = frames
    return np.array(request.infer({0: filled})[0][: len(frames)], dtype=np.float32)
