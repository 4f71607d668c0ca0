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
    return below([draw_page(lines, replace(style, letter_height_px=height), seed).grey for lines, height in parts])


def below(pages: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Put pages below one another, the narrower ones widened by their own paper.

    Args:
        pages: (H, W) uint8 grey each, the top one first; at least one.
    """
    width = max(page.shape[1] for page in pages)
    return np.concatenate(
        [np.pad(page, ((0, 0), (0, width - page.shape[1])), constant_values=int(np.median(page))) for page in pages]
    )
