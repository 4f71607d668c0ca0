"""Frames in, logits out: the one place that knows the runtime."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import openvino
from numpy.typing import NDArray

from model.checkpoint import Card, Checkpoint
from model.frame import GlyphFrames

#: (N, classes) float32, before softmax.
Logits = NDArray[np.float32]


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

    def __init__(self, checkpoint: Checkpoint, threads: int = 0) -> None:
        """Compile the network.

        Args:
            checkpoint: Weights and card.
            threads: Cores to use, 0 for all.
        """
        core = openvino.Core()
        options = {
            # Without this OpenVINO runs float32 files in bf16 on CPUs that have it.
            "INFERENCE_PRECISION_HINT": "f32",
            "PERFORMANCE_HINT": "LATENCY",
        }
        if threads:
            options["INFERENCE_NUM_THREADS"] = str(threads)
        self._card = checkpoint.card
        self._network = core.compile_model(core.read_model(checkpoint.onnx), "CPU", options)

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
        outputs = request.infer({0: frames[:, None].astype(np.float32) / 255})
        return np.array(outputs[0], dtype=np.float32)
