"""Clears the row of a field of its printed frame; strokes across the frame stay."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from model.arrangement.theil_sen import median_slope
from model.binarize import Ink
from model.fields.frames import cell_edges
from model.fields.template import Field, Rect
from model.quantiles import median

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ClearSettings:
    """How frames are found and taken out; lengths are shares of the row's height.

    Attributes:
        beyond: Writing may reach this far over the row.
        near: Rules are looked for this far from where the template has them.
        off_pitch: Dividers this share of a cell.
        stretch: Cells may be wider or narrower than in the template by this share.
        seen: A rule is one where it shows along this share of its length.
        thickest: Frames are at most this thick.
        through: Ink that reaches this many thicknesses across a line is a stroke and stays.
        darker: Ink along a line this many times as strong as the line is a stroke and stays.
        speck: Scraps beside the frame smaller than this are left of it.
    """

    beyond: float = 0.3
    near: float = 0.2
    off_pitch: float = 0.3
    stretch: float = 0.015
    seen: float = 0.35
    thickest: float = 0.14
    through: float = 1.7
    darker: float = 1.6
    speck: float = 0.13


@dataclass(frozen=True, slots=True)
class Level:
    """A rule: y = `height` + `slope` * x in pixels of the cut, and its thickness."""

    height: float
    slope: float
    thickness: float

    def y(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where it is at each x."""
        return self.height + self.slope * x


@dataclass(frozen=True, slots=True)
class ClearRow:
    """The ink of one row of a field, without its frame.

    Attributes:
        ink: A part of the sheet around the row.
        left: The part's first column on the sheet.
        top: And its first row.
        row: Where the row is within the part.
        edges: (cells + 1,) where its cells begin and end within the part.
        found: Whether the frame was seen where it was looked for; true where there is none.
    """

    ink: Ink
    left: int
    top: int
    row: Rect
    edges: NDArray[np.float64]
    found: bool


def clear_row(ink: Ink, row: Rect, field: Field, settings: ClearSettings | None = None) -> ClearRow:
    """Cut a row out of the sheet and take its frame out.

    Args:
        ink: The sheet's ink.
        row: The row in pixels of the sheet.
        field: What is printed there.
        settings: The tunables; the defaults if None.
    """
    settings = settings or ClearSettings()
    room = round(settings.beyond * row.height) + 6
    left, top = max(0, int(row.x) - room), max(0, int(row.y) - room)
    right, bottom = int(row.right) + room + 1, int(row.bottom) + room + 1
    mask = np.ascontiguousarray(ink.mask[top:bottom, left:right])
    strength = np.ascontiguousarray(ink.strength[top:bottom, left:right])
    own = Rect(row.x - left, row.y - top, row.width, row.height)
    edges = np.array(cell_edges(field, own))
    boxed = field.marking == "boxes" or field.type == "checkbox"
    if (field.marking == "free" and not boxed) or not mask.any():
        return ClearRow(Ink(mask, strength, 1.0), left, top, own, edges, True)
    foot = _find_level(mask, own, own.bottom, settings)
    head = _find_level(mask, own, own.y, settings) if boxed else None
    dividers = None
    if field.cells or boxed:
        edges, dividers = _find_dividers(mask, own, edges, foot, boxed, settings)
    frame = _Frame(mask, strength, own, settings)
    for level in (foot, head):
        if level:
            frame.cross_out_level(level, edges)
    if dividers is not None:
        frame.cross_out_dividers(edges, dividers, foot, boxed)
    seen = foot is not None and (not boxed or head is not None)
    settled = _settled(own, foot, head, edges)
    return ClearRow(Ink(frame.cleared(), strength, 1.0), left, top, settled, edges, seen)


def _settled(row: Rect, foot: Level | None, head: Level | None, edges: NDArray[np.float64]) -> Rect:
    """The row as its frame has it."""
    middle = np.array([row.x + row.width / 2])
    top = float(head.y(middle)[0]) if head else row.y
    bottom = float(foot.y(middle)[0]) if foot else row.bottom
    if not head and foot:
        top = row.y + bottom - row.bottom
    return Rect(float(edges[0]), top, float(edges[-1] - edges[0]), max(bottom - top, 1.0))


