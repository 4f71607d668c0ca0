"""Pen strokes drawn as ink, at any width, slant and size."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from model.frame import GlyphInk

#: (P, 2) float points of one stroke, x to the right, y down, in any unit.
Stroke = NDArray[np.float64]

#: Strokes are drawn this large (long side in pixels), then framed.
DRAWN_SIDE = 96
# OpenCV draws on a grid of 1/16 pixel, which keeps curves smooth.
_SUBPIXEL_BITS = 4


def draw_strokes(strokes: Sequence[Stroke], width: float) -> GlyphInk:
    """Draw the strokes of one glyph.

    Args:
        strokes: At least one stroke of at least one point.
        width: Of the pen, as a share of the glyph's long side, such as 0.08.

    Returns:
        (H, W) uint8, ink 255 on 0, cropped to the pen's reach.
    """
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-6)
    pen = max(1, round(width * DRAWN_SIDE))
    size = np.ceil(np.ptp(points, axis=0) / extent * DRAWN_SIDE).astype(int) + 2 * pen + 3
    canvas = np.zeros((size[1], size[0]), np.uint8)
    for stroke in strokes:
        at = ((stroke - low) / extent * DRAWN_SIDE + pen + 1) * 2**_SUBPIXEL_BITS
        cv2.polylines(canvas, [np.round(at).astype(np.int32)], False, 255, pen, cv2.LINE_AA, _SUBPIXEL_BITS)
        if len(stroke) == 1:
            cv2.circle(canvas, tuple(np.round(at[0] / 2**_SUBPIXEL_BITS).astype(int).tolist()), pen // 2 + 1, 255, -1)
    return canvas


def varied(strokes: Sequence[Stroke], rng: np.random.Generator, slant: float = 0.2) -> list[Stroke]:
    """The same glyph with another slant, turn and proportion.

    Args:
        strokes: The glyph.
        rng: Source of chance.
        slant: Standard deviation of the shear and of the turn in radians.
    """
    shear, turn = rng.normal(0, slant), rng.normal(0, slant / 3)
    stretch = np.exp(rng.normal(0, 0.12))
    turning = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = turning @ np.array([[stretch, -shear], [0, 1 / stretch]])
    return [np.asarray(stroke, np.float64) @ matrix.T for stroke in strokes]


def smooth_path(points: Sequence[tuple[float, float]], steps: int = 8) -> Stroke:
    """A curve through the points (Catmull-Rom), so that hand-set points look drawn."""
    given = np.asarray(points, np.float64)
    if len(given) < 3:
        return given
    padded = np.concatenate([given[:1], given, given[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    return np.concatenate([*pieces, given[-1:]])
