"""Outlines: circles round answers, boxes round results, frames round words, which are no letters themselves."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.pieces import Labels, Stats, letter_height
from model.quantiles import median


@dataclass(frozen=True, slots=True)
class OutlineSettings:
    """Which pieces of ink are drawn round others.

    Attributes:
        hollow: They fill less than this share of their box,
        held: and a piece of at least this share of their height lies in it, with ink of theirs on all four sides.
        larger: They are so many times as high as letters are: an ``@`` or a ``Q`` may hold a part of its own,
        ringed: or, where they are closed all round, so many times,
        centred: and what they hold lies in their middle, off it by at most this share of their sides,
        filling: and is at least this share of their height.
    """

    hollow: float = 0.3
    held: float = 0.25
    larger: float = 1.5
    ringed: float = 0.9
    centred: float = 0.12
    filling: float = 0.42


def find_outlines(
    labels: Labels, stats: Stats, numbers: list[int], settings: OutlineSettings | None = None
) -> NDArray[np.bool_]:
    """Which pieces are drawn round others.

    Args:
        labels: As of `model.pieces.connected_pieces`.
        stats: Likewise.
        numbers: The pieces that may be writing.
        settings: The tunables; the defaults if None.

    Returns:
        (pieces,) of all pieces.
    """
    settings = settings or OutlineSettings()
    outlines = np.zeros(len(stats), np.bool_)
    if not numbers:
        return outlines
    left, top, width, height = (stats[numbers, side] for side in range(4))
    right, bottom = left + width, top + height
    hollow = stats[numbers, cv2.CC_STAT_AREA] < settings.hollow * width * height
    holding: dict[int, NDArray[np.int64]] = {}
    for at in np.flatnonzero(hollow & (height > median(height))).tolist():
        inside = (left > left[at]) & (right < right[at]) & (top > top[at]) & (bottom < bottom[at])
        held = np.flatnonzero(inside & (height >= settings.held * height[at]))
        if held.size:
            holding[at] = held
    others = np.delete(height, list(holding)).astype(np.float64)
    if not others.size:
        return outlines
    typical = letter_height(others)
    for at, held in holding.items():
        own = labels[top[at] : bottom[at], left[at] : right[at]] == numbers[at]
        x, y = (left[held] - left[at], right[held] - left[at]), (top[held] - top[at], bottom[held] - top[at])
        boxes = np.stack([*x, *y], axis=1)
        if height[at] >= settings.larger * typical:
            outlines[numbers[at]] = any(_surrounds(own, *box) for box in boxes.tolist())
        elif height[at] >= settings.ringed * typical:
            outlines[numbers[at]] = any(_rings(own, settings, *box) for box in boxes.tolist())
    return outlines


def _rings(ink: NDArray[np.bool_], settings: OutlineSettings, left: int, right: int, top: int, bottom: int) -> bool:
    """Whether ink is closed round a box in its middle, as a circle round a number is."""
    high, wide = ink.shape
    off = max(abs(left + right - wide) / wide, abs(top + bottom - high) / high) / 2
    if off > settings.centred or bottom - top < settings.filling * high:
        return False
    outside = np.pad(ink.astype(np.uint8), 1)
    cv2.floodFill(outside, None, (0, 0), 1)
    return bool((outside[1 + top : 1 + bottom, 1 + left : 1 + right] == 0).any())


def _surrounds(ink: NDArray[np.bool_], left: int, right: int, top: int, bottom: int) -> bool:
    """Whether there is ink above, below and on either side of a box."""
    return bool(
        ink[:top, left:right].any() and ink[bottom:, left:right].any()
        and ink[top:bottom, :left].any() and ink[top:bottom, right:].any()
    )  # fmt: skip
