"""Pages are turned, unless that is not wanted."""

from __future__ import annotations

import pytest

from drawing import PageStyle, draw_page
from model.decode import Picture
from model.options import ReadOptions
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier

LINES = ("PACK MY BOX WITH FIVE", "DOZEN LIQUOR JUGS 2468")


@pytest.mark.parametrize("tilt_deg", [180])
def test_a_page_is_turned_only_where_that_is_wanted(tilt_deg: int) -> None:
    drawn = draw_page(LINES, PageStyle(font=FONT, letter_height_px=60, tilt_deg=tilt_deg), seed=1)
    picture = Picture(drawn.grey, drawn.grey.shape[1], drawn.grey.shape[0])
    reader = Reader(TemplateClassifier())
    assert reader.read(picture).text == "\n".join(LINES)
    assert reader.read(picture, ReadOptions(deskew=False)).text != "\n".join(LINES)
