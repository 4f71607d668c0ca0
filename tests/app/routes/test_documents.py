"""Several files and pages in one request, in every format."""

from __future__ import annotations

import io
import json
from typing import Any

import pypdfium2 as pdfium
import pytest
from lxml import etree
from PIL import Image as Pillow
from starlette.testclient import TestClient

from app.schemas import Reading, Readings
from model.formats.catalogue import FORMATS, Format
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file
from tests.model.documents import pdf_of, sheet, tiff_of
from tests.model.formats.schemas import schema

READ = "/api/v1/read"
TEXT = "HI YOU\n4 O"


def files(*contents: bytes) -> list[tuple[str, tuple[str, bytes]]]:
    return [("image", (f"{number}.bin", content)) for number, content in enumerate(contents, 1)]


def three_pages() -> bytes:
    return tiff_of([sheet(200, 400, 200)] * 3)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_format_is_answered_as_its_media_type(client: TestClient, form: Format) -> None:
    for asked in ({"data": {"format": form.name}}, {"headers": {"Accept": form.media_type}}):
        answer = client.post(READ, files=files(picture_file()), **asked)  # type: ignore[arg-type]
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, form.media_type)
        assert answer.content


def test_documents_agree_with_their_schemas(client: TestClient) -> None:
    for form, name in (("alto", "alto-4-2.xsd"), ("page", "page-2019-07-15.xsd")):
        content = client.post(READ, files=files(picture_file()), data={"format": form}).content
        schema(name).assertValid(etree.fromstring(content))


def test_a_searchable_pdf_has_a_page_for_each(client: TestClient) -> None:
    content = client.post(READ, files=files(picture_file(), three_pages()), data={"format": "pdf"}).content
    document = pdfium.PdfDocument(content)
    assert [page.get_textpage().get_text_range().split() for page in document] == [TEXT.split()] * 4


@pytest.mark.parametrize("write", [tiff_of, pdf_of], ids=["TIFF", "PDF"])
@pytest.mark.parametrize(("pages", "expected"), [("", [1, 2, 3]), ("2-3", [2, 3]), ("1,3", [1, 3])])
def test_several_pages_are_one_document(client: TestClient, write: Any, pages: str, expected: list[int]) -> None:
    answer = client.post(READ, files=files(write([sheet(200)] * 3)), data={"pages": pages, "annotate": "false"})
    readings = Readings.model_validate_json(answer.content, strict=True)
    assert [page.page for page in readings.pages] == expected
    assert readings.text == "\f".join([TEXT] * len(expected))


def test_one_page_of_several_is_a_reading_of_its_own(client: TestClient) -> None:
    answer = client.post(READ, files=files(three_pages()), data={"pages": "2"})
    assert Reading.model_validate_json(answer.content, strict=True).page == 2


def test_several_files_keep_their_names(client: TestClient) -> None:
    answer = client.post(READ, files=files(picture_file(), three_pages()), data={"format": "ndjson"})
    found = [(line["file"], line["page"]) for line in map(json.loads, answer.content.splitlines())]
    assert found == [("1.bin", 1), ("2.bin", 1), ("2.bin", 2), ("2.bin", 3)]


@pytest.mark.parametrize(("form", "annotate", "expected"), [
    ("json", None, True), ("json", "false", False), ("ndjson", None, False), ("ndjson", "true", True),
])  # fmt: skip
def test_the_picture_is_in_the_json_where_it_is_wanted(
    client: TestClient, form: str, annotate: str | None, expected: bool
) -> None:
    data = {"format": form} | ({"annotate": annotate} if annotate else {})
    answer = client.post(READ, files=files(picture_file()), data=data)
    assert ("annotated" in json.loads(answer.content.splitlines()[0])) is expected


@pytest.mark.parametrize("form", ["png", "jpeg", "page"])
def test_a_format_of_one_page_wants_one(client: TestClient, form: str) -> None:
    for sent in (files(three_pages()), files(picture_file(), picture_file())):
        answer = client.post(READ, files=sent, data={"format": form})
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:blockletter:problem:one-page-format")
    assert client.post(READ, files=files(three_pages()), data={"format": form, "pages": "3"}).status_code == 200


