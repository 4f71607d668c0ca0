"""Combs and boxes: the short upright lines that part the cells of a field standing on a printed rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
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
        beside: Where letters touch dividers, what is no wider than so many dividers and a slack is theirs,
        along: where it follows one for at least this share of its length,
        seen: and at least this share of it is seen.
        slack: Pixels they may be off their places, or be wider and longer.
    """

    thin: float = 2.5
    thin_letter: float = 0.3
    shortest: float = 0.15
    tallest: float = 2.5
    near: float = 0.15
    fewest: int = 4
    off_pitch: float = 0.15
    many: int = 8
    beside: float = 1.7
    along: float = 0.25
    seen: float = 0.5
    slack: int = 2


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Thin upright pieces of ink: their component numbers, middles, widths, ends, and how dark they are in the mean."""

    number: NDArray[np.int64]
    x: NDArray[np.float64]
    width: NDArray[np.float64]
    top: NDArray[np.float64]
    bottom: NDArray[np.float64]
    darkness: NDArray[np.float64]


def without_dividers(
    mask: NDArray[np.bool_],
    strength: NDArray[np.uint8],
    rules: Sequence[Rule],
    poles: Sequence[Rule],
    high: float,
    settings: CombSettings | None = None,
) -> NDArray[np.bool_]:
    """Take the dividers of combs and boxes out.

    A figure one looks like a divider, but dividers stand at both ends of their rule or are many, at equal distances.
    Where they tell that a letter hides another, it is taken out of the letter's ink. Rows of boxes below one another
    share most of their dividers, which are upright rules then; what goes on beside these at their distance, from one
    rule to the next, is a divider, too.

    Args:
        mask: (H, W) bool, True where there is ink, the rules taken out already.
        strength: (H, W) uint8, how dark each pixel is against the paper around it, 0..255.
        rules: The level rules that were taken out.
        poles: The upright ones, x and y exchanged.
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
    combs = [
        comb
        for rule in rules
        for hangs in (False, True)
        if (comb := _comb(pieces, rule, mask, high, hangs, settings)) is not None
    ]
    numbers = [number for comb in combs for number in comb.numbers]
    numbers += [number for rule in rules for number in _beside_poles(pieces, rule, rules, poles, high, settings)]
    if not numbers:
        return mask
    left = mask & ~np.isin(labels, numbers)
    for comb in combs:
        for x in comb.hidden:
            _take_out(left, strength, comb, x, settings)
    return left


@dataclass(frozen=True, slots=True)
class _Comb:
    """Dividers on one rule.

    Attributes:
        rule: The rule.
        hangs: Whether they hang from it; they stand on it otherwise.
        numbers: The components that are dividers.
        hidden: Where others are that touch letters, x.
        height: How high they are.
        width: How wide.
    """

    rule: Rule
    hangs: bool
    numbers: list[int]
    hidden: list[float]
    height: float
    width: float


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
    return _Pieces(number, middle[number], width[number], top[number], bottom[number], darkness)


def _darkness(labels: Labels, stats: Stats, strength: NDArray[np.uint8], number: int) -> float:
    """How dark a piece of ink is in the mean."""
    left, top, width, height = stats[number, :4].tolist()
    part = slice(top, top + height), slice(left, left + width)
    return float(strength[part][labels[part] == number].mean())


def _comb(
    pieces: _Pieces, rule: Rule, mask: NDArray[np.bool_], high: float, hangs: bool, settings: CombSettings
) -> _Comb | None:
    """The pieces that part the cells on one rule, and where others must be; None where nothing does."""
    near = settings.near * high + rule.thickness
    touching = _touches(pieces, pieces.top if hangs else pieces.bottom, rule, near)
    x, number = pieces.x[touching], pieces.number[touching]
    if len(x) < settings.fewest:
        return None
    height, width = median((pieces.bottom - pieces.top)[touching]), median(pieces.width[touching])
    comb = _Comb(rule, hangs, [], [], height, width)
    ends = [_end(mask, x, at, near, comb, settings) for at in (rule.start, rule.end)]
    at_both_ends = None not in ends
    if not (at_both_ends or len(x) >= settings.many):
        return None
    hidden = np.array([at for at in ends if at is not None and np.abs(x - at).min() > near], np.float64)
    first, last = float(min([*x, *hidden])), float(max([*x, *hidden]))
    steps = np.diff(np.sort(x))
    # What stands over one another is no divider of its own.
    apart = steps[steps > near]
    if not apart.size:
        return None
    cells = max(round((last - first) / median(apart)), 1)
    cell = (last - first) / cells
    even = np.abs((x - first) / cell - np.round((x - first) / cell)) <= settings.off_pitch
    if not (at_both_ends or even.all()):
        return None
    places = first + cell * np.arange(cells + 1)
    beside = np.abs(places[:, None] - x[even]).min(axis=1, initial=np.inf) > settings.off_pitch * cell
    return replace(comb, numbers=number[even].tolist(), hidden=places[beside].tolist())


