"""Pieces of ink that stand side by side, as the letters of a row do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RowSettings:
    """When two pieces of ink are neighbours in a row.

    Attributes:
        alike: The higher of the two is at most so many times as high as the lower,
        row: they share this much of the lower one's height,
        near: with a gap of at most so many times the height of the higher one.
    """

    alike: float = 1.7
    row: float = 0.6
    near: float = 1.0


def rows_of(boxes: NDArray[np.float64], settings: RowSettings | None = None) -> NDArray[np.int64]:
    """Sort pieces of ink into rows.

    Args:
        boxes: (N, 4) left, top, right and bottom of each, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) the lowest number of a piece that is in the same row, its own where it stands alone.
    """
    settings = settings or RowSettings()
    left, top, right, bottom = boxes.T
    height = bottom - top
    higher, lower = np.maximum.outer(height, height), np.minimum.outer(height, height)
    shared = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    gap = np.maximum.outer(left, left) - np.minimum.outer(right, right)
    beside = (higher <= settings.alike * lower) & (shared >= settings.row * lower)
    beside &= gap <= settings.near * higher
    # Side by side, not one within the other.
    beside &= gap >= -0.5 * np.minimum.outer(right - left, right - left)
    np.fill_diagonal(beside, True)
    # Rows are what hangs together: neighbours of neighbours.
    lowest = np.arange(len(boxes))
    while True:
        among = np.where(beside, lowest, len(boxes)).min(axis=1, initial=len(boxes))
        among = among[among]
        if np.array_equal(among, lowest):
            return lowest
        lowest = among
