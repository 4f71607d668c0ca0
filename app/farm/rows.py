"""One row a page: what a batch keeps of a reading, or why there is none."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any, Self

from model.formats.json import CONFIDENCE_DIGITS, page_fields
from model.formats.reading import PageReading


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page of one file.

    Attributes:
        file: Its absolute path or URL.
        page: Which page of the file, from 1; None where the whole file cannot be read.
        problem: Why it cannot be read; None where it was.
        text: What stands on it, lines with line breaks between them.
        confidence: The share of its letters that are likely right, 0..1; None where there are none.
        needs_review: Whether a person should look at one of its letters.
        glyphs: JSON of its letters in reading order: those of the service's answer, each with its line and word from 1.
        width: Of the upright page, in pixels.
        height: Likewise.
        model: The name of the checkpoint.
        engine: Who read it.
    """

    file: str
    page: int | None
    problem: str | None = None
    text: str = ""
    confidence: float | None = None
    needs_review: bool = False
    glyphs: str = "[]"
    width: int | None = None
    height: int | None = None
    model: str | None = None
    engine: str | None = None

    @classmethod
    def of(cls, reading: PageReading) -> Self:
        """The row of a page that was read."""
        page, letters = reading.page, list(reading.page.glyphs)
        mean = round(fmean(glyph.confidence for glyph in letters), CONFIDENCE_DIGITS) if letters else None
        return cls(
            reading.file, reading.number, None, page.text, mean, any(glyph.needs_review for glyph in letters),
            json.dumps(_glyph_rows(reading)), page.width, page.height, reading.model, reading.engine,
        )  # fmt: skip

    def fields(self) -> dict[str, Any]:
        """Its columns, the letters as they are rather than as text."""
        return asdict(self) | {"glyphs": json.loads(self.glyphs)}


def _glyph_rows(reading: PageReading) -> list[dict[str, Any]]:
    return [
        {"line": line_number, "word": word_number, **glyph}
        for line_number, line in enumerate(page_fields(reading)["lines"], 1)
        for word_number, word in enumerate(line["words"], 1)
        for glyph in word["glyphs"]
    ]
