"""The connected pieces of a picture of ink, numbered in as little memory as they allow, and how high they are."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.quantiles import weighted_quantile

#: (H, W) the number of the piece that each pixel belongs to, 0 for paper.
Labels = NDArray[np.integer]
#: (pieces, 5) int32, left, top, width, height and area of each, that of the paper first.
Stats = NDArray[np.int32]

#: Pieces shorter than so many pixels are dust.
_SHORTEST = 5
#: Pieces so many times as long as wide are single strokes,
_SLENDER = 4
#: and letters where there are so many, the longer ones at most so many times as long as the shorter ones.
_STEMS, _ALIKE = 8, 1.6
#: and they are at most so many times as long as their dots and all else that is compact.
_DOTTED = 8.0


def connected_pieces(ink: NDArray[np.uint8]) -> tuple[Labels, Stats, NDArray[np.float64]]:
    """Number the pieces of ink that hang together, corners counting as touching.

    Args:
        ink: (H, W) uint8, 0 for paper, 1 for ink.

    Returns:
        The labels, the stats, and (pieces, 2) float64 the middle of each piece's pixels as x and y. Those of the paper
        are of its part between pieces of ink.
    """
    # Only where there is any: paper takes as long as ink.
    left, top, width, height = cv2.boundingRect(ink)
    part = ink[top : top + height, left : left + width] if width else ink
    # Two bytes a pixel take a third of the time of four; on the way every run of ink may need a number of its own.
    kind = cv2.CV_16U if _runs(part) < np.iinfo(np.uint16).max else cv2.CV_32S
    _, found, stats, middles = cv2.connectedComponentsWithStats(part, connectivity=8, ltype=kind)
    labels: Labels = np.zeros(ink.shape, np.asarray(found).dtype)
    labels[top : top + part.shape[0], left : left + part.shape[1]] = found
    stats[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]] += (left, top)
    return labels, np.asarray(stats, np.int32), np.asarray(middles, np.float64) + np.array((left, top))


def common_height(ink: NDArray[np.uint8]) -> float:
    """The typical longer side of the pieces of ink that may be letters, in pixels (the page may lie on its side)."""
    _, stats, _ = connected_pieces(ink)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    longer = np.maximum(width, height)
    # Squared paper hangs together as one piece as large as the page.
    small = (longer >= _SHORTEST) & (longer < max(ink.shape) / 4)
    slender = (width >= _SLENDER * height) | (height >= _SLENDER * width)
    compact = longer[small & ~slender & (height >= _SHORTEST)]
    # Dashes and blanks to be filled in lie.
    stems = _common_stem(longer[small & slender & (height > width)], len(compact))
    if not compact.size:
        # A letter or two may fill the picture: a rule is far longer than their strokes then, too.
        return stems or float(max(ink.shape)) / 4
    typical = weighted_quantile(compact, compact, 0.6)
    return stems if typical < stems <= _DOTTED * typical else typical


def _common_stem(longer: NDArray[np.int32], others: int) -> float:
    """The typical length of single strokes where they are letters, as on a page of i or 1; 0 where they are none.

    Args:
        longer: (N,) the longer side of each single stroke.
        others: How many pieces are none.
    """
    if len(longer) < max(_STEMS, others / 2):
        return 0.0
    short, typical, long = np.percentile(longer, (25, 50, 75))
    return float(typical) if long <= _ALIKE * short else 0.0


def edges_of(stats: Stats) -> NDArray[np.float64]:
    """(pieces, 4) left, top, right and bottom of pieces."""
    place, size = stats[:, :2].astype(np.float64), stats[:, 2:4]
    return np.concatenate([place, place + size], axis=1)


def letter_height(heights: NDArray[np.float64]) -> float:
    """The typical height of letters: the median, each piece weighted by its height so that dust hardly counts."""
    return weighted_quantile(heights, heights)


def _runs(ink: NDArray[np.uint8]) -> int:
    """How many level runs of ink there are."""
    begun = cv2.countNonZero(cv2.subtract(ink[:, 1:], ink[:, :-1])) if ink.shape[1] > 1 else 0
    return begun + int(np.count_nonzero(ink[:, 0]))
