"""Lines that repeat one shape, such as ``ooo`` or ``1111``: no words."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.alphabet import TWINS

#: Lines of so many letters or more, this share of them of one shape, repeat it.
LEAST, MOSTLY = 4, 0.7


def repeats_a_shape(rows: NDArray[np.float64], letters: tuple[str, ...]) -> bool:
    """Whether a line is hardly more than one shape again and again.

    Args:
        rows: (N, letters) how well each letter explains each glyph.
        letters: What the columns mean.
    """
    if len(rows) < LEAST:
        return False
    shapes = _shapes(letters)[rows.argmax(axis=1)]
    return int(np.bincount(shapes).max()) >= MOSTLY * len(rows)


@lru_cache(maxsize=32)
def _shapes(letters: tuple[str, ...]) -> NDArray[np.int64]:
    """(letters,) a number for each, the same for the cases of a letter and for what looks like one of them."""
    names = [next((twins for twins in TWINS if letter in twins), letter.upper()) for letter in letters]
    return np.array([names.index(name) for name in names])
