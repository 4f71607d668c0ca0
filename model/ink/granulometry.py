"""How wide the strokes of a page are, and whether they are lighter than their paper.

Source: Matheron 1975, "Random sets and integral geometry": closing with larger and larger squares sieves by width.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import Image
from model.ink.wash import are_washes
from model.picture.working_size import half_as_large

#: A pixel and the eight next to it.
_NEXT = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class StrokeSettings:
    """What strokes are.

    Attributes:
        widest: Strokes up to this share of the longest side are ink, anything wider is paper or desk.
        bright_edge: Where this share of the picture's edge is bright, it shows paper,
        bold: and light strokes must be so many times as much as dark ones: the gaps between bold letters are thin, too.
        common: Share of all strokes (by length) that are no wider than the widest common ones,
        apart: unless these are washes, where their width is doubled at least so often from that of half the strokes.
        weakest: The least darkness of strokes, out of 255.
        narrow: Strokes of more pixels are looked for at half the size, and so on.
    """

    widest: float = 0.14
    bright_edge: float = 0.97
    bold: float = 1.9
    common: float = 0.9
    apart: int = 2
    weakest: int = 14
    narrow: int = 8


@dataclass(frozen=True, slots=True)
class Strokes:
    """The strokes of a page.

    Attributes:
        is_light: Whether they are lighter than what they stand on.
        width: Of the widest common ones, as a share of the page's longest side.
        fine: The share of their ink in strokes of no more than two pixels, 0..1.
    """

    is_light: bool
    width: float
    fine: float


def strokes_of(small: Image, settings: StrokeSettings | None = None) -> Strokes:
    """Look at the strokes of a page.

    Strokes are thin, the gaps between them less so: the polarity with more thin strokes is ink.

    Args:
        small: (H, W) uint8; some 640 pixels are enough.
        settings: The tunables; the defaults if None.
    """
    settings = settings or StrokeSettings()
    small = np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.uint8)
    widths = np.array(_widths(small, settings), np.float64)
    dark, light = (_sieved(small, is_light, settings) for is_light in (False, True))
    # Strokes and the gaps between them have the same outline; dividing by the width once more prefers the thin.
    thinness = [float((areas / widths**2).sum()) for areas in (dark, light)]
    needed = settings.bold if _has_bright_edge(small, settings) else 1.0
    is_light = thinness[1] > needed * thinness[0]
    areas = light if is_light else dark
    lengths = np.cumsum(areas / widths)
    typical, widest = (int(np.searchsorted(lengths, share * lengths[-1])) for share in (0.5, settings.common))
    if widest >= typical + settings.apart:
        broad, narrow = (_response(small, int(widths[at]), is_light) for at in (widest, typical))
        if are_washes(broad, narrow, int(widths[typical])):
            widest = typical + 1
    fine = _area(small, 1, is_light, settings) / max(float(areas.sum()), 1.0)
    return Strokes(is_light, float(widths[min(widest, len(widths) - 1)]) / max(small.shape), fine)


def fine_share(ink: NDArray[np.uint8]) -> float:
    """The share of ink, by its outline, that is in strokes of less than three pixels.

    Args:
        ink: (H, W) uint8, 0 for paper, 1 for ink.

    Returns:
        0..1; 1 without ink, since strokes may be too fine to be seen at all.
    """
    inner = inner_of(ink)
    broad = np.asarray(cv2.dilate(inner, _NEXT), np.uint8)
    outline, broad_outline = (
        cv2.countNonZero(whole) - cv2.countNonZero(within) for whole, within in ((ink, inner), (broad, inner_of(broad)))
    )
    return 1 - broad_outline / max(outline, 1)


def inner_of(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink that is surrounded by ink: without its outline.

    Args:
        ink: (H, W) uint8, 0 for paper, 1 for ink.
    """
    return np.asarray(cv2.erode(ink, _NEXT, borderType=cv2.BORDER_CONSTANT, borderValue=0), np.uint8)


def _sieved(small: Image, is_light: bool, settings: StrokeSettings) -> NDArray[np.float64]:
    """How much ink is in strokes of each width, but not of the one before.

    Args:
        small: (H, W) uint8.
        is_light: Whether light strokes are meant, or dark ones.
        settings: The tunables.
    """
    found, covered, step = [], 0.0, 1
    for width in _widths(small, settings):
        if width > settings.narrow * step:
            # A wide stroke looks the same at half the size, in an eighth of the time.
            small, step = half_as_large(small), 2 * step
            covered = step**2 * _area(small, width // (2 * step), is_light, settings)
        area = step**2 * _area(small, width // step, is_light, settings)
        found.append(max(area - covered, 0.0))
        covered = max(area, covered)
    return np.array(found)


def _area(small: Image, width: int, is_light: bool, settings: StrokeSettings) -> float:
    """How much ink is in strokes of up to twice a width: pixels, weighted by how much of it each is."""
    response = _response(small, width, is_light)
    # The larger of each pixel and a number; numpy takes nine times as long for it.
    above = cv2.max(response, float(settings.weakest))  # type: ignore[call-overload]
    return float(cv2.sumElems(above)[0]) - settings.weakest * response.size


def _response(small: Image, width: int, is_light: bool) -> NDArray[np.uint8]:
    """How much darker or lighter than what is around them strokes of up to twice a width are at each pixel."""
    # What closing adds is dark and thin, what opening takes away light and thin.
    how, square = (cv2.MORPH_OPEN if is_light else cv2.MORPH_CLOSE), np.ones((2 * width + 1,) * 2, np.uint8)
    return np.asarray(cv2.absdiff(cv2.morphologyEx(small, how, square), small), np.uint8)


def _widths(small: Image, settings: StrokeSettings) -> list[int]:
    """Stroke widths to look for, each twice the one before."""
    widest = max(small.shape) * settings.widest
    return [2**power for power in range(1, 12) if 2**power <= widest] or [2]


def _has_bright_edge(small: Image, settings: StrokeSettings) -> bool:
    """Whether the picture's edge and most of the picture are of its brighter kind."""
    _, bright = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edge = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    return bool(edge.mean() >= settings.bright_edge and cv2.countNonZero(bright) > bright.size / 2)
