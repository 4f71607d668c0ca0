"""Where the words of a line begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.quantiles import median


@dataclass(frozen=True, slots=True)
class WordSettings:
    """Which gaps part words.

    Attributes:
        gap: Gaps wider than this share of the capitals' height may part words.
        ratio: They do where they are this many times the line's middle gap.
        cell: Letters whose middles are at least this share of the capitals' height apart may stand in cells.
        off_cell: They do where the steps from one to the next are whole cells, off by less than this share of one in
            the mean,
        most_off: and by less than this anywhere,
        letters: and where there are at least so many of them.
    """

    gap: float = 0.45
    ratio: float = 2.2
    cell: float = 0.8
    off_cell: float = 0.1
    most_off: float = 0.35
    letters: int = 7


def split_words(boxes: Sequence[BoundingBox], height: float, settings: WordSettings | None = None) -> list[int]:
    """Where the words of a line begin: after wide gaps, or after empty cells.

    Args:
        boxes: The line's glyphs from left to right.
        height: The height of the line's capitals, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        The index of the first glyph of each word; empty for no glyphs.
    """
    in_cells = split_cells(boxes, height, settings)
    return split_gaps(boxes, height, settings) if in_cells is None else in_cells


def split_gaps(boxes: Sequence[BoundingBox], height: float, settings: WordSettings | None = None) -> list[int]:
    """Where the words of a line begin whose letters stand in no cells: after wide gaps; as `split_words`."""
    settings = settings or WordSettings()
    if not boxes:
        return []
    gaps = np.array([after.left - before.right for before, after in pairwise(boxes)])
    gaps = np.maximum(gaps, 0)
    middle = median(gaps) if len(gaps) else 0.0
    least = max(settings.gap * height, settings.ratio * middle)
    return [0, *(int(index) + 1 for index in np.flatnonzero(gaps > least))]


def split_cells(
    boxes: Sequence[BoundingBox], height: float, settings: WordSettings | None = None
) -> list[int] | None:
    """Where the words of a line begin whose letters stand in the cells of a comb or on squares: after empty cells.

    Wide letters leave no wider gap there than narrow ones do within a word.

    Args:
        boxes: The line's glyphs from left to right.
        height: The height of the line's capitals, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        The index of the first glyph of each word; None where letters are not evenly spaced.
    """
    steps = np.diff([(box.left + box.right) / 2 for box in boxes])
    cells = whole_cells(steps, height, settings)
    return None if cells is None else [0, *(np.flatnonzero(cells > 1) + 1).tolist()]


def whole_cells(
    steps: NDArray[np.float64], height: float, settings: WordSettings | None = None
) -> NDArray[np.float64] | None:
    """How many cells on each letter stands.

    Args:
        steps: (N,) from the middle of each letter to that of the next, in pixels.
        height: The height of capitals, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) whole numbers from 1; None where letters are not evenly spaced, or too few to tell.
    """
    settings = settings or WordSettings()
    if len(steps) < settings.letters - 1:
        return None
    cell = median(steps)
    if cell < settings.cell * height or steps.min() <= 0:
        return None
    cell = median(steps / np.maximum(np.round(steps / cell), 1))
    cells = np.round(steps / cell)
    off = np.abs(steps / cell - cells)
    if cells.min() < 1 or off.mean() >= settings.off_cell or off.max() >= settings.most_off:
        return None
    return np.asarray(cells)
