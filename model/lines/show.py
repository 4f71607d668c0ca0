"""Shows runs of ink to a line reader, those with crowded letters a second time and wider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.alphabet import parse_charset
from model.binarize import Ink
from model.decode import Image
from model.layout import TextLine
from model.lines.reading import LineReader, LineReading
from model.lines.slots import find_slots
from model.lines.strip import cut_strips


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """When letters are too crowded for a line reader, which answers once for so many columns.

    Attributes:
        crowded: Letters closer than so many steps are shown once more.
        roomy: Then they are so many steps apart.
        widest: But no line is stretched more than this.
    """

    crowded: float = 1.9
    roomy: float = 2.4
    widest: float = 2.0


def read_runs(
    grey: Image,
    ink: Ink,
    lines: Sequence[TextLine],
    runs: Sequence[tuple[TextLine, int]],
    line_reader: LineReader,
    settings: ShowSettings | None = None,
) -> list[LineReading]:
    """Read runs of ink.

    Args:
        grey: (H, W) uint8, the page the ink was found on.
        ink: Its ink.
        lines: All lines of the page.
        runs: What to read, and the number of its line.
        line_reader: Who reads.
        settings: The tunables; the defaults if None.
    """
    settings = settings or ShowSettings()
    readings = line_reader.read(cut_strips(grey, ink, lines, runs))
    for number, reading in enumerate(readings):
        pitch = steps_apart(reading)
        if pitch < settings.crowded:
            stretch = min(settings.roomy / pitch, settings.widest)
            (readings[number],) = line_reader.read(cut_strips(grey, ink, lines, [runs[number]], stretch))
    return readings


def steps_apart(reading: LineReading) -> float:
    """How many steps lie between neighbouring letters; infinite for fewer than three letters."""
    slots = find_slots(reading, parse_charset("mixed"))
    if len(slots) < 3:
        return float("inf")
    return float(np.median(np.diff(slots.x)) / (reading.x[1] - reading.x[0]))
