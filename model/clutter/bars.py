"""Bars that are no letters: those of bar codes, and what parts the white cells of a coloured form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.quantiles import median


@dataclass(frozen=True, slots=True)
class BarSettings:
    """What counts as a bar.

    Attributes:
        slender: Bars are at least so many times as high as wide,
        off_row: their ends at most this share of their height off those of the others of their row.
        many: At least so many between white cells
        off_pitch: stand at most this share of a cell off their places,
        faint: and are at most this share as dark as what is written.
        many_of_code: So many bars make a bar code, however dark,
        off_code: whose ends are at most this share of their height off those of the middle one, or two pixels,
        thick: the widest so many times as wide as the narrowest.
    """

    slender: float = 3.0
    off_row: float = 0.15
    many: int = 8
    off_pitch: float = 0.15
    faint: float = 0.6
    many_of_code: int = 12
    off_code: float = 0.02
    thick: float = 1.8


def find_bars(
    boxes: NDArray[np.float64], darkness: NDArray[np.float64], settings: BarSettings | None = None
) -> NDArray[np.bool_]:
    """Which pieces of ink are bars: of a bar code, or those between the white cells of a coloured form.

    The latter are many and like one another, and fainter than the letters.

    Args:
        boxes: (N, 4) left, top, right and bottom of pieces of ink, in pixels.
        darkness: (N,) how dark each is.
        settings: The tunables; the defaults if None.
    """
    settings = settings or BarSettings()
    left, top, right, bottom = boxes.T
    width, height = right - left, bottom - top
    bars, code = np.zeros(len(boxes), np.bool_), np.zeros(len(boxes), np.bool_)
    slender = np.flatnonzero(height >= settings.slender * width)
    left_over = slender[np.argsort(-height[slender], kind="stable")]
    while len(left_over) >= settings.many:
        one = left_over[0]
        off = settings.off_row * height[one]
        in_row = (np.abs(top[left_over] - top[one]) <= off) & (np.abs(bottom[left_over] - bottom[one]) <= off)
        row, left_over = left_over[in_row], left_over[~in_row]
        if len(row) >= settings.many and _are_even((left + right)[row] / 2, settings):
            bars[row] = True
        code[row[_is_code(boxes[row], settings)]] = True
    faint = bars.any() and not bars.all() and median(darkness[bars]) <= settings.faint * median(darkness[~bars])
    return np.asarray(code | bars if faint else code)


def _is_code(row: NDArray[np.float64], settings: BarSettings) -> NDArray[np.bool_]:
    """(N,) which of some like bars make a bar code: all but exactly as high as the middle one, and thick and thin."""
    left, top, right, bottom = row.T
    first, last = median(top), median(bottom)
    off = max(settings.off_code * (last - first), 2.0)
    same = (np.abs(top - first) <= off) & (np.abs(bottom - last) <= off)
    width = (right - left)[same]
    is_code = len(width) >= settings.many_of_code and width.max() >= settings.thick * width.min()
    return np.asarray(same & bool(is_code))


def _are_even(x: NDArray[np.float64], settings: BarSettings) -> bool:
    """Whether places are equally far apart, some of them left out."""
    steps = np.diff(np.sort(x))
    if steps.min() <= 0:
        return False
    cells = steps / median(steps)
    return bool((np.abs(cells - np.round(cells)) <= settings.off_pitch).all() and cells.min() > 0.5)
