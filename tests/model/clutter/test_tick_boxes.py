"""Boxes before the lines of a list are no letters, and square letters below one another are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import FONTS, PageStyle, draw_page
from model.binarize import find_ink
from model.decode import Picture
from model.elements import BoundingBox
from model.reader import Reader
from model.segment import find_fragments
from tests.model.fakes import FONT, TemplateClassifier

LINES = ("BREAD", "HONEY", "TEA", "PLUMS")
STYLE = PageStyle(font=FONT, letter_height_px=40, line_pitch=2.2, letter_spacing=0.15)


def listed(ticked: tuple[int, ...] = (), boxes: int = len(LINES)) -> NDArray[np.uint8]:
    """A list with a box drawn by hand before each of the first lines, and some of them ticked."""
    page = draw_page(LINES, STYLE, 1)
    grey = np.pad(page.grey, ((0, 0), (90, 0)), constant_values=int(page.grey[0, 0]))
    rng = np.random.default_rng(3)
    for number, line in enumerate(page.truth.lines[:boxes]):
        box = BoundingBox.around(glyph.box for word in line.words for glyph in word.glyphs)
        corners = np.array([(60, box.top), (105, box.top), (105, box.bottom), (60, box.bottom)])
        cv2.polylines(grey, [(corners + rng.integers(-2, 3, (4, 2))).astype(np.int32)], True, 40, 4, cv2.LINE_AA)
        if number in ticked:
            tick = np.array([(68, box.top + 20), (80, box.top + 34), (112, box.top - 8)])
            cv2.polylines(grey, [tick.astype(np.int32)], False, 40, 4, cv2.LINE_AA)
    return grey


@pytest.mark.parametrize("ticked", [(), (1,)], ids=["empty", "one of them ticked"])
def test_boxes_before_lines_are_not_read(ticked: tuple[int, ...]) -> None:
    grey = listed(ticked)
    page = Reader(TemplateClassifier()).read(Picture(grey, grey.shape[1], grey.shape[0]))
    assert page.text == "\n".join(LINES)


def test_two_squares_may_be_letters() -> None:
    without, two, three = (len(find_fragments(find_ink(listed(boxes=boxes)))) for boxes in (0, 2, 3))
    assert two == without + 2
    assert three == without


def test_bold_square_letters_below_one_another_stay() -> None:
    page = np.full((500, 300), 240, np.uint8)
    for top in range(50, 450, 100):
        cv2.rectangle(page, (120, top), (170, top + 60), 30, -1)
        cv2.rectangle(page, (136, top + 14), (154, top + 24), 240, -1)
        cv2.rectangle(page, (136, top + 36), (154, top + 46), 240, -1)
    assert len(find_fragments(find_ink(page))) == 4


@pytest.mark.parametrize("font", sorted(FONTS))
def test_letters_below_one_another_stay(font: str) -> None:
    style = PageStyle(font=font, letter_height_px=60)
    for letter in "OQ08BD":
        assert len(find_fragments(find_ink(draw_page((letter,) * 4, style, 1).grey))) >= 4
