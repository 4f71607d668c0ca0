from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.schemas import FieldsForm, FormReading, FormReadings
from drawing import PageStyle
from drawing.forms import FormStyle
from model.errors import LinesMissingError
from model.fields.template import Field, Rect, Template
from model.reader import Reader
from tests.app.conftest import Serve
from tests.app.corrections import frames_of, glyphs_document
from tests.app.fakes import FakeReader, picture_file
from tests.model.documents import sheet, tiff_of
from tests.model.fakes import FONT, TemplateClassifier
from tests.model.fields.forms import MARKS, TEMPLATE, VALUES, filled
from tests.model.fields.test_template import BAD, FIELD, document

FIELDS = "/api/v1/fields"
ONE = document(FIELD)


def ask(client: TestClient, template: str | bytes = ONE, *files: bytes, **data: str) -> Any:
    """Send a template, as text or as a file, with pages."""
    sent = [("image", (f"{number}.png", content)) for number, content in enumerate(files or (picture_file(),))]
    if isinstance(template, bytes):
        return client.post(FIELDS, files=[*sent, ("template", ("form.json", template))], data=data)
    return client.post(FIELDS, files=sent, data={"template": template, **data})


def test_a_page_is_answered_as_it_is_described(client: TestClient) -> None:
    answer = ask(client)
    assert answer.status_code == 200
    reading = FormReading.model_validate(answer.json())
    assert (reading.file, reading.page, reading.model, reading.engine) == ("0.png", 1, "fakenet", "glyph")
    assert [(field.name, field.value, field.reasons) for field in reading.fields] == [
        ("surname", "HI", ["low-confidence"])
    ]
    assert reading.needs_review


def test_the_template_may_be_a_file(client: TestClient) -> None:
    answer = ask(client, ONE.encode())
    assert answer.json()["fields"][0]["name"] == "surname"


def test_several_pages_are_one_document(client: TestClient) -> None:
    answer = ask(client, ONE, tiff_of([sheet(200)] * 3), picture_file())
    pages = FormReadings.model_validate(answer.json()).pages
    assert [(page.file, page.page) for page in pages] == [("0.png", 1), ("0.png", 2), ("0.png", 3), ("1.png", 1)]


def test_pages_are_chosen(client: TestClient) -> None:
    assert ask(client, ONE, tiff_of([sheet(200)] * 3), pages="2").json()["page"] == 2


def test_a_table_has_a_row_for_each_field(client: TestClient) -> None:
    answer = ask(client, ONE, picture_file(), picture_file(), format="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert [(row["file"], row["field"], row["value"], row["needs_review"]) for row in rows] == [
        ("0.png", "surname", "HI", "true"), ("1.png", "surname", "HI", "true"),
    ]  # fmt: skip
    assert json.loads(rows[0]["alternatives"]) == [["H1", 0.2]]


def test_pages_are_lines_and_bad_ones_have_a_problem(client: TestClient) -> None:
    answer = ask(client, ONE, picture_file(), b"no picture", picture_file(), format="ndjson")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [("problem" in line, line["file"]) for line in lines] == [
        (False, "0.png"), (True, "1.png"), (False, "2.png"),
    ]  # fmt: skip


def test_the_accept_header_decides_without_a_format(client: TestClient) -> None:
    asked = {"files": {"image": picture_file()}, "data": {"template": ONE}}
    answer = client.post(FIELDS, headers={"Accept": "text/csv"}, **asked)  # type: ignore[arg-type]
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("form", ["json", "csv", "ndjson"])
@pytest.mark.parametrize(("template", "name", "says"), BAD.values(), ids=BAD)
def test_a_bad_template_is_a_422_that_names_the_field(
    client: TestClient, template: str, name: str, says: str, form: str
) -> None:
    answer = ask(client, template.encode("utf-8", "surrogatepass"), format=form)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "urn:blockletter:problem:unusable-template")
    assert says in problem["detail"]
    assert problem["errors"][0]["field"] == name


def test_ten_thousand_fields_are_refused(client: TestClient) -> None:
    many = document(*({**FIELD, "name": f"f{number}"} for number in range(10_000)))
    answer = ask(client, many.encode())
    assert answer.status_code == 422
    assert "the limit is 500" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("data", "status", "name"),
    [
        ({}, 422, "invalid-form"),
        ({"template": ONE, "alternatives": "11"}, 422, "invalid-form"),
        ({"template": ONE, "charset": "digits"}, 422, "unknown-field"),
        ({"template": ONE, "model": "nobody"}, 422, "unknown-option"),
        ({"template": ONE, "pages": "x"}, 422, "unknown-option"),
        ({"template": ONE, "format": "pdf"}, 422, "invalid-form"),
    ],
)
def test_a_bad_form_is_refused(client: TestClient, data: dict[str, str], status: int, name: str) -> None:
    answer = client.post(FIELDS, files={"image": picture_file()}, data=data)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:blockletter:problem:{name}")


