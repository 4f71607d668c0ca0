"""The size that a page is worked at: as small as its strokes allow, and no smaller."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import ENOUGH_SIDE, Image

#: Pages whose longer side has so many pixels are large,
_LARGE = 1000
#: and scaled to more than this they are hardly smaller.
_HARDLY = 0.75


@dataclass(frozen=True, slots=True)
class SizeSettings:
    """How large a page is worked at.

    Attributes:
        largest_side: Larger pictures are scaled down to this; strokes stay wide enough.
        smallest_side: Smaller ones are scaled up, so that blurred strokes get a clean edge.
        enlarged: By so many times at most.
        fine: Where at most this share of the ink is in fine strokes, half the size may be enough.
    """

    largest_side: int = ENOUGH_SIDE
    smallest_side: int = 800
    enlarged: float = 4.0
    fine: float = 0.22


def large_enough(grey: Image, settings: SizeSettings | None = None) -> Image:
    """A picture as large as strokes are looked for; itself where it is no smaller.

    Args:
        grey: (H, W) uint8.
        settings: The tunables; the defaults if None.
    """
    settings = settings or SizeSettings()
    scale = min(settings.smallest_side / max(grey.shape), settings.enlarged)
    return _scaled(grey, scale, cv2.INTER_CUBIC) if scale > 1 else grey


def half_enough(page: Image, fine: float, settings: SizeSettings | None = None) -> Image | None:
    """A page at half the size or less, None where strokes may be too fine for that.

    Args:
        page: (H, W) uint8, large enough.
        fine: The share of its ink that is in fine strokes, 0..1.
        settings: The tunables; the defaults if None.
    """
    settings = settings or SizeSettings()
    if fine > settings.fine or max(page.shape) < 2 * settings.smallest_side:
        return None
    return shrunk_by_halves(page, settings.smallest_side)


def small_enough(page: Image, settings: SizeSettings | None = None) -> Image:
    """A page as small as any strokes allow."""
    return shrunk(page, (settings or SizeSettings()).largest_side)


def shrunk_by_halves(page: Image, least: int) -> Image:
    """The page halved while its longest side stays at least that long.

    Args:
        page: (H, W) uint8.
        least: In pixels.
    """
    while max(page.shape) >= 2 * least:
        page = half_as_large(page)
    return page


def shrunk(page: Image, longest: int, *, broad: bool = False) -> Image:
    """The page scaled down to a longest side; itself where it is no larger.

    Args:
        page: (H, W) uint8.
        longest: In pixels.
        broad: Whether no stroke on it is fine.
    """
    whole = page
    while max(page.shape) > max(_LARGE, 2 * longest - 1):
        page = half_as_large(page)
    scale = longest / max(page.shape)
    # Averaging by shares of pixels takes ten times as long. Two neighbours make a pixel where no fine line is lost: of
    # large pages that were halved, that are very large, or that become hardly smaller.
    coarse = page is not whole or max(page.shape) > 2 * _LARGE or scale > _HARDLY
    quickly = (broad or (coarse and max(page.shape) >= _LARGE)) and scale >= 0.5
    how = cv2.INTER_LINEAR if quickly else cv2.INTER_AREA
    return page if scale >= 1 else _scaled(page, scale, how)


def averaged(page: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """The page scaled down to a longest side by shares of pixels, as if seen from afar; itself where it is no larger.

    Args:
        page: (H, W) uint8, or (H, W, 3) in colours.
        longest: In pixels.
    """
    return _scaled(page, min(1.0, longest / max(page.shape[:2])), cv2.INTER_AREA)


def half_as_large(page: Image) -> Image:
    """The page with each two by two pixels averaged; an odd row or column at the end is left out.

    Args:
        page: (H, W) uint8.
    """
    height, width = (side // 2 * 2 if side > 1 else 1 for side in page.shape)
    # By shares of pixels, as an odd one would have it, takes ten times as long.
    size = max(1, width // 2), max(1, height // 2)
    return np.asarray(cv2.resize(page[:height, :width], size, interpolation=cv2.INTER_AREA), np.uint8)


def _scaled(page: NDArray[np.uint8], scale: float, how: int) -> Image:
    size = max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
    return np.asarray(cv2.resize(page, size, interpolation=how), np.uint8)
