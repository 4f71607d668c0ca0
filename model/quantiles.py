"""Medians and other quantiles; numpy's own take some 30 µs however few the numbers are, and pages have hundreds."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray


def median(values: ArrayLike) -> float:
    """The median of numbers, at least one."""
    last = np.size(values) - 1
    middle = last // 2, last - last // 2
    ordered = np.partition(values, middle, axis=None)
    return (float(ordered[middle[0]]) + float(ordered[middle[1]])) / 2


def weighted_quantile(values: ArrayLike, weights: ArrayLike, share: float = 0.5) -> float:
    """The value up to which numbers, at least one, have this share (0..1) of their weight; half of it by default."""
    values = np.asarray(values)
    order = np.argsort(values)
    reached = np.cumsum(np.asarray(weights)[order])
    return float(values[order][np.searchsorted(reached, share * reached[-1])])


def byte_quantiles(values: NDArray[np.uint8], shares: Sequence[float]) -> list[float]:
    """Quantiles of bytes, from how many there are of each.

    Args:
        values: uint8 of one or two dimensions, at least one.
        shares: 0..1 each.

    Returns:
        One number for each share, between two bytes where it falls between them.
    """
    reached = np.cumsum(cv2.calcHist([values], [0], None, [256], [0, 256]).ravel())
    found = []
    for share in shares:
        place = share * (values.size - 1)
        before, after = np.searchsorted(reached, (int(place), min(int(place) + 1, values.size - 1)), "right").tolist()
        found.append(before + (after - before) * (place - int(place)))
    return found
