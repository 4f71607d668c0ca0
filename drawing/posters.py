"""Pages whose letters are of several sizes: pages of one size below one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from drawing.page import draw_page
from drawing.style import PageStyle


def draw_poster(parts: Sequence[tuple[Sequence[str], int]], style: PageStyle, seed: int) -> NDArray[np.uint8]:
    """Draw lines of several sizes below one another.

    Args:
        parts: Lines and the height of their letters in pixels, the top ones first; at least one.
        style: How all of it is written, but for the height of letters.
        seed: Of the chances of each part.

    Returns:
        (H, W) uint8 grey, as wide as the widest part.
    """
    drawn = [draw_page(lines, replace(style, letter_height_px=height), seed).grey for lines, height in parts]
    width = max(part.shape[1] for part in drawn)
    return np.concatenate(
        [np.pad(part, ((0, 0), (0, width - part.shape[1])), constant_values=int(np.median(part))) for part in drawn]
    )
