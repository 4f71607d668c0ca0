from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import blockletter
from drawing import PageStyle
from drawing.forms import FormStyle, draw_form
from model.classifier import OpenVinoClassifier
from model.decode import Picture
from model.errors import LinesMissingError
from model.fields.document import write_template
from model.fields.read import read_form
from model.fields.reading import FieldReading, FormOptions, FormPage
from model.fields.template import Field, Lexicon, Rect, Template
from model.fields.words import plain
from model.reader import Reader
from model.readers import Readers
from tests.model.fakes import TemplateClassifier
from tests.model.fields.forms import FIELDS, TEMPLATE, VALUES, filled, picture

READERS = Readers(TemplateClassifier())
#: No line reader, so that only what is drawn decides.


def values(page: FormPage) -> dict[str, str]:
    return {field.name: field.value for field in page.fields}


WANTED = {**VALUES, "no": "no"}


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"tilt_deg": 5.0},
        {"tilt_deg": -5.0, "perspective": 0.03},
        {"noise": 6.0, "shadow": 0.6, "blur_px": 0.6},
        {"desk": 0.08, "tilt_deg": 2.0},
        {"inverted": True},
    ],
    ids=["plain", "turned", "turned back, perspective", "noisy, shaded", "on a desk", "white on black"],
)
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "lines"])
def test_every_field_is_read(style: dict[str, Any], marks: bool) -> None:
    template = TEMPLATE if marks else replace(TEMPLATE, marks=())
    page = read_form(picture(filled(template=template, **style)), template, READERS)
    assert page.by == ("marks" if marks else "lines")
    assert values(page) == WANTED


def test_an_empty_form_is_empty() -> None:
    page = read_form(picture(filled({}, noise=5.0)), TEMPLATE, READERS)
    assert values(page) == {**dict.fromkeys(VALUES, ""), "yes": "no", "no": "no"}
    assert not page.needs_review


def test_a_field_that_is_needed_needs_review_where_it_is_empty() -> None:
    template = replace(TEMPLATE, fields=tuple(replace(field, optional=False) for field in FIELDS))
    page = read_form(picture(filled({}, template)), template, READERS)
    assert all(field.reasons == ("missing",) for field in page.fields)


def test_boxes_lie_where_the_fields_are() -> None:
    form = filled(tilt_deg=4.0)
    page = read_form(picture(form), TEMPLATE, READERS)
    for field, own in zip(page.fields, FIELDS, strict=True):
        outline = [(own.region.x, own.region.y), (own.region.right, own.region.bottom)]
        ahead = np.column_stack([outline, np.ones(2)]) @ form.homography.T
        assert np.abs(np.array(field.corners)[[0, 2]] - ahead[:, :2] / ahead[:, 2:]).max() < 3
        assert all(field.box.left - 20 <= glyph.box.left < glyph.box.right <= field.box.right + 20
                   for glyph in field.glyphs)  # fmt: skip
    assert [glyph.letter for glyph in page.fields[0].glyphs] == list("HAMBURG")


def test_boxes_are_counted_in_pixels_of_the_file() -> None:
    small = picture(filled())
    large = Picture(small.grey, 2 * small.width, 2 * small.height)
    pages = [read_form(one, TEMPLATE, READERS) for one in (small, large)]
    for one, other in zip(pages[0].fields, pages[1].fields, strict=True):
        assert abs(2 * one.box.left - other.box.left) <= 2
        assert abs(2 * one.box.bottom - other.box.bottom) <= 2


def test_alternatives_obey_the_pattern() -> None:
    page = read_form(picture(filled()), TEMPLATE, READERS, alternatives=10)
    born = page.fields[1]
    assert 1 <= len(born.alternatives) <= 10
    assert all(other.value.isdigit() and len(other.value) == 8 for other in born.alternatives)
    chances = [other.confidence for other in born.alternatives]
    assert chances == sorted(chances, reverse=True)
    assert born.confidence + sum(chances) <= 1 + 1e-6


def test_a_strict_list_answers_one_of_its_values_or_nothing() -> None:
    town = replace(FIELDS[2], pattern="", lexicon=Lexicon(("New Haven", "New York", "Bern")), charset="letters")
    template = replace(TEMPLATE, fields=(town,))
    read = [
        read_form(picture(filled({"town": value}, template)), template, READERS).fields[0]
        for value in ("NEW HAVEN", "XYLOPHONE")
    ]
    assert read[0].value == "New Haven"
    assert read[1].value in ("New Haven", "New York", "Bern", "")
    assert read[1].needs_review


TOWNS = ("New Haven", "New York", "Köln", "Bern")
LISTED = {
    "rule": replace(FIELDS[2], pattern="", charset="letters"),
    "comb": replace(FIELDS[0], charset="upper"),
    "free": Field("town", Rect(100, 510, 500, 70), charset="mixed"),
    "pattern": replace(FIELDS[2], charset="letters"),
}


def listed(where: str, value: str, strict: bool, values: tuple[str, ...] = TOWNS) -> FieldReading:
    field = replace(LISTED[where], name="town", lexicon=Lexicon(values, strict=strict))
    template = replace(TEMPLATE, fields=(field,))
    return read_form(picture(filled({"town": value}, template)), template, READERS).fields[0]


