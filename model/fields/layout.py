"""Reads a form without a template: its fields are found, labels and all else left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from model.arrangement.view import View
from model.binarize import find_ink
from model.decode import Picture
from model.elements import BoundingBox, Glyph, Line, Page, Word
from model.fields.detect import detect_fields, page_tilt_deg
from model.fields.found import FoundField, find_field
from model.fields.homography import edged, moved, scaling
from model.fields.read import FORM_INK, without_dust
from model.fields.reading import YES, ReadValue
from model.fields.sheet import Sheet, around
from model.fields.template import Rect
from model.fields.value import read_values
from model.options import ReadOptions
from model.readers import Readers

#: What a ticked box is read as.
TICK = "X"


def read_found_fields(picture: Picture, readers: Readers, options: ReadOptions) -> Page:
    """Read combs, boxes and ruled fields wherever they are.

    Args:
        picture: The page.
        readers: Who reads.
        options: Charset and language of all fields, and how many alternatives letters get.

    Returns:
        A line for each field that holds something, in reading order; a ticked box is an `X`.
    """
    sheet = levelled(picture, deskew=options.deskew)
    fields = detect_fields(sheet.ink.mask, options.charset, options.language)
    found = without_dust([find_field(sheet, field, field.region) for field in fields])
    values = read_values(sheet, found, readers, 0)
    way = scaling(picture.width / picture.grey.shape[1], picture.height / picture.grey.shape[0]) @ sheet.way

    def placed(glyph: Glyph) -> Glyph:
        box, others = glyph.box, glyph.alternatives[: options.alternatives]
        outline = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
        seen = moved(np.array(outline, np.float64), way)
        return replace(glyph, box=around(seen, picture.width, picture.height), alternatives=others)

    lines: list[Line] = []
    for own, value in zip(found, values, strict=True):
        lines += _lines(_letters_of(own, value), placed)
    return Page(picture.width, picture.height, tuple(lines))


def _letters_of(own: FoundField, value: ReadValue) -> ReadValue:
    """A value as letters: that of a check box is none."""
    if own.field.type != "checkbox":
        return value
    ticked = Glyph(TICK, value.confidence, _box(own.region), needs_review=bool(value.reasons))
    return replace(value, text=TICK if value.text == YES else "", glyphs=(ticked,))


def levelled(picture: Picture, *, deskew: bool) -> Sheet:
    """The page with its printed lines level."""
    ink = find_ink(picture.grey, FORM_INK)
    view = View.straight(ink)
    tilt = page_tilt_deg(ink.mask) if deskew else 0.0
    if abs(tilt) > 0.05:
        view = view.turned(tilt)
    grey = view.seen(picture.grey)
    back = scaling(1 / ink.scale, 1 / ink.scale) @ edged(np.vstack([view.back, (0.0, 0.0, 1.0)]))
    if grey.shape != view.ink.mask.shape:
        grey = np.asarray(cv2.resize(grey, view.ink.mask.shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)
    return Sheet(grey, replace(view.ink, scale=1.0), (1.0, 1.0), back)


def _box(region: Rect) -> BoundingBox:
    left, top = max(0, round(region.x)), max(0, round(region.y))
    return BoundingBox(left, top, max(left + 1, round(region.right)), max(top + 1, round(region.bottom)))


def _lines(value: ReadValue, placed: Callable[[Glyph], Glyph]) -> list[Line]:
    """A value as lines of words."""
    glyphs = iter(value.glyphs)
    lines = []
    for text in value.text.split("\n"):
        words = [
            _word(tuple(placed(next(glyphs)) for _ in word), bool(value.reasons)) for word in text.split()
        ]
        if words:
            lines.append(Line(tuple(words), value.confidence, bool(value.reasons)))
    return lines


def _word(glyphs: Sequence[Glyph], doubtful: bool) -> Word:
    chance = float(np.prod([glyph.confidence for glyph in glyphs]))
    return Word(tuple(glyphs), chance, doubtful)
