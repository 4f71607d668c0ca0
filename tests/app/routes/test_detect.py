from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from app.schemas import Proposal
from model.fields.document import parse_template
from tests.app.fakes import picture_file
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


def test_large_pages_come_smaller(client: TestClient) -> None:
    buffer = io.BytesIO()
    Image.fromarray(np.full((2400, 1200), 255, np.uint8)).save(buffer, "PNG")
    picture = ask(client, buffer.getvalue()).json()["picture"]
    assert max(picture["width"], picture["height"]) <= 1600