def test_a_bad_page_is_named(client: TestClient) -> None:
    pages = [sheet(200), sheet(255, 8000, 6000).convert("1"), sheet(150)]
    answer = client.post(READ, files=files(picture_file(), tiff_of(pages)))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:blockletter:problem:too-many-pixels")
    assert answer.json()["detail"].startswith("2.bin, page 2: The picture has 8000 x 6000 pixels")


def test_a_stream_goes_on_behind_what_cannot_be_read(client: TestClient) -> None:
    pages = [sheet(200), sheet(255, 8000, 6000).convert("1"), sheet(150)]
    sent = files(b"no picture", tiff_of(pages), picture_file())
    answer = client.post(READ, files=sent, data={"format": "ndjson"})
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert [(line["file"], line.get("page"), "problem" in line) for line in lines] == [
        ("1.bin", None, True), ("2.bin", 1, False), ("2.bin", 2, True), ("2.bin", 3, False), ("3.bin", 1, False),
    ]  # fmt: skip
    assert lines[2]["problem"]["status"] == 413


def test_a_stream_of_nothing_readable_is_an_error(client: TestClient) -> None:
    answer = client.post(READ, files=files(b"no picture"), data={"format": "ndjson"})
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:blockletter:problem:unknown-format")


def test_pages_are_limited_over_all_files(serve: Serve) -> None:
    client = serve(max_pages=4)
    assert client.post(READ, files=files(three_pages(), picture_file())).status_code == 200
    answer = client.post(READ, files=files(three_pages(), three_pages()))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:blockletter:problem:too-many-pages")


def test_heic_and_avif_are_read(client: TestClient) -> None:
    for form in ("HEIF", "AVIF"):
        buffer = io.BytesIO()
        Pillow.new("RGB", (300, 200), "white").save(buffer, form)
        answer = client.post(READ, files=files(buffer.getvalue()), data={"annotate": "false"})
        assert (answer.status_code, answer.json()["width"]) == (200, 300)


def test_options_reach_the_reader(serve: Serve) -> None:
    reader = FakeReader()
    data = {"min_confidence": "0.5", "deskew": "false", "region": "1,2,30,40"}
    assert serve(reader).post(READ, files=files(picture_file()), data=data).status_code == 200
    options = reader.options[-1]
    assert options is not None
    assert (options.min_confidence, options.deskew) == (0.5, False)
    assert options.region is not None
    assert (options.region.x, options.region.h) == (1, 40)


@pytest.mark.parametrize("data", [
    {"model": "letternet-int8"}, {"precision": "int8"}, {"model": "letternet", "precision": "int8"},
])  # fmt: skip
def test_another_network_is_loaded_once(settings: Any, data: dict[str, str]) -> None:
    from app.main import create_app
    from app.settings import Settings

    loaded: list[str] = []

    def load(chosen: Settings) -> FakeReader:
        loaded.append(chosen.model)
        return FakeReader()

    with TestClient(create_app(settings, load)) as client:
        client.app.state.service.first_page.result(timeout=10)  # type: ignore[attr-defined]
        for _ in range(2):
            assert client.post(READ, files=files(picture_file()), data=data).status_code == 200
    assert loaded == [settings.model, "letternet-int8"]


@pytest.mark.parametrize(("data", "said"), [
    ({"model": "nothing"}, "There is no model 'nothing'. Use fakenet, letternet"),
    ({"model": "../letternet"}, "There is no model"),
    ({"region": "1,2,3"}, "left, top, width and height"),
    ({"region": "0,0,0,9"}, "left, top, width and height"),
    ({"pages": "two"}, "Name them as 2, 1-3"),
    ({"pages": "7"}, "There is no page 7: the file has 1"),
])  # fmt: skip
def test_an_option_that_is_not_understood_says_what_is(client: TestClient, data: dict[str, str], said: str) -> None:
    answer = client.post(READ, files=files(picture_file()), data=data)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:blockletter:problem:unknown-option")
    assert said in answer.json()["detail"]


def test_fields_that_are_sent_empty_are_not_sent(client: TestClient) -> None:
    data = dict.fromkeys(("pages", "region", "model", "precision", "format", "annotate"), "")
    assert client.post(READ, files=files(picture_file()), data=data).status_code == 200
