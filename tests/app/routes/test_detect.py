from __future__ import annotations

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from app.schemas import DetectForm, Proposal
from model.decode import Picture
from model.fields.document import parse_template
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file
from tests.model.documents import sheet, tiff_of
from tests.model.fields.forms import TEMPLATE, filled

DETECT = "/api/v1/fields/detect"


def ask(client: TestClient, content: bytes, **data: str) -> Any:
    return client.post(DETECT, files={"image": ("form.png", content)}, data=data)


def test_the_fields_of_a_form_are_a_template(client: TestClient) -> None:
    answer = ask(client, filled().picture.png())
    assert answer.status_code == 200
    found = Proposal.model_validate(answer.json())
    template = parse_template(answer.text[answer.text.index('"template": ') + 12 : answer.text.rindex(', "picture"')])
    assert {field.marking for field in template.fields} >= {"comb", "boxes"}
    combs = [field.cells for field in template.fields if field.marking == "comb"]
    assert set(combs) <= {field.cells for field in TEMPLATE.fields}
    with Image.open(io.BytesIO(base64.b64decode(found.picture.base64))) as picture:
        assert picture.size == (found.picture.width, found.picture.height)
        assert abs(picture.width / picture.height - template.width / template.height) < 0.01


def test_a_page_without_fields_is_answered_without_any(client: TestClient) -> None:
    found = Proposal.model_validate(ask(client, picture_file()).json())
    assert found.template["fields"] == []
    assert found.template["page"]["width"] > 0


def test_a_page_of_a_document_is_chosen(client: TestClient) -> None:
    document = tiff_of([sheet(200)] * 2)
    assert ask(client, document, page="2").status_code == 200
    refused = ask(client, document, page="3")
    assert refused.status_code == 422
    assert "no page 3" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("content", "data", "status"),
    [(b"no picture", {}, 415), (b"", {}, 422), (picture_file(), {"page": "0"}, 422),
     (picture_file(), {"depth": "1"}, 422)],
    ids=["no picture", "empty", "no such page", "unknown option"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(
    client: TestClient, content: bytes, data: dict[str, str], status: int
) -> None:
    answer = ask(client, content, **data)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_known_fields_of_the_form_are_told(client: TestClient) -> None:
    detail = ask(client, picture_file(), charset="digits").json()["detail"]
    assert detail == f"There is no form field 'charset'. The fields are {', '.join(DetectForm.model_fields)}."


def test_large_pages_come_smaller(client: TestClient) -> None:
    buffer = io.BytesIO()
    Image.fromarray(np.full((2400, 1200), 255, np.uint8)).save(buffer, "PNG")
    picture = ask(client, buffer.getvalue()).json()["picture"]
    assert max(picture["width"], picture["height"]) <= 1600


@pytest.mark.parametrize("size", [900_000, 20_000_000], ids=["file", "far beyond the wall"])
def test_a_file_that_is_too_large_is_refused(serve: Serve, size: int) -> None:
    answer = ask(serve(max_bytes=500_000), b"\x89PNG" + b"x" * size)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:blockletter:problem:too-many-bytes")
    assert "0.5 MB" in answer.json()["detail"]


def test_a_picture_of_too_many_pixels_is_refused(serve: Serve) -> None:
    small = serve(max_pixels=50_000)
    answer = ask(small, picture_file())
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:blockletter:problem:too-many-pixels")
    assert ask(small, picture_file(width=200)).status_code == 200


@dataclass(frozen=True)
class Held:
    """A reader that begins with a picture and waits until it may go on."""

    go: Event = field(default_factory=Event)
    begun: Event = field(default_factory=Event)

    @property
    def reader(self) -> FakeReader:
        """It holds pictures 400 pixels wide."""

        def hold(picture: Picture) -> None:
            if picture.width == 400:
                self.begun.set()
                assert self.go.wait(20)

        return FakeReader(before=hold)


@pytest.fixture
def held() -> Held:
    return Held()


def test_where_all_places_are_taken_it_is_refused_at_once(serve: Serve, held: Held) -> None:
    client = serve(held.reader, concurrent_reads=1, waiting_reads=0)
    with ThreadPoolExecutor(1) as visitor:
        reading = visitor.submit(client.post, "/api/v1/read", files={"image": picture_file()})
        try:
            assert held.begun.wait(10)
            refused = ask(client, picture_file())
        finally:
            held.go.set()
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert refused.json()["type"] == "urn:blockletter:problem:busy"
        assert reading.result(timeout=10).status_code == 200
    assert ask(client, picture_file()).status_code == 200


def test_it_waits_for_its_turn_among_readings(serve: Serve, held: Held) -> None:
    client = serve(held.reader, concurrent_reads=1, waiting_reads=1)
    with ThreadPoolExecutor(2) as visitors:
        reading = visitors.submit(client.post, "/api/v1/read", files={"image": picture_file()})
        try:
            assert held.begun.wait(10)
            found = visitors.submit(ask, client, picture_file())
            with pytest.raises(TimeoutError):
                found.result(timeout=0.3)
        finally:
            held.go.set()
        assert [reading.result(timeout=10).status_code, found.result(timeout=10).status_code] == [200, 200]


def test_before_the_first_page_is_read_it_is_not_ready(serve: Serve) -> None:
    go = Event()

    def hold(picture: Picture) -> None:
        assert go.wait(20)

    client = serve(FakeReader(before=hold), ready=False)
    try:
        refused = ask(client, picture_file())
    finally:
        go.set()
    assert (refused.status_code, refused.json()["type"]) == (503, "urn:blockletter:problem:not-ready")
