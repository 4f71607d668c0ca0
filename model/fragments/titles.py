"""Titles: letters far larger than those of the rest of the page, told from blots and shadows by their company."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.fragments.rows import rows_of


@dataclass(frozen=True, slots=True)
class TitleSettings:
    """When large pieces of ink are letters of one row.

    Attributes:
        fewest: So many stand side by side.
        most: Where there are more large pieces they are texture.
        lone: So many may stand by themselves, as on a card, where they have the shape of letters:
        narrowest: at least so many times as wide as high,
        widest: at most so many times,
        filled: full to this share of their box at least,
        solid: and to that at most, as no finger is; and nothing small stands in them
        beside: or beside them, closer than so many times their height, as it does beside the sign of a firm;
        below: and at least this share of all that is small stands below them.
    """

    fewest: int = 3
    most: int = 200
    lone: int = 4
    narrowest: float = 0.2
    widest: float = 1.6
    filled: float = 0.1
    solid: float = 0.5
    beside: float = 1.0
    below: float = 0.5


def large_letters(
    boxes: NDArray[np.float64], filled: NDArray[np.float64], others: NDArray[np.float64],
    blots: NDArray[np.bool_] | None = None, settings: TitleSettings | None = None,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:  # fmt: skip
    """Which of some large pieces of ink are letters of a title, and which may be letters that stand by themselves.

    Args:
        boxes: (N, 4) left, top, right and bottom of each, in pixels.
        filled: (N,) the share of its box that each fills, 0..1.
        others: (M, 4) the boxes of all else that may be writing.
        blots: (N,) which are all ink, as an I is and no three letters of a title are; none if None.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) and (N,), no piece in both.
    """
    blots = np.zeros(len(boxes), np.bool_) if blots is None else blots
    titled = in_titles(boxes, blots, settings)
    alone = ~titled & ~blots
    alone[alone] = standing_alone(boxes[alone], filled[alone], others, settings)
    return titled, alone


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


def standing_alone(
    boxes: NDArray[np.float64], filled: NDArray[np.float64], others: NDArray[np.float64],
    settings: TitleSettings | None = None,
) -> NDArray[np.bool_]:  # fmt: skip
    """Which of a few large pieces of ink may be letters although they stand in no row of such.

    Args:
        boxes: (N, 4) left, top, right and bottom of each, in pixels.
        filled: (N,) the share of its box that each fills, 0..1.
        others: (M, 4) the boxes of all else that may be writing.
        settings: The tunables; the defaults if None.
    """
    settings = settings or TitleSettings()
    if not 0 < len(boxes) <= settings.lone:
        return np.zeros(len(boxes), np.bool_)
    left, top, right, bottom = boxes.T[..., None]
    reach = settings.beside * (bottom - top)
    level = (others[:, 1] < bottom) & (others[:, 3] > top)
    beside = level & (others[:, 0] < right + reach) & (others[:, 2] > left - reach)
    wide = (boxes[:, 2] - boxes[:, 0]) / (boxes[:, 3] - boxes[:, 1])
    shaped = (wide >= settings.narrowest) & (wide <= settings.widest)
    drawn = (filled >= settings.filled) & (filled <= settings.solid)
    below = (others[:, 3] > bottom).sum(axis=1) >= settings.below * len(others)
    return np.asarray(shaped & drawn & below & ~beside.any(axis=1))
