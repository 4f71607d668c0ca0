"""Wide gaps part words, whatever the size of the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.arrangement.words import split_cells, split_words
from model.elements import BoundingBox


def spaced(gaps: list[int], width: int = 30) -> list[BoundingBox]:
    """Letters with these gaps between them."""
    lefts = np.cumsum([10, *(gap + width for gap in gaps)]).tolist()
    return [BoundingBox(left, 0, left + width, 40) for left in lefts]


@pytest.mark.parametrize(
    ("gaps", "starts"),
    [
        ([], [0]),
        ([5, 6, 5], [0]),
        ([5, 40, 5, 5, 40], [0, 2, 5]),
        ([-4, 35, -2], [0, 2]),
        ([30, 30, 30, 30], [0]),
        ([20, 20, 80, 20], [0, 3]),
        ([10, 12, 10], [0]),
    ],
    ids=["one letter", "one word", "three words", "touching letters", "spaced out evenly", "wide", "narrow"],
)
def test_wide_gaps_part_words(gaps: list[int], starts: list[int]) -> None:
    assert split_words(spaced(gaps), 40.0) == starts


#: Wide and narrow letters, as in MILL WIMS or I AM IL: a gap after an empty cell is no wider than some within a word.
CELLS = {
    "no empty cell": ([44, 6, 8, 8, 44, 6, 44], [0, 1, 2, 3, 4, 5, 6], [0]),
    "wide letters": ([44, 44, 44, 44, 44, 44, 44], [0, 1, 2, 4, 5, 6, 7], [0, 3]),
    "wide and narrow letters": ([44, 6, 8, 44, 44, 6, 44, 6], [0, 1, 2, 3, 5, 6, 8, 10], [0, 4, 6, 7]),
}


@pytest.mark.parametrize(("widths", "cells", "starts"), CELLS.values(), ids=CELLS.keys())
@pytest.mark.parametrize("off", [0.0, 3.0], ids=["exactly", "roughly"])
def test_empty_cells_part_words(widths: list[int], cells: list[int], starts: list[int], off: float) -> None:
    aside = off * np.sin(np.arange(len(cells)) * 2.4)
    middles = 30 + 50 * np.array(cells) + aside
    boxes = [
        BoundingBox(round(middle - width / 2), 0, round(middle + width / 2), 40)
        for middle, width in zip(middles.tolist(), widths, strict=True)
    ]
    assert split_words(boxes, 40.0) == starts
    assert split_cells(boxes, 40.0) == starts


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param(spaced([20, 20, 20, 20]), id="too few"),
        pytest.param(spaced([1, 2, 1, 2, 1, 2, 1]), id="side by side"),
        pytest.param(spaced([5, 20, 45, 30, 8, 40, 25]), id="unevenly"),
        pytest.param(spaced([8, 9, 8, 26, 9, 8, 9]), id="a space of half a letter"),
        pytest.param([BoundingBox(190 + 20 * at - 190 * (at % 2), 0, 210 + 20 * at + 190 * (at % 2), 20)
                      for at in range(8)], id="over one another"),
    ],
)
def test_other_letters_stand_in_no_cells(boxes: list[BoundingBox]) -> None:
    assert split_cells(boxes, 40.0) is None


def test_no_glyphs_make_no_words() -> None:
    assert split_words([], 40.0) == []


@given(st.lists(st.integers(-20, 200), max_size=20), st.integers(2, 5))
def test_words_do_not_depend_on_the_size_of_the_page(gaps: list[int], larger: int) -> None:
    written = [box.scaled(larger, 10**6, 10**6) for box in spaced(gaps)]
    assert split_words(written, 40.0 * larger) == split_words(spaced(gaps), 40.0)
