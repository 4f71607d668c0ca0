"""Columns of text: lines that a gutter parts are read column by column, not from edge to edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrangement.words import split_words
from model.layout import TextLine
from model.quantiles import median


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """What parts columns; lengths are shares of the lines' letter height.

    Attributes:
        gutter: Free paper between columns is at least this wide.
        wider: And this many times as wide as the middle gap of each line across it: rows of single letters stay rows.
        apart: And so many times as wide, from middle to middle of what stands beside it, as letters are apart: letters
            in cells have little paper between them where they are wide.
        leading: Lines that are further apart than this are those of tables, forms and worksheets, and are read across.
        lines: Each column has at least this many lines.
        letters: Of this many pieces of ink in the middle: numbers before the lines of a list make no column.
        words: And this many words in the middle: captions with what was filled in, lists with prices and rows of tables
            are read across.
    """

    gutter: float = 1.8
    wider: float = 4.0
    apart: float = 2.5
    leading: float = 3.2
    lines: int = 3
    letters: int = 5
    words: int = 2


#: A stretch of free paper: left and right, in pixels of the page turned level.
_Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line on the page turned level, in pixels.

    Attributes:
        line: The line.
        lefts: (N,) the left edges of its pieces,
        rights: and the right ones.
        middle: Where it stands.
        height: Of its letters.
        words: (W,) where its words begin.
        gaps: Its gaps that may be gutters.
    """

    line: TextLine
    lefts: NDArray[np.float64]
    rights: NDArray[np.float64]
    middle: float
    height: float
    words: NDArray[np.float64]
    gaps: Sequence[_Gap]

    @classmethod
    def of(cls, line: TextLine, settings: ColumnSettings) -> _Row:
        """Of a line."""
        angle = np.deg2rad(line.angle_deg)
        corners = np.array([(f.box.left, f.box.top, f.box.right, f.box.bottom) for f in line.fragments], np.float64)
        x, y = (corners[:, 0] + corners[:, 2]) / 2, (corners[:, 1] + corners[:, 3]) / 2
        across, half = x * np.cos(angle) + y * np.sin(angle), (corners[:, 2] - corners[:, 0]) / 2
        lefts, rights, height = across - half, across + half, line.letter_height
        middle = median(y * np.cos(angle) - x * np.sin(angle))
        words = lefts[split_words([piece.box for piece in line.fragments], height)]
        return cls(line, lefts, rights, middle, height, words, _wide_gaps(lefts, rights, height, settings))

    def beside(self, gap: _Gap, settings: ColumnSettings) -> _Gap | None:
        """What is left of a gap where this line does not reach into it; None if that is too little."""
        middles, among = (self.lefts + self.rights) / 2, sum(gap) / 2
        left = max([gap[0], *self.rights[middles < among].tolist()])
        right = min([gap[1], *self.lefts[middles >= among].tolist()])
        return (left, right) if right - left >= settings.gutter * self.height else None

    def words_beside(self, gap: _Gap) -> tuple[int, int]:
        """How many words stand between a gap and the next wide ones to its left and to its right."""
        among = sum(gap) / 2
        last = max([end for _, end in self.gaps if end < among], default=-np.inf)
        following = min([start for start, _ in self.gaps if start > among], default=np.inf)
        before = np.count_nonzero((self.words >= last) & (self.words < among))
        return int(before), int(np.count_nonzero((self.words >= among) & (self.words < following)))

    def part(self, gap: _Gap, right: bool) -> TextLine | None:
        """The pieces on one side of a gap; None where there are none."""
        inside = ((self.lefts + self.rights) / 2 >= sum(gap) / 2) == right
        own = tuple(piece for piece, kept in zip(self.line.fragments, inside.tolist(), strict=True) if kept)
        return TextLine(own, self.line.angle_deg) if own else None


def in_columns(lines: Sequence[TextLine], settings: ColumnSettings | None = None) -> list[TextLine]:
    """Part lines at the gutters between columns and put them into reading order.

    A heading over several columns stays one line before them; columns may themselves have columns.

    Args:
        lines: Top line first.
        settings: The tunables; the defaults if None.

    Returns:
        The same lines where there is one column.
    """
    settings = settings or ColumnSettings()
    rows = [_Row.of(line, settings) for line in lines]
    for start, row in enumerate(rows):
        for gap in row.gaps:
            stop, common = _run(rows, start, gap, settings)
            if not _is_prose(rows[start:stop], common, settings):
                continue
            sides = [_side(rows[start:stop], common, right, settings) for right in (False, True)]
            if sides[0] and sides[1]:
                before, after = list(lines[:start]), in_columns(lines[stop:], settings)
                return [*before, *in_columns(sides[0], settings), *in_columns(sides[1], settings), *after]
    return list(lines)


def _is_prose(rows: Sequence[_Row], gap: _Gap, settings: ColumnSettings) -> bool:
    """Whether lines hold several words on either side of a gap, and stand no further apart than those of prose."""
    if len(rows) < settings.lines:
        return False
    leading = median(np.diff([row.middle for row in rows]))
    if leading > settings.leading * median([row.height for row in rows]):
        return False
    return bool(np.median([row.words_beside(gap) for row in rows], axis=0).min() >= settings.words)


def _run(rows: Sequence[_Row], start: int, gap: _Gap, settings: ColumnSettings) -> tuple[int, _Gap]:
    """How far down from a line a gap goes on (exclusive), and what is free of it in all lines."""
    for stop in range(start, len(rows)):
        narrower = rows[stop].beside(gap, settings)
        if narrower is None:
            return stop, gap
        gap = narrower
    return len(rows), gap


def _side(rows: Sequence[_Row], gap: _Gap, right: bool, settings: ColumnSettings) -> list[TextLine]:
    """The lines on one side of a gap; none where they are no column."""
    parts = [part for row in rows if (part := row.part(gap, right)) is not None]
    if len(parts) < settings.lines or median([len(part.fragments) for part in parts]) < settings.letters:
        return []
    return parts


def _wide_gaps(
    lefts: NDArray[np.float64], rights: NDArray[np.float64], height: float, settings: ColumnSettings
) -> list[_Gap]:
    """The gaps inside a line that may be gutters."""
    order = np.argsort(lefts, kind="stable")
    reached = np.maximum.accumulate(rights[order])[:-1]
    begins = lefts[order][1:]
    free = begins - reached
    # Dots and accents stand over their letters: there is no gap before them.
    apart = free[free > 0]
    if len(apart) < 2 * settings.letters - 1:
        return []
    least = max(settings.gutter * height, settings.wider * median(apart))
    steps = np.diff(((lefts + rights) / 2)[order])
    wide = (free >= least) & (steps >= settings.apart * median(steps[free > 0]))
    return [(float(reached[at]), float(begins[at])) for at in np.flatnonzero(wide)]