@pytest.mark.parametrize("where", LISTED)
@pytest.mark.parametrize("strict", [True, False], ids=["strict", "loose"])
@pytest.mark.parametrize(
    ("written", "wanted"), [("NEW HAVEN", "New Haven"), ("KOLN", "Köln"), ("BERM", "Bern"), ("NEW YQRK", "New York")]
)
def test_values_are_answered_as_their_list_has_them(where: str, strict: bool, written: str, wanted: str) -> None:
    read = listed(where, written, strict)
    clear = plain(wanted).upper() == written
    assert read.value == wanted if strict or clear else read.value in (wanted, written)
    assert "".join(glyph.letter for glyph in read.glyphs) == read.value.replace(" ", "")
    assert (read.confidence > 0.85) or not clear


@pytest.mark.parametrize("where", LISTED)
def test_clear_ink_overrules_a_loose_list(where: str) -> None:
    read = listed(where, "ZURICH", strict=False)
    assert read.value == "ZURICH"
    assert "not-in-lexicon" not in read.reasons


@pytest.mark.parametrize("where", LISTED)
def test_what_is_on_no_strict_list_needs_review(where: str) -> None:
    read = listed(where, "ZURICH", strict=True)
    assert read.value in ("", *TOWNS)
    assert "not-in-lexicon" in read.reasons
    assert read.confidence < 0.05


@pytest.mark.parametrize("where", ["comb", "rule"])
def test_alternatives_of_a_strict_list_are_its_values(where: str) -> None:
    read = listed(where, "ANNA", strict=True, values=("Anna", "Anja", "Hanna", "Otto"))
    assert {other.value for other in read.alternatives} <= {"Anja", "Hanna", "Otto"}
    assert read.alternatives[0].value in ("Anja", "Hanna")
    assert read.confidence + sum(other.confidence for other in read.alternatives) <= 1 + 1e-6


def test_a_value_of_a_list_may_go_over_several_lines() -> None:
    lines = replace(FIELDS[2], region=Rect(100, 150, 500, 140), lines=2, pattern="", lexicon=Lexicon(TOWNS))
    template = replace(TEMPLATE, fields=(lines,))
    page = read_form(picture(filled({"town": "NEW\nHAVEN"}, template)), template, READERS)
    assert (page.fields[0].value, page.fields[0].reasons) == ("New Haven", ())


def test_what_is_no_date_needs_review() -> None:
    page = read_form(picture(filled({**VALUES, "born": "39131968"})), TEMPLATE, READERS)
    assert page.fields[1].value == "39131968"
    assert "no-such-date" in page.fields[1].reasons


def test_letters_that_the_pattern_does_not_have_need_review() -> None:
    form = filled({**VALUES, "name": "27051968"})
    page = read_form(picture(form), TEMPLATE, READERS)
    assert {"outside-charset", "low-confidence"} & set(page.fields[0].reasons)


def test_a_page_that_is_not_the_form_says_so() -> None:
    blank = Picture(np.full((800, 900), 240, np.uint8), 900, 800)
    page = read_form(blank, TEMPLATE, READERS)
    assert page.by == "none"
    assert all("unregistered" in field.reasons for field in page.fields)


def test_a_blank_form_tells_where_fields_are() -> None:
    free = tuple(replace(field, marking="free") if field.name in ("town", "code") else field for field in FIELDS)
    template = replace(TEMPLATE, fields=free, marks=())
    blank = draw_form(template, {}).picture.png()
    page = read_form(picture(filled(template=template, tilt_deg=3.0)), replace(template, blank=blank), READERS)
    assert page.by == "blank"
    assert values(page) == WANTED


def test_without_anything_to_recognise_the_page_is_taken_as_it_lies() -> None:
    template = Template((Field("code", Rect(100, 510, 400, 64), pattern="[A-Z]{2}[0-9]{3}"),), 900, 800, unit="px")
    page = read_form(picture(filled(template=template)), template, READERS)
    assert (page.by, values(page), page.needs_review) == ("none", {"code": "KX472"}, False)


def test_several_lines_are_joined() -> None:
    lines = replace(FIELDS[2], region=Rect(100, 150, 500, 140), lines=2)
    template = replace(TEMPLATE, fields=(lines,))
    page = read_form(picture(filled({"town": "NEW\nHAVEN"}, template)), template, READERS)
    assert page.fields[0].value == "NEW HAVEN"


def test_the_line_reader_must_be_there_to_be_asked_for() -> None:
    with pytest.raises(LinesMissingError):
        Reader(TemplateClassifier()).read_form(picture(filled()), TEMPLATE, FormOptions("line"))


@pytest.mark.parametrize("written", ["10115 BERLIN", "25/05/2011", "12 MILL ROAD", "ROOM 501"])
def test_cells_of_which_nothing_is_said_are_told_by_their_neighbours(written: str) -> None:
    field = Field("any", Rect(60, 120, 754, 64), marking="comb", cells=13)
    template = Template((field,), 900, 800, "Form", "px", TEMPLATE.marks)
    page = draw_form(template, {"any": written}, FormStyle(PageStyle(font="architects-daughter")), seed=3)
    network = OpenVinoClassifier.load("letternet-plus-int8")
    assert values(read_form(picture(page), template, Readers(network))) == {"any": written}


def test_files_and_bytes_are_read_as_pictures_are(tmp_path: Path) -> None:
    content = filled().picture.png()
    path = tmp_path / "scan.png"
    path.write_bytes(content)
    reader = blockletter.Reader(TemplateClassifier())
    template = blockletter.parse_template(write_template(TEMPLATE))
    pages = [reader.read_form(own, template, blockletter.FormOptions("glyph")) for own in (content, path, str(path))]
    assert [values(page) for page in pages] == [WANTED] * 3
