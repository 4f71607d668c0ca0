"""Spelled lines become a page in the pixels of the file."""

from __future__ import annotations

import string
from itertools import pairwise

import numpy as np
import pytest

from model.arrangement.view import View
from model.binarize import Ink
from model.compose import make_page
from model.decode import Picture
from model.elements import BoundingBox, Page
from model.networks.calibration import Calibration
from model.spelling.spell import SpelledLine

LETTERS = (*string.ascii_uppercase, "-", ".")
GREY = np.full((200, 400), 255, np.uint8)


def spelled(text: str, top: int = 20, letters: tuple[str, ...] = LETTERS, sure: float = 0.8) -> SpelledLine:
    """A line of glyphs 20 wide and 30 apart, at working size; the rest of the probability is the next letter's."""
    words = text.split(" ")
    starts = np.cumsum([0, *(len(word) for word in words)]).tolist()[:-1]
    plain = "".join(words)
    rows = np.zeros((len(plain), len(letters)))
    for row, letter in zip(rows, plain, strict=True):
        label = letters.index(letter)
        row[label], row[(label + 1) % len(letters)] = sure, 0.9 - sure
    boxes = tuple(BoundingBox(10 + 30 * n, top, 30 + 30 * n, top + 40) for n in range(len(plain)))
    return SpelledLine(boxes, rows, np.full(len(plain), 0.9), tuple(starts))


def page_of(
    *lines: SpelledLine | None, letters: tuple[str, ...] = LETTERS, enlarged: int = 1, working_scale: float = 1.0
) -> Page:
    """The page of a picture that the file has `enlarged` times as large."""
    picture = Picture(GREY, 400 * enlarged, 200 * enlarged)
    view = View.straight(Ink(GREY < 128, 255 - GREY, working_scale))
    return make_page(picture, view, lines, letters, 2, Calibration())


def test_lines_words_and_glyphs_are_those_spelled() -> None:
    page = page_of(spelled("AB CDE F"), spelled("GH", 90))
    assert page.text == "AB CDE F\nGH"
    assert (page.width, page.height) == (400, 200)
    assert [len(word.glyphs) for word in page.lines[0].words] == [2, 3, 1]
    first = next(page.glyphs)
    assert first.box == BoundingBox(10, 20, 30, 60)
    assert first.letter == "A"
    assert abs(first.confidence - 0.8) < 1e-9
    assert first.alternatives[0].letter == "B"
    assert [round(other.confidence, 6) for other in first.alternatives] == [0.1, 0]


@pytest.mark.parametrize("marks", ["---", "- . -", "."])
def test_lines_of_marks_alone_are_left_out(marks: str) -> None:
    page = page_of(spelled("ABC"), spelled(marks, 90), spelled("D-E.", 140))
    assert page.text == "ABC\nD-E."


@pytest.mark.parametrize("marks", ["---", "- . -", "."])
def test_lines_of_marks_are_kept_where_only_marks_were_asked_for(marks: str) -> None:
    letters = ("-", ".", "+")
    assert page_of(spelled(marks, letters=letters), letters=letters).text == marks


def test_one_letter_in_the_charset_is_enough_to_leave_marks_out() -> None:
    letters = ("-", ".", "7")
    assert page_of(spelled("--", letters=letters), spelled("7-", letters=letters), letters=letters).text == "7-"


def test_line_without_characters_is_left_out() -> None:
    assert page_of(None, spelled("AB"), None).text == "AB"
    assert page_of(None) == Page(400, 200)


@pytest.mark.parametrize("enlarged", [2, 4, 8])
def test_boxes_of_a_reduced_picture_refer_to_the_one_in_the_file(enlarged: int) -> None:
    plain, large = page_of(spelled("AB C")), page_of(spelled("AB C"), enlarged=enlarged)
    assert (large.width, large.height) == (400 * enlarged, 200 * enlarged)
    for one, other in zip(plain.glyphs, large.glyphs, strict=True):
        box = one.box
        expected = BoundingBox(box.left * enlarged, box.top * enlarged, box.right * enlarged, box.bottom * enlarged)
        assert other.box == expected


@pytest.mark.parametrize(("working_scale", "enlarged"), [(2.0, 1), (0.5, 1), (2.0, 4), (4.0, 2)])
def test_working_size_and_reduction_are_undone_together(working_scale: float, enlarged: int) -> None:
    page = page_of(spelled("AB C"), enlarged=enlarged, working_scale=working_scale)
    factor = enlarged / working_scale
    for glyph, box in zip(page.glyphs, spelled("AB C").boxes, strict=True):
        for side in ("left", "top", "right", "bottom"):
            assert abs(getattr(glyph.box, side) - getattr(box, side) * factor) <= enlarged


def test_boxes_are_turned_back_with_the_page() -> None:
    view = View.straight(Ink(GREY < 128, 255 - GREY, 1.0)).turned(90)
    page = make_page(Picture(GREY, 800, 400), view, [spelled("ABC")], LETTERS, 0, Calibration())
    # Read from left to right on the turned page, that is downwards in the picture (turned counter-clockwise).
    tops = [glyph.box.top for glyph in page.glyphs]
    assert all(abs(after - before - 60) <= 4 for before, after in pairwise(tops))
    for glyph in page.glyphs:
        assert abs(glyph.box.width - 80) <= 4
        assert abs(glyph.box.height - 40) <= 4
        assert glyph.box.right <= 800
        assert not glyph.alternatives


def test_confidence_is_never_more_than_one() -> None:
    line = spelled("AB", sure=1.0000001)
    assert all(0.999 < glyph.confidence <= 1 for glyph in page_of(line).glyphs)
