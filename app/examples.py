"""What answers look like, for the document that describes the interface: made by the writers themselves."""

from __future__ import annotations

from typing import Any

from app.errors import PROBLEM_MEDIA_TYPE, PROBLEM_TYPES, PROBLEMS, STATUSES, Problem
from app.schemas import Problem as ProblemDocument
from model.elements import Alternative, BoundingBox, Glyph, Line, Page, Word
from model.fields.reading import FieldReading, FormPage, OtherValue
from model.formats.catalogue import FORMATS, Format
from model.formats.forms import FORM_FORMATS, FormReading, form_fields
from model.formats.json import page_fields
from model.formats.reading import PageReading

_GLYPHS = (
    Glyph("H", 0.9981, BoundingBox(20, 40, 44, 72), (Alternative("N", 0.0012),)),
    Glyph("I", 0.8712, BoundingBox(50, 41, 56, 72), (Alternative("l", 0.1025), Alternative("1", 0.0201))),
)
READING = PageReading(Page(120, 96, (Line((Word(_GLYPHS),)),)), "note.png", 1, "letternet-plus-int8", "auto", 12.3)
_CORNERS = ((10.2, 30.1), (80.0, 31.4), (79.6, 76.0), (9.8, 74.7))
_VALUE = FieldReading(
    "greeting", "text", "HI", 0.9312, (OtherValue("HL", 0.0401),), _GLYPHS, BoundingBox(9, 30, 80, 76), _CORNERS
)
FORM = FormReading(
    FormPage(120, 96, "Membership", "marks", 0.0004, _CORNERS, (_VALUE,)),
    "form.png", 1, "letternet-plus-int8", "auto", 80.1,
)  # fmt: skip
PROPOSAL: dict[str, Any] = {
    "version": 1,
    "template": {
        "version": 1, "page": {"width": 1240, "height": 1754}, "unit": "px",
        "fields": [{"name": "field 1", "region": {"x": 120, "y": 200, "width": 780, "height": 70}, "marking": "comb",
                    "cells": 13}],
    },
    "picture": {"media_type": "image/jpeg", "width": 1131, "height": 1600, "base64": "/9j/4AAQSkZJRg=="},
}  # fmt: skip
PROSE = "What was wrong with this very request, with the limit where there is one."


def answer_of(form: Format) -> dict[str, Any]:
    """The content of a response in one format: its schema, and an example where people can read it."""
    if form.name == "json":
        return {"example": page_fields(READING)}
    if form.binary:
        return {"schema": {"type": "string", "format": "binary"}}
    return {"schema": {"type": "string"}, "example": b"".join(form.write([READING])).decode()}


def answers() -> dict[str, dict[str, Any]]:
    """The content of a reading in every format, by media type."""
    return {form.media_type: answer_of(form) for form in FORMATS.values()}


def form_answers() -> dict[str, dict[str, Any]]:
    """The content of a form in every format, by media type."""
    texts = {form.media_type: b"".join(form.write([FORM])).decode() for form in FORM_FORMATS.values()}
    written = {name: {"schema": {"type": "string"}, "example": text} for name, text in texts.items()}
    return {**written, FORM_FORMATS["json"].media_type: {"example": form_fields(FORM)}}


def refusal(status: int, description: str) -> dict[str, Any]:
    """The response for a status, with an example of every problem that has it."""
    rows = {row.name: row for row in (*PROBLEMS.values(), *STATUSES.values()) if row.status == status}
    examples = {name: {"summary": row.title, "value": _document(row)} for name, row in rows.items()}
    return {
        "description": description,
        "content": {PROBLEM_MEDIA_TYPE: {"schema": ProblemDocument.model_json_schema(), "examples": examples}},
    }


def _document(row: Problem) -> dict[str, Any]:
    return {
        "type": f"{PROBLEM_TYPES}{row.name}",
        "title": row.title,
        "status": row.status,
        "detail": PROSE,
        "instance": "/api/v1/read#4f5c9e0b",
    }
