"""Whether a page is written in one ink or holds two, one of them clearly fainter, told by how dark its pieces are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from model.segment import Fragment


@dataclass(frozen=True, slots=True)
class TwoInksSettings:
    """When there are two inks.

    Attributes:
        apart: In the mean one is at least so many times as dark as the other.
        clear: At least this share of how much the pieces differ, the logarithm of their darkness squared, lies between
            the inks and not within them: 0.75 where a pen fades evenly.
    """

    apart: float = 1.7
    clear: float = 0.85


@dataclass(frozen=True, slots=True)
class TwoInks:
    """How dark two inks are in the mean, 0..255."""

    fainter: float
    darker: float

    @property
    def between(self) -> float:
        """How dark ink is that is as far from one as from the other."""
        return sqrt(self.fainter * self.darker)


def two_inks(fragments: Sequence[Fragment], settings: TwoInksSettings | None = None) -> TwoInks | None:
    """Find two inks.

    Args:
        fragments: The pieces of a page's ink.
        settings: The tunables; the defaults if None.

    Returns:
        None where there is one ink, or one that fades.

    Source: Otsu 1979, "A threshold selection method from gray-level histograms".
    """
    settings = settings or TwoInksSettings()
    if len(fragments) < 2:
        return None
    # Large pieces count more, as dust counts little wherever letters are measured.
    pieces = np.array([(own.darkness, max(own.box.width, own.box.height)) for own in fragments], np.float64)
    pieces = pieces[np.argsort(pieces[:, 0], kind="stable")]
    dark, weights = np.log(np.maximum(pieces[:, 0], 1)), pieces[:, 1]
    before, sums = np.cumsum(weights), np.cumsum(weights * dark)
    fainter, darker = before[:-1], before[-1] - before[:-1]
    faint, strong = sums[:-1] / fainter, (sums[-1] - sums[:-1]) / darker
    between = fainter * darker * (strong - faint) ** 2 / before[-1]
    best = int(between.argmax())
    every = float((weights * (dark - sums[-1] / before[-1]) ** 2).sum())
    if strong[best] - faint[best] < np.log(settings.apart) or between[best] < settings.clear * every:
        return None
    return TwoInks(exp(faint[best]), exp(strong[best]))
