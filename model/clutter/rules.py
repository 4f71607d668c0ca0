"""Ruled, squared and framed paper: long thin straight lines are taken out of the ink, strokes across them stay.

What is left of combs and boxes when their long lines are gone is taken out in `model.clutter.combs`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.binarize import Ink, InkMask
from model.clutter.combs import Rule, without_dividers
from model.ink.paper import halved, turned_over
from model.pieces import Labels, common_height, connected_pieces
from model.quantiles import median, weighted_quantile


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What counts as a printed line; `high` is the height of the common letters.

    Attributes:
        halved: In larger pictures lines are looked for at half size.
        run: Straight runs of ink are looked at from this many times `high` on.
        shortest_run: And from this share of the picture's longest side on.
        slack: Pixels a line may wander up or down without breaking.
        slender: A run is at least this many times as long as it is thick,
        thickest: and at most this share of `high` thick: thicker ones are strokes of large letters,
        thick: unless they are no thicker than so many pixels.
        long: The runs on one straight line are together at least this many times `high` long.
        longest_run: And one of them is at least this many times `high` long.
        through: Ink that reaches this many line thicknesses across a line is a stroke and stays.
        darker: Ink along a line this many times as strong as the line is a stroke and stays.
        evenly: From so many lines on, evenly ruled paper is completed where writing hides its lines.
        uneven: How far lines may be off their places, in pitches for each line.
        extended: Lines whose runs cover this share of the picture are followed from edge to edge.
    """

    halved: int = 1000
    run: float = 1.3
    shortest_run: float = 0.03
    slack: int = 2
    slender: float = 8.0
    thickest: float = 0.2
    thick: float = 4.0
    long: float = 3.5
    longest_run: float = 2.0
    through: float = 1.7
    darker: float = 1.6
    evenly: int = 5
    uneven: float = 0.02
    extended: float = 0.2


