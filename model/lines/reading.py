"""What a line reader says of a line, and the protocol of line readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.alphabet import ALPHABET, NOT_A_CHARACTER
from model.lines.strip import Strip, StripSettings

#: What the columns of a line's probabilities mean: no letter, a space, and the letters a network may be asked for.
BLANK, SPACE = 0, 1
SYMBOLS: tuple[str, ...] = ("", " ", *(letter for letter in ALPHABET if letter != NOT_A_CHARACTER))


@dataclass(frozen=True, slots=True)
class LineReading:
    """The lattice of a line reader trained with CTC: what it sees at each step along the line.

    Attributes:
        probabilities: (T, symbols) float64 of `SYMBOLS`; what is missing to 1 is for symbols nobody may ask for.
        x: (T,) float64, the column of each step at working size, in pixels.
        ends: (T, 2) float64, the columns where the letter begins and ends that a step sees, about the middle of the
            line's height; without meaning where it sees none. None from readers that cannot tell.

    Source: Graves et al. 2006, "Connectionist temporal classification".
    """

    probabilities: NDArray[np.float64]
    x: NDArray[np.float64]
    ends: NDArray[np.float64] | None = None

    def ends_at(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N, 2) where the letters begin and end that are seen at some columns; NaN from readers that cannot tell."""
        if self.ends is None or not len(self.x):
            return np.full((len(x), 2), np.nan)
        return np.asarray(self.ends[np.abs(self.x[None] - x[:, None]).argmin(axis=1)])


class LineReader(Protocol):
    """Reads strips, each the picture of one line."""

    @property
    def name(self) -> str:
        """The network and the precision it runs in, such as ``PP-OCRv6 small, f32``."""

    @property
    def strip(self) -> StripSettings:
        """How lines are cut out for it."""

    @property
    def stretches(self) -> tuple[float, ...]:
        """How much wider, one after the other, lines are shown once more that it has not read clearly."""

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """Read lines; of no strip no reading."""
