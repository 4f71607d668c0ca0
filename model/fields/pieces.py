"""The pieces of writing in a row of a field, and the cells they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.fields.clear import ClearRow
from model.segment import Fragment, fragment_of, merged


@dataclass(frozen=True, slots=True)
class PieceSettings:
    """What is writing; lengths are shares of the row's height unless told otherwise.

    Attributes:
        under: Writing may go on this far under the row; over it stand the labels of forms.
        inside: This share of a piece's height lies in there.
        beside: And its middle at most this far beside the row.
        speck: Smaller pieces are dust.
        mark: So are those smaller than this where no marks may be answered.
        letter: Rows without any piece of this size are empty: no mark stands alone.
        faintest: Pieces less than this many times as dark as the page's writing are shade.
        wide: A piece wider than so many cells is several letters.
        crossing: So is one that reaches this share of a cell into two cells each.
        cut: It is cut within this share of a cell from their edge.
        most: Rows with more pieces are texture; only the largest are kept.
    """

    under: float = 0.15
    inside: float = 0.6
    beside: float = 0.15
    speck: float = 0.045
    mark: float = 0.11
    letter: float = 0.2
    faintest: float = 0.35
    wide: float = 1.3
    crossing: float = 0.35
    cut: float = 0.2
    most: int = 200


def find_pieces(row: ClearRow, settings: PieceSettings | None = None) -> list[Fragment]:
    """The connected pieces of ink in a row, from left to right, in pixels of its part of the sheet.

    Args:
        row: Without its frame.
        settings: The tunables; the defaults if None.
    """
    settings = settings or PieceSettings()
    count, labels, stats, middles = cv2.connectedComponentsWithStats(row.ink.mask.astype(np.uint8), connectivity=8)
    if count < 2:
        return []
    height = row.row.height
    room = row.row.grown(settings.beside * height, 0)
    top, high = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
    shared = np.minimum(top + high, room.bottom + settings.under * height) - np.maximum(top, room.y)
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kept = (longer >= max(3.0, settings.speck * height)) & (stats[:, cv2.CC_STAT_AREA] >= 6)
    kept &= (middles[:, 0] >= room.x) & (middles[:, 0] <= room.right)
    kept &= shared >= settings.inside * high
    kept[0] = False
    order = np.flatnonzero(kept)
    order = order[np.argsort(-stats[order, cv2.CC_STAT_AREA], kind="stable")][: settings.most]
    boxes, numbers = np.asarray(stats, np.int32), np.asarray(labels, np.int32)
    pieces = [fragment_of(row.ink, numbers, int(number), boxes[number]) for number in order]
    return sorted(pieces, key=lambda piece: piece.box.left)


def only_writing(
    pieces: Sequence[Fragment], darkness: float, height: float, marks: bool, settings: PieceSettings | None = None
) -> list[Fragment]:
    """The pieces of a row that are no dust and not far fainter than the writing of the page.

    Args:
        pieces: Of the row.
        darkness: Of the page's writing, 0..255.
        height: Of the row in pixels.
        marks: Whether full stops and their like may stand there.
        settings: The tunables; the defaults if None.
    """
    settings = settings or PieceSettings()
    least = 0.0 if marks else settings.mark * height
    dark = [
        piece
        for piece in pieces
        if piece.darkness >= settings.faintest * darkness and max(piece.box.width, piece.box.height) >= least
    ]
    largest = max((max(piece.box.width, piece.box.height) for piece in dark), default=0)
    return dark if largest >= settings.letter * height else []


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands in the cells of a row.

    Attributes:
        inks: The ink of each cell, None where it is empty.
        overflow: Whether ink was found that may be more than one letter a cell.
    """

    inks: tuple[Fragment | None, ...]
    overflow: bool


def in_cells(
    pieces: Sequence[Fragment], edges: NDArray[np.float64], settings: PieceSettings | None = None
) -> Cells:
    """Sort pieces into cells; letters that grew together are cut where the cells meet.

    Args:
        pieces: Of a row.
        edges: (cells + 1,) where its cells begin and end, in the same pixels.
        settings: The tunables; the defaults if None.
    """
    settings = settings or PieceSettings()
    pitch = float(edges[-1] - edges[0]) / (len(edges) - 1)
    several = [_parted(piece, edges, pitch, settings) for piece in pieces]
    held: list[list[Fragment]] = [[] for _ in range(len(edges) - 1)]
    for piece in (part for parts in several for part in parts):
        cell = int(np.clip(np.searchsorted(edges, _middle(piece)) - 1, 0, len(held) - 1))
        held[cell].append(piece)
    overflow = any(len(parts) > 1 for parts in several)
    return Cells(tuple(merged(own) if own else None for own in held), overflow)


def _middle(piece: Fragment) -> float:
    """The column of the middle of a piece's ink."""
    weights = (piece.ink > 0).sum(axis=0)
    return piece.box.left + float(np.average(np.arange(len(weights)) + 0.5, weights=weights))


def _parted(piece: Fragment, edges: NDArray[np.float64], pitch: float, settings: PieceSettings) -> list[Fragment]:
    """A piece cut at the edges of the cells that it has letters on both sides of."""
    box = piece.box
    inner = [
        float(edge)
        for edge in edges[1:-1]
        if edge - box.left >= settings.crossing * pitch and box.right - edge >= settings.crossing * pitch
    ]
    # A wide letter that leans into the next cell reaches over one edge, seldom far.
    if not inner or (len(inner) == 1 and box.width <= settings.wide * pitch):
        return [piece]
    columns = (piece.ink > 0).sum(axis=0)
    cuts = []
    for edge in inner:
        first = max(1, round(edge - settings.cut * pitch) - box.left)
        last = min(box.width - 1, round(edge + settings.cut * pitch) - box.left)
        cuts.append(first + int(columns[first : last + 1].argmin()))
    bounds = [0, *cuts, box.width]
    parts = [_slice(piece, start, end) for start, end in pairwise(bounds) if end > start]
    return [part for part in parts if part is not None]


def _slice(piece: Fragment, start: int, end: int) -> Fragment | None:
    """Some columns of a piece, None where they hold no ink."""
    ink = piece.ink[:, start:end]
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(ink))
    if not width:
        return None
    left, top = piece.box.left + start + x, piece.box.top + y
    box = BoundingBox(left, top, left + width, top + height)
    return Fragment(box, np.ascontiguousarray(ink[y : y + height, x : x + width]), 1.0, piece.darkness)
