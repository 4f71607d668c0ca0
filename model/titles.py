"""Titles: letters far larger than those of the rest of the page, told from blots and shadows by their company."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.rows import rows_of


@dataclass(frozen=True, slots=True)
class TitleSettings:
    """When large pieces of ink are letters of one row.

    Attributes:
        fewest: So many stand side by side.
        most: Where there are more large pieces they are texture.
    """

    fewest: int = 3
    most: int = 200


def in_titles(
    boxes: NDArray[np.float64], blots: NDArray[np.bool_] | None = None, settings: TitleSettings | None = None
) -> NDArray[np.bool_]:
    """Which of some large pieces of ink are letters of a title.

    Args:
        boxes: (N, 4) left, top, right and bottom of each, in pixels.
        blots: (N,) which are all ink, as an I is and no three letters of a title are; none if None.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) True for letters.
    """
    settings = settings or TitleSettings()
    if not settings.fewest <= len(boxes) <= settings.most:
        return np.zeros(len(boxes), np.bool_)
    rows = rows_of(boxes)
    counted = rows if blots is None else rows[~blots]
    return np.asarray(np.bincount(counted, minlength=len(boxes))[rows] >= settings.fewest)