def test_the_known_fields_of_the_form_are_told(client: TestClient) -> None:
    answer = client.post(FIELDS, files={"image": picture_file()}, data={"template": ONE, "charset": "digits"})
    assert all(name in answer.json()["detail"] for name in FieldsForm.model_fields)


def test_a_damaged_picture_is_refused_as_in_any_reading(client: TestClient) -> None:
    assert ask(client, ONE, picture_file()[:120]).json()["type"].endswith("damaged-picture")


def test_a_line_reader_that_is_not_there_is_told(client: TestClient) -> None:
    answer = ask(client, engine="line")
    assert answer.json()["detail"] == str(LinesMissingError())


def test_counters_count_pages_and_glyphs(client: TestClient) -> None:
    ask(client)
    text = client.get("/metrics").text
    assert "blockletter_pages_total 1.0" in text
    assert "blockletter_glyphs_total 2.0" in text


def test_a_drawn_form_is_read_through_the_service(serve: Serve) -> None:
    from model.fields.document import write_template

    client = serve(Reader(TemplateClassifier()))
    answer = ask(client, write_template(TEMPLATE), filled(tilt_deg=3.0).picture.png())
    assert {field["name"]: field["value"] for field in answer.json()["fields"]} == {**VALUES, "no": "no"}


def test_named_lists_are_those_of_the_service(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "towns.txt").write_text("BERN\nROME\n", encoding="utf-8")
    client = serve(lexicons=tmp_path)
    known, unknown = (ask(client, document({**FIELD, "lexicon": name})) for name in ("towns", "rivers"))
    assert known.status_code == 200
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "surname")
    assert "towns" in unknown.json()["detail"]


def test_fields_know_the_profile_that_is_asked_for_and_no_other(serve: Serve, tmp_path: Path) -> None:
    reader = FakeReader()
    client = serve(reader, corrections=f"sqlite:///{tmp_path / 'kept.db'}")
    for profile, letters in (("anna", "A"), ("otto", "OT")):
        fields = {"profile": (None, profile), "glyphs": (None, glyphs_document(letters))}
        assert client.post("/api/v1/corrections", files=fields).status_code == 201
    for profile in ("otto", "", "anna"):
        assert ask(client, profile=profile).status_code == 200
    hands = [options.hand for options in reader.form_options if options]
    assert [hand.letters if hand else () for hand in hands] == [("O", "T"), (), ("A",)]
    assert hands[0] is not None
    assert np.array_equal(hands[0].frames, frames_of("OT"))


@pytest.mark.parametrize("form", ["json", "csv", "ndjson"])
def test_an_unknown_profile_is_refused_as_in_any_reading(serve: Serve, tmp_path: Path, form: str) -> None:
    client = serve(corrections=f"sqlite:///{tmp_path / 'kept.db'}")
    refused = ask(client, profile="eva", format=form)
    read = client.post("/api/v1/read", files={"image": picture_file()}, data={"profile": "eva"})
    assert (refused.status_code, refused.json()["type"]) == (404, "urn:blockletter:problem:no-profile")
    assert refused.json()["detail"] == read.json()["detail"]


def test_a_profile_is_refused_where_none_are_kept(client: TestClient) -> None:
    refused = ask(client, profile="anna")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:blockletter:problem:corrections-off")


def test_fields_of_a_hand_are_read_through_the_service(serve: Serve, tmp_path: Path) -> None:
    # A bar may be an I, an l or a 1: only the hand that wrote it knows.
    from drawing.forms import draw_form
    from model.classifier import OpenVinoClassifier
    from model.fields.document import write_template

    plate = Field("plate", Rect(100, 150, 280, 64), marking="comb", cells=4, charset="alnum", pattern="[A-Z0-9]{4}")
    template = Template((plate,), 900, 800, "Form", "px", MARKS)
    page = draw_form(template, {"plate": "I7I7"}, FormStyle(PageStyle(font=FONT)), seed=3).picture.png()
    client = serve(Reader(OpenVinoClassifier.load("letternet-plus-int8")), corrections=f"sqlite:///{tmp_path / 'a.db'}")
    written = write_template(template)
    before = ask(client, written, page).json()["fields"][0]
    for profile, letter in (("anna", "I"), ("otto", "1")):
        glyphs = json.dumps([{"letter": letter, "box": before["glyphs"][0]["box"]}])
        fields: dict[str, Any] = {"profile": (None, profile), "glyphs": (None, glyphs), "image": ("a.png", page)}
        assert client.post("/api/v1/corrections", files=fields).status_code == 201
    hands = ("anna", "otto", "", "anna")
    values = [ask(client, written, page, profile=own).json()["fields"][0]["value"] for own in hands]
    assert values == ["I7I7", "1717", before["value"], "I7I7"]
