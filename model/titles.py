"""Titles: letters far larger than those of the rest of the page, told from blots and shadows by their company."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TitleSettings:
    """When large pieces of ink are letters of one row.

    Attributes:
        fewest: So many stand side by side,
        alike: the higher of any two at most so many times as high as the lower,
        row: sharing this much of the lower one's height,
        near: with gaps of at most so many times the height of the higher one.
        most: Where there are more large pieces they are texture.
    """

    fewest: int = 3
    alike: float = 1.7
    row: float = 0.6
    near: float = 1.0
    most: int = 200


def in_titles(
    boxes: NDArray[np.float64], blots: NDArray[np.bool_] | None = None, settings: TitleSettings | None = None
) -> NDArray[np.bool_]:
    """Which of some large pieces of ink are letters of a title.

    Args:
        boxes: (N, 4) left, top, right and bottom of each, in pixels.
        blots: (N,) which are all ink, as an I is and no three letters of a title are; none if None.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) True for letters.
    """
    settings = settings or TitleSettings()
    if not settings.fewest <= len(boxes) <= settings.most:
        return np.zeros(len(boxes), np.bool_)
    left, top, right, bottom = boxes.T
    height = bottom - top
    higher, lower = np.maximum.outer(height, height), np.minimum.outer(height, height)
    shared = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    gap = np.maximum.outer(left, left) - np.minimum.outer(right, right)
    beside = (higher <= settings.alike * lower) & (shared >= settings.row * lower)
    beside &= gap <= settings.near * higher
    # Side by side, not one within the other.
    beside &= gap >= -0.5 * np.minimum.outer(right - left, right - left)
    np.fill_diagonal(beside, False)
    row = beside | np.eye(len(boxes), dtype=np.bool_)
    # Rows are what hangs together: neighbours of neighbours.
    for _ in range(int(np.ceil(np.log2(len(boxes))))):
        row = row @ row
    counted = row if blots is None else row[:, ~blots]
    return np.asarray(counted.sum(axis=1) >= settings.fewest)
