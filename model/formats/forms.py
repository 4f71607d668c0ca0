"""Forms as JSON, NDJSON and CSV: their fields with whole values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.elements import Glyph
from model.errors import OptionError
from model.fields.reading import FieldReading, FormPage
from model.formats.json import CONFIDENCE_DIGITS, VERSION, box_fields
from model.options import Engine

#: How far marks and lines lie off their places is told to a hundredth of a pixel of a large page.
ERROR_DIGITS = 6
CSV_COLUMNS = (
    "file", "page", "field", "type", "value", "confidence", "needs_review", "reasons", "left", "top", "right",
    "bottom", "alternatives",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormReading:
    """One page of a file as it was read by a template.

    Attributes:
        page: The reading.
        file: The name of the file as the user gave it; empty where it has none.
        number: Which page of its file this is, from 1.
        model: The name of the checkpoint.
        engine: Who read it; None where nobody said.
        milliseconds: From the encoded picture to the last value; None where nobody measured it.
    """

    page: FormPage
    file: str = ""
    number: int = 1
    model: str = ""
    engine: Engine | None = None
    milliseconds: float | None = None

    @property
    def letters(self) -> int:
        """How many glyphs were read."""
        return sum(len(field.glyphs) for field in self.page.fields)


def form_fields(reading: FormReading) -> dict[str, Any]:
    """Everything about a page, ready for any JSON encoder."""
    page = reading.page
    fields = {
        "version": VERSION,
        "file": reading.file or None,
        "page": reading.number,
        "template": page.template or None,
        "width": page.width,
        "height": page.height,
        "model": reading.model or None,
        "engine": reading.engine,
        "milliseconds": None if reading.milliseconds is None else round(reading.milliseconds, 1),
        "registration": {
            "by": page.by,
            "error": round(page.error, ERROR_DIGITS),
            "corners": [list(corner) for corner in page.corners],
        },
        "needs_review": page.needs_review,
        "fields": [_field(field) for field in page.fields],
    }
    return {name: value for name, value in fields.items() if value is not None}


def write_forms_json(readings: Iterable[FormReading]) -> Iterator[bytes]:
    """One page as it is; none or several as a document with `pages`."""
    count = 0
    before = ""
    for count, reading in enumerate(readings, 1):
        if count == 2:
            yield f'{{"version": {VERSION}, "pages": [\n'.encode()
        yield f"{before},\n".encode() if count > 1 else b""
        before = json.dumps(form_fields(reading))
    if count == 1:
        yield f"{before}\n".encode()
        return
    opening = "" if count else f'{{"version": {VERSION}, "pages": ['
    yield f"{opening}{before}]}}\n".encode()


def write_forms_ndjson(readings: Iterable[FormReading]) -> Iterator[bytes]:
    """One page a line, each as soon as it is read."""
    return (f"{json.dumps(form_fields(reading))}\n".encode() for reading in readings)


def write_forms_csv(readings: Iterable[FormReading]) -> Iterator[bytes]:
    """One row a field; alternatives are values and confidences in JSON, since a value may hold any sign."""
    yield _rows([CSV_COLUMNS])
    for reading in readings:
        yield _rows([_row(reading, field) for field in reading.page.fields])


@dataclass(frozen=True, slots=True)
class FormFormat:
    """One way to write forms; each holds any number of pages.

    Attributes:
        name: What users call it.
        media_type: Such as ``text/csv``.
        write: Its writer.
        several: Whether one document holds several pages.
    """

    name: str
    media_type: str
    write: Callable[[Iterable[FormReading]], Iterator[bytes]]
    several: bool = True


#: In the order of preference where a client has none.
FORM_FORMATS: Mapping[str, FormFormat] = {
    form.name: form
    for form in (
        FormFormat("json", "application/json", write_forms_json),
        FormFormat("ndjson", "application/x-ndjson", write_forms_ndjson),
        FormFormat("csv", "text/csv", write_forms_csv),
    )
}
FORM_MEDIA_TYPES: Mapping[str, FormFormat] = {form.media_type: form for form in FORM_FORMATS.values()}


def find_form_format(name: str) -> FormFormat:
    """The format of a name.

    Raises:
        OptionError: There is no such format.
    """
    if name not in FORM_FORMATS:
        raise OptionError(f"There is no format {name[:20]!r} for forms. Use {', '.join(FORM_FORMATS)}.")
    return FORM_FORMATS[name]


def _field(field: FieldReading) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": field.type,
        "value": field.value,
        "confidence": round(field.confidence, CONFIDENCE_DIGITS),
        "needs_review": field.needs_review,
        "reasons": list(field.reasons),
        "alternatives": [
            {"value": other.value, "confidence": round(other.confidence, CONFIDENCE_DIGITS)}
            for other in field.alternatives
        ],
        "box": box_fields(field.box),
        "corners": [list(corner) for corner in field.corners],
        "glyphs": [_glyph(glyph) for glyph in field.glyphs],
    }


def _glyph(glyph: Glyph) -> dict[str, Any]:
    return {
        "letter": glyph.letter,
        "confidence": round(glyph.confidence, CONFIDENCE_DIGITS),
        "box": box_fields(glyph.box),
    }


def _row(reading: FormReading, field: FieldReading) -> Sequence[str | int | float]:
    others = [[other.value, round(other.confidence, CONFIDENCE_DIGITS)] for other in field.alternatives]
    box, review = field.box, "true" if field.needs_review else "false"
    return (
        reading.file, reading.number, field.name, field.type, field.value, round(field.confidence, CONFIDENCE_DIGITS),
        review, " ".join(field.reasons), box.left, box.top, box.right, box.bottom,
        json.dumps(others, ensure_ascii=False) if others else "",
    )  # fmt: skip


def _rows(rows: Iterable[Sequence[str | int | float]]) -> bytes:
    text = io.StringIO()
    # RFC 4180 wants both characters at the end of a row.
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
