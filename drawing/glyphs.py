"""One glyph as a hand writes it: slanted, wobbling, thicker or thinner, broken."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from drawing.pens import ORIGIN, Ink, Pen
from drawing.style import PageStyle

#: Strokes are shaped on a canvas where a letter is at least this high, then shrunk.
FINE_HEIGHT_PX = 96
#: With a gap these become other letters, or nothing.
ONE_STROKE = frozenset("1Iijl.,-/'():?!+")
#: The corners of a pixel.
PIXEL = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
#: Of 255: from here on a pixel counts as ink.
THRESHOLD = 128


@dataclass(frozen=True, slots=True)
class Patch:
    """One glyph at the size of the sheet.

    Attributes:
        letter: What it is.
        ink: (H, W) uint8, how much of each pixel is ink.
        left: First column, in pixels to the right of where the pen starts.
        top: First row, in pixels below the baseline (mostly negative).
        outline: (K, 2) float32 convex hull of the ink as x, y, in the same pixels.
        advance_px: Where the next glyph starts.
        broken: Whether a stroke has a gap.
    """

    letter: str
    ink: Ink
    left: int
    top: int
    outline: NDArray[np.float32]
    advance_px: float
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Fine:
    """A part of the pen's canvas around the ink, with the start of the baseline as x, y in its pixels."""

    ink: Ink
    origin: NDArray[np.int64]


def draw_glyph(letter: str, pen: Pen, style: PageStyle, rng: np.random.Generator) -> Patch:
    """Draw one glyph in the given style."""
    finer = max(2, math.ceil(FINE_HEIGHT_PX / style.letter_height_px))
    stroke = pen.draw(letter, style.letter_height_px * finer, rng)
    fine = _window(letter, stroke.ink, finer, style)
    ink = _thickened(fine.ink, style.pen_width_jitter * rng.standard_normal())
    ink = _warped(ink, fine.origin, style.letter_height_px * finer, style, rng)
    breaks = bool(rng.random() < style.broken) and letter not in ONE_STROKE
    if breaks:
        ink = _broken(ink, rng)
    return _shrunk(letter, _Fine(ink, fine.origin), finer, stroke.advance_px / finer, breaks)


def _window(letter: str, canvas: Ink, finer: int, style: PageStyle) -> _Fine:
    """The part of the canvas that the glyph may need, cut on pixels of the sheet."""
    height = style.letter_height_px
    room = height * (0.7 if style.slant_deg or style.wobble else 0.2)
    rows, columns = np.flatnonzero(canvas.max(axis=1)), np.flatnonzero(canvas.max(axis=0))
    if not rows.size:
        raise ValueError(f"the pen has no ink for {letter!r}")
    first = np.array([columns[0], rows[0]]) / finer - room
    last = np.array([columns[-1], rows[-1]]) / finer + room
    left, top = np.maximum(first.astype(int), 0) * finer
    right, bottom = np.ceil(last).astype(int) * finer
    return _Fine(canvas[top:bottom, left:right], np.array(ORIGIN) * height * finer - (left, top))


def stroke_width(ink: Ink) -> float:
    """The width of the thickest stroke in pixels."""
    return float(2 * cv2.distanceTransform((ink >= THRESHOLD).astype(np.uint8), cv2.DIST_L2, 5).max())


def _thickened(ink: Ink, share: float) -> Ink:
    """Make strokes thicker (or thinner, where negative) by a share of their width, at most by a third."""
    radius = round(abs(float(np.clip(share, -0.33, 0.33))) * stroke_width(ink) / 2)
    if not radius:
        return ink
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(ink, disc) if share > 0 else cv2.erode(ink, disc), np.uint8)


def _warped(
    ink: Ink, origin: NDArray[np.int64], height_px: int, style: PageStyle, rng: np.random.Generator
) -> Ink:
    """Lean, turn, stretch and shift a glyph about the start of its baseline."""
    turn, stretch_x, stretch_y, shift = np.clip(rng.standard_normal(4), -2, 2) * style.wobble
    if not (style.slant_deg or style.wobble):
        return ink
    angle = math.radians(30 * turn)
    turned = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    leaning = np.array([[1 + stretch_x, -math.tan(math.radians(style.slant_deg))], [0, 1 + stretch_y]])
    matrix = turned @ leaning
    offset = origin - matrix @ origin + (0, shift * height_px)
    return np.asarray(cv2.warpAffine(ink, np.column_stack([matrix, offset]), ink.shape[::-1]), np.uint8)


def _broken(ink: Ink, rng: np.random.Generator) -> Ink:
    """Wipe a gap into a stroke, if possible so that the glyph falls apart."""
    depth = cv2.distanceTransform((ink >= THRESHOLD).astype(np.uint8), cv2.DIST_L2, 5)
    core = np.argwhere(depth >= 0.6 * depth.max())
    cut = ink
    for row, column in rng.permutation(core)[:12]:
        cut = ink.copy()
        # A little more than the stroke is wide, or its edges would hold together.
        cv2.circle(cut, (int(column), int(row)), round(1.35 * float(depth[row, column])) + 1, 0, -1)
        if _pieces(cut) > _pieces(ink):
            break
    return cut


def _pieces(ink: Ink) -> int:
    """Connected pieces that hold at least a tenth of the ink."""
    areas = cv2.connectedComponentsWithStats((ink >= THRESHOLD).astype(np.uint8))[2][1:, cv2.CC_STAT_AREA]
    return int((areas >= 0.1 * areas.sum()).sum())


def _shrunk(letter: str, fine: _Fine, finer: int, advance_px: float, broken: bool) -> Patch:
    """Bring a glyph to the size of the sheet."""
    ink = fine.ink
    contours = cv2.findContours(
        (ink >= min(THRESHOLD, int(ink.max()))).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )[0]
    points = np.concatenate(contours)
    corners = (points + PIXEL).reshape(-1, 2).astype(np.float32)
    outline = (cv2.convexHull(corners)[:, 0] - fine.origin) / finer
    small = cv2.resize(ink, (ink.shape[1] // finer, ink.shape[0] // finer), interpolation=cv2.INTER_AREA)
    rows, columns = np.flatnonzero(small.max(axis=1)), np.flatnonzero(small.max(axis=0))
    crop = np.asarray(small[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], np.uint8)
    left, top = np.array([columns[0], rows[0]]) - fine.origin // finer
    return Patch(letter, crop, int(left), int(top), outline.astype(np.float32), advance_px, broken)
