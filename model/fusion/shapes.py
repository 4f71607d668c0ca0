"""Lines of one shape, such as ``ooo`` or ``00``: neighbours cannot tell there which letter it is."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.alphabet import TWINS

#: A line is of one shape where the line reader gives that shape this share of its probability.
_MOSTLY = 0.7


def without_context(line: NDArray[np.float64], letters: tuple[str, ...]) -> NDArray[np.float64]:
    """Leave it to the glyph reader which letter a line of one shape is.

    A line reader tells letters of one shape apart by the letters around them; among nothing but O it only guesses,
    and for all of them alike.

    Args:
        line: (N, letters) what the line reader says of each letter of a line.
        letters: What the columns mean.

    Returns:
        (N, letters) the same, the probability of a shape spread evenly over its letters where the line has no other.
    """
    shapes = _shapes(letters)
    shares = line @ shapes.T
    whole = np.flatnonzero(shares.sum(axis=0) >= _MOSTLY * max(float(line.sum()), 1e-9))
    if not whole.size:
        return line
    shape = shapes[whole[0]]
    even = line * (1 - shape) + shares[:, whole[:1]] * (shape / shape.sum())
    return np.asarray(even)


@lru_cache(maxsize=32)
def _shapes(letters: tuple[str, ...]) -> NDArray[np.float64]:
    """(shapes, letters) 1 where a letter has a shape that other letters of the charset have, too."""
    rows: NDArray[np.float64] = np.array([[float(letter in twins) for letter in letters] for twins in TWINS])
    return np.asarray(rows[rows.sum(axis=1) > 1], np.float64)
