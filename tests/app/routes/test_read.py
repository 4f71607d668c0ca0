import base64
import io
from collections.abc import Iterator

import pytest
from PIL import Image as Pillow
from starlette.testclient import TestClient

from app.schemas import Reading
from model.decode import Picture
from model.elements import Page
from model.errors import LinesMissingError
from model.options import ReadOptions
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file
from tests.model.lines.fakes import ScriptedLineReader

READ = "/api/v1/read"


def image(content: bytes | None = None, name: str = "page.png") -> dict[str, tuple[str, bytes]]:
    return {"image": (name, picture_file() if content is None else content)}


def test_answers_json_that_agrees_with_the_schema(client: TestClient) -> None:
    answer = client.post(READ, files=image())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    reading = Reading.model_validate_json(answer.content, strict=True)
    assert reading.model_dump(exclude_unset=True) == answer.json()
    assert (reading.text, reading.model, reading.width, reading.height) == ("HI YOU\n4 O", "fakenet", 400, 200)
    assert reading.milliseconds >= 0


def test_the_schema_agrees_without_a_picture_too(client: TestClient) -> None:
    answer = client.post(READ, files=image(), data={"annotate": "false"})
    assert "annotated" not in answer.json()
    assert Reading.model_validate_json(answer.content, strict=True).model_dump(exclude_unset=True) == answer.json()


@pytest.mark.parametrize(("width", "height", "expected"), [(400, 200, (400, 200)), (2400, 1200, (1600, 800))])
def test_the_annotated_picture_is_bounded(
    client: TestClient, width: int, height: int, expected: tuple[int, int]
) -> None:
    answer = client.post(READ, files=image(picture_file("JPEG", width, height))).json()
    annotated = answer["annotated"]
    picture = Pillow.open(io.BytesIO(base64.b64decode(annotated["base64"])))
    assert picture.size == (annotated["width"], annotated["height"]) == expected
    assert picture.get_format_mimetype() == annotated["media_type"]
    assert (answer["width"], answer["height"]) == (width, height)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF"])
def test_takes_every_format_whatever_its_name(client: TestClient, form: str) -> None:
    assert client.post(READ, files=image(picture_file(form), "page.txt")).status_code == 200


@pytest.mark.parametrize(
    ("accept", "form", "expected"),
    [
        ("*/*", None, "application/json"),
        ("image/png", None, "image/png"),
        ("image/jpeg", None, "image/jpeg"),
        ("text/plain", None, "text/plain; charset=utf-8"),
        ("*/*", "text", "text/plain; charset=utf-8"),
        ("*/*", "png", "image/png"),
        ("*/*", "jpeg", "image/jpeg"),
        ("image/png", "json", "application/json"),
        ("image/webp,image/png;q=0.8", None, "image/png"),
    ],
)
def test_format_goes_before_accept(client: TestClient, accept: str, form: str | None, expected: str) -> None:
    answer = client.post(READ, files=image(), data={"format": form} if form else {}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)


def test_the_bare_picture_is_one(client: TestClient) -> None:
    answer = client.post(READ, files=image(), headers={"Accept": "image/png"})
    assert Pillow.open(io.BytesIO(answer.content)).size == (400, 200)


def test_text_is_only_the_text(client: TestClient) -> None:
    assert client.post(READ, files=image(), data={"format": "text"}).text == "HI YOU\n4 O\n"


def test_a_blank_page_is_no_error(serve: Serve) -> None:
    answer = serve(FakeReader(Page(1, 1))).post(READ, files=image())
    assert answer.status_code == 200
    assert (answer.json()["text"], answer.json()["lines"]) == ("", [])


def test_options_reach_the_reader(serve: Serve) -> None:
    reader = FakeReader()
    serve(reader).post(READ, files=image(), data={"charset": "chars:ABC", "language": "fr", "alternatives": "7"})
    assert reader.options[-1] == ReadOptions("chars:ABC", "fr", 7)


@pytest.mark.parametrize("engine", ["auto", "glyph", "line"])
def test_the_engine_reaches_the_reader_and_comes_back(serve: Serve, engine: str) -> None:
    reader = FakeReader()
    reader.line_reader = ScriptedLineReader(["HI"])
    answer = serve(reader).post(READ, files=image(), data={"engine": engine})
    assert answer.json()["engine"] == engine
    assert reader.options[-1] is not None
    assert reader.options[-1].engine == engine


def test_without_a_line_reader_auto_is_glyph(client: TestClient) -> None:
    assert client.post(READ, files=image()).json()["engine"] == "glyph"


def test_an_engine_that_is_not_there_says_what_to_install(serve: Serve) -> None:
    def refuse(_: Picture) -> None:
        raise LinesMissingError

    reader = FakeReader()
    client = serve(reader)
    reader.before = refuse
    problem = client.post(READ, files=image(), data={"engine": "line"})
    assert problem.status_code == 422
    assert problem.json()["type"].endswith("no-line-reader")
    assert "blockletter[lines]" in problem.json()["detail"]


def test_the_answer_is_not_kept_by_caches(client: TestClient) -> None:
    assert client.post(READ, files=image()).headers["cache-control"] == "no-store"


def test_a_large_jpeg_is_read_with_boxes_of_its_full_size(client: TestClient, serve: Serve) -> None:
    small = serve(max_pixels=1_000_000, max_jpeg_pixels=4_000_000)
    answer = small.post(READ, files=image(picture_file("JPEG", 2000, 1000)))
    assert (answer.status_code, answer.json()["width"], answer.json()["height"]) == (200, 2000, 1000)


def chunks(size: int) -> Iterator[bytes]:
    yield b'--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n'
    for _ in range(size // 10_000):
        yield b"x" * 10_000
    yield b"\r\n--b--\r\n"


@pytest.mark.parametrize("size", [900_000, 1_500_000, 20_000_000], ids=["file", "wall", "far beyond the wall"])
def test_a_chunked_upload_without_a_length_is_bounded(serve: Serve, size: int) -> None:
    sent = 0

    def counted() -> Iterator[bytes]:
        nonlocal sent
        for chunk in chunks(size):
            sent += len(chunk)
            yield chunk

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = serve(max_bytes=500_000).post(READ, content=counted(), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:blockletter:problem:too-many-bytes")
    assert "0.5 MB" in answer.json()["detail"]
