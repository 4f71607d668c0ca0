"""A field as it lies on the sheet: its rows without their frames, and the ink in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model.elements import BoundingBox
from model.fields.clear import ClearRow, clear_row
from model.fields.frames import rows_of
from model.fields.pieces import find_pieces
from model.fields.sheet import Sheet
from model.fields.template import Field, Rect
from model.segment import Fragment


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field on the sheet.

    Attributes:
        field: What the template says of it.
        region: Where it is, in pixels of the sheet.
        rows: Its lines without their frames, top line first.
        pieces: The ink of each, from left to right, in pixels of the sheet.
    """

    field: Field
    region: Rect
    rows: tuple[ClearRow, ...]
    pieces: tuple[list[Fragment], ...]


def find_field(sheet: Sheet, field: Field, region: Rect) -> FoundField:
    """Take a field's frame out and find the writing in it.

    Args:
        sheet: The page laid over its template.
        field: The field.
        region: Where it is, in pixels of the sheet.
    """
    rows = tuple(clear_row(sheet.ink, row, field) for row in rows_of(field, region))
    return FoundField(field, region, rows, tuple(_on_sheet(row) for row in rows))


def _on_sheet(row: ClearRow) -> list[Fragment]:
    return [
        replace(
            piece,
            box=BoundingBox(
                piece.box.left + row.left, piece.box.top + row.top,
                piece.box.right + row.left, piece.box.bottom + row.top,
            ),
        )
        for piece in find_pieces(row)
    ]  # fmt: skip
