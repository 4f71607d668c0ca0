"""Confidence that means what it says: of the answers with 0.9 nine in ten are right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

#: Log-odds are taken of probabilities at least this far from 0 and 1.
_EDGE = 1e-4


def log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of p / (1 - p), of any shape, held within about -9..9."""
    clipped = np.clip(probabilities, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(clipped / (1 - clipped)))


@dataclass(frozen=True, slots=True)
class Curve:
    """How probabilities become chances to be right: a logistic function of their log-odds (Platt 1999).

    Attributes:
        slopes: What the log-odds of each probability are worth.
        shift: What is added.
        review: Answers below this chance are wrong too often to go unseen.
    """

    slopes: tuple[float, ...] = (1.0,)
    shift: float = 0.0
    review: float = 0.5

    def chances(self, *probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chances to be right.

        Args:
            probabilities: One array (N,) for each slope, 0..1.

        Returns:
            (N,) 0..1.
        """
        weighed = [slope * log_odds(own) for slope, own in zip(self.slopes, probabilities, strict=True)]
        return np.asarray(1 / (1 + np.exp(-np.sum(weighed, axis=0) - self.shift)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curves of one charset.

    Attributes:
        glyph: Of the probability of the letter, and that of its ink being cut out rightly.
        word: Of the product of the chances of a word's glyphs.
        line: The same of a line.
    """

    glyph: Curve = field(default_factory=lambda: Curve((1.0, 0.0)))
    word: Curve = field(default_factory=Curve)
    line: Curve = field(default_factory=Curve)

    @classmethod
    def from_card(cls, curves: Mapping[str, Mapping[str, Any]]) -> Self:
        """Read the curves as a card holds them."""
        return cls(**{name: Curve(**{**own, "slopes": tuple(own["slopes"])}) for name, own in curves.items()})

    def letters(
        self, probabilities: NDArray[np.float64], groupings: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Give the likeliest letter of each glyph its chance to be right; the others share what is left.

        Args:
            probabilities: (N, letters), rows sum to 1 at most.
            groupings: (N,) how sure it is that each glyph was cut out rightly.

        Returns:
            (N, letters) in the same order of likelihood.
        """
        best = probabilities.max(axis=1, keepdims=True)
        chance = self.glyph.chances(best[:, 0], groupings)[:, None]
        left = (1 - chance) / np.maximum(1 - best, _EDGE)
        others = np.minimum(probabilities * np.minimum(left, chance / np.maximum(best, _EDGE)), chance)
        return np.asarray(np.where(probabilities == best, chance, others))
