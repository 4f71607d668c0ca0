"""Boxes to be ticked before the lines of a list, and keys: squares below one another, and no letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TickBoxSettings:
    """When pieces of ink are boxes.

    Attributes:
        least: They are so many pixels high and wide at least.
        rim: Ink within this share of a side from the edge of a piece
        covered: covers this share of each of its four sides: that of a letter bends away from some.
        hollow: And all of their ink fills no more than this share of them,
        solid: or this share at least, as that of keys and squares does: between are bold letters.
        ticked: Of a box in a column of such it may cover less: ticks reach out of it.
        square: The longer side is at most so many times the shorter one.
        fewest: So many stand below one another,
        alike: the longest sides at most so many times the shortest,
        column: the middle of each off theirs by at most this share of a side.
    """

    least: int = 12
    rim: float = 0.2
    covered: float = 0.85
    hollow: float = 0.65
    solid: float = 0.9
    ticked: float = 0.65
    square: float = 1.5
    fewest: int = 3
    alike: float = 1.5
    column: float = 0.6


def find_tick_boxes(
    boxes: NDArray[np.float64], inks: Sequence[NDArray[np.uint8]], settings: TickBoxSettings | None = None
) -> NDArray[np.bool_]:
    """Which pieces of ink are boxes to be ticked.

    Args:
        boxes: (N, 4) left, top, right and bottom of each piece, in pixels.
        inks: (H, W) uint8 of each, 0 where there is no ink.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) True for boxes.
    """
    settings = settings or TickBoxSettings()
    found = np.zeros(len(boxes), np.bool_)
    framed = np.array([_framed(ink, settings) for ink in inks])
    (whole,) = np.nonzero(framed >= settings.covered)
    if len(whole) < settings.fewest:
        return found
    sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    for one in whole.tolist():
        column = np.maximum(sides, sides[one]) <= settings.alike * np.minimum(sides, sides[one])
        column &= np.abs(middles - middles[one]) <= settings.column * sides[one]
        tops = np.sort(boxes[whole[column[whole]], 1])
        if 1 + np.count_nonzero(np.diff(tops) > sides[one]) >= settings.fewest:
            found |= column & (framed >= settings.ticked)
    return found


def _framed(ink: NDArray[np.uint8], settings: TickBoxSettings) -> float:
    """How much of each of its four sides the ink of a piece covers at least, 0..1; 0 where it is not square."""
    high, wide = ink.shape
    if min(high, wide) < settings.least or max(high, wide) > settings.square * min(high, wide):
        return 0.0
    down, across = max(1, round(settings.rim * high)), max(1, round(settings.rim * wide))
    upper, lower = ink[:down], ink[-down:]
    # Most letters lack a corner.
    if not all(part.any() for rim in (upper, lower) for part in (rim[:, :across], rim[:, -across:])):
        return 0.0
    if settings.hollow < np.count_nonzero(ink) / ink.size < settings.solid:
        return 0.0
    rims = upper.any(axis=0), lower.any(axis=0), ink[:, :across].any(axis=1), ink[:, -across:].any(axis=1)
    return min(float(rim.mean()) for rim in rims)
