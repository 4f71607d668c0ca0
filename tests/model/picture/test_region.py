"""A part of a picture is read as if the rest were not there, with boxes in the whole."""

from __future__ import annotations

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.decode import Picture
from model.elements import BoundingBox, Page
from model.errors import OptionError
from model.options import ReadOptions
from model.picture.region import Region, cut_out, put_back
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier
from tests.model.formats.pages import PAGE


def picture(width: int, height: int, reduced: int = 1) -> Picture:
    rows, columns = np.mgrid[0 : height // reduced, 0 : width // reduced]
    return Picture(((rows * 3 + columns * 7) % 256).astype(np.uint8), width, height)


@pytest.mark.parametrize(
    ("text", "region"), [("0,0,1,1", Region(0, 0, 1, 1)), (" 10, 20 ,30,40", Region(10, 20, 30, 40))]
)
def test_a_region_is_four_numbers(text: str, region: Region) -> None:
    assert Region.parse(text) == region


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "1,2,3,4,5", "0,0,0,5", "0,0,5,0", "-1,0,5,5", "a,b,c,d", "0,0,5,1e9", "1.5,0,5,5"]
)
def test_anything_else_says_how(text: str) -> None:
    with pytest.raises(OptionError, match="left, top, width and height"):
        Region.parse(text)


def test_the_part_has_the_pixels_of_the_region() -> None:
    whole = picture(200, 100)
    part, x, y = cut_out(whole, Region(30, 20, 50, 40))
    assert (part.width, part.height, x, y) == (50, 40, 30, 20)
    assert np.array_equal(part.grey, whole.grey[20:60, 30:80])


def test_what_reaches_beyond_the_picture_is_left_out() -> None:
    part, x, y = cut_out(picture(200, 100), Region(150, 80, 999, 999))
    assert (part.width, part.height, x, y) == (50, 20, 150, 80)


@pytest.mark.parametrize("region", [Region(200, 0, 5, 5), Region(0, 100, 5, 5)])
def test_a_region_outside_is_refused(region: Region) -> None:
    with pytest.raises(OptionError, match="200 x 100"):
        cut_out(picture(200, 100), region)


@pytest.mark.parametrize(
    "region", [Region(0, 0, 400, 200), Region(199, 99, 3, 3), Region(398, 198, 2, 2), Region(1, 1, 1, 1)]
)
def test_a_picture_decoded_smaller_is_cut_at_its_own_size(region: Region) -> None:
    whole = picture(400, 200, reduced=4)
    part, x, y = cut_out(whole, region)
    assert part.grey.size > 0
    assert abs(x - region.x) <= 4
    assert abs(y - region.y) <= 4
    assert part.width == 4 * part.grey.shape[1]


def test_boxes_move_back_and_stay_inside() -> None:
    page = put_back(PAGE, 100, 60, picture(450, 200))
    assert (page.width, page.height, page.text) == (450, 200, PAGE.text)
    assert next(iter(page.glyphs)).box == BoundingBox(120, 100, 140, 130)
    assert max(glyph.box.bottom for glyph in page.glyphs) == 200


def test_only_the_region_is_read() -> None:
    reader = Reader(TemplateClassifier())
    drawn = draw_page(("TOP LINE", "LOW WORD"), PageStyle(font=FONT, letter_height_px=60), seed=1)
    whole = Picture(drawn.grey, drawn.grey.shape[1], drawn.grey.shape[0])
    split = round((drawn.truth.lines[0].box.bottom + drawn.truth.lines[1].box.top) / 2)
    page: Page = reader.read(whole, ReadOptions(region=Region(0, split, 99_999, 99_999)))
    assert page.text == "LOW WORD"
    assert (page.width, page.height) == (whole.width, whole.height)
    for found, true in zip(page.glyphs, drawn.truth.lines[1].words[0].glyphs, strict=False):
        assert abs(found.box.left - true.box.left) <= 4
        assert abs(found.box.top - true.box.top) <= 4
