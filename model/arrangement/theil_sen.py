"""The slope of a row of points, whatever a few of them do.

Source: Sen 1968, "Estimates of the regression coefficient based on Kendall's tau".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.quantiles import median


def median_slope(x: NDArray[np.float64], y: NDArray[np.float64], apart: float = 0.0) -> float | None:
    """The median slope between any two points.

    Args:
        x: (N,) across.
        y: (N,) down.
        apart: Points that are no further from one another than this across do not count, at least 0.

    Returns:
        The slope, None where no two points count.
    """
    across, down = np.subtract.outer(x, x), np.subtract.outer(y, y)
    # Of each two points only the one to the right as seen from the one to the left.
    far = across > apart
    return median(down[far] / across[far]) if far.any() else None
