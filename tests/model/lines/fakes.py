"""Line readers without a network, on the protocol of the real one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.lines.reading import BLANK, SYMBOLS, LineReading
from model.lines.strip import Strip, StripSettings

#: Steps for each letter, the middle one of which shows it.
STEPS = 4


class ScriptedLineReader:
    """Sees the texts it was told, strip by strip, spread evenly over the ink; remembers what it was shown."""

    name = "scripted"
    strip = StripSettings()
    stretches = ()

    def __init__(self, texts: Sequence[str], sure: float = 0.99) -> None:
        """Take what to see; from the last text on again from the first."""
        self.texts = list(texts)
        self.sure = sure
        self.strips: list[Strip] = []

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """See the next texts."""
        answers = []
        for strip in strips:
            columns = np.flatnonzero((strip.grey < 128).any(axis=0))
            left, right = (columns[0], columns[-1] + 1) if columns.size else (0, strip.grey.shape[1])
            text = self.texts[len(self.strips) % len(self.texts)]
            ends = strip.left + left * strip.step, strip.left + right * strip.step
            answers.append(seen(text, *ends, self.sure))
            self.strips.append(strip)
        return answers


def seen(text: str, left: float, right: float, sure: float = 0.99) -> LineReading:
    """A text spread evenly between two columns, each letter in one of `STEPS` steps."""
    probabilities = np.full((max(len(text), 1) * STEPS, len(SYMBOLS)), (1 - sure) / (len(SYMBOLS) - 1))
    probabilities[:, BLANK] = sure
    for place, letter in enumerate(text):
        row = probabilities[place * STEPS + STEPS // 2 - 1]
        row[BLANK], row[SYMBOLS.index(letter)] = row[SYMBOLS.index(letter)], sure
    width = (right - left) / len(probabilities)
    # The middle step of an even number lies half a step to the left.
    return LineReading(probabilities, left + np.arange(1, len(probabilities) + 1, dtype=np.float64) * width)
