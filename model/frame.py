"""The one framing recipe: any glyph as EMNIST would have framed it.

Source: Cohen et al. 2017, "EMNIST: an extension of MNIST to handwritten letters", section II. There the 128x128
fields of NIST SD19 are blurred (sigma 1), cropped to the ink, centred in a square with its aspect ratio kept,
bordered by 2 pixels, resampled to 28x28 by bicubic interpolation and stretched to 0..255.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

#: (N, 28, 28) uint8, ink up to 255 on 0, transposed as in the EMNIST files.
GlyphFrames = NDArray[np.uint8]
#: (H, W) uint8, ink up to 255 on 0, upright: one glyph cut out of its page.
GlyphInk = NDArray[np.uint8]

SIDE = 28
BORDER = 2
INK_SIDE = 100
BLUR_SIGMA = 1.0
#: How many pixels beyond the ink a blur of that width can be seen, and one more.
_REACH = 5
#: Changes when frames change; cards carry it.
RECIPE = "emnist-28-v1"


def frame_ink(ink: GlyphInk) -> NDArray[np.uint8]:
    """Frame one glyph.

    Args:
        ink: (H, W) uint8, ink up to 255 on 0, upright, at least one pixel of ink.

    Returns:
        (28, 28) uint8, transposed as EMNIST stores its letters.
    """
    x, y, width, height = cv2.boundingRect(ink)
    if not width:
        return np.zeros((SIDE, SIDE), np.uint8)
    crop = ink[y : y + height, x : x + width]
    scale = INK_SIDE / max(crop.shape)
    size = max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale))
    # Averaging keeps thin strokes when shrinking; interpolating keeps edges smooth when growing.
    scaled = cv2.resize(crop, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    square = np.zeros((INK_SIDE, INK_SIDE), np.uint8)
    top, left = (INK_SIDE - size[1]) // 2, (INK_SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = scaled
    # Blur only where it reaches; the result is that of blurring the whole square.
    reached = (
        slice(max(top - _REACH, 0), top + size[1] + _REACH),
        slice(max(left - _REACH, 0), left + size[0] + _REACH),
    )
    blurred = square.copy()
    blurred[reached] = cv2.GaussianBlur(square[reached], (0, 0), BLUR_SIGMA)
    inner = SIDE - 2 * BORDER
    # Area resampling first: bicubic alone would skip pixels at this reduction.
    halved = cv2.resize(blurred, (2 * inner, 2 * inner), interpolation=cv2.INTER_AREA)
    small = cv2.resize(halved, (inner, inner), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    frame = np.zeros((SIDE, SIDE), np.uint8)
    # Paper is 0 already; measured from the weakest pixel instead, a solid square dot would come out empty.
    stretched = small * (255 / max(float(small.max()), 1.0))
    frame[BORDER:-BORDER, BORDER:-BORDER] = np.rint(stretched).T
    return frame


def frame_glyphs(glyphs: Iterable[GlyphInk]) -> GlyphFrames:
    """Frame many glyphs.

    Args:
        glyphs: Each (H, W) uint8, ink up to 255 on 0, upright.

    Returns:
        (N, 28, 28) uint8, ink up to 255 on 0, in EMNIST's mirrored and rotated orientation.
    """
    frames = [frame_ink(glyph) for glyph in glyphs]
    return np.stack(frames) if frames else np.zeros((0, SIDE, SIDE), np.uint8)
