"""A page as JSON: text, lines, words and glyphs with boxes, confidences and alternatives."""

from __future__ import annotations

import base64
import json
from typing import NotRequired, TypedDict, cast

from model.elements import BoundingBox, Glyph, Line, Page, Source, Word
from model.formats.picture import AnnotatedPicture
from model.options import Engine

#: Confidences are calibrated to a few percent, so more digits would only be noise.
CONFIDENCE_DIGITS = 4


class BoxFields(TypedDict):
    """A rectangle in page pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int


class AlternativeFields(TypedDict):
    """Another letter a glyph could be."""

    letter: str
    confidence: float


class GlyphFields(TypedDict):
    """One letter, with the next best letters, best first."""

    letter: str
    confidence: float
    box: BoxFields
    alternatives: list[AlternativeFields]
    source: Source
    needs_review: bool


class WordFields(TypedDict):
    """Glyphs between two spaces."""

    text: str
    box: BoxFields
    glyphs: list[GlyphFields]


class LineFields(TypedDict):
    """Words on one baseline."""

    text: str
    box: BoxFields
    words: list[WordFields]


class PictureFields(TypedDict):
    """The annotated picture, its bytes in base64."""

    media_type: str
    width: int
    height: int
    base64: str


class PageFields(TypedDict):
    """The whole document; a field that was not asked for is left out."""

    file: NotRequired[str]
    text: str
    width: int
    height: int
    model: NotRequired[str]
    engine: NotRequired[Engine]
    milliseconds: NotRequired[float]
    lines: list[LineFields]
    annotated: NotRequired[PictureFields]


def page_fields(
    page: Page,
    *,
    file: str | None = None,
    model: str | None = None,
    engine: Engine | None = None,
    milliseconds: float | None = None,
    annotated: AnnotatedPicture | None = None,
) -> PageFields:
    """Everything about a page, ready for any JSON encoder.

    Args:
        page: The reading.
        file: The name of the file that was read.
        model: The name of the checkpoint that read it.
        engine: Who read it.
        milliseconds: How long reading took.
        annotated: The picture with boxes and letters.

    Returns:
        The fields in the order a person would look for them.
    """
    fields = {
        "file": file,
        "text": page.text,
        "width": page.width,
        "height": page.height,
        "model": model,
        "engine": engine,
        "milliseconds": None if milliseconds is None else round(milliseconds, 1),
        "lines": [_line(line) for line in page.lines],
        "annotated": annotated and _picture(annotated),
    }
    return cast(PageFields, {name: value for name, value in fields.items() if value is not None})


def write_json(fields: PageFields, indent: int | None = None) -> str:
    """Encode a page in ASCII, so that any file name and any terminal can hold it.

    Args:
        fields: What `page_fields` answered.
        indent: Spaces for each level; everything on one line if None.

    Returns:
        JSON without a line break at the end.
    """
    return json.dumps(fields, indent=indent)


def _box(box: BoundingBox) -> BoxFields:
    return {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}


def _glyph(glyph: Glyph) -> GlyphFields:
    return {
        "letter": glyph.letter,
        "confidence": round(glyph.confidence, CONFIDENCE_DIGITS),
        "box": _box(glyph.box),
        "alternatives": [
            {"letter": other.letter, "confidence": round(other.confidence, CONFIDENCE_DIGITS)}
            for other in glyph.alternatives
        ],
        "source": glyph.source,
        "needs_review": glyph.needs_review,
    }


def _word(word: Word) -> WordFields:
    return {"text": word.text, "box": _box(word.box), "glyphs": [_glyph(glyph) for glyph in word.glyphs]}


def _line(line: Line) -> LineFields:
    return {"text": line.text, "box": _box(line.box), "words": [_word(word) for word in line.words]}


def _picture(annotated: AnnotatedPicture) -> PictureFields:
    return {
        "media_type": annotated.media_type,
        "width": annotated.width,
        "height": annotated.height,
        "base64": base64.b64encode(annotated.content).decode("ascii"),
    }
