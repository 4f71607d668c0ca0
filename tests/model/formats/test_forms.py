from __future__ import annotations

import csv
import io
import json

import pytest

from model.errors import OptionError
from model.fields.template import Field, Rect, Template
from model.formats.forms import FORM_FORMATS, FormReading, find_form_format
from tests.app.fakes import form_page

TEMPLATE = Template((Field("a", Rect(0, 0, 1, 0.5)), Field("b, \u00fc", Rect(0, 0.5, 1, 0.5))), 100, 100, "Form")


def reading(number: int = 1) -> FormReading:
    return FormReading(form_page(100, 80, TEMPLATE), 'of "nine", \u00fc.png', number, "fakenet", "glyph", 12.34)


def written(name: str, count: int) -> str:
    return b"".join(FORM_FORMATS[name].write(reading(number) for number in range(1, count + 1))).decode()


@pytest.mark.parametrize("count", [0, 2, 3])
def test_several_pages_are_in_a_list(count: int) -> None:
    document = json.loads(written("json", count))
    assert [page["page"] for page in document["pages"]] == list(range(1, count + 1))


def test_one_page_stands_alone_and_tells_all() -> None:
    page = json.loads(written("json", 1))
    assert (page["template"], page["file"], page["registration"]["by"]) == ("Form", 'of "nine", \u00fc.png', "marks")
    assert page["fields"][0]["alternatives"] == [{"value": "H1", "confidence": 0.2}]
    assert page == json.loads(written("ndjson", 1))


def test_a_table_is_read_back() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", 2))))
    places = [(row["page"], row["field"]) for row in rows]
    assert places == [(page, name) for page in ("1", "2") for name in ("a", "b, \u00fc")]
    assert {row["reasons"] for row in rows} == {"low-confidence"}


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(OptionError, match="json, ndjson, csv"):
        find_form_format("pdf")
