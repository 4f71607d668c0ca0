"""Frames in, logits out: the one place that knows the runtime."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, runtime_checkable

import numpy as np
import openvino
from numpy.typing import NDArray

from model.frame import GlyphFrames
from model.networks.checkpoint import Card, Checkpoint
from model.networks.device import OneAtATime, Precision, answers, on_pixels, options_of

#: (N, classes) float32, before softmax.
Logits = NDArray[np.float32]

#: (N, features) float32, what the last layer makes its logits of.
Features = NDArray[np.float32]

#: OpenVINO prepares itself for each size of batch that it has not seen before, which takes as long as classifying a
#: hundred glyphs. So batches are filled up to one of these sizes,
BATCHES = (1, 4, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 128)
#: and as long as there are more glyphs than the last, so many come together, the most that can.
LARGE = (512, 256, 128)


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


@runtime_checkable
class Describer(Classifier, Protocol):
    """Also tells what it makes its logits of."""

    def describe(self, frames: GlyphFrames) -> tuple[Logits, Features]:
        """Logits and features of frames, (N, 28, 28) uint8."""


class OpenVinoClassifier:
    """Runs a checkpoint with OpenVINO on the CPU; may be shared by threads."""

    def __init__(self, checkpoint: Checkpoint, threads: int = 0, precision: Precision = "f32") -> None:
        """Compile the network.

        Args:
            checkpoint: Weights and card.
            threads: Cores to use, 0 for all.
            precision: What layers compute in that are not quantized.
        """
        self._options = options_of(precision, threads)
        self._checkpoint = checkpoint
        self._network = _compiled(checkpoint, self._options)
        self._describing: OneAtATime | None = None
        self._lock = Lock()

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
        return self._checkpoint.card

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class of every frame a logit: (N, 28, 28) uint8 to (N, classes) float32."""
        if not len(frames):
            return np.zeros((0, len(self.card.alphabet)), np.float32)
        return _classified(self._network, frames)[0]

    def describe(self, frames: GlyphFrames) -> tuple[Logits, Features]:
        """Logits and features of frames, (N, 28, 28) uint8.

        A second copy of the network tells them, so that nothing changes for those who never ask.
        """
        with self._lock:
            if self._describing is None:
                self._describing = _compiled(self._checkpoint, self._options, features=True)
        if not len(frames):
            # A blank tells how many features there are.
            logits, features = self.describe(np.zeros((1, *frames.shape[1:]), np.uint8))
            return logits[:0], features[:0]
        logits, features = _classified(self._describing, frames)
        return logits, features


def _compiled(checkpoint: Checkpoint, options: dict[str, str], *, features: bool = False) -> OneAtATime:
    """The network ready to run, telling its features as a second output where wanted."""
    core = openvino.Core()
    network = on_pixels(core.read_model(checkpoint.onnx))
    return OneAtATime(core.compile_model(_with_features(network) if features else network, "CPU", options))


def _with_features(network: openvino.Model) -> openvino.Model:
    """The network telling what its last layer is given, too."""
    layer = network.output(0).get_node()
    while layer.get_type_name() != "MatMul":
        layer = layer.input_value(0).get_node()
    network.add_outputs(layer.input_value(0))
    return network


def _classified(network: OneAtATime, frames: GlyphFrames) -> list[NDArray[np.float32]]:
    """Every output for frames, at least one."""
    with network.turn() as request:
        parts = [_batch(request, frames[start:stop]) for start, stop in pairwise(_edges(len(frames)))]
    return [np.concatenate(several) for several in zip(*parts, strict=True)]


def _edges(count: int) -> Iterator[int]:
    """Where batches of so many frames begin, and where the last one ends."""
    at = 0
    while at < count:
        yield at
        left = count - at
        at += left if left <= BATCHES[-1] else next(size for size in LARGE if size <= left)
    yield count


def _batch(request: Any, frames: GlyphFrames) -> list[NDArray[np.float32]]:
    """Every output for at most one batch."""
    size = next(size for size in (*BATCHES, *LARGE[::-1]) if size >= len(frames))
    filled = np.zeros((size, 1, *frames.shape[1:]), np.uint8)
    filled[: len(frames), 0] = frames
    outputs = answers(request, filled)
    return [np.array(outputs[number][: len(frames)], dtype=np.float32) for number in range(len(outputs))]
