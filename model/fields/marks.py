"""Finds printed marks of a form, black squares or discs, and lays the page over them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.fields.homography import Homography, Points, fitted, is_view, moved


@dataclass(frozen=True, slots=True)
class MarkSettings:
    """What is a mark; sizes are shares of the picture's longer side.

    Attributes:
        smallest: A mark is at least this large.
        largest: And at most this.
        fullest: It fills this share of its box; a disc 0.79, a square turned by 5 degrees 0.85.
        longest: Its sides differ by this factor at most.
        most: So many candidates are looked at, the fullest ones.
        alike: Marks of one form differ in size by this factor at most.
        near: A mark may lie this far from its place while only two of them are matched; perspective moves the others.
        steepest_deg: Pages are turned by at most this.
        smaller: The page is at least this share of the picture.
    """

    smallest: float = 0.004
    largest: float = 0.06
    fullest: float = 0.68
    longest: float = 1.6
    most: int = 24
    alike: float = 2.5
    near: float = 0.06
    steepest_deg: float = 25.0
    smaller: float = 0.3


def register_by_marks(
    mask: NDArray[np.bool_], marks: Points, size: tuple[int, int], settings: MarkSettings | None = None
) -> tuple[Homography, float] | None:
    """Lay a template over a page by its marks.

    Args:
        mask: (H, W) bool, the page's ink.
        marks: (M, 2) where the marks are in the template, in its pixels.
        size: (width, height) of the template.
        settings: The tunables; the defaults if None.

    Returns:
        The way from the template to the picture and how far marks lie off their places, in pixels; None where the marks
        are not found.
    """
    settings = settings or MarkSettings()
    found, sides = _candidates(mask, settings)
    best: tuple[float, Points] | None = None
    for matched, off in _matches(marks, found, sides, mask.shape, settings):
        if best is None or off < best[0]:
            best = off, matched
    if best is None:
        return None
    matched = best[1]
    seen = np.isfinite(matched[:, 0])
    way = fitted(marks[seen], matched[seen])
    if not is_view(way, *size):
        return None
    off = float(np.hypot(*(moved(marks[seen], way) - matched[seen]).T).max())
    return (way, off) if off < settings.near * max(mask.shape) / 4 else None


def _candidates(mask: NDArray[np.bool_], settings: MarkSettings) -> tuple[Points, NDArray[np.float64]]:
    """Middles (N, 2) and sides (N,) of solid pieces of ink, in pixels."""
    # Thin strokes go, so that a mark that a line touches is still one.
    reach = max(2, round(settings.smallest * max(mask.shape) / 2))
    solid = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
    _, _, stats, middles = cv2.connectedComponentsWithStats(solid, connectivity=4)
    width, height, area = (stats[1:, column].astype(np.float64) for column in (2, 3, 4))
    longer, fill = np.maximum(width, height), area / np.maximum(width * height, 1)
    fits = (fill >= settings.fullest) & (longer <= settings.longest * np.minimum(width, height))
    fits &= (longer >= settings.smallest * max(mask.shape)) & (longer <= settings.largest * max(mask.shape))
    order = np.flatnonzero(fits)
    order = order[np.argsort(-area[order], kind="stable")][: settings.most]
    return np.asarray(middles[1:][order] + 0.5, np.float64), np.sqrt(area[order])


def _matches(
    marks: Points, found: Points, sides: NDArray[np.float64], shape: tuple[int, ...], settings: MarkSettings
) -> list[tuple[Points, float]]:
    """Ways to match marks with candidates, and how far the others lie off where two of them put them."""
    if len(found) < 3:
        return []
    apart = np.hypot(*(marks[:, None] - marks[None]).transpose(2, 0, 1))
    first, second = np.unravel_index(int(apart.argmax()), apart.shape)
    needed = max(3, len(marks) - len(marks) // 4)
    matches = []
    for one, other in permutations(range(len(found)), 2):
        way = _similar(marks[first], marks[second], found[one], found[other])
        turned = np.rad2deg(np.arctan2(way[1, 0], way[0, 0]))
        large = np.hypot(way[0, 0], way[1, 0]) * apart.max() >= settings.smaller * min(shape)
        if abs(turned) > settings.steepest_deg or not large:
            continue
        distance = np.hypot(*(moved(marks, way)[:, None] - found[None]).transpose(2, 0, 1))
        nearest = distance.argmin(axis=1)
        off = distance[np.arange(len(marks)), nearest]
        kept = off <= settings.near * max(shape)
        own = sides[nearest[kept]]
        twice = len(set(nearest[kept].tolist())) < kept.sum()
        if kept.sum() < needed or twice or own.max() > settings.alike * own.min():
            continue
        matched = np.where(kept[:, None], found[nearest], np.nan)
        # More marks first, then those nearer to their places.
        matches.append((matched, float(off[kept].mean() / max(shape) - kept.sum())))
    return matches


def _similar(start: Points, end: Points, to_start: Points, to_end: Points) -> Homography:
    """The way that shifts, turns and scales two points onto two others."""
    before, after = complex(*(end - start)), complex(*(to_end - to_start))
    turn = after / before
    matrix = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    return np.vstack([np.column_stack([matrix, to_start - matrix @ start]), (0.0, 0.0, 1.0)])
