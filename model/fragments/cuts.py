"""Where ink may hold more than one letter it may be cut: hypotheses, each with its cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.fragments.seams import Seams
from model.segment import Fragment, stroke_width


@dataclass(frozen=True, slots=True)
class CutSettings:
    """When and where fragments are cut; lengths are shares of the line's letter height unless said otherwise.

    Attributes:
        wide: Only fragments wider than this share of their own height, and of `wide_line` of the line's, are cut.
        wide_line: See `wide`.
        flat: What is more than so many times as wide as high is a stroke, however wide.
        apart: Cuts are at least this far from one another and from the ends.
        thickness: A cut goes through at most this many stroke widths of ink.
        cost: What every cut costs, in nats.
        thickness_cost: What each stroke width of ink cut through costs more, in nats.
        near: A cut that is asked for is made at most so far away, where the ink is thinner.
    """

    wide: float = 0.5
    wide_line: float = 0.4
    flat: float = 12.0
    apart: float = 0.14
    thickness: float = 3.0
    cost: float = 4.0
    thickness_cost: float = 0.7
    near: float = 0.1


def cut(
    fragment: Fragment, line_height: float, settings: CutSettings | None = None, asked: Sequence[float] = ()
) -> list[Fragment]:
    """Cut a wide fragment wherever one letter may end and the next begin.

    Args:
        fragment: The ink.
        line_height: The typical letter height of the line, in pixels.
        settings: The tunables; the defaults if None.
        asked: Columns, in those of its box at middle height, where it is cut in any case.

    Returns:
        The pieces from left to right, each but the first with the cost of the cut before it; the fragment itself
        where it is not wide or nowhere thin.
    """
    settings = settings or CutSettings()
    box = fragment.box
    if not is_wide(fragment, line_height, settings):
        return [fragment]
    mask = fragment.ink > 0
    seams = Seams(mask)
    thickness = seams.ink / stroke_width(mask)
    first = _asked(thickness, asked, max(1, round(settings.near * line_height)))
    columns = _minima(thickness, max(2, round(settings.apart * line_height)), settings, first)
    edges = [np.zeros(box.height, np.int64), *(seams.path(at) for at in columns), np.full(box.height, box.width)]
    costs = [fragment.cut_cost, *(settings.cost + settings.thickness_cost * thickness[at] for at in columns)]
    pieces = [
        between(fragment, left, right, float(cost))
        for left, right, cost in zip(edges, edges[1:], costs, strict=False)
    ]
    return [piece for piece in pieces if piece is not None]


def is_wide(fragment: Fragment, line_height: float, settings: CutSettings | None = None) -> bool:
    """Whether a fragment is wide enough for two letters of a line of this letter height, in pixels."""
    settings = settings or CutSettings()
    width, height = fragment.box.width, fragment.box.height
    return settings.flat * height >= width >= max(settings.wide * height, settings.wide_line * line_height)


def _asked(thickness: NDArray[np.float64], asked: Sequence[float], near: int) -> list[int]:
    """The thinnest columns near those asked for; none that lie outside."""
    chosen = []
    for at in asked:
        columns = np.arange(max(1, round(at) - near), min(len(thickness) - 1, round(at) + near + 1))
        if columns.size:
            chosen.append(int(columns[np.argmin(thickness[columns] + np.abs(columns - at) / near)]))
    return chosen


def _minima(
    thickness: NDArray[np.float64], apart: int, settings: CutSettings, first: Sequence[int]
) -> list[int]:
    """Those given and the columns of least ink, thinnest first taken, far from one another and from the ends."""
    chosen: list[int] = [*dict.fromkeys(first)]
    valley = _lowest_nearby(thickness, apart)
    for column in np.argsort(thickness, kind="stable").tolist():
        if thickness[column] > settings.thickness:
            break
        inside = apart <= column <= len(thickness) - apart and thickness[column] <= valley[column]
        if inside and all(abs(column - other) >= apart for other in chosen):
            chosen.append(column)
    return sorted(chosen)


def _lowest_nearby(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The least value within `width` / 2 of each place."""
    reach = max(1, width // 2)
    padded = np.pad(values, reach, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1))


def between(
    fragment: Fragment, left: NDArray[np.int64], right: NDArray[np.int64], cost: float
) -> Fragment | None:
    """The ink between two seams, cropped; None where there is none.

    Args:
        fragment: The ink.
        left: (height,) first column of each row.
        right: (height,) column after the last of each row.
        cost: Of the cut at the left.
    """
    column = np.arange(fragment.box.width)
    inside = (column >= left[:, None]) & (column < right[:, None])
    ink = np.where(inside, fragment.ink, 0).astype(np.uint8)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return None
    top, bottom, first, last = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    box = fragment.box
    inner = BoundingBox(box.left + first, box.top + top, box.left + last, box.top + bottom)
    return Fragment(inner, ink[top:bottom, first:last], cost)
