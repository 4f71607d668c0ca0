"""The ways of least ink from the top of a piece of ink to its foot."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

#: Seams are looked for at this height: finer detail does not move them.
ROWS = 24
#: What a step aside costs, in pixels of ink: of two seams through as much ink the straighter one is taken.
ASIDE = 0.12
#: A piece of ink this many times as wide as high is only looked at in less detail.
WIDEST = 12


class Seams:
    """For one piece of ink, and each column at its middle height, the way down that crosses least ink.

    A seam goes straight down or aside by a pixel for a pixel down, so that it can follow letters that lean or
    reach over one another. The idea is that of Avidan and Shamir 2007, "Seam carving".

    Attributes:
        ink: (width,) how many pixels of ink the seam through each column crosses, in pixels of the mask.
    """

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        """Find all seams.

        Args:
            mask: (H, W) bool, True on ink.
        """
        height, width = mask.shape
        columns = int(np.clip(round(width * ROWS / height), 1, ROWS * WIDEST))
        self._shape = mask.shape
        share = cv2.resize(mask.astype(np.float32), (columns, ROWS), interpolation=cv2.INTER_AREA)
        # Squared, so that paper between strokes stays paper where pixels are coarse.
        small = np.asarray(share**2, np.float32)
        self._from_top, self._from_foot = _least_ink(small)
        middle = ROWS // 2
        least = (self._from_top[middle] + self._from_foot[middle] - small[middle]) * (height / ROWS)
        self.ink: NDArray[np.float64] = np.interp(_centres(width, columns), np.arange(columns), least)

    def path(self, column: int) -> NDArray[np.int64]:
        """Where the seam through a column at middle height runs.

        Returns:
            (height,) int64, for each row the first column to the right of the seam.
        """
        height, width = self._shape
        columns = self._from_top.shape[1]
        at = int(np.clip(round((column + 0.5) * columns / width - 0.5), 0, columns - 1))
        middle = ROWS // 2
        rows = np.empty(ROWS)
        rows[: middle + 1] = _followed(self._from_top[: middle + 1], at)
        rows[middle:] = _followed(self._from_foot[middle:][::-1], at)[::-1]
        fine = np.interp(_centres(height, ROWS), np.arange(ROWS), rows)
        # Shifted so that the seam passes exactly through the column asked for.
        fine = (fine - rows[middle]) * (width / columns) + column
        return np.asarray(np.clip(np.rint(fine), 0, width), np.int64)


def _centres(fine: int, coarse: int) -> NDArray[np.float64]:
    """Where the middles of `fine` pixels lie among `coarse` ones over the same length."""
    return np.asarray((np.arange(fine) + 0.5) * (coarse / fine) - 0.5, np.float64)


def _least_ink(small: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(rows, columns) the least ink crossed to each pixel, itself included: from the first row, and from the last."""
    rows, columns = small.shape
    both = np.stack([small, small[::-1]], axis=1)
    # No way leads through the columns beside the ink.
    least = np.full((rows, 2, columns + 2), np.inf)
    inner = least[:, :, 1:-1]
    inner[0] = both[0]
    for row in range(1, rows):
        above = least[row - 1]
        best = np.minimum(above[:, :-2], above[:, 2:])
        best += ASIDE
        np.minimum(best, inner[row - 1], out=best)
        np.add(best, both[row], out=inner[row])
    return inner[:, 0], inner[::-1, 1]


def _followed(least: NDArray[np.float64], column: int) -> Sequence[int]:
    """The columns of the best way from the first row to a column of the last."""
    columns = [column]
    for above in least[-2::-1]:
        at = columns[-1]
        reach = [at] + [side for side in (at - 1, at + 1) if 0 <= side < len(above)]
        columns.append(min(reach, key=lambda side: above[side] + (ASIDE if side != at else 0.0)))
    return columns[::-1]
