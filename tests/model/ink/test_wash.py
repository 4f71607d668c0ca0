"""What stands on the marks of a highlighter is read, and broad letters are no such marks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.binarize import find_ink
from model.ink.granulometry import StrokeSettings, strokes_of
from model.picture.working_size import shrunk
from model.segment import find_fragments
from tests.model.fakes import FONT

LINES = ("TWO LINES OF WORDS", "AND ONE MORE LINE", "MARKED BY A PEN")
STYLE = PageStyle(font=FONT, letter_height_px=36, line_pitch=2.4)


def marked(lines: tuple[int, ...], darkness: float) -> NDArray[np.uint8]:
    """The page with some of its lines marked, so much darker than the paper; ink shines through."""
    page = draw_page(LINES, STYLE, 1)
    grey = page.grey.copy()
    for number in lines:
        boxes = [glyph.box for word in page.truth.lines[number].words for glyph in word.glyphs]
        top, bottom = min(box.top for box in boxes) - 8, max(box.bottom for box in boxes) + 8
        left, right = min(box.left for box in boxes) - 20, max(box.right for box in boxes) + 20
        part = grey[top:bottom, left:right]
        part[:] = np.round(part * (1 - darkness))
    return grey


@pytest.mark.parametrize("lines", [(1,), (0, 2), (0, 1, 2)], ids=["one line", "two", "all"])
@pytest.mark.parametrize("darkness", [0.2, 0.3])
def test_letters_on_marks_are_found(lines: tuple[int, ...], darkness: float) -> None:
    plain, grey = (find_fragments(find_ink(page)) for page in (marked((), 0), marked(lines, darkness)))
    assert abs(len(grey) - len(plain)) <= 1


@pytest.mark.parametrize("times", [3, 5])
def test_broad_letters_over_fine_ones_are_strokes(times: int) -> None:
    title = draw_page(("TITLE",), replace(STYLE, letter_height_px=36 * times), 1).grey
    body = draw_page(LINES, STYLE, 1).grey
    width = max(title.shape[1], body.shape[1])
    page = np.concatenate(
        [np.pad(part, ((0, 0), (0, width - part.shape[1])), constant_values=240) for part in (title, body)]
    )
    assert strokes_of(shrunk(page, 640)).width > 2 * strokes_of(shrunk(marked((), 0), 640)).width * 640 / width


def test_texture_is_no_wash() -> None:
    blocks = np.random.default_rng(2).integers(0, 256, (60, 60), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
    marks = shrunk(marked((0, 1, 2), 0.3), 640)
    never = StrokeSettings(apart=9)
    assert strokes_of(blocks).width == strokes_of(blocks, never).width
    assert strokes_of(marks).width < strokes_of(marks, never).width
