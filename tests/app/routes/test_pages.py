import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.errors import PROBLEMS, STATUSES
from app.schemas import Problem, Reading
from app.settings import STATIC
from model.formats.catalogue import FORMATS, MEDIA_TYPES
from tests.app.conftest import Serve
from tests.app.fakes import picture_file

OURS = [path for path in STATIC.rglob("*") if path.suffix in {".html", ".css", ".js"} and "swagger-ui" not in path.name]


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_are_html_under_a_strict_policy(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_everything_a_page_names_is_there(client: TestClient, path: str) -> None:
    named = re.findall(r'(?:src|href)="([^"#]+)"', client.get(path).text)
    assert named
    for address in named:
        assert address.startswith("/"), address
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_files_name_no_outside_address(path: Path) -> None:
    outside = re.findall(r"(?:https?:)?//[a-z][\w.-]*\.\w+", path.read_text(encoding="utf-8"))
    assert [address for address in outside if "www.w3.org" not in address] == []


def test_the_page_for_the_interface_gets_its_document(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    answers = document["paths"]["/api/v1/read"]["post"]["responses"]
    assert set(answers["200"]["content"]) == set(MEDIA_TYPES)
    assert all("application/problem+json" in answers[status]["content"] for status in answers if status != "200")


def test_the_document_has_an_example_of_every_format_and_of_every_problem(client: TestClient) -> None:
    answers = client.get("/openapi.json").json()["paths"]["/api/v1/read"]["post"]["responses"]
    for form in FORMATS.values():
        content = answers["200"]["content"][form.media_type]
        assert "example" in content or content["schema"]["format"] == "binary", form.name
    Reading.model_validate(answers["200"]["content"]["application/json"]["example"])
    shown = {
        name for status, answer in answers.items() if status != "200"
        for name in answer["content"]["application/problem+json"]["examples"]
    }  # fmt: skip
    # These are answers to other addresses, or to nobody.
    assert {row.name for row in (*PROBLEMS.values(), *STATUSES.values())} - shown == {
        "wrong-method",
        "client-gone",
    }


def test_every_reference_in_the_document_leads_somewhere(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    references = re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(document))
    assert references
    for reference in references:
        place = document
        for name in reference.split("/"):
            place = place[name]


def test_problems_agree_with_their_schema(client: TestClient) -> None:
    for files, data in (({"other": b"x"}, {}), ({"image": picture_file()}, {"charset": "greek"})):
        answer = client.post("/api/v1/read", files=files, data=data)
        assert Problem.model_validate_json(answer.content).model_dump(exclude_unset=True) == answer.json()


def test_examples_are_listed_and_served(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(picture_file())
    (tmp_path / "a.JPG").write_bytes(picture_file("JPEG"))
    (tmp_path / "README.md").write_text("no picture")
    client = serve(examples=tmp_path)
    assert client.get("/api/v1/examples").json() == ["a.JPG", "b.png"]
    assert client.get("/examples/b.png").headers["content-type"] == "image/png"


def test_there_need_not_be_any_examples(serve: Serve, tmp_path: Path) -> None:
    client = serve(examples=tmp_path / "missing")
    assert client.get("/api/v1/examples").json() == []
    assert client.get("/examples/b.png").status_code == 404
