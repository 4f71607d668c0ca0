"""Wide gaps part words, whatever the size of the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.elements import BoundingBox
from model.words import split_words


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


def test_no_glyphs_make_no_words() -> None:
    assert split_words([], 40.0) == []


@given(st.lists(st.integers(-20, 200), max_size=20), st.integers(2, 5))
def test_words_do_not_depend_on_the_size_of_the_page(gaps: list[int], larger: int) -> None:
    written = [box.scaled(larger, 10**6, 10**6) for box in spaced(gaps)]
    assert split_words(written, 40.0 * larger) == split_words(spaced(gaps), 40.0)
