"""Words are parted alike all over a page, and by empty cells on forms."""

from __future__ import annotations

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.elements import BoundingBox
from model.reader import Reader
from model.spelling.spell import SpelledLine
from model.spelling.word_gaps import parted_alike
from tests.model.fakes import FONT, TemplateClassifier

HIGH = 40
#: Letters of text are of many widths, so that their middles are not evenly spaced.
WIDTHS = (24, 14, 30, 20, 8)


def line_of(*gaps: int, starts: tuple[int, ...] = (0,), wide: tuple[int, ...] = ()) -> SpelledLine:
    """Letters with so much paper between them."""
    widths = wide or tuple(WIDTHS[at % len(WIDTHS)] for at in range(len(gaps) + 1))
    lefts = np.cumsum([0, *(width + gap for width, gap in zip(widths, gaps, strict=False))]).tolist()
    boxes = [BoundingBox(left, 0, left + width, HIGH) for left, width in zip(lefts, widths, strict=True)]
    count = len(boxes)
    return SpelledLine(tuple(boxes), np.ones((count, 1)), np.ones(count), starts)


def starts_of(*lines: SpelledLine | None) -> list[tuple[int, ...]]:
    return [() if line is None else line.word_starts for line in parted_alike(lines)]


def test_gaps_that_part_words_are_those_of_the_page() -> None:
    first = line_of(10, 12, 9, 22, 11, 12, 24, 10)
    second = line_of(12, 23, 9, 11, 10, 21, 12, starts=(0,))
    assert starts_of(first, None, second) == [(0, 4, 7), (), (0, 2, 6)]


@pytest.mark.parametrize(
    "gaps",
    [
        pytest.param((10, 12, 9, 14, 11, 16, 13, 10), id="no gap is wide"),
        pytest.param((10, 20, 13, 18, 11, 16, 14, 22), id="gaps of every width"),
        pytest.param((4, 6, 5, 12, 4, 6, 13, 5), id="wide gaps are narrow beside the letters"),
    ],
)
def test_words_stay_where_gaps_do_not_tell(gaps: tuple[int, ...]) -> None:
    assert starts_of(line_of(*gaps), line_of(*gaps[::-1], starts=(0, 3))) == [(0,), (0, 3)]


def test_one_line_does_not_tell() -> None:
    gaps = (10, 12, 9, 22, 11, 12, 24, 10, 11, 10, 12, 9, 22, 11, 12, 24, 10)
    assert starts_of(line_of(*gaps)) == [(0,)]


def test_words_that_were_parted_before_stay_so() -> None:
    assert starts_of(line_of(10, 12, 9, 22, 11, 12, 24), line_of(12, 30, 9, 11, 10, 21, 12, starts=(0, 4))) == [
        (0, 4, 7), (0, 2, 4, 6),
    ]  # fmt: skip


def in_cells(widths: tuple[int, ...], skipped: tuple[int, ...] = (), starts: tuple[int, ...] = (0,)) -> SpelledLine:
    """Letters in the middles of cells, some cells before them left empty."""
    cells = [at + sum(place <= at for place in skipped) for at in range(len(widths))]
    halves = [round(50 * cell - width / 2) for cell, width in zip(cells, widths, strict=True)]
    ends = [left + width for left, width in zip(halves, widths, strict=True)]
    gaps = [after - before for before, after in zip(ends, halves[1:], strict=False)]
    return line_of(*gaps, wide=widths, starts=starts)


def test_words_of_a_form_begin_after_empty_cells_alone() -> None:
    narrow = in_cells((24, 6, 26, 24, 6, 30), starts=(0, 2, 5))
    short = in_cells((30, 6, 24, 24), skipped=(2,))
    third = in_cells((24, 26, 24, 6), starts=(0, 3))
    assert starts_of(narrow, short, third) == [(0,), (0, 2), (0,)]


def test_words_in_cells_after_a_caption_stay_whole() -> None:
    caption = line_of(10, 12, 9).boxes
    cells = [
        BoundingBox(box.left + 200, box.top, box.right + 200, box.bottom) for box in in_cells((24, 6, 26, 24, 6)).boxes
    ]
    boxes = (*caption, *cells)
    field = SpelledLine(boxes, np.ones((len(boxes), 1)), np.ones(len(boxes)), (0, len(caption)))
    text = line_of(10, 12, 9, 22, 11, 12, 24, 10)
    assert starts_of(field, text, field) == [(0, 4), (0, 4, 7), (0, 4)]


def test_lines_of_a_page_have_their_spaces() -> None:
    texts = ["THE OLD MILL", "BY THE LAKE", "HAS NO DOOR"]
    style = PageStyle(font=FONT, letter_height_px=48, letter_spacing=0.3, word_gap=0.7)
    page = Reader(TemplateClassifier()).read(draw_page(texts, style).png())
    assert page.text == "\n".join(texts)