@dataclass(frozen=True, slots=True)
class _Runs:
    """Straight runs of ink: middles (x, y), lengths and thicknesses in pixels, slopes."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    length: NDArray[np.float64]
    thickness: NDArray[np.float64]
    slope: NDArray[np.float64]

    def scaled(self, step: int) -> _Runs:
        """The same runs in a picture `step` times as large."""
        return _Runs(self.x * step, self.y * step, self.length * step, self.thickness * step, self.slope)

    def __getitem__(self, index: NDArray[np.bool_]) -> _Runs:
        return _Runs(self.x[index], self.y[index], self.length[index], self.thickness[index], self.slope[index])


def without_rules(ink: Ink, settings: RuleSettings | None = None) -> InkMask:
    """Take horizontal and vertical rules out.

    Args:
        ink: The page's ink.
        settings: The tunables; the defaults if None.

    Returns:
        (H, W) bool, True where there is ink but no rule; the page's own mask where there are no rules.
    """
    settings = settings or RuleSettings()
    mask, strength = ink.mask, ink.strength
    # Lines are looked for at half size, in a quarter of the time, and taken out at full size.
    step = 2 if max(mask.shape) > settings.halved else 1
    dots = mask.view(np.uint8)
    small = dots if step == 1 else halved(dots)
    high = step * common_height(small)
    across = _straight_runs(small, high / step, settings).scaled(step)
    down = _straight_runs(turned_over(small), high / step, settings).scaled(step)
    level, rules = _rules(dots, strength, across, high, settings)
    upright, poles = _rules(dots.T, strength.T, down, high, settings)
    if not rules and not poles:
        return mask
    return without_dividers(mask & ~level & ~upright.T, strength, rules, poles, high)


def _rules(
    ink: NDArray[np.uint8], strength: NDArray[np.uint8], runs: _Runs, high: float, settings: RuleSettings
) -> tuple[InkMask, list[Rule]]:
    """(H, W) bool, True on the pixels of nearly level lines that no stroke needs; the lines, and parts of them."""
    if not runs.length.size:
        return np.zeros(ink.shape, np.bool_), []
    lines: NDArray[np.uint8] = np.zeros(ink.shape, np.uint8)
    slope = _common_slope(runs)
    thick = median(runs.thickness)
    rules: list[Rule] = []
    parts: list[Rule] = []
    for rule in _collinear(runs, slope, settings):
        if rule.length.sum() >= settings.long * high and rule.length.max() >= settings.longest_run * high:
            _draw(lines, rule, slope, round(max(thick, float(rule.thickness.max()))) + 2 * settings.slack, settings)
            rules.append(_spanned(rule, slope, thick))
            parts += [_spanned(part, slope, thick) for part in _parts(rule, high)]
    if not rules:
        return lines > 0, rules
    for height in _missing([rule.height for rule in rules], settings):
        _draw_across(lines, height, slope, round(thick) + settings.slack)
    reach = round(settings.through * thick) + settings.slack
    strokes = cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_OPEN, np.ones((reach, 1), np.uint8))
    only_line = (lines > 0) & (ink > 0) & (strokes == 0)
    # Paper is printed in a fainter colour than people write in: what is much darker is a stroke along the line.
    darkest = settings.darker * median(strength[only_line]) if only_line.any() else 0.0
    only_line |= _rests(lines, ink > 0, only_line, settings.slack)
    return only_line & (strength <= darkest), [*rules, *parts]


def _rests(lines: NDArray[np.uint8], ink: InkMask, taken: InkMask, slack: int) -> InkMask:
    """(H, W) bool, what is left of lines that are thicker in places, or longer: strokes reach further out of them."""
    wide = cv2.dilate(lines, _square(slack)) > 0
    rest = wide & ink & ~taken
    labels, _, _ = connected_pieces(rest.view(np.uint8))
    beside = cv2.dilate((ink & ~wide).view(np.uint8), _square(1)) > 0
    strokes = np.unique(labels[beside & rest])
    return rest if not strokes.size else rest & ~np.isin(labels, strokes)


def _square(reach: int) -> NDArray[np.uint8]:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)


def _missing(heights: list[float], settings: RuleSettings) -> list[float]:
    """Where evenly ruled paper has lines that writing hides, from the lines that were seen."""
    seen = np.sort(np.array(heights))
    if len(seen) < settings.evenly:
        return []
    pitch = median(np.diff(seen))
    steps = (seen - seen[0]) / pitch
    if np.abs(steps - np.round(steps)).max() > settings.uneven * len(seen):
        return []
    # The whole page gives the pitch better than two neighbours do.
    pitch = (seen[-1] - seen[0]) / max(round(steps[-1]), 1)
    places = seen[0] + pitch * np.arange(-2, round(steps[-1]) + 3)
    return [float(place) for place in places if np.abs(seen - place).min() > pitch / 4]


def _parts(rule: _Runs, gap: float) -> list[_Runs]:
    """The parts of a rule between gaps wider than that: two combs may stand on one line."""
    order = np.argsort(rule.x - rule.length / 2)
    starts, ends = (rule.x - rule.length / 2)[order], np.maximum.accumulate((rule.x + rule.length / 2)[order])
    groups = np.split(order, np.flatnonzero(starts[1:] - ends[:-1] > gap) + 1)
    return [rule[np.isin(np.arange(len(order)), group)] for group in groups] if len(groups) > 1 else []


def _spanned(runs: _Runs, slope: float, thickness: float) -> Rule:
    """The rule from the start of its first run to the end of its last."""
    start, end = float((runs.x - runs.length / 2).min()), float((runs.x + runs.length / 2).max())
    return Rule(start, end, float(np.average(runs.y - slope * runs.x, weights=runs.length)), slope, thickness)


def _straight_runs(ink: NDArray[np.uint8], high: float, settings: RuleSettings) -> _Runs:
    run = max(24, round(settings.run * high), round(settings.shortest_run * max(ink.shape)))
    grown = cv2.dilate(ink, np.ones((2 * settings.slack + 1, 1), np.uint8))
    runs = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    if not runs.any():
        nothing = np.zeros(0)
        return _Runs(nothing, nothing, nothing, nothing, nothing)
    labels, stats, middles = connected_pieces(np.asarray(runs, np.uint8))
    # A picture that is all ink has no pixels in component 0, the paper.
    length = np.maximum(stats[:, cv2.CC_STAT_WIDTH], 1).astype(np.float64)
    thickness = np.maximum(stats[:, cv2.CC_STAT_AREA] / length - 2 * settings.slack, 1.0)
    thin = (length >= settings.slender * thickness) & (thickness <= max(settings.thickest * high, settings.thick))
    slender = np.flatnonzero(thin & (np.arange(len(stats)) > 0))
    slopes = [_slope(labels, number, stats[number]) for number in slender.tolist()]
    return _Runs(middles[slender, 0], middles[slender, 1], length[slender], thickness[slender], np.array(slopes))


def _slope(labels: Labels, number: int, stats: NDArray[np.int32]) -> float:
    """Rise of a run over its length, from the middles of its two ends."""
    left, top, width, height = (int(stats[side]) for side in range(4))
    own = labels[top : top + height, left : left + width] == number
    end = max(1, width // 8)
    first, last = (np.nonzero(part)[0].mean() for part in (own[:, :end], own[:, -end:]))
    return float(last - first) / max(width - end, 1)


def _common_slope(runs: _Runs) -> float:
    """The slope of the middle run, long ones counting more."""
    return weighted_quantile(runs.slope, runs.length)


def _collinear(runs: _Runs, slope: float, settings: RuleSettings) -> list[_Runs]:
    """The runs sorted into straight lines of the common slope."""
    height = runs.y - slope * runs.x
    order = np.argsort(height)
    groups: list[list[int]] = []
    for number in order.tolist():
        near = 2 * settings.slack + runs.thickness[number]
        if groups and height[number] - height[groups[-1][-1]] <= near:
            groups[-1].append(number)
        else:
            groups.append([number])
    return [runs[np.isin(np.arange(len(height)), group)] for group in groups]


def _draw(lines: NDArray[np.uint8], rule: _Runs, slope: float, pen: int, settings: RuleSettings) -> None:
    """Draw a rule; one that covers much of the picture is drawn from edge to edge."""
    if rule.length.sum() >= settings.extended * lines.shape[1]:
        _draw_across(lines, float(np.average(rule.y - slope * rule.x, weights=rule.length)), slope, pen)
    for x, y, length, own in zip(rule.x, rule.y, rule.length, rule.slope, strict=True):
        half = length / 2
        start, end = (round(x - half), round(y - own * half)), (round(x + half), round(y + own * half))
        cv2.line(lines, start, end, 1, pen)


def _draw_across(lines: NDArray[np.uint8], height: float, slope: float, pen: int) -> None:
    """Draw a line from edge to edge, `height` being where it starts at the left."""
    right = lines.shape[1] - 1
    cv2.line(lines, (0, round(height)), (right, round(height + slope * right)), 1, pen)
