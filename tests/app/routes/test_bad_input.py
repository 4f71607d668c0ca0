"""What people and machines send by mistake: each answer says what to do, and the service goes on."""

import tracemalloc
from time import perf_counter
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.app.fakes import gif_bomb, picture_file

READ = "/api/v1/read"
MOST_SECONDS = 0.2
MOST_BYTES = 5_000_000


def file(content: bytes, name: str = "page.png") -> dict[str, Any]:
    return {"files": {"image": (name, content)}}


REQUESTS: dict[str, tuple[dict[str, Any], int, str, str]] = {
    "empty file": (file(b""), 422, "empty-picture", "Choose the picture again"),
    "text renamed": (file(b"Dear Sir or Madam, " * 99, "a.jpg"), 415, "unknown-format", "Send a JPEG"),
    "truncated png": (file(picture_file()[:120]), 422, "damaged-picture", "Save or send the picture again"),
    "gif bomb": (file(gif_bomb(), "a.gif"), 413, "too-many-pixels", "Scale the picture down"),
    "too many bytes": (file(b"\x89PNG" + b"x" * 20_000_001), 413, "too-many-bytes", "Send a smaller file"),
    "far too many bytes": (file(b"x" * 101_100_000), 413, "too-many-bytes", "Send a smaller file"),
    "no field": ({"files": {"other": ("a.png", b"x")}}, 422, "missing-picture", "Send the picture as a file"),
    "no fields at all": (
        {"content": b"--b--\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
        422,
        "missing-picture",
        "Send the picture as a file",
    ),
    "picture as text": ({"files": {"image": (None, "page.png")}}, 422, "missing-picture", "Send the picture as a file"),
    "too many pictures": (
        {"files": [("image", (f"{number}.png", b"x")) for number in range(21)]},
        400,
        "malformed-request",
        "Send a complete request",
    ),
    "json body": ({"json": {"image": "x"}}, 415, "not-a-form", "Send the picture as multipart/form-data"),
    "url-encoded": ({"data": {"image": "x"}}, 415, "not-a-form", "Send the picture as multipart/form-data"),
    "no body": ({}, 415, "not-a-form", "Send the picture as multipart/form-data"),
    "bare picture": (
        {"content": picture_file(), "headers": {"Content-Type": "image/png"}},
        415,
        "not-a-form",
        "Send the picture as multipart/form-data",
    ),
    "no boundary": (
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        400,
        "malformed-request",
        "Send a complete request",
    ),
    "cut form": (
        {"content": b"--c\r\nhello", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
        400,
        "malformed-request",
        "Send a complete request",
    ),
    "unknown field": (
        file(picture_file()) | {"data": {"langauge": "de"}},
        422,
        "unknown-field",
        "Leave out the unknown fields",
    ),
    "unknown charset": (file(picture_file()) | {"data": {"charset": "greek"}}, 422, "unknown-option", "Correct"),
    "unreadable letters": (file(picture_file()) | {"data": {"charset": "chars:Ω"}}, 422, "unknown-option", "Correct"),
    "alternatives": (file(picture_file()) | {"data": {"alternatives": "99"}}, 422, "invalid-form", "Correct the form"),
    "annotate": (file(picture_file()) | {"data": {"annotate": "maybe"}}, 422, "invalid-form", "Correct the form"),
    "format": (file(picture_file()) | {"data": {"format": "docx"}}, 422, "invalid-form", "Correct the form"),
    "accept": (file(picture_file()) | {"headers": {"Accept": "video/mp4"}}, 406, "not-acceptable", "Ask for one"),
}


@pytest.mark.parametrize(("request_", "status", "name", "title"), REQUESTS.values(), ids=REQUESTS.keys())
def test_is_answered_with_what_to_do(
    client: TestClient, request_: dict[str, Any], status: int, name: str, title: str
) -> None:
    answer = client.post(READ, **request_)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert problem["type"] == f"urn:blockletter:problem:{name}"
    assert problem["title"].startswith(title)
    assert problem["detail"]
    assert problem["instance"] == f"{READ}#{answer.headers['x-request-id']}"
    assert client.post(READ, **file(picture_file())).status_code == 200


@pytest.mark.parametrize("name", ["empty file", "text renamed", "truncated png", "gif bomb", "no field"])
def test_is_answered_at_once_and_with_little_memory(client: TestClient, name: str) -> None:
    client.post(READ, **REQUESTS[name][0])
    start = perf_counter()
    client.post(READ, **REQUESTS[name][0])
    assert perf_counter() - start < MOST_SECONDS
    tracemalloc.start()
    client.post(READ, **REQUESTS[name][0])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES


def test_an_unknown_field_is_answered_with_the_known_ones(client: TestClient) -> None:
    problem = client.post(READ, **REQUESTS["unknown field"][0]).json()
    assert "'langauge'" in problem["detail"]
    for known in ("image", "charset", "alternatives", "annotate", "format"):
        assert known in problem["detail"]
    assert problem["errors"][0]["field"] == "langauge"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_the_wrong_method_is_answered_with_the_right_one(client: TestClient, method: str) -> None:
    answer = client.request(method, READ)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["title"].startswith("Use a method")


@pytest.mark.parametrize("path", ["/api/v1/raed", "/static/nothing.js", "/nothing", "/static/../../etc/passwd"])
def test_an_unknown_address_is_answered_with_where_they_are_listed(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "/docs" in answer.json()["title"]
