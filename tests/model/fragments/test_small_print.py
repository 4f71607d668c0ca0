"""Lines far smaller than a title are read; dots, dust and rules are not taken for them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_poster
from model.binarize import find_ink
from model.fragments.small_print import small_print
from model.layout import find_lines
from model.segment import find_fragments
from tests.model.fakes import FONT

TITLES = ("SALE", "COOL")
BODY = "UNUSED NEON SUN"


def poster(height: int, lines: int) -> NDArray[np.uint8]:
    """Two lines of letters 160 pixels high over lines of some other height."""
    style = PageStyle(font=FONT, letter_spacing=0.2)
    return draw_poster([(TITLES, 160), ((BODY,) * lines, height)], style, 1)


@pytest.mark.parametrize("height", [20, 30, 45])
@pytest.mark.parametrize("lines", [1, 4])
def test_lines_far_smaller_than_the_title_are_lines(height: int, lines: int) -> None:
    found = find_lines(find_fragments(find_ink(poster(height, lines))))
    assert [len(line.fragments) for line in found] == [4, 4, *[len(BODY.replace(" ", ""))] * lines]


def boxes(*sizes: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """Eight letters 100 pixels high, and others below them: left, top, width and height."""
    large = [(110.0 * at, 0, 110.0 * at + 80, 100) for at in range(8)]
    return np.array([*large, *((left, top, left + wide, top + high) for left, top, wide, high in sizes)], np.float64)


def test_letters_in_rows_with_their_dots_and_short_words_are_small_print() -> None:
    word = [(25.0 * at, 200, 16, 20) for at in range(8)]
    also = [(222.0, 200, 16, 20), (4.0, 190, 4, 4), (250.0, 216, 4, 4)]
    apart = [(600.0, 200, 16, 20), (400.0, 110, 12, 12)]
    found = small_print(boxes(*word, *also, *apart))
    assert found.tolist() == [False] * 8 + [True] * 11 + [False] * 2


def test_a_short_word_is_small_print_where_nothing_larger_stands_beside_it() -> None:
    word = [(25.0 * at, 200, 16, 20) for at in range(3)]
    assert small_print(boxes(*word)).tolist() == [False] * 8 + [True] * 3
    for larger in ((700.0, 150, 80, 100), (700.0, 195, 60, 30)):
        assert not small_print(boxes(*word, larger)).any()


@pytest.mark.parametrize(
    "several",
    [
        [(12.0 * at, 200, 5, 5) for at in range(30)],
        [(40.0 * at, 200, 30, 11) for at in range(12)],
        [(25.0 * at, 200, 3, 20) for at in range(12)],
        [(25.0 * at, 200, 16, 20) for at in range(2)],
        [(97.0 * at, 130 + 61.0 * (at % 5), 14, 16) for at in range(12)],
        [(50.0 * at, 200, 40, 60) for at in range(12)],
    ],
    ids=["a dotted line", "dashes", "ticks", "too few", "scattered", "hardly smaller"],
)
def test_other_small_things_are_not(several: list[tuple[float, float, float, float]]) -> None:
    assert not small_print(boxes(*several)).any()


def test_pages_of_nothing_have_none() -> None:
    assert small_print(np.zeros((0, 4))).tolist() == []
