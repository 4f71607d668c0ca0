"""What a reading may be asked for, so that a page or a program can offer it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from app.dependencies import CurrentService
from app.schemas import Strict
from model.alphabet import NAMED_CHARSETS
from model.networks.checkpoint import bundled
from model.spelling.language import LANGUAGES

READ, WRITE = "/api/v1/read", "/api/v1/write"
FORM = "multipart/form-data"

router = APIRouter(prefix="/api/v1", tags=["read"])


class Abilities(Strict):
    """What the form of a reading takes and what is answered.

    Attributes:
        formats: What `format` may be.
        charsets: The named charsets; `chars:ABC` is one more.
        languages: What `language` may be.
        lexicons: The named lists of words that `lexicon` may be.
        models: The checkpoints that come with the service.
        fields: Every form field with its JSON schema.
        writes: Whether corrected readings can be written in these formats.
        corrections: Whether corrected letters are kept under the name of a hand.
    """

    formats: list[str]
    charsets: list[str]
    languages: list[str]
    lexicons: list[str]
    models: list[str]
    fields: dict[str, dict[str, Any]]
    writes: bool
    corrections: bool


@router.get("/abilities")
def abilities(request: Request, service: CurrentService) -> Abilities:
    """Say what a reading may be asked for, out of the document that describes the interface."""
    document = request.app.openapi()
    fields = form_fields(document)
    return Abilities(
        formats=choices(fields.get("format", {})),
        charsets=list(NAMED_CHARSETS),
        languages=["any", "none", *LANGUAGES],
        lexicons=service.lexicons.names,
        models=list(bundled()),
        fields=fields,
        writes=WRITE in document["paths"],
        corrections=service.settings.corrections is not None,
    )


def form_fields(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of the reading's form with their JSON schemas.

    Args:
        document: The OpenAPI document.
    """
    body = document["paths"][READ]["post"]["requestBody"]["content"][FORM]["schema"]
    fields: dict[str, dict[str, Any]] = _resolved(body, document)["properties"]
    return {name: _plain(_resolved(field, document)) for name, field in fields.items()}


def choices(field: dict[str, Any]) -> list[str]:
    """The values that a field's schema allows, none where it is open."""
    return list(field.get("enum", ()))


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """A schema in place of a reference to it."""
    if "$ref" not in schema:
        return schema
    place = document
    for step in schema["$ref"].split("/")[1:]:
        place = place[step]
    return place


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    """A field that may also be null, as what it is otherwise."""
    kinds = [kind for kind in field.get("anyOf", ()) if kind.get("type") != "null"]
    own = {name: value for name, value in field.items() if name != "anyOf"}
    return {**kinds[0], **own} if len(kinds) == 1 else field
