from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from drawing import PageStyle
from drawing.forms import FormStyle, draw_form
from model.classifier import OpenVinoClassifier
from model.decode import Picture
from model.fields.layout import read_found_fields
from model.fields.template import Field, Rect, Template
from model.options import ReadOptions
from model.readers import Readers
from tests.model.fakes import TemplateClassifier
from tests.model.fields.forms import TEMPLATE, VALUES, filled, picture

READERS = Readers(TemplateClassifier())
#: The letters that the classifier knows; the field without any print cannot be found.
OPTIONS = ReadOptions(charset="alnum", language="none", engine="glyph", layout="form")


@pytest.mark.parametrize(
    "style", [{}, {"tilt_deg": 4.0}, {"noise": 5.0, "shadow": 0.4}], ids=["plain", "turned", "noisy, shaded"]
)
def test_fields_are_found_and_labels_left_out(style: dict[str, Any]) -> None:
    page = read_found_fields(picture(filled(**style)), READERS, OPTIONS)
    assert [line.text for line in page.lines] == [VALUES["name"], VALUES["born"], VALUES["town"], "X"]


def test_boxes_of_letters_lie_on_the_page_as_it_came() -> None:
    form = filled(tilt_deg=4.0)
    page = read_found_fields(picture(form), READERS, OPTIONS)
    first = page.lines[0].words[0].glyphs[0].box
    x, y, w = form.homography @ (TEMPLATE.fields[0].region.x + 35, TEMPLATE.fields[0].region.y + 32, 1)
    assert np.hypot(first.centre[0] - x / w, first.centre[1] - y / w) < 15


def test_letters_get_as_many_alternatives_as_asked_for() -> None:
    page = read_found_fields(picture(filled()), READERS, replace(OPTIONS, alternatives=2))
    assert {len(glyph.alternatives) for glyph in page.lines[0].words[0].glyphs} == {2}


@pytest.mark.parametrize("grey", [np.full((300, 400), 250, np.uint8), np.zeros((300, 400), np.uint8)])
def test_a_page_without_a_form_has_no_lines(grey: np.ndarray) -> None:
    assert read_found_fields(Picture(grey, 400, 300), READERS, OPTIONS).lines == ()


@pytest.mark.parametrize("written", ["10115 BERLIN", "25/05/2011", "ROOM 501"])
def test_digits_and_letters_in_cells_that_were_found_are_told_by_their_neighbours(written: str) -> None:
    field = Field("any", Rect(60, 120, 754, 64), marking="comb", cells=13)
    template = Template((field,), 900, 800, "Form", "px", TEMPLATE.marks)
    form = draw_form(template, {"any": written}, FormStyle(PageStyle(font="architects-daughter")), seed=3)
    network = OpenVinoClassifier.load("letternet-plus-int8")
    page = read_found_fields(picture(form), Readers(network), ReadOptions(engine="glyph", layout="form"))
    assert page.text == written
