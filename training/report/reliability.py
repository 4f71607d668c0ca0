"""Whether confidence means what it says: of the answers given with 0.8, are 80 % right?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Reliability:
    """Answers sorted into bins of equal width by their confidence; empty bins are left out.

    Attributes:
        confidence: (B,) mean confidence in each bin.
        right: (B,) share right in each bin.
        count: (B,) answers in each bin.
    """

    confidence: NDArray[np.float64]
    right: NDArray[np.float64]
    count: NDArray[np.int64]

    @property
    def expected_error(self) -> float:
        """How far the two are apart in the mean over all answers (ECE, Naeini et al. 2015), 0..1."""
        return float((np.abs(self.confidence - self.right) * self.count).sum() / max(self.count.sum(), 1))


def reliability(confidence: NDArray[np.float32], right: NDArray[np.bool_]) -> Reliability:
    """Sort answers into bins.

    Args:
        confidence: (N,) in 0..1.
        right: (N,) whether each answer is right.
    """
    numbers = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    count = np.bincount(numbers, minlength=BINS)
    filled = count > 0
    means = [np.bincount(numbers, weights=values, minlength=BINS)[filled] / count[filled]
             for values in (confidence, right)]  # fmt: skip
    return Reliability(means[0], means[1], count[filled])
