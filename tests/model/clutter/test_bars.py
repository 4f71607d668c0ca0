"""Bars of codes and of coloured forms are told from strokes."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from model.clutter.bars import find_bars


def bars_and_letters(pitch_jitter: float = 0.0, bars: int = 12) -> NDArray[np.float64]:
    """Bars 8 wide and 60 high between cells in two rows, and letters in the first cells; bars first."""
    boxes = []
    for top in (40, 160):
        for at in range(bars):
            left = 90 + 60 * at + pitch_jitter * (at % 3)
            boxes.append((left, top + at % 2, left + 8, top + 60))
    letters = [(104 + 60 * at, 50, 130 + 60 * at, 90) for at in range(6)]
    return np.array([*boxes, *letters], np.float64)


def test_faint_bars_between_white_cells_are_told_from_letters() -> None:
    boxes = bars_and_letters()
    darkness = np.where(np.arange(len(boxes)) < 24, 30.0, 200.0)
    assert find_bars(boxes, darkness).tolist() == [True] * 24 + [False] * 6


@pytest.mark.parametrize(
    ("boxes", "bar_darkness"),
    [(bars_and_letters(), 180.0), (bars_and_letters(pitch_jitter=14.0), 30.0), (bars_and_letters(bars=6), 30.0),
     (bars_and_letters()[:24], 30.0), (np.zeros((0, 4)), 30.0)],
    ids=["as dark as letters", "unevenly spaced", "few", "nothing else", "nothing at all"],
)  # fmt: skip
def test_strokes_are_no_bars(boxes: NDArray[np.float64], bar_darkness: float) -> None:
    slender = (boxes[:, 3] - boxes[:, 1]) > 3 * (boxes[:, 2] - boxes[:, 0])
    assert not find_bars(boxes, np.where(slender, bar_darkness, 200.0)).any()


def code_and_letters(ragged: float = 0.0, widths: tuple[int, ...] = (3, 6, 3, 9)) -> NDArray[np.float64]:
    """A bar code of 24 bars, 80 high, and letters below it."""
    lefts = 40 + np.cumsum([0, *(6 + widths[at % len(widths)] for at in range(23))])
    bars = [(left, 30 + ragged * (at % 3), left + widths[at % len(widths)], 110) for at, left in enumerate(lefts)]
    return np.array([*bars, *((40 + 40 * at, 200, 66 + 40 * at, 240) for at in range(8))], np.float64)


def test_bars_of_a_bar_code_are_told_from_letters_as_dark() -> None:
    assert find_bars(code_and_letters(), np.full(32, 200.0)).tolist() == [True] * 24 + [False] * 8


def test_longer_bars_at_the_ends_of_a_code_do_not_hide_it() -> None:
    boxes = code_and_letters()
    boxes[[0, 1, 22, 23], 3] += 9
    found = find_bars(boxes, np.full(32, 200.0))
    assert found[2:22].all()
    assert not found[24:].any()


@pytest.mark.parametrize(
    "boxes",
    [
        code_and_letters(ragged=4.0),
        code_and_letters(widths=(5,)),
        code_and_letters(ragged=5.0)[[*range(0, 24, 3), *range(2, 24, 3)]],
    ],
    ids=["not quite as high", "all as wide", "none in the middle"],
)
def test_rows_of_stems_are_no_bar_code(boxes: NDArray[np.float64]) -> None:
    assert not find_bars(boxes, np.full(len(boxes), 200.0)).any()
