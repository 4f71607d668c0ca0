"""By how much the lines of a page tilt, found from where its letters stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TiltSettings:
    """Which tilts are looked for.

    Attributes:
        steepest_deg: Up to this to either side,
        step_deg: in such steps.
        row: Letters pile up in rows that are so high as a share of the typical height of a letter.
        clearer: No tilt unless the rows of another angle are so many times as sharp.
        fewest: The tilt of fewer letters than this is not looked for.
    """

    steepest_deg: float = 15.0
    step_deg: float = 0.5
    row: float = 0.35
    clearer: float = 1.02
    fewest: int = 4


def tilt_deg(boxes: NDArray[np.float64], typical: float, settings: TiltSettings | None = None) -> float:
    """The angle at which the letters' middles pile up into the sharpest rows.

    Args:
        boxes: (N, 4) left, top, right and bottom of each letter, in pixels.
        typical: The typical height of the letters, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        Positive where lines fall to the right, 0 where they may be level.
    """
    settings = settings or TiltSettings()
    if len(boxes) < settings.fewest:
        return 0.0
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    every = np.arange(-settings.steepest_deg, settings.steepest_deg + 0.01, settings.step_deg)
    angles_deg = every[np.argsort(np.abs(every), kind="stable")]
    angles = np.deg2rad(angles_deg)[:, None]
    rows = (y * np.cos(angles) - x * np.sin(angles)) / (settings.row * typical)
    rows -= rows.min(axis=1, keepdims=True)
    # How many letters are in each row, and in each of the rows between these, at every angle.
    numbers = np.floor(rows[:, None] + np.array([[0.0], [0.5]])).astype(np.int64)
    most = int(numbers.max()) + 1
    looks = np.arange(2 * len(angles)).reshape(-1, 2, 1)
    piles = np.bincount((numbers + most * looks).ravel(), minlength=most * looks.size)
    sharpness = np.square(piles).reshape(len(angles), -1).sum(axis=1).tolist()
    best = 0
    for at, own in enumerate(sharpness):
        if own > sharpness[best] * (settings.clearer if best == 0 else 1.0):
            best = at
    return float(angles_deg[best])
