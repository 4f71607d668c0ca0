"""What answers look like, for the document that describes the interface: made by the writers themselves."""

from __future__ import annotations

from typing import Any

from app.errors import PROBLEM_MEDIA_TYPE, PROBLEM_TYPES, PROBLEMS, STATUSES, Problem
from app.schemas import Problem as ProblemDocument
from model.elements import Alternative, BoundingBox, Glyph, Line, Page, Word
from model.formats.catalogue import FORMATS, Format
from model.formats.json import page_fields
from model.formats.reading import PageReading

_GLYPHS = (
    Glyph("H", 0.9981, BoundingBox(20, 40, 44, 72), (Alternative("N", 0.0012),)),
    Glyph("I", 0.8712, BoundingBox(50, 41, 56, 72), (Alternative("l", 0.1025), Alternative("1", 0.0201))),
)
READING = PageReading(Page(120, 96, (Line((Word(_GLYPHS),)),)), "note.png", 1, "letternet-plus-int8", "auto", 12.3)
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
