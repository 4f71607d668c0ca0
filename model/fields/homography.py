"""Ways from the template's page to the picture: fitting them, and telling those that no camera makes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

#: (3, 3) float64, from pixels of one page to those of another, both counted from the pixels' edges.
Homography = NDArray[np.float64]
#: (N, 2) float64, x and y in pixels.
Points = NDArray[np.float64]

#: OpenCV counts from the middles of pixels.
_HALF = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]], np.float64)


def moved(points: Points, way: Homography) -> Points:
    """Where points come to lie."""
    ahead = points @ way[:, :2].T + way[:, 2]
    return np.asarray(ahead[:, :2] / ahead[:, 2:])


def corners(width: float, height: float) -> Points:
    """The corners of a page from the upper left clockwise."""
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def scaling(across: float, down: float) -> Homography:
    """The way to a page of another size."""
    return np.diag([across, down, 1.0])


def fitted(start: Points, end: Points) -> Homography:
    """The way that brings points to others with the least error: of three an affine one, of more a projective one."""
    if len(start) == 3:
        affine = cv2.getAffineTransform(start.astype(np.float32), end.astype(np.float32))
        return np.vstack([affine, (0.0, 0.0, 1.0)])
    way = np.array(cv2.findHomography(start, end, 0)[0], np.float64)
    # OpenCV answers nothing where the points lie on one line, whatever its types say.
    return way if way.shape == (3, 3) else np.eye(3)


def is_view(way: Homography, width: float, height: float, most: float = 2.5) -> bool:
    """Whether a page seen like this is seen by a camera: not turned over, bent or far smaller on one side.

    Args:
        way: From the page to its picture.
        width: Of the page.
        height: Of the page.
        most: How many times as large as the opposite side a side may be.
    """
    if not np.isfinite(way).all() or ((np.column_stack([corners(width, height), np.ones(4)]) @ way[2]) <= 0).any():
        return False
    seen = moved(corners(width, height), way)
    sides = np.roll(seen, -1, axis=0) - seen
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    lengths = np.hypot(*sides.T)
    if (turns <= 0).any() or lengths.min() < 20:
        return False
    opposite = np.maximum(lengths / np.roll(lengths, 2), np.roll(lengths, 2) / lengths)
    squeezed = (lengths[0] / width) / (lengths[1] / height)
    return bool(opposite.max() <= most and 1 / most <= squeezed <= most)


def centred(way: Homography) -> Homography:
    """The same between the middles of pixels, as OpenCV's warps want it."""
    return np.linalg.inv(_HALF) @ way @ _HALF


def edged(way: Homography) -> Homography:
    """The opposite of `centred`."""
    return _HALF @ way @ np.linalg.inv(_HALF)
