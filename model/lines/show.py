"""Shows runs of ink to a line reader, those with crowded or unclear letters once more and wider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import fsum, inf

import numpy as np

from model.layout import TextLine
from model.lines.reading import LineReader, LineReading
from model.lines.slots import all_slots
from model.lines.strip import Cutter
from model.quantiles import median

_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """When letters are too crowded for a line reader, which answers once for so many columns.

    Attributes:
        crowded: Letters closer than so many steps are shown once more.
        roomy: Then they are so many steps apart.
        widest: But no line is stretched more than this.
        clear: Lines whose letters are as sure as this in the mean are not shown wider for want of clearness,
        hopeless: and none are where they all together are less sure,
        wide: nor those whose letters are so many steps apart already.
    """

    crowded: float = 1.9
    roomy: float = 2.4
    widest: float = 2.0
    clear: float = 0.93
    hopeless: float = 0.0
    wide: float = 5.5


class Look:
    """Shows runs of a page's ink to a line reader, each no more than once."""

    def __init__(self, cutter: Cutter, line_reader: LineReader, settings: ShowSettings | None = None) -> None:
        """Take a page; the arguments are those of `read_runs`."""
        self._read = partial(read_runs, cutter, line_reader=line_reader, settings=settings)
        self._known: dict[int, LineReading] = {}

    def __call__(self, runs: Sequence[tuple[TextLine, int]]) -> list[LineReading]:
        """Read runs, each a part of a line with the number of that line; they must live as long as this does."""
        new = [(run, number) for run, number in runs if id(run) not in self._known]
        self._known |= zip([id(run) for run, _ in new], self._read(new), strict=True)
        return [self._known[id(run)] for run, _ in runs]


def read_runs(
    cutter: Cutter,
    runs: Sequence[tuple[TextLine, int]],
    line_reader: LineReader,
    settings: ShowSettings | None = None,
) -> list[LineReading]:
    """Read runs of ink.

    Args:
        cutter: Cuts them out of the page.
        runs: What to read, and the number of its line.
        line_reader: Who reads.
        settings: The tunables; the defaults if None.
    """
    settings = settings or ShowSettings()
    readings = line_reader.read(cutter.cut(runs, settings=line_reader.strip))
    if fsum(map(clearness, readings)) < settings.hopeless * len(readings):
        return readings
    for stretch in line_reader.stretches:
        unclear = [number for number, reading in enumerate(readings) if _may_gain(reading, settings)]
        again = [runs[number] for number in unclear]
        wider = line_reader.read(cutter.cut(again, stretch, line_reader.strip))
        for number, reading in zip(unclear, wider, strict=True):
            # The likeliest as a whole.
            readings[number] = max(readings[number], reading, key=path_worth)
    if line_reader.stretches:
        return readings
    for number, reading in enumerate(readings):
        pitch = steps_apart(reading)
        if pitch < settings.crowded:
            stretch = min(settings.roomy / pitch, settings.widest)
            shown = cutter.cut([runs[number]], stretch, line_reader.strip)
            (readings[number],) = line_reader.read(shown)
    return readings


def _may_gain(reading: LineReading, settings: ShowSettings) -> bool:
    """Whether a line may be read clearer where it is shown wider; one or two letters may be more that are crowded."""
    return clearness(reading) < settings.clear and not settings.wide <= steps_apart(reading) < inf


def clearness(reading: LineReading) -> float:
    """How sure a line reader is of its letters in the mean, 0..1; 1 where it sees none."""
    slots = all_slots(reading)
    return slots.clear if len(slots) else 1.0


def path_worth(reading: LineReading) -> float:
    """Log probability of the best path, in nats; readings of one line at several widths compare."""
    return float(np.log(reading.probabilities.max(axis=1) + _LEAST).sum())


def steps_apart(reading: LineReading) -> float:
    """How many steps lie between neighbouring letters; infinite for fewer than three letters."""
    slots = all_slots(reading)
    if len(slots) < 3:
        return inf
    return median(np.diff(slots.x)) / float(reading.x[1] - reading.x[0])
