"""The order in which a form is read: ink, place, cells, letters, values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from model.binarize import BinarizeSettings, find_ink
from model.decode import Image, Picture
from model.elements import BoundingBox
from model.fields.blank import blank_form, find_anchor
from model.fields.check import letters_of
from model.fields.found import FoundField, find_field
from model.fields.homography import corners, moved, scaling
from model.fields.pieces import only_writing
from model.fields.reading import Corner, FieldReading, FormOptions, FormPage, ReadValue, Reason
from model.fields.register import register
from model.fields.sheet import Sheet, around, lay
from model.fields.template import Rect, Template
from model.fields.value import read_values
from model.quantiles import weighted_quantile
from model.readers import Readers

#: Printed lines are what a form is known by, and fainter ink would join what stands in a box to its edge.
FORM_INK = BinarizeSettings(pattern=False, threshold=0.42)


def read_form(
    picture: Picture,
    template: Template,
    readers: Readers,
    alternatives: int = FormOptions().alternatives,
) -> FormPage:
    """Read the fields of a page.

    Args:
        picture: The page.
        template: The form, checked.
        readers: Who reads.
        alternatives: How many further values each field gets.
    """
    ink = find_ink(picture.grey, FORM_INK)
    blank = blank_form(template.blank) if template.blank else None
    place = register(picture.grey, ink, template, blank)
    sheet = lay(picture.grey, ink, place, template)
    shifts = _shifts(sheet, template, blank)
    found = [
        find_field(sheet, field, _moved(sheet.rect(template.region(field)), shifts.get(field.anchor, (0.0, 0.0))))
        for field in template.fields
    ]
    found = without_dust(found)
    values = read_values(sheet, found, readers, alternatives)
    unregistered = place.by == "none" and place.expected
    return FormPage(
        width=picture.width,
        height=picture.height,
        template=template.name,
        by=place.by,
        error=place.error,
        corners=_outline(moved(corners(template.width, template.height), _to_picture(picture) @ place.way)),
        fields=tuple(
            _reading(own, value, sheet, picture, unregistered) for own, value in zip(found, values, strict=True)
        ),
    )


def _shifts(sheet: Sheet, template: Template, blank: Image | None) -> dict[str, tuple[float, float]]:
    """How far each anchor lies off its place on the sheet, in pixels; only a blank form shows what to look for."""
    if blank is None or not template.anchors:
        return {}
    form = np.asarray(cv2.resize(blank, sheet.grey.shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)
    return {
        anchor.name: find_anchor(sheet.grey, form, sheet.rect(template.pixels(anchor.rect)))
        for anchor in template.anchors
    }


def _moved(rect: Rect, shift: tuple[float, float]) -> Rect:
    return Rect(rect.x + shift[0], rect.y + shift[1], rect.width, rect.height)


def without_dust(found: Sequence[FoundField]) -> list[FoundField]:
    """Leave out dust, and what is far fainter than the page's writing: what shows through, shadows, grain."""
    darkness = [
        (piece.darkness, piece.box.height) for own in found for pieces in own.pieces for piece in pieces
    ]  # fmt: skip
    if not darkness:
        return list(found)
    common = weighted_quantile(*np.transpose(darkness))
    cleaned = []
    for own in found:
        marks = not all(letter.isalnum() for letter in letters_of(own.field))
        several = zip(own.pieces, own.rows, strict=True)
        pieces = tuple(only_writing(pieces, common, row.row.height, marks) for pieces, row in several)
        cleaned.append(replace(own, pieces=pieces))
    return cleaned


def _to_picture(picture: Picture) -> np.ndarray:
    """From decoded pixels, which may be fewer, to those of the file."""
    height, width = picture.grey.shape
    return scaling(picture.width / width, picture.height / height)


def _outline(points: np.ndarray) -> tuple[Corner, ...]:
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in points)


def _reading(
    own: FoundField, value: ReadValue, sheet: Sheet, picture: Picture, unregistered: bool
) -> FieldReading:
    """A field in the pixels of the picture as it came."""
    way = _to_picture(picture) @ sheet.way

    def seen(rect: Rect) -> np.ndarray:
        outline = [(rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom)]
        return moved(np.array(outline, np.float64), way)

    def placed(box: BoundingBox) -> BoundingBox:
        return around(seen(Rect(box.left, box.top, box.width, box.height)), picture.width, picture.height)

    outline = seen(own.region)
    reasons: tuple[Reason, ...] = (*value.reasons, "unregistered") if unregistered else value.reasons
    return FieldReading(
        name=own.field.name,
        type=own.field.type,
        value=value.text,
        confidence=value.confidence,
        alternatives=value.alternatives,
        glyphs=tuple(replace(glyph, box=placed(glyph.box)) for glyph in value.glyphs),
        box=around(outline, picture.width, picture.height),
        corners=_outline(outline),
        reasons=reasons,
    )
