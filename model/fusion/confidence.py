"""How sure a letter is that two readers read: a logistic sum of what both say, fitted on readings of known text.

The constants come from ``python -m benchmarks.fusion``, which reads names of the training part and drawn pages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LEAST = 1e-4

#: Weights of `features`, the constant first.
WEIGHTS: tuple[float, ...] = (0.36, 0.165, 0.123, 0.27, 0.558, 0.2, 0.07)


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells how sure each letter of a line is.

    Attributes:
        together: (N,) its share when both readers' letters are weighed.
        glyph: (N,) the glyph reader's probability of it.
        line: (N,) the line reader's probability of it.
        seen: (N,) whether the line reader has a slot there.
        inside: (N,) how much of both readers' probability lies within the charset.
        clear: How sure the line reader is of its letters in the mean.
    """

    together: NDArray[np.float64]
    glyph: NDArray[np.float64]
    line: NDArray[np.float64]
    seen: NDArray[np.bool_]
    inside: NDArray[np.float64]
    clear: float


def features(signs: Signs) -> NDArray[np.float64]:
    """(N, weights) what is weighed, the constant first."""
    ones = np.ones(len(signs.together))
    return np.stack(
        [
            ones, _odds(signs.together), _odds(signs.glyph), _odds(signs.line), signs.seen.astype(np.float64),
            np.log(signs.inside + _LEAST), ones * _odds(np.array(signs.clear)),
        ],
        axis=1,
    )  # fmt: skip


def confidences(signs: Signs, weights: tuple[float, ...] | None = None) -> NDArray[np.float64]:
    """(N,) how likely each letter is right, 0..1; of letters at 0.9 nine in ten are."""
    worth = features(signs) @ np.array(weights or WEIGHTS)
    return np.asarray(1 / (1 + np.exp(-worth)))


def _odds(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds, within about 9 of 0."""
    within = np.clip(probability, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(within / (1 - within)))
