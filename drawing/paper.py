"""What is on the sheet besides the writing: rules, squares, cells, specks, bleed-through."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from drawing.style import PageStyle
from drawing.writing import CELL_HEIGHT, CELL_WIDTH, cell_left

#: (H, W) float32 in 0..1: how much of each pixel something covers.
Coverage = NDArray[np.float32]


def rules(x: Coverage, y: Coverage, style: PageStyle) -> Coverage:
    """The pattern of the paper at places of the sheet (pixels), also beyond its edges."""
    squared = style.paper_pattern == "squared"
    pitch = (style.rule_pitch or style.line_pitch / (1 + squared)) * style.letter_height_px
    # The first baseline lies one letter height below the margin; rules a little below the letters.
    first = (style.margin + 1.08) * style.letter_height_px
    level = _stripes(y - first, pitch, style.rule_px)
    return np.maximum(level, _stripes(x, pitch, style.rule_px)) if squared else level


def _stripes(across: Coverage, pitch: float, width: float) -> Coverage:
    distance = np.abs((across + pitch / 2) % pitch - pitch / 2)
    return np.asarray(np.clip(0.5 + width / 2 - distance, 0, 1), np.float32)


def draw_cells(texts: Sequence[str], baselines: Sequence[int], shape: tuple[int, int], style: PageStyle) -> Coverage:
    """Draw a comb or boxes around every line of text.

    Returns:
        (H, W) float32 coverage of the sheet.
    """
    layer = np.zeros(shape, np.uint8)
    if style.form == "none":
        return np.asarray(layer, np.float32)
    height = style.letter_height_px
    tooth = CELL_HEIGHT * height * (1 if style.form == "boxes" else 0.35)
    for text, baseline in zip(texts, baselines, strict=True):
        bottom = baseline + (CELL_HEIGHT - 1) / 2 * height
        ends = cell_left(0, style), cell_left(len(text), style)
        for edge in range(len(text) + 1):
            segment(layer, (cell_left(edge, style), bottom - tooth), (cell_left(edge, style), bottom), style.rule_px)
        segment(layer, (ends[0], bottom), (ends[1], bottom), style.rule_px)
        if style.form == "boxes":
            segment(layer, (ends[0], bottom - tooth), (ends[1], bottom - tooth), style.rule_px)
    return np.asarray(layer / 255, np.float32)


def width_of_cells(text: str, style: PageStyle) -> float:
    """How far the cells of a line reach, in pixels from the left edge of the sheet."""
    return cell_left(0, style) + len(text) * CELL_WIDTH * style.letter_height_px


def segment(layer: NDArray[np.uint8], start: tuple[float, float], end: tuple[float, float], width: float) -> None:
    """Draw an antialiased line; `shift` gives OpenCV the fractions of pixels."""
    fine = 16
    points = [(round(x * fine), round(y * fine)) for x, y in (start, end)]
    cv2.line(layer, points[0], points[1], 255, max(1, int(width)), cv2.LINE_AA, shift=4)


def add_specks(ink: Coverage, style: PageStyle, rng: np.random.Generator) -> None:
    """Sprinkle small specks on the ink layer, in place."""
    height, width = ink.shape
    area = height * width / (10 * style.letter_height_px) ** 2
    for _ in range(int(rng.poisson(style.specks * area))):
        place = int(rng.integers(width)), int(rng.integers(height))
        cv2.circle(ink, place, max(1, round(rng.uniform(0.02, 0.05) * style.letter_height_px)), 1.0, -1, cv2.LINE_AA)


def bleed(ink: Coverage, style: PageStyle) -> Coverage:
    """The writing on the back as it shows through: mirrored, blurred and faint."""
    back = cv2.GaussianBlur(ink[:, ::-1], (0, 0), max(0.8, style.letter_height_px / 25))
    return np.asarray(0.4 * style.bleed_through * back, np.float32)