def _find_level(mask: Mask, row: Rect, expected: float, settings: ClearSettings) -> Level | None:
    """A rule near an expected height, its slope from its left and right parts; None where there is none."""
    run = max(7, round(0.3 * row.height))
    runs = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    reach = max(3, round(settings.near * row.height))
    top, bottom = max(0, round(expected) - reach), min(mask.shape[0], round(expected) + reach + 1)
    start, end = max(0, round(row.x)), min(mask.shape[1], round(row.right))
    if bottom - top < 2 or end - start < 8:
        return None
    places, heights = [], []
    parts = np.linspace(start, end, max(2, min(9, round((end - start) / (3 * run)) + 1))).astype(int)
    for first, last in pairwise(parts.tolist()):
        shares = runs[top:bottom, first:last].mean(axis=1)
        if shares.max() < settings.seen:
            continue
        core = shares >= 0.5 * shares.max()
        # Nearest to where it should be, if letters have long level strokes too.
        rows = np.arange(top, bottom)
        weights = shares * core * np.exp(-(((rows - expected) / (0.7 * reach)) ** 2))
        peak = int(weights.argmax())
        near = slice(max(0, peak - 3), peak + 4)
        places.append((first + last) / 2)
        heights.append(float(np.average(rows[near] + 0.5, weights=weights[near] + 1e-9)))
    if 2 * len(places) < len(parts) - 1 or not places:
        return None
    slope, height = _straight(np.array(places), np.array(heights))
    level = Level(height, slope, 1.0)
    return Level(height, slope, _thickness(mask, level, start, end, settings.thickest * row.height))


