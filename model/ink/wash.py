"""Washes: broad marks that finer strokes stand on, as a highlighter leaves them; they are paper, not strokes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import Image
from model.quantiles import byte_quantiles


@dataclass(frozen=True, slots=True)
class WashSettings:
    """When broad strokes are washes.

    Attributes:
        darkest: The share of pixels that is the darkest of fine strokes.
        weakest: The least darkness of strokes, out of 255.
        pale: Washes are at least this share as dark as the darkest fine strokes,
        dark: and fine strokes this share.
        broad: Washes are so many times as broad as fine strokes.
        fewest: At least this share of a wash is fine strokes,
        most: and no more than this,
        within: and at least this share of all fine strokes stands on washes.
        uneven: Between the strokes the darkness of washes deviates by at most this share of the darkest strokes:
            texture is not even.
    """

    darkest: float = 0.005
    weakest: int = 14
    pale: float = 0.15
    dark: float = 0.4
    broad: float = 3.0
    fewest: float = 0.1
    most: float = 0.32
    within: float = 0.4
    uneven: float = 0.17


def are_washes(
    broad: NDArray[np.uint8], fine: NDArray[np.uint8], width: int, settings: WashSettings | None = None
) -> bool:
    """Whether the broad strokes of a page are washes.

    Args:
        broad: (H, W) uint8, how much darker or lighter than what is around each pixel of strokes of any width is.
        fine: (H, W) uint8, the same of fine strokes only.
        width: Half the width of fine strokes, in pixels.
        settings: The tunables; the defaults if None.
    """
    settings = settings or WashSettings()
    strongest = byte_quantiles(fine, (1 - settings.darkest,))[0]
    side = round(settings.broad * width) | 1
    marked = _above(broad, max(settings.weakest, settings.pale * strongest))
    washes = cv2.morphologyEx(marked, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    inside = np.asarray(cv2.erode(washes, np.ones((3, 3), np.uint8)), np.uint8)
    dark = max(settings.weakest, settings.dark * strongest)
    strokes = _above(fine, dark)
    within = cv2.countNonZero(cv2.bitwise_and(strokes, inside))
    share = within / max(cv2.countNonZero(inside), 1)
    if not settings.fewest <= share <= settings.most or within < settings.within * cv2.countNonZero(strokes):
        return False
    beside = cv2.dilate(_above(fine, dark / 2), np.ones((5, 5), np.uint8))
    _, deviation = cv2.meanStdDev(broad, mask=cv2.subtract(inside, np.asarray(beside, np.uint8)))
    return float(deviation[0, 0]) <= settings.uneven * strongest


def _above(picture: Image, least: float) -> NDArray[np.uint8]:
    return np.asarray(cv2.threshold(picture, least, 1, cv2.THRESH_BINARY)[1], np.uint8)
