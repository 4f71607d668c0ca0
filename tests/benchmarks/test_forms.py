from __future__ import annotations

import numpy as np
import pytest

from benchmarks.form_cells import cell_form, cell_rates, measure_cells, tally_cells
from benchmarks.form_found import found_rates, is_at, measure_found, tally_text
from benchmarks.form_lists import ListTally, list_form, list_rates, measure_lists, tally_value
from benchmarks.form_pages import TEMPLATE, filled_forms, plain, some_values
from benchmarks.forms import Forms, FormTally, rates, without_rules
from drawing.forms import TICKED
from model.elements import BoundingBox
from model.fields.check import check_template, pattern_of
from model.fields.reading import FieldReading, FormOptions, OtherValue
from model.fields.template import Rect
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier


def test_what_is_written_obeys_the_template() -> None:
    check_template(TEMPLATE)
    for seed in range(20):
        values = some_values(np.random.default_rng(seed))
        for field in TEMPLATE.fields:
            pattern, value = pattern_of(field), values[field.name]
            assert not value or pattern is None or pattern.matches(value)


def test_a_template_without_rules_keeps_places_and_cells() -> None:
    bare = without_rules(TEMPLATE)
    check_template(bare)
    assert [field.region for field in bare.fields] == [field.region for field in TEMPLATE.fields]
    assert all(pattern_of(field) is None for field in bare.fields)


def test_spaces_and_cases_are_not_compared() -> None:
    assert plain("Old\nTown 1") == "OLDTOWN1"


def test_rates_are_shares_of_all_forms() -> None:
    row = rates(iter([FormTally(values=4, exact=3, forms=1), FormTally(values=4, exact=1, empty=2, empty_right=1)]))
    assert (row[0], row[1], row[6], row[-1]) == (8, 0.5, 0.5, "0/1")


def test_a_form_is_tallied() -> None:
    filled = next(filled_forms(3, 1, None, (FONT,)))
    forms = Forms(Reader(TemplateClassifier()), "glyph")
    tally = forms.tally(filled)
    assert (tally.forms, tally.recognised, tally.boxes) == (1, 1, 6)
    assert tally.values + tally.empty == len(TEMPLATE.fields) - 6
    assert tally.boxes_right == 6
    assert len(forms.mistakes) == tally.values - tally.exact + tally.empty - tally.empty_right


def test_what_stands_in_cells_fits() -> None:
    kind = cell_form()
    check_template(kind.template)
    for seed in range(30):
        values = kind.values(np.random.default_rng(seed))
        assert all(0 < len(values[field.name]) <= field.cells for field in kind.template.fields)


def test_marks_that_nobody_wrote_are_counted() -> None:
    tallies = [tally_cells("10/5", reading("1//S")), tally_cells("Anna", reading("anna", "low-confidence"))]
    assert cell_rates(tallies) == [2, 0.0, 0.5, 0.375, 1, 1, 0.5, 0.8, 1]


def test_cells_are_measured() -> None:
    filled = next(filled_forms(3, 1, None, (FONT,), cell_form()))
    reader = Reader(TemplateClassifier())
    figures, mistakes = measure_cells(reader, FormOptions("glyph"), {"font": [filled]}, "glyph")
    assert figures.rows[-1][2] == len(filled.form.template.fields)
    assert all("read as" in mistake for mistake in mistakes)


NAMES = ("ANNA", "OTTO", "MARIA", "TOO LONG FOR SO FEW CELLS", "Éva")


def test_names_that_fit_are_written_into_lists() -> None:
    kind = list_form(NAMES)
    check_template(kind.template)
    values = kind.values(np.random.default_rng(1))
    assert set(values) == {field.name for field in kind.template.fields}
    assert {value for name, value in values.items() if name.startswith("name")} <= {"ANNA", "OTTO", "MARIA"}


def reading(value: str, *reasons: str) -> FieldReading:
    box, others = BoundingBox(0, 0, 1, 1), (OtherValue("ANNA", 0.1),)
    return FieldReading("name", "text", value, 0.8, others, (), box, (), reasons)  # type: ignore[arg-type]


def test_values_of_lists_are_counted_apart_from_strangers() -> None:
    known = [tally_value("ANNA", reading("ANNA"), True), tally_value("ANNA", reading("OTTO"), True)]
    strange = tally_value("EVA", reading("OTTO", "not-in-lexicon"), False)
    assert list_rates([*known, strange]) == [2, 0.5, 0.5, 0.0, 0.8, 1, 1, 0.0, 1.0, 0]
    assert list_rates([ListTally()])[1] is None


def test_a_form_with_lists_is_measured() -> None:
    kind = list_form(NAMES)
    filled = next(filled_forms(3, 1, None, (FONT,), kind))
    reader = Reader(TemplateClassifier())
    figures, mistakes = measure_lists(reader, FormOptions("glyph"), {"font": [filled]}, "glyph")
    *fields, everything = figures.rows
    assert [row[1] for row in fields] == [field.name for field in kind.template.fields]
    assert sum(int(str(everything[column])) for column in (2, 8)) == len(fields)
    assert len(mistakes) < 3


def test_forms_without_a_template_are_measured() -> None:
    filled = next(filled_forms(3, 1, None, (FONT,)))
    reader = Reader(TemplateClassifier())
    options = FormOptions("glyph")
    figures, mistakes = measure_found(reader, options, {"font": [filled]}, "glyph")
    everything = dict(zip(figures.columns, figures.rows[-1], strict=True))
    printed = [field for field in TEMPLATE.fields if field.name != "amount"]
    written = [field for field in printed if field.type != "checkbox" and filled.form.values[field.name]]
    assert (everything["fields"], everything["values"], everything["boxes"]) == (len(printed), len(written), 6)
    assert everything["found"] == everything["boxes right"] == everything["cells right"] == 1
    assert everything["added"] == 0
    assert all(any(field.name in mistake for field in printed) for mistake in mistakes)


@pytest.mark.parametrize(
    ("found", "at"),
    [(Rect(0, 0, 100, 20), True), (Rect(5, 4, 95, 30), True), (Rect(0, 0, 50, 20), False),
     (Rect(0, 15, 100, 20), False)],
    ids=["same", "about", "half of it", "beside"],
)  # fmt: skip
def test_a_field_is_found_where_it_is_printed(found: Rect, at: bool) -> None:
    assert is_at(found, Rect(0, 0, 100, 20)) == at


def test_what_is_read_in_fields_that_were_found_is_counted() -> None:
    text, box = TEMPLATE.fields[0], next(field for field in TEMPLATE.fields if field.type == "checkbox")
    tallies = [tally_text(text, "OLD TOWN", "oldtown"), tally_text(text, "A", ""), tally_text(text, "", "X"),
               tally_text(box, TICKED, "X"), tally_text(box, "", "X")]  # fmt: skip
    assert found_rates(tallies)[4:10] == [2, 0.5, 1, 0.0, 2, 0.5]