def _straight(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and height of the line through most of the points."""
    slope = median_slope(x, y) or 0.0
    if len(x) < 3 and abs(slope) >= 0.03:
        slope = 0.0
    return slope, median(y - slope * x)


def _thickness(mask: Mask, level: Level, start: int, end: int, most: float) -> float:
    """How thick a rule is: the usual run of ink across it."""
    x = np.arange(start, end)
    heights = level.y(x.astype(np.float64))
    y = np.clip(np.round(heights - 0.5).astype(int), 0, mask.shape[0] - 1)
    thick = np.zeros(len(x))
    for step in (-1, 1):
        going = mask[y, x].copy()
        for far in range(0 if step > 0 else 1, int(most) + 2):
            at = y + step * far
            inside = (at >= 0) & (at < mask.shape[0])
            going &= inside & mask[np.clip(at, 0, mask.shape[0] - 1), x]
            thick += going
    seen = thick[thick > 0]
    return min(median(seen), max(most, 1.0)) if len(seen) else 1.0


def _find_dividers(
    mask: Mask, row: Rect, edges: NDArray[np.float64], foot: Level | None, boxed: bool, settings: ClearSettings
) -> tuple[NDArray[np.float64], float | None]:
    """Where the cells are, and how high their dividers stand over the rule; None where none are seen."""
    run = max(4, round((0.5 if boxed else 0.12) * row.height))
    runs = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((run, 1), np.uint8))
    bottom = foot.height + foot.slope * row.width / 2 if foot else row.bottom
    upper = row.y if boxed else bottom - 0.3 * row.height
    band = runs[max(0, round(upper)) : max(1, round(bottom) + 1)]
    profile = band.mean(axis=0) if len(band) else np.zeros(mask.shape[1])
    profile = np.minimum(profile, 0.5)
    # A divider is a pixel or three wide and may lie between two columns.
    profile = np.convolve(profile, (0.5, 1.0, 0.5), "same")
    pitch = row.width / (len(edges) - 1)
    reach = settings.off_pitch * pitch
    best, found = -1.0, edges
    stretches = np.linspace(1 - settings.stretch, 1 + settings.stretch, 7) if len(edges) > 2 else np.ones(1)
    middle = (edges[0] + edges[-1]) / 2
    for stretch in stretches.tolist():
        for shift in np.arange(-reach, reach + 0.25, 0.5).tolist():
            tried = middle + (edges - middle) * stretch + shift
            worth = float(_at(profile, tried).mean()) - 0.05 * (shift / reach) ** 2
            if worth > best:
                best, found = worth, tried
    if best < 0.15:
        return edges, None
    return found, _height_of_dividers(mask, found, bottom, row, boxed)


def _at(profile: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    columns = np.floor(places).astype(int)
    inside = (columns >= 0) & (columns < len(profile))
    return np.where(inside, profile[np.clip(columns, 0, len(profile) - 1)], 0.0)


def _height_of_dividers(mask: Mask, edges: NDArray[np.float64], bottom: float, row: Rect, boxed: bool) -> float:
    if boxed:
        return row.height
    heights = []
    for edge in edges.tolist():
        part = mask[: max(1, round(bottom)), max(0, int(edge) - 1) : int(edge) + 2]
        gaps = np.flatnonzero(part[::-1].sum(axis=1) == 0)
        heights.append(int(gaps[0]) if len(gaps) else len(part))
    # Letters that touch a tooth would make it higher.
    return float(np.percentile(heights, 40)) + 1


class _Frame:
    """What of a row's ink is its frame."""

    def __init__(self, mask: Mask, strength: NDArray[np.uint8], row: Rect, settings: ClearSettings) -> None:
        self._mask, self._strength, self._row, self._settings = mask, strength, row, settings
        self._y, self._x = np.mgrid[: mask.shape[0], : mask.shape[1]] + 0.5
        self._out = np.zeros(mask.shape, np.bool_)
        self._band = np.zeros(mask.shape, np.bool_)

    def cross_out_level(self, level: Level, edges: NDArray[np.float64]) -> None:
        """Take a rule out where no stroke crosses it."""
        half = level.thickness / 2 + 1
        band = np.abs(self._y - level.y(self._x)) <= half
        band &= (self._x >= edges[0] - level.thickness - 2) & (self._x <= edges[-1] + level.thickness + 2)
        self._cross_out(band, level.thickness, upright=False)

    def cross_out_dividers(
        self, edges: NDArray[np.float64], height: float, foot: Level | None, boxed: bool
    ) -> None:
        """Take the upright lines between cells out where no stroke crosses them."""
        thickness = foot.thickness if foot else 2.0
        bottom = foot.y(self._x) if foot else np.full(self._x.shape, self._row.bottom)
        reach = height + (0.1 * self._row.height if boxed else 0)
        within = (self._y <= bottom + thickness) & (self._y >= bottom - reach - thickness / 2)
        band = np.zeros(self._mask.shape, np.bool_)
        for edge in edges.tolist():
            column = self._nearest_line(edge, bottom, reach)
            band |= np.abs(self._x - column) <= thickness / 2 + 1
        self._cross_out(band & within, thickness, upright=True)

    def _nearest_line(self, edge: float, bottom: NDArray[np.float64], reach: float) -> float:
        """Where an upright line really stands within two pixels of its place."""
        top, foot = max(0, int(bottom[0, 0] - reach)), max(1, int(bottom[0, 0]))
        first = max(0, int(edge) - 3)
        profile = self._mask[top:foot, first : int(edge) + 4].mean(axis=0) if foot > top else np.zeros(0)
        if not profile.size or profile.max() < 0.5:
            return edge
        weights = profile * (profile >= 0.7 * profile.max())
        return float(np.average(np.arange(len(profile)), weights=weights)) + first + 0.5

    def _cross_out(self, band: Mask, thickness: float, upright: bool) -> None:
        reach = round(self._settings.through * thickness) + 3
        kernel = np.ones((1, reach) if upright else (reach, 1), np.uint8)
        strokes = cv2.morphologyEx(self._mask.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0
        line = band & self._mask & ~strokes
        if line.any():
            # Forms are printed in fainter colours than people write in: what is much darker is a stroke along it.
            line &= self._strength <= self._settings.darker * median(self._strength[line])
        # Where a rule and a divider meet, each is a stroke to the other.
        self._out |= line | (band & self._band & self._mask)
        self._band |= band

    def cleared(self) -> Mask:
        """The ink without the frame and what is left along it."""
        mask = self._mask & ~self._out
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
        beside = cv2.dilate(self._band.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        touching = np.bincount(labels[beside & mask], minlength=count)
        longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
        area = stats[:, cv2.CC_STAT_AREA]
        scraps = (longer <= self._settings.speck * self._row.height) & (touching > 0)
        scraps |= touching >= 0.8 * area
        scraps[0] = False
        return np.asarray(mask & ~scraps[labels])
