"""Where the words of a line begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.elements import BoundingBox


@dataclass(frozen=True, slots=True)
class WordSettings:
    """Which gaps part words.

    Attributes:
        gap: Gaps wider than this share of the capitals' height may part words.
        ratio: They do where they are this many times the line's middle gap.
    """

    gap: float = 0.45
    ratio: float = 2.2


def split_words(boxes: Sequence[BoundingBox], height: float, settings: WordSettings | None = None) -> list[int]:
    """Where the words of a line begin.

    Args:
        boxes: The line's glyphs from left to right.
        height: The height of the line's capitals, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        The index of the first glyph of each word; empty for no glyphs.
    """
    settings = settings or WordSettings()
    if not boxes:
        return []
    gaps = np.array([after.left - before.right for before, after in pairwise(boxes)])
    gaps = np.maximum(gaps, 0)
    middle = float(np.median(gaps)) if len(gaps) else 0.0
    least = max(settings.gap * height, settings.ratio * middle)
    return [0, *(int(index) + 1 for index in np.flatnonzero(gaps > least))]
