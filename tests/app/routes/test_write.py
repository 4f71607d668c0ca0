import io
import json
from typing import Any

import pytest
from PIL import Image as Pillow
from starlette.testclient import TestClient

from tests.app.fakes import picture_file


def glyph(letter: str, left: int, **more: Any) -> dict[str, Any]:
    box = {"left": left, "top": 20, "right": left + 20, "bottom": 60}
    return {"letter": letter, "confidence": 1, "box": box, "alternatives": [], **more}


def page(*glyphs: dict[str, Any], **more: Any) -> dict[str, Any]:
    words = [{"text": "not asked", "glyphs": list(glyphs)}]
    return {"width": 400, "height": 200, "lines": [{"words": words}], **more}


GOOD = page(glyph("O", 10, source="person"), glyph("ri", 40), glyph("B", 70))


def write(client: TestClient, reading: object, **fields: str) -> Any:
    data = {"reading": json.dumps(reading), **fields}
    return client.post("/api/v1/write", files={"image": picture_file()}, data=data)


def test_corrected_letters_are_written_as_text_and_json(client: TestClient) -> None:
    assert write(client, GOOD, format="text").text == "OriB\n"
    reading = write(client, GOOD).json()
    assert reading["text"] == "OriB"
    assert reading["lines"][0]["box"] == {"left": 10, "top": 20, "right": 90, "bottom": 60}


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_corrected_letters_are_drawn_over_the_picture(client: TestClient, kind: str) -> None:
    answer = write(client, GOOD, format=kind)
    assert answer.headers["content-type"] == f"image/{kind}"
    with Pillow.open(io.BytesIO(answer.content)) as drawn:
        assert (drawn.format, drawn.size) == (kind.upper(), (400, 200))
    blank = write(client, page(width=400, lines=[]), format=kind)
    assert blank.content != answer.content


def test_a_page_without_letters_is_written_too(client: TestClient) -> None:
    assert write(client, {"width": 400, "height": 200, "lines": []}, format="text").text == ""


@pytest.mark.parametrize(
    "reading",
    [
        "no object",
        {"width": 400},
        page(glyph("", 10)),
        page(glyph("A" * 9, 10)),
        page(glyph("A", 390)),
        page(glyph("A", -5)),
        page(glyph("A", 10, confidence=2)),
        page(),
        page(glyph("A", 10), width=10**9),
    ],
    ids=["text", "half", "empty", "long", "outside", "negative", "too sure", "empty word", "vast"],
)
def test_what_is_no_reading_is_refused(client: TestClient, reading: object) -> None:
    answer = write(client, reading)
    assert answer.status_code == 422
    assert "reading" in answer.json()["errors"][0]["field"]


def test_another_picture_is_refused(client: TestClient) -> None:
    answer = write(client, {**GOOD, "width": 401}, format="png")
    assert answer.status_code == 422
    assert "401 x 200" in answer.json()["detail"]


def test_broken_json_and_pictures_are_refused(client: TestClient) -> None:
    for content, reading, status in ((picture_file(), "{", 422), (b"no picture", json.dumps(GOOD), 415)):
        data = {"reading": reading, "format": "png"}
        assert client.post("/api/v1/write", files={"image": content}, data=data).status_code == status
