import pytest
from starlette.testclient import TestClient

from app.routes.abilities import choices, form_fields
from app.schemas import ReadForm
from model.alphabet import parse_charset
from model.networks.checkpoint import bundled
from model.spelling.language import check_language


def test_abilities_are_those_of_the_form(client: TestClient) -> None:
    abilities = client.get("/api/v1/abilities").json()
    assert set(abilities["fields"]) == set(ReadForm.model_fields)
    assert {"json", "text", "png", "jpeg"} <= set(abilities["formats"])
    assert abilities["fields"]["alternatives"]["maximum"] == 10
    assert abilities["models"] == list(bundled())
    for name in abilities["charsets"]:
        parse_charset(name)
    for name in abilities["languages"]:
        check_language(name)


def test_what_is_offered_is_answered(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert client.get("/api/v1/abilities").json()["writes"] is ("/api/v1/write" in paths)


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"enum": ["a", "b"]}, ["a", "b"]),
        ({"anyOf": [{"enum": ["a"]}, {"type": "null"}], "title": "F"}, ["a"]),
        ({"$ref": "#/components/schemas/Kind"}, ["x"]),
        ({"type": "string"}, []),
    ],
    ids=["enum", "or null", "reference", "open"],
)
def test_choices_are_found_however_they_are_written(schema: dict[str, object], values: list[str]) -> None:
    form = {"properties": {"format": schema}}
    content = {"multipart/form-data": {"schema": {"$ref": "#/components/schemas/Form"}}}
    document = {
        "paths": {"/api/v1/read": {"post": {"requestBody": {"content": content}}}},
        "components": {"schemas": {"Form": form, "Kind": {"enum": ["x"]}}},
    }
    assert choices(form_fields(document)["format"]) == values