def _beside_poles(
    pieces: _Pieces, rule: Rule, rules: Sequence[Rule], poles: Sequence[Rule], high: float, settings: CombSettings
) -> list[int]:
    """The pieces that go on from a rule to another at the distance of the poles that cross it."""
    near = settings.near * high + rule.thickness
    standing = _touches(pieces, pieces.bottom, rule, near)
    standing &= np.any([_touches(pieces, pieces.top, other, near) for other in rules], axis=0)
    heights = [rule.height + rule.slope * pole.height for pole in poles]
    crossed = [
        float(pole.y(np.array(y))) for pole, y in zip(poles, heights, strict=True) if pole.start <= y <= pole.end
    ]
    places = np.sort(np.array([at for at in crossed if rule.start - near <= at <= rule.end + near]))
    # Parts of a pole are poles as well.
    places = places[np.diff(places, prepend=-np.inf) > near]
    if len(places) < 2:
        return []
    # A figure one may be written along a line of squared paper.
    standing &= np.abs(pieces.x[:, None] - places).min(axis=1) > near
    x = pieces.x[standing]
    if not x.size or len(places) + len(x) < settings.fewest:
        return []
    steps = np.diff(np.sort(np.concatenate([places, x])))
    cell = median(steps[steps > near])
    off = np.abs((np.concatenate([places, x]) - places[0]) / cell)
    even = np.abs(off - np.round(off)) <= settings.off_pitch
    return pieces.number[standing].tolist() if even.all() else []


def _touches(pieces: _Pieces, ends: NDArray[np.float64], rule: Rule, near: float) -> NDArray[np.bool_]:
    """Which pieces end on a rule."""
    beside = (pieces.x >= rule.start - near) & (pieces.x <= rule.end + near) & (pieces.darkness <= rule.darkest)
    return np.asarray(beside & (np.abs(ends - rule.y(pieces.x)) <= near))


def _end(
    mask: NDArray[np.bool_], x: NDArray[np.float64], at: float, near: float, comb: _Comb, settings: CombSettings
) -> float | None:
    """Where the divider at an end of the rule stands, be it hidden by a letter; None where there is none."""
    if (off := np.abs(x - at)).min() <= 2 * near:
        return float(x[off.argmin()])
    left, _, lines = _lines_beside(mask, comb, at, near, settings)
    seen = lines.sum(axis=0)
    if not seen.size or seen.max() < settings.seen * comb.height:
        return None
    return float(left + np.flatnonzero(seen == seen.max()).mean())


def _take_out(
    mask: NDArray[np.bool_], strength: NDArray[np.uint8], comb: _Comb, x: float, settings: CombSettings
) -> None:
    """Take a divider out of the ink that hides it, in place, where enough of it is seen."""
    left, top, lines = _lines_beside(mask, comb, x, comb.width + settings.slack, settings)
    lines &= strength[top : top + lines.shape[0], left : left + lines.shape[1]] <= comb.rule.darkest
    if lines.any(axis=1).sum() >= settings.seen * comb.height:
        mask[top : top + lines.shape[0], left : left + lines.shape[1]] &= ~lines


def _lines_beside(
    mask: NDArray[np.bool_], comb: _Comb, x: float, near: float, settings: CombSettings
) -> tuple[int, int, NDArray[np.bool_]]:
    """Thin upright lines of ink as high as a divider and at most so far from where one would be; and their corner."""
    y = float(comb.rule.y(np.array(x)))
    top, bottom = (y, y + comb.height) if comb.hangs else (y - comb.height, y)
    widest = round(settings.beside * comb.width) + settings.slack
    left, right = round(x - near - widest), round(x + near + widest) + 1
    rows = slice(max(round(top) - settings.slack, 0), max(round(bottom) + settings.slack, 0))
    columns = slice(max(left, 0), max(right, 0))
    part = np.ascontiguousarray(mask[rows, columns]).view(np.uint8)
    if not part.size:
        return columns.start, rows.start, part > 0
    strokes = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, (widest + 1) | 1), np.uint8))
    long = np.ones((max(round(settings.along * comb.height), 1), 1), np.uint8)
    thin = cv2.subtract(part, strokes)
    # The short rest of a line between two strokes is where the long ones are.
    own = (cv2.morphologyEx(thin, cv2.MORPH_OPEN, long) > 0).any(axis=0)
    own &= np.abs(columns.start + np.arange(thin.shape[1]) - x) <= near
    return columns.start, rows.start, (thin > 0) & own
