"""A page as JSON: text, lines, words and glyphs with boxes, confidences and alternatives."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from typing import NotRequired, TypedDict, cast

from model.elements import BoundingBox, Glyph, Line, Source, Word
from model.formats.picture import AnnotatedPicture, annotate
from model.formats.reading import PageReading
from model.formats.text import FORM_FEED
from model.options import Engine

#: Of the fields below: it rises when one is taken away or changes its meaning, not when one is added.
VERSION = 1
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
    confidence: float
    box: BoxFields
    needs_review: bool
    glyphs: list[GlyphFields]


class EntryFields(TypedDict):
    """A word of a list that a line may be."""

    text: str
    confidence: float


class LineFields(TypedDict):
    """Words on one baseline; `entries` only where a list was given, best first."""

    text: str
    confidence: float
    box: BoxFields
    needs_review: bool
    words: list[WordFields]
    entries: NotRequired[list[EntryFields]]


class PictureFields(TypedDict):
    """The annotated picture, its bytes in base64."""

    media_type: str
    width: int
    height: int
    base64: str


class PageFields(TypedDict):
    """One page; a field that nobody knows or asked for is left out."""

    version: int
    file: NotRequired[str]
    page: int
    text: str
    width: int
    height: int
    model: NotRequired[str]
    engine: NotRequired[Engine]
    milliseconds: NotRequired[float]
    lines: list[LineFields]
    annotated: NotRequired[PictureFields]


def page_fields(reading: PageReading) -> PageFields:
    """Everything about a page, ready for any JSON encoder.

    Args:
        reading: The page; its preview is drawn on where it has one.

    Returns:
        The fields in the order a person would look for them.
    """
    page = reading.page
    fields = {
        "version": VERSION,
        "file": reading.file or None,
        "page": reading.number,
        "text": page.text,
        "width": page.width,
        "height": page.height,
        "model": reading.model or None,
        "engine": reading.engine,
        "milliseconds": None if reading.milliseconds is None else round(reading.milliseconds, 1),
        "lines": [_line(line) for line in page.lines],
        # A JPEG: the PNG of a photo would be ten times as large.
        "annotated": None if reading.preview is None else picture_fields(annotate(reading.preview, page, "image/jpeg")),
    }
    return cast(PageFields, {name: value for name, value in fields.items() if value is not None})


def write_json(readings: Iterable[PageReading], indent: int | None = None) -> Iterator[bytes]:
    """One page as it is; none or several as a document with `pages` and the `text` of all.

    In ASCII, so that any file name and any terminal can hold it.

    Args:
        readings: The pages; each is encoded before the next is asked for.
        indent: Spaces for each level; everything on one line if None.
    """
    before, count = "", 0
    texts: list[str] = []
    for count, reading in enumerate(readings, 1):
        page = json.dumps(page_fields(reading), indent=indent)
        texts.append(reading.page.text)
        if count == 2:
            yield f'{{"version": {VERSION}, "pages": ['.encode()
        yield f"{before},\n".encode() if count > 1 else b""
        before = page
    if count == 1:
        yield f"{before}\n".encode()
        return
    opening = "" if count else f'{{"version": {VERSION}, "pages": ['
    yield f'{opening}{before}], "text": {json.dumps(FORM_FEED.join(texts))}}}\n'.encode()


def write_ndjson(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One page a line, each as soon as it is read."""
    return (f"{json.dumps(page_fields(reading))}\n".encode() for reading in readings)


def box_fields(box: BoundingBox) -> BoxFields:
    """A rectangle as JSON holds it."""
    return {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}


def _glyph(glyph: Glyph) -> GlyphFields:
    return {
        "letter": glyph.letter,
        "confidence": round(glyph.confidence, CONFIDENCE_DIGITS),
        "box": box_fields(glyph.box),
        "alternatives": [
            {"letter": other.letter, "confidence": round(other.confidence, CONFIDENCE_DIGITS)}
            for other in glyph.alternatives
        ],
        "source": glyph.source,
        "needs_review": glyph.needs_review,
    }


def _word(word: Word) -> WordFields:
    return {
        "text": word.text,
        "confidence": round(word.confidence, CONFIDENCE_DIGITS),
        "box": box_fields(word.box),
        "needs_review": word.needs_review,
        "glyphs": [_glyph(glyph) for glyph in word.glyphs],
    }


def _line(line: Line) -> LineFields:
    fields: LineFields = {
        "text": line.text,
        "confidence": round(line.confidence, CONFIDENCE_DIGITS),
        "box": box_fields(line.box),
        "needs_review": line.needs_review,
        "words": [_word(word) for word in line.words],
    }
    if line.entries:
        fields["entries"] = [
            {"text": entry.text, "confidence": round(entry.confidence, CONFIDENCE_DIGITS)} for entry in line.entries
        ]
    return fields


def picture_fields(annotated: AnnotatedPicture) -> PictureFields:
    """A picture, ready for any JSON encoder."""
    return {
        "media_type": annotated.media_type,
        "width": annotated.width,
        "height": annotated.height,
        "base64": base64.b64encode(annotated.content).decode("ascii"),
    }
