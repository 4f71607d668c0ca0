"""Combs and boxes: the short upright lines that part the cells of a field standing on a printed rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.pieces import Labels, Stats, connected_pieces
from model.quantiles import median


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line from x `start` to `end`, y = `height` + `slope` * x, in pixels.

    Attributes:
        start: Its left end.
        end: Its right end.
        height: Where it is at x = 0.
        slope: How steeply it falls.
        thickness: How thick it is.
        darkest: What is printed with it is no darker than this, 0..255.
    """

    start: float
    end: float
    height: float
    slope: float
    thickness: float
    darkest: float = 255.0

    def y(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where the line is at each x."""
        return self.height + self.slope * x


@dataclass(frozen=True, slots=True)
class CombSettings:
    """What counts as a divider; `high` is the height of the common letters.

    Attributes:
        thin: At most this many rule thicknesses and two pixels wide,
        thin_letter: and at most this share of `high`, or four pixels.
        shortest: At least this share of `high`.
        tallest: At most this many times `high`.
        near: Ends this many times `high` from the rule still touch it.
        fewest: A comb has at least this many.
        off_pitch: A divider stands at most this share of a cell off its place.
        many: So many that all do are dividers even if the rule goes on beyond them.
    """

    thin: float = 2.5
    thin_letter: float = 0.3
    shortest: float = 0.15
    tallest: float = 2.5
    near: float = 0.15
    fewest: int = 4
    off_pitch: float = 0.15
    many: int = 8


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Thin upright pieces of ink: their component numbers, middles, ends, and how dark they are in the mean."""

    number: NDArray[np.int64]
    x: NDArray[np.float64]
    top: NDArray[np.float64]
    bottom: NDArray[np.float64]
    darkness: NDArray[np.float64]


def without_dividers(
    mask: NDArray[np.bool_],
    strength: NDArray[np.uint8],
    rules: Sequence[Rule],
    high: float,
    settings: CombSettings | None = None,
) -> NDArray[np.bool_]:
    """Take the dividers of combs and boxes out.

    A figure one looks like a divider, but dividers stand at both ends of their rule or are many, at equal distances.

    Args:
        mask: (H, W) bool, True where there is ink, the rules taken out already.
        strength: (H, W) uint8, how dark each pixel is against the paper around it, 0..255.
        rules: The rules that were taken out.
        high: The height of the common letters in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        (H, W) bool; `mask` itself where there is no rule.
    """
    settings = settings or CombSettings()
    if not rules:
        return mask
    labels, stats, _ = connected_pieces(mask.view(np.uint8))
    thickness = median([rule.thickness for rule in rules])
    pieces = _upright_pieces(labels, stats, strength, thickness, high, settings)
    dividers = [number for rule in rules for number in _dividers(pieces, rule, high, settings)]
    return mask & ~np.isin(labels, dividers) if dividers else mask


def _upright_pieces(
    labels: Labels, stats: Stats, strength: NDArray[np.uint8], thickness: float, high: float, settings: CombSettings
) -> _Pieces:
    left, top, width, height = (stats[:, column].astype(np.float64) for column in range(4))
    widest = min(settings.thin * thickness + 2, max(settings.thin_letter * high, 4.0))
    fits = (width <= widest) & (height >= 1.2 * width)
    fits &= (height >= settings.shortest * high) & (height <= settings.tallest * high)
    fits[0] = False
    number = np.flatnonzero(fits)
    middle, bottom = left + width / 2, top + height
    darkness = np.array([_darkness(labels, stats, strength, own) for own in number.tolist()])
    return _Pieces(number, middle[number], top[number], bottom[number], darkness)


def _darkness(labels: Labels, stats: Stats, strength: NDArray[np.uint8], number: int) -> float:
    """How dark a piece of ink is in the mean."""
    left, top, width, height = stats[number, :4].tolist()
    part = slice(top, top + height), slice(left, left + width)
    return float(strength[part][labels[part] == number].mean())


def _dividers(pieces: _Pieces, rule: Rule, high: float, settings: CombSettings) -> list[int]:
    """The numbers of the pieces that part the cells on one rule, standing on it or hanging from it."""
    near, y = settings.near * high + rule.thickness, rule.y(pieces.x)
    along = (pieces.x >= rule.start - near) & (pieces.x <= rule.end + near) & (pieces.darkness <= rule.darkest)
    return [
        number
        for end in (pieces.bottom, pieces.top)
        for number in _evenly_spaced(pieces, along & (np.abs(end - y) <= near), rule, near, settings)
    ]


def _evenly_spaced(
    pieces: _Pieces, touching: NDArray[np.bool_], rule: Rule, near: float, settings: CombSettings
) -> list[int]:
    x, number = pieces.x[touching], pieces.number[touching]
    at_both_ends = (np.abs(x - rule.start) <= 2 * near).any() and (np.abs(x - rule.end) <= 2 * near).any()
    if len(x) < settings.fewest or not (at_both_ends or len(x) >= settings.many):
        return []
    first, last = float(x.min()), float(x.max())
    steps = np.diff(np.sort(x))
    # What stands over one another is no divider of its own.
    apart = steps[steps > near]
    if not apart.size:
        return []
    cells = round((last - first) / median(apart))
    off = (x - first) / ((last - first) / max(cells, 1))
    even = np.abs(off - np.round(off)) <= settings.off_pitch
    return [int(own) for own in number[even]] if at_both_ends or even.all() else []
