"""linenet, this project's own reader of lines, run with OpenVINO: the one place that knows its input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import openvino
from numpy.typing import NDArray

from model.decode import Image
from model.lines.card import HEIGHT, LINENET_WEIGHTS, STRIDE, LineCard, load_line_weights
from model.lines.reading import LineReading
from model.lines.strip import Strip, StripSettings, blanks, by_width, columns_of, filled_width
from model.networks.device import OneAtATime, Precision, answers, on_pixels, options_of, precision_here
from model.quantiles import byte_quantiles, median

#: A step sees a letter's middle in the middle of its columns.
MIDDLE = 0.5
STRIP = StripSettings(height=HEIGHT, step=32)
#: Shares of the pixels of a strip that are darker than its ink and lighter than its paper.
INK, PAPER = 0.01, 0.7
#: Lines that are not read clearly are shown so much wider.
STRETCHES = (1.6, 2.4)
#: Pixels above, below and to the left that are paper mostly; ink is light where it is so many times as far from
#: them as what is dark.
RIM, LIGHTER = 3, 1.5
#: The ends of letters lie to the left and to the right.
_WAYS = np.array([-1.0, 1.0])


class LineNetReader:
    """Reads lines with linenet on the CPU; may be shared by threads."""

    def __init__(self, card: LineCard, onnx: bytes, threads: int = 0, precision: Precision | None = None) -> None:
        """Compile the network.

        Args:
            card: What it is.
            onnx: The bytes of its file.
            threads: Cores to use, 0 for all.
            precision: What a float32 network computes in; bf16 where the CPU has units for it if None.
        """
        core = openvino.Core()
        int8 = card.precision == "int8"
        # What int8 leaves is so little that it stays f32.
        rest = precision or ("f32" if int8 else precision_here(core))
        self._name = f"{card.name}, {'int8' if int8 else rest}"
        network = on_pixels(core.read_model(onnx))
        self._network = OneAtATime(core.compile_model(network, "CPU", options_of(rest, threads)))
        self.read([next(blanks(self.strip))])

    @classmethod
    def load(cls, path: Path = LINENET_WEIGHTS, threads: int = 0) -> LineNetReader:
        """Load the bundled weights, or those at a path.

        Raises:
            CheckpointError: They cannot be used.
        """
        return cls(*load_line_weights(path), threads)

    @property
    def name(self) -> str:
        """The network and the precision it runs in."""
        return self._name

    @property
    def strip(self) -> StripSettings:
        """How lines are cut out for it."""
        return STRIP

    @property
    def stretches(self) -> tuple[float, ...]:
        """Narrow letters have too few steps; shown wider they are read."""
        return STRETCHES

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """Read each strip."""
        with self._network.turn() as request:
            return by_width(strips, lambda strip: _read(request, strip))


def evened(grey: Image) -> NDArray[np.uint8]:
    """The ink of a strip, darker or lighter than its paper, up to 255 on 0, whatever the light.

    Args:
        grey: (H, W) uint8, 0 black .. 255 white.
    """
    darkest, paper, lightest = byte_quantiles(grey, (INK, PAPER, 1 - INK))
    # A dash may fill most of its strip, but never the rim.
    rim = median(np.concatenate([grey[:RIM].ravel(), grey[-RIM:].ravel(), grey[:, :RIM].ravel()]))
    if lightest - rim > LIGHTER * (rim - darkest):
        grey = np.asarray(255 - grey, np.uint8)
        darkest, paper = byte_quantiles(grey, (INK, PAPER))
    if paper - darkest < 1:
        return np.zeros_like(grey)
    # Worked out for each grey there is, not for each pixel.
    level = (paper - np.arange(256, dtype=np.float32)) * (255 / (paper - darkest))
    return np.asarray(cv2.LUT(grey, np.clip(level, 0, 255).astype(np.uint8)), np.uint8)


def _read(request: Any, strip: Strip) -> LineReading:
    width = strip.grey.shape[1]
    filled = np.zeros((1, 1, HEIGHT, filled_width(width, STRIP)), np.uint8)
    filled[0, 0, :, :width] = evened(strip.grey)
    answered = answers(request, filled)
    logits, ends = (np.array(answered[name][0, :, : -(-width // STRIDE)].T, np.float64) for name in ("logits", "ends"))
    seen = np.exp(logits - logits.max(axis=1, keepdims=True))
    seen /= seen.sum(axis=1, keepdims=True)
    x = columns_of(strip, len(seen), STRIDE, MIDDLE)
    return LineReading(seen, x, x[:, None] + ends * (STRIDE * strip.step) * _WAYS)
