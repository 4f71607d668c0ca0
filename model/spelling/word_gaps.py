"""Where words begin, told from all lines of a page: one line has too few gaps to tell wide writing from words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.arrangement.words import WordSettings, whole_cells
from model.quantiles import median
from model.spelling.spell import SpelledLine


@dataclass(frozen=True, slots=True)
class WordGapSettings:
    """Which gaps part the words of a page; lengths are shares of the height of a line's capitals.

    Attributes:
        capital: The height of capitals is this quantile of the heights of a line's glyphs.
        lines: A page has at least so many lines,
        gaps: and so many gaps.
        least: Gaps that part words are at least this wide,
        ratio: and at least so many times the middle of the narrower ones, which are half of all or more,
        jump: and so many times the widest of these.
        touching: Added to gaps before they are compared: letters may touch.
        widest: Wider gaps are as good as these.
        cells: Lines whose letters stand in cells have no gaps that tell, and words in cells are not parted,
        form: and where lines of at least this share of all letters do, words begin after empty cells alone.
    """

    capital: float = 0.8
    lines: int = 2
    gaps: int = 12
    least: float = 0.4
    ratio: float = 1.6
    jump: float = 1.2
    touching: float = 0.03
    widest: float = 1.0
    cells: WordSettings = field(default_factory=lambda: WordSettings(letters=3))
    form: float = 0.8


@dataclass(frozen=True, slots=True)
class _Row:
    """A line: how high its capitals are, from middle to middle and from edge to edge of its letters, all in pixels."""

    height: float
    steps: NDArray[np.float64]
    gaps: NDArray[np.float64]
    word_starts: tuple[int, ...]

    @classmethod
    def of(cls, line: SpelledLine, settings: WordGapSettings) -> _Row:
        left, right, height = np.array([(box.left, box.right, box.height) for box in line.boxes], np.float64).T
        capital = max(float(np.quantile(height, settings.capital)), 1.0)
        return cls(capital, np.diff(left + right) / 2, np.maximum(left[1:] - right[:-1], 0), line.word_starts)

    def relative(self, settings: WordGapSettings) -> NDArray[np.float64]:
        """(N - 1,) the gaps in heights of capitals."""
        return np.minimum(self.gaps / self.height, settings.widest)

    def between_cells(self, settings: WordGapSettings) -> NDArray[np.bool_]:
        """(N - 1,) whether each gap lies within a word whose letters stand in cells, as after a caption."""
        between = np.zeros(len(self.gaps), np.bool_)
        for start, stop in pairwise([*self.word_starts, len(self.gaps) + 1]):
            inside = slice(start, stop - 1)
            between[inside] = whole_cells(self.steps[inside], self.height, settings.cells) is not None
        return between


def parted_alike(
    lines: Sequence[SpelledLine | None], settings: WordGapSettings | None = None
) -> list[SpelledLine | None]:
    """Begin words after all gaps that are as wide as those of the page's words, or where its cells are empty.

    Args:
        lines: The lines of a page.
        settings: The tunables; the defaults if None.

    Returns:
        The lines in the same order, with the same letters.
    """
    settings = settings or WordGapSettings()
    rows = {at: _Row.of(line, settings) for at, line in enumerate(lines) if line is not None and len(line.boxes) > 1}
    if len(rows) < settings.lines:
        return list(lines)
    cells = {at: whole_cells(row.steps, row.height, settings.cells) for at, row in rows.items()}
    in_cells = {at: own for at, own in cells.items() if own is not None}
    parted = list(lines)
    if _letters(rows, in_cells) >= max(settings.form * _letters(rows, rows), settings.gaps):
        for at, own in in_cells.items():
            parted[at] = _parted(lines[at], [0], own > 1)
        return parted
    gaps = {at: row.relative(settings) for at, row in rows.items() if at not in in_cells}
    least = _least_gap(np.concatenate([np.zeros(0), *gaps.values()]), settings)
    if least is not None:
        for at, own in gaps.items():
            wide = (own >= least) & ~rows[at].between_cells(settings)
            parted[at] = _parted(lines[at], rows[at].word_starts, wide)
    return parted


def _letters(rows: Mapping[int, _Row], some: Collection[int]) -> int:
    """How many letters some of the lines have together."""
    return sum(len(rows[at].steps) + 1 for at in some)


def _parted(line: SpelledLine | None, starts: Iterable[int], wide: NDArray[np.bool_]) -> SpelledLine | None:
    """A line whose words begin there, and after wide gaps."""
    both = {*starts, *(np.flatnonzero(wide) + 1).tolist()}
    return line and replace(line, word_starts=tuple(sorted(both)))


def _least_gap(gaps: NDArray[np.float64], settings: WordGapSettings) -> float | None:
    """The narrowest gap that parts words on a page, None where words and letters cannot be told apart."""
    if len(gaps) < settings.gaps:
        return None
    gaps = np.sort(gaps)
    spaced = gaps + settings.touching
    jumps = [
        (spaced[at] / spaced[at - 1], at)
        for at in range((len(gaps) + 1) // 2, len(gaps))
        if gaps[at] >= settings.least and spaced[at] >= settings.ratio * median(spaced[:at])
    ]
    jump, at = max(jumps, default=(0.0, 0))
    return float(gaps[at]) if jump >= settings.jump else None
