"""Finds the fields of a form without a template: combs, boxes, check boxes and rules to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.fields.lines import LineSettings, page_lines
from model.fields.template import Field, Rect
from model.quantiles import median, weighted_quantile

#: Runs of ink that are lines: shorter ones than a template's, since small boxes must be found, too.
LINES = LineSettings(run=0.012)


@dataclass(frozen=True, slots=True)
class DetectSettings:
    """What is a field; lengths are shares of the page's longer side unless told otherwise.

    Attributes:
        rule: Rules to write on are at least this long.
        gap: Rules are one where the ink between them is missing for less than this.
        least_gap: And less than so many pixels.
        near: Lines meet that end this near to one another.
        cell: Cells are this wide and high, at least and at most.
        box: So are check boxes.
        square: The sides of a check box differ by this factor at most.
        cells: A comb has at least so many cells.
        uneven: Dividers stand at most this share of a cell off their places.
        wide: Cells are this many times as wide as high at most.
        room: Writing on a rule stands this high over it, where no cells tell how high people write.
        taller: And so many times as high as cells where there are some; in no case higher than the rule above.
        teeth: The cells of a comb are so many times as high as wide.
        corner: Closed cells have ink within this share of their height from each corner; a nought has none.
        alike: This share of the outline of further check boxes is ink.
        most: The most fields of a page.
    """

    rule: float = 0.05
    gap: float = 0.006
    least_gap: float = 10.0
    near: float = 0.005
    cell: tuple[float, float] = (0.012, 0.08)
    box: tuple[float, float] = (0.008, 0.05)
    square: float = 1.35
    cells: int = 3
    uneven: float = 0.2
    wide: float = 2.2
    room: float = 0.045
    taller: float = 1.1
    teeth: float = 1.05
    corner: float = 0.08
    alike: float = 0.96
    most: int = 300


@dataclass(frozen=True, slots=True)
class _Line:
    """A line along an axis from `start` to `end`, at `at` across it, in pixels."""

    start: float
    end: float
    at: float

    @property
    def length(self) -> float:
        return self.end - self.start


def page_tilt_deg(mask: NDArray[np.bool_]) -> float:
    """By how much the printed lines of a page fall to the right; 0 where there are none."""
    level, _ = page_lines(mask, LINES)
    # Pieces of one line are joined, so that its tilt shows.
    joined = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((3, 15), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tilts, lengths = [], []
    for number in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= 0.04 * max(mask.shape)).tolist():
        if number:
            y, x = np.nonzero(labels == number)
            slope = float(np.polyfit(x, y, 1)[0])
            tilts.append(float(np.rad2deg(np.arctan(slope))))
            lengths.append(float(x.max() - x.min()))
    if not tilts:
        return 0.0
    return weighted_quantile(tilts, lengths)


def detect_fields(
    mask: NDArray[np.bool_], charset: str, language: str, settings: DetectSettings | None = None
) -> list[Field]:
    """Find the fields of a level page.

    Args:
        mask: (H, W) bool, its ink.
        charset: What is answered in all of them.
        language: Whose letters follow one another.
        settings: The tunables; the defaults if None.

    Returns:
        The fields in reading order, called by their number, in pixels.
    """
    settings = settings or DetectSettings()
    longest = max(mask.shape)
    level, upright = page_lines(mask, LINES)
    # On small pages lines are as thick as on large ones, and so are the gaps where they meet.
    gap = max(settings.gap * longest, settings.least_gap)
    rules = _joined(_segments(level), gap)
    poles = _joined(_segments(np.ascontiguousarray(upright.T)), gap / 2)
    found: list[tuple[Rect, dict[str, object]]] = []
    taken: set[int] = set()
    _find_boxes(rules, poles, mask, settings, found, taken)
    _find_combs(rules, poles, longest, settings, found, taken)
    _find_alike(mask, settings, found)
    _find_rules(rules, longest, settings, found, taken)
    return _named(found, charset, language, settings)


def _segments(lines: NDArray[np.uint8]) -> list[_Line]:
    _, _, stats, middles = cv2.connectedComponentsWithStats(lines, connectivity=8)
    return [
        _Line(float(left), float(left + width), float(middle))
        for (left, _, width, _, _), (_, middle) in zip(stats[1:].tolist(), middles[1:].tolist(), strict=True)
    ]


def _joined(lines: list[_Line], gap: float) -> list[_Line]:
    """Pieces of one line as one."""
    joined: list[_Line] = []
    for line in sorted(lines, key=lambda line: line.start):
        before = next(
            (
                place
                for place in range(len(joined) - 1, -1, -1)
                if abs(joined[place].at - line.at) <= gap / 2 and -2 * gap <= line.start - joined[place].end <= gap
            ),
            None,
        )
        if before is None:
            joined.append(line)
            continue
        own = joined[before]
        weights = own.length, line.length
        at = (own.at * weights[0] + line.at * weights[1]) / max(sum(weights), 1e-6)
        joined[before] = _Line(own.start, max(own.end, line.end), at)
    return joined


def _crossing(rule: _Line, poles: Sequence[_Line], near: float) -> list[_Line]:
    """The upright lines that stand on a rule or go through it, from left to right."""
    own = [
        pole
        for pole in poles
        if rule.start - near <= pole.at <= rule.end + near and pole.start - near <= rule.at <= pole.end + near
    ]
    return sorted(own, key=lambda pole: pole.at)


def _find_boxes(
    rules: list[_Line], poles: list[_Line], mask: NDArray[np.bool_], settings: DetectSettings,
    found: list[tuple[Rect, dict[str, object]]], taken: set[int],
) -> None:  # fmt: skip
    """Closed cells: two rules of one length with upright lines from one to the other."""
    longest = max(mask.shape)
    near = settings.near * longest
    order = sorted(range(len(rules)), key=lambda place: rules[place].at)
    for upper in order:
        for lower in order:
            head, foot = rules[upper], rules[lower]
            height = foot.at - head.at
            fits = settings.box[0] * longest <= height <= settings.cell[1] * longest
            if upper in taken or lower in taken or not fits:
                continue
            if abs(head.start - foot.start) > 2 * near or abs(head.end - foot.end) > 2 * near:
                continue
            between = [
                pole for pole in _crossing(foot, poles, near)
                if pole.start <= head.at + near and pole.end >= foot.at - near
            ]  # fmt: skip
            edges = _even([pole.at for pole in between], head, near, settings, least=1)
            if edges is None:
                continue
            region = Rect(edges[0], head.at, edges[-1] - edges[0], height)
            if not _has_corners(mask, region, settings.corner * height):
                continue
            found.append((region, _kind(region, len(edges) - 1, longest, settings)))
            taken |= {upper, lower}


def _kind(region: Rect, cells: int, longest: int, settings: DetectSettings) -> dict[str, object]:
    """What closed cells are: a small square alone is a check box, a long cell alone is a line to write on."""
    if cells > 1:
        return {"marking": "boxes", "cells": cells}
    sides = max(region.width, region.height) / min(region.width, region.height)
    if sides <= settings.square and region.width <= settings.box[1] * longest:
        return {"type": "checkbox"}
    return {"marking": "boxes"}


def _has_corners(mask: NDArray[np.bool_], region: Rect, reach: float) -> bool:
    """Whether there is ink at all four corners of a frame."""
    reach = max(reach, 2.0)

    def inked(x: float, y: float) -> bool:
        top, left = max(0, round(y - reach)), max(0, round(x - reach))
        return bool(mask[top : round(y + reach) + 1, left : round(x + reach) + 1].any())

    return all(inked(x, y) for x in (region.x, region.right) for y in (region.y, region.bottom))


def _find_combs(
    rules: list[_Line], poles: list[_Line], longest: int, settings: DetectSettings,
    found: list[tuple[Rect, dict[str, object]]], taken: set[int],
) -> None:  # fmt: skip
    """Rules with teeth at equal distances."""
    near = settings.near * longest
    for place, rule in enumerate(rules):
        if place in taken or rule.length < settings.rule * longest:
            continue
        teeth = [pole for pole in _crossing(rule, poles, near) if pole.end <= rule.at + 2 * near]
        edges = _even([tooth.at for tooth in teeth], rule, near, settings, least=settings.cells)
        if edges is None:
            continue
        pitch = (edges[-1] - edges[0]) / (len(edges) - 1)
        if not settings.cell[0] * longest <= pitch <= settings.cell[1] * longest:
            continue
        height = max(settings.teeth * pitch, max(rule.at - tooth.start for tooth in teeth))
        found.append((Rect(edges[0], rule.at - height, edges[-1] - edges[0], height),
                      {"marking": "comb", "cells": len(edges) - 1}))  # fmt: skip
        taken.add(place)


def _even(
    places: list[float], rule: _Line, near: float, settings: DetectSettings, least: int
) -> list[float] | None:
    """Edges of cells at equal distances from one end of a rule to the other; None where they are not.

    Upright strokes of letters stand among the dividers, and dividers may be hidden by letters.
    """
    at_ends = [place for place in places if abs(place - rule.start) <= 2 * near or abs(place - rule.end) <= 2 * near]
    if len(at_ends) < 2 or at_ends[-1] - at_ends[0] < 0.9 * rule.length:
        return None
    first, last = at_ends[0], at_ends[-1]
    inner = np.array(places)
    best: tuple[float, int] | None = None
    for cells in range(least, 61):
        edges = np.linspace(first, last, cells + 1)
        pitch = (last - first) / cells
        off = np.abs(inner[:, None] - edges[None])
        seen = float((off.min(axis=0) <= settings.uneven / 2 * pitch).mean())
        explained = float((off.min(axis=1) <= settings.uneven / 2 * pitch).mean())
        worth = seen + 0.5 * explained
        if seen >= 0.8 and pitch > 3 * near and (best is None or worth > best[0] + 0.02):
            best = worth, cells
    return None if best is None else np.linspace(first, last, best[1] + 1).tolist()


def _find_alike(
    mask: NDArray[np.bool_], settings: DetectSettings, found: list[tuple[Rect, dict[str, object]]]
) -> None:
    """More check boxes of the size of those that were found: ticks break the lines of their boxes."""
    boxes = [region for region, kind in found if kind.get("type") == "checkbox"]
    if not boxes:
        return
    width = round(median([box.width for box in boxes]))
    height = round(median([box.height for box in boxes]))
    outline = np.zeros((height + 2, width + 2), np.float32)
    cv2.rectangle(outline, (0, 0), (width + 1, height + 1), 1.0, 1)
    # As thick as it takes to forgive a pixel.
    ink = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    seen = np.asarray(cv2.matchTemplate(ink, outline, cv2.TM_CCORR), np.float32) / np.float32(outline.sum())
    while len(found) < settings.most:
        _, best, _, (left, top) = cv2.minMaxLoc(seen)
        if best < settings.alike:
            return
        region = Rect(left + 0.5, top + 0.5, width, height)
        seen[max(0, top - height // 2) : top + height // 2, max(0, left - width // 2) : left + width // 2] = 0
        if not any(region.shared(other) > 0.1 for other, _ in found):
            found.append((region, {"type": "checkbox"}))


def _find_rules(
    rules: list[_Line], longest: int, settings: DetectSettings, found: list[tuple[Rect, dict[str, object]]],
    taken: set[int],
) -> None:  # fmt: skip
    """Rules to write on, with nothing printed on them."""
    free = [rule for place, rule in enumerate(rules) if place not in taken and rule.length >= settings.rule * longest]
    fields = [region for region, _ in found]
    cells = [region.height for region, kind in found if kind.get("cells")]
    room = settings.taller * median(cells) if cells else settings.room * longest
    for rule in sorted(free, key=lambda rule: rule.at):
        above = [other.at for other in free if other.at < rule.at - 3 and _overlap(other, rule) > 0.3]
        above += [region.bottom for region in fields if region.bottom < rule.at and region.x < rule.end
                  and region.right > rule.start]  # fmt: skip
        top = max([rule.at - room, *(place + 2 for place in above), 0.0])
        region = Rect(rule.start, top, rule.length, rule.at - top)
        inside = any(region.shared(other) > 0.2 for other in fields)
        if region.height >= settings.box[0] * longest and not inside:
            found.append((region, {"marking": "underline"}))


def _overlap(one: _Line, other: _Line) -> float:
    """The common length as a share of the shorter."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / max(min(one.length, other.length), 1e-6)


def _named(
    found: list[tuple[Rect, dict[str, object]]], charset: str, language: str, settings: DetectSettings
) -> list[Field]:
    """The fields in reading order."""
    heights = [region.height for region, _ in found]
    step = max(median(heights) / 2, 1.0) if heights else 1.0
    order = sorted(found, key=lambda one: (round(one[0].bottom / step), one[0].x))[: settings.most]
    fields = []
    for number, (region, kind) in enumerate(order, 1):
        fields.append(Field(f"field {number}", region, charset=charset, language=language, **kind))  # type: ignore[arg-type]
    return fields
