"""Letters of titles and posters stay, however large; single large shapes do not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_poster
from model.binarize import find_ink
from model.fragments.titles import in_titles, standing_alone
from model.layout import find_lines
from model.segment import find_fragments
from tests.model.fakes import FONT

TITLE = "TILE"
BODY = ("SOLD ON MONDAY", "UNUSED NEON SUN", "CLOUDS ON DUNES", "LOUD SCOLDS")


def poster(times: float, height: int = 24) -> NDArray[np.uint8]:
    """A title over lines of letters that it is so many times as high as."""
    style = PageStyle(font=FONT, letter_spacing=0.2)
    return draw_poster([((TITLE,), round(times * height)), (BODY, height)], style, 1)


@pytest.mark.parametrize("times", [1, 2, 3, 4, 6])
def test_title_is_a_line_over_the_others(times: float) -> None:
    lines = find_lines(find_fragments(find_ink(poster(times))))
    assert [len(line.fragments) for line in lines] == [len(line.replace(" ", "")) for line in (TITLE, *BODY)]


ROW = [(20, 100, 90, 220), (110, 105, 180, 222), (210, 98, 230, 219)]


@pytest.mark.parametrize(
    ("boxes", "titled"),
    [
        (ROW, [True, True, True]),
        (ROW[:2], [False, False]),
        ([*ROW, (260, 600, 330, 720)], [True, True, True, False]),
        ([*ROW, (600, 100, 670, 220)], [True, True, True, False]),
        ([*ROW, (240, 100, 300, 400)], [True, True, True, False]),
        ([(20, 100, 90, 220), (22, 102, 88, 218), (24, 104, 86, 216)], [False, False, False]),
        ([], []),
    ],
    ids=["a row", "two", "on another row", "far away", "far higher", "one in the other", "nothing"],
)
def test_three_side_by_side_are_a_title(boxes: list[tuple[int, int, int, int]], titled: list[bool]) -> None:
    assert in_titles(np.array(boxes, np.float64).reshape(-1, 4)).tolist() == titled


def test_blots_are_in_a_title_of_other_letters_alone() -> None:
    row = np.array([*ROW, (250, 104, 280, 216)], np.float64)
    assert in_titles(row, np.array([False, False, False, True])).all()
    assert not in_titles(row, np.array([False, False, True, True])).any()


def test_very_many_large_pieces_are_texture() -> None:
    left = 30.0 * np.arange(201)
    many = np.stack([left, np.zeros(201), left + 20, np.full(201, 50.0)], axis=1)
    assert in_titles(many[:200]).all()
    assert not in_titles(many).any()


ALONE = (300, 50, 400, 200)


@pytest.mark.parametrize(
    ("boxes", "filled", "others", "alone"),
    [
        ([ALONE], 0.3, [(20, 300, 40, 330)], [True]),
        ([ALONE], 0.05, [(20, 300, 40, 330)], [False]),
        ([ALONE], 0.6, [(20, 300, 40, 330)], [False]),
        ([ALONE], 0.3, [(340, 100, 360, 130)], [False]),
        ([ALONE], 0.3, [(450, 100, 470, 130)], [False]),
        ([ALONE], 0.3, [(560, 100, 580, 130), (20, 300, 40, 330)], [True]),
        ([ALONE], 0.3, [(20, 10, 40, 40), (50, 10, 70, 40), (20, 300, 40, 330)], [False]),
        ([(300, 50, 320, 200)], 0.3, [], [False]),
        ([(300, 50, 700, 200)], 0.3, [], [False]),
        ([ALONE] * 5, 0.3, [], [False] * 5),
        ([], 0.3, [], []),
    ],
    ids=[
        "a letter", "an outline", "a finger", "something in it", "a word beside it", "one far beside it",
        "most above it", "a stroke", "wide", "many", "nothing",
    ],
)
def test_a_few_large_pieces_of_the_shape_of_letters_may_stand_alone(
    boxes: list[tuple[int, ...]], filled: float, others: list[tuple[int, ...]], alone: list[bool]
) -> None:
    large, rest = (np.array(several, np.float64).reshape(-1, 4) for several in (boxes, others))
    assert standing_alone(large, np.full(len(large), filled), rest).tolist() == alone
