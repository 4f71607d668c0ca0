"""Letters far smaller than the largest of a page: the lines of a poster, a label or a worksheet below its title.

Elsewhere what is so small is a dot, a comma or dust; letters are told from these by standing in rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.fragments.rows import rows_of
from model.pieces import letter_height


@dataclass(frozen=True, slots=True)
class SmallPrintSettings:
    """When small pieces of ink are letters.

    Attributes:
        small: They are at most this share of the typical height of the page's letters,
        least: and at least so many pixels high,
        flat: at most so many times as wide as high, as no dash is,
        fewest: so many stand side by side, or fewer,
        short: but at least so many, where nothing larger stands beside them,
        stems: no more than this share of them at most
        stem: so many times as wide as high: ticks and the teeth of combs are,
        many: and there are so many of them all in all, where they stand beside what is larger.
        taller: What else is so small, or at most so many times as high as they are, as capitals are,
        across: belongs to them where it is at most so many times their height beside one,
        down: and so many over or under it.
        most: Where more pieces than this are small, or four times as many there at all, they are texture.
    """

    small: float = 0.42
    least: int = 10
    flat: float = 2.2
    fewest: int = 5
    short: int = 3
    stems: float = 0.5
    stem: float = 0.4
    many: int = 8
    taller: float = 2.0
    across: float = 1.8
    down: float = 0.5
    most: int = 600


def small_print(boxes: NDArray[np.float64], settings: SmallPrintSettings | None = None) -> NDArray[np.bool_]:
    """Which pieces of ink are letters and marks of small print.

    Args:
        boxes: (N, 4) left, top, right and bottom of all that may be writing, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) all False on pages whose letters are of one size.
    """
    settings = settings or SmallPrintSettings()
    if not len(boxes):
        return np.zeros(0, np.bool_)
    sides = boxes[:, 2:] - boxes[:, :2]
    return letters_among(boxes, sides.max(axis=1) <= settings.small * letter_height(sides[:, 1]), settings)


def letters_among(
    boxes: NDArray[np.float64], small: NDArray[np.bool_], settings: SmallPrintSettings | None = None
) -> NDArray[np.bool_]:
    """Which small pieces of ink stand in rows as letters do, and what belongs to these.

    Args:
        boxes: (N, 4) left, top, right and bottom of all that may be writing, in pixels.
        small: (N,) the small ones.
        settings: The tunables; the defaults if None.
    """
    settings = settings or SmallPrintSettings()
    found = np.zeros(len(boxes), np.bool_)
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    letters = np.flatnonzero(small & (height >= settings.least) & (width <= settings.flat * height))
    if not settings.short <= len(letters) <= settings.most or len(boxes) > 4 * settings.most:
        return found
    rows = rows_of(boxes[letters])
    count = np.bincount(rows, minlength=len(letters))
    stems = np.bincount(rows, weights=width[letters] <= settings.stem * height[letters], minlength=len(letters))
    written = stems <= settings.stems * count
    printed = written & (count >= settings.fewest)
    if np.count_nonzero(printed[rows]) < settings.many:
        printed = written & (count >= settings.short)
        for row in np.flatnonzero(printed).tolist():
            printed[row] = _stands_alone(letters[rows == row], boxes, small, settings)
    letters = letters[printed[rows]]
    if not letters.size:
        return found
    typical = letter_height(height[letters])
    belonging = small | (np.maximum(width, height) <= settings.taller * typical)
    reach = typical * np.array([settings.across, settings.down])
    while letters.size:
        found[letters] = True
        # Short words, capitals, dots and marks: what stands by letters, and what stands by that.
        rest = np.flatnonzero(belonging & ~found)
        letters = rest[_is_near(boxes[rest], boxes[letters], reach)]
    return found


def _stands_alone(
    row: NDArray[np.int64], boxes: NDArray[np.float64], small: NDArray[np.bool_], settings: SmallPrintSettings
) -> bool:
    """Whether nothing larger stands at the height of a row of letters."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    larger = ~small & (np.maximum(width, height) > settings.taller * letter_height(height[row]))
    level = (boxes[:, 1] < boxes[row, 3].max()) & (boxes[:, 3] > boxes[row, 1].min())
    return not (larger & level).any()


def _is_near(boxes: NDArray[np.float64], others: NDArray[np.float64], reach: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(N,) which boxes have another at most (2,) so many pixels away across and down."""
    one, other = boxes[:, None], others[None]
    apart = np.maximum(one[..., :2] - other[..., 2:], other[..., :2] - one[..., 2:])
    near: NDArray[np.bool_] = np.asarray((apart <= reach).all(axis=2), np.bool_)
    return np.asarray(near.any(axis=1))
