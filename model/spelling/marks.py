"""Full stops, commas, apostrophes and dashes: frames lose their size, so their shape on the line must tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.spelling.settle import Reading


@dataclass(frozen=True, slots=True)
class MarkSettings:
    """What counts as a mark; lengths are shares of the line's letter height.

    Attributes:
        small: Pieces of ink whose sides are both shorter are marks, not letters.
        dash: So are flat pieces up to this wide.
        flat: Pieces this many times as wide as high are dashes.
        upright: Pieces this many times as high as wide are commas or apostrophes, others full stops.
        trust: How much the shape counts against the network, 0..1.
    """

    small: float = 0.3
    dash: float = 0.8
    flat: float = 2.0
    upright: float = 1.35
    trust: float = 0.5


def with_marks(
    reading: Reading,
    boxes: Sequence[BoundingBox],
    alone: NDArray[np.bool_],
    height: float,
    letters: tuple[str, ...],
    settings: MarkSettings | None = None,
) -> Reading:
    """Let the shape of small pieces speak beside the network.

    Args:
        reading: What the network says of each hypothesis.
        boxes: Where each stands; at least one.
        alone: (H,) True where a hypothesis is one connected piece of ink.
        height: The letter height of the line in pixels.
        letters: What the columns of the reading mean.
        settings: The tunables; the defaults if None.

    Returns:
        The reading, small pieces being marks for the most part; the same where the charset has no marks.
    """
    settings = settings or MarkSettings()
    shapes = _shapes(boxes, height, letters, settings)
    trust = np.where(alone & shapes.any(axis=1), settings.trust, 0.0)
    return replace(
        reading,
        letters=reading.letters * (1 - trust)[:, None] + shapes * trust[:, None],
        inside=reading.inside * (1 - trust) + trust,
        reject=reading.reject * (1 - trust),
    )


def _shapes(
    boxes: Sequence[BoundingBox], height: float, letters: tuple[str, ...], settings: MarkSettings
) -> NDArray[np.float64]:
    """(H, letters) the marks that pieces of these sizes can be, all zero for larger pieces."""
    wide, high = np.array([(box.width, box.height) for box in boxes], np.float64).T
    small = np.maximum(wide, high) <= settings.small * height
    dash = (wide >= settings.flat * high) & (wide <= settings.dash * height) & (high <= settings.small * height / 2)
    kinds = np.select([dash, small & (high >= settings.upright * wide), small], [1, 2, 3], 0)
    return np.asarray(_shares(letters)[kinds])


@lru_cache(maxsize=16)
def _shares(letters: tuple[str, ...]) -> NDArray[np.float64]:
    """(4, letters) which marks letters, dashes, upright and other small pieces can be."""
    marks = np.array([[float(letter in kind) for letter in letters] for kind in ("", "-", ",'", ".,")])
    return np.asarray(marks / np.maximum(marks.sum(axis=1, keepdims=True), 1.0))
