"""How sure a letter is that two readers read: a logistic sum of what both say, fitted on readings of known text.

The constants come from ``python -m benchmarks.fusion`` (letters) and ``python -m benchmarks.wholes`` (words and lines),
which read names of the training part (these alone tell of lines) and drawn pages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.networks.calibration import Calibration, Curve, log_odds
from model.options import Engine

#: Weights of `features`, the constant first, where a line reader was asked, where it was not as linenet agreed with the
#: glyph reader, and where there was only linenet to ask.
WEIGHTS: tuple[float, ...] = (0.124, 0.361, 0.049, 0.128, 0.83, 0.025)
AGREED_WEIGHTS: tuple[float, ...] = (2.22, -0.063, 0.038, 0.345, 0.002, 0.307)
WITH_LINENET_WEIGHTS: tuple[float, ...] = (-0.523, 0.336, 0.122, -0.02, 0.985, 0.53)
#: Of fused letters, which are chances already, and of words and lines of them; likewise.
FUSED = Calibration(
    Curve(review=0.7233), Curve((0.9994,), -0.5578, review=0.9645), Curve((0.9695,), -0.2425, review=0.8598)
)
FUSED_AGREED = Calibration(
    Curve(review=0.8312), Curve((1.2922,), -0.8407, review=0.98), Curve((0.9821,), 0.1098, review=0.8166)
)
FUSED_WITH_LINENET = Calibration(
    Curve(review=0.851), Curve((1.0232,), -0.9324, review=0.9685), Curve((1.2962,), -0.3704, review=0.8347)
)
#: Of whole lines that the glyph reader is so sure of that nobody was asked.
UNASKED: dict[Engine, Curve] = {
    "auto": Curve((1.4694,), -2.6569, review=0.8221), "glyph": Curve((0.8969,), 0.1968, review=0.8808)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells how sure each letter of a line is.

    Attributes:
        together: (N,) its share when both readers' letters are weighed.
        glyph: (N,) the glyph reader's probability of it.
        line: (N,) the line reader's probability of it.
        seen: (N,) whether the line reader has a slot there.
        inside: (N,) how much of the line reader's probability lies within the charset, of the glyph reader's where
            the line reader sees nothing; a letter beyond the charset makes a doubtful one of it.
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
            ones, log_odds(signs.together), log_odds(signs.glyph), log_odds(signs.line), signs.seen.astype(np.float64),
            ones * log_odds(np.array(signs.clear)),
        ],
        axis=1,
    )  # fmt: skip


def confidences(signs: Signs, weights: tuple[float, ...]) -> NDArray[np.float64]:
    """(N,) how likely each letter is right, 0..1; of letters at 0.9 nine in ten are."""
    worth = features(signs) @ np.array(weights)
    return np.asarray(signs.inside / (1 + np.exp(-worth)))
