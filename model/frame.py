"""The one framing recipe: any glyph as EMNIST would have framed it.

Source: Cohen et al. 2017, "EMNIST: an extension of MNIST to handwritten letters", section II. There the 128x128
fields of NIST SD19 are blurred (sigma 1), cropped to the ink, centred in a square with its aspect ratio kept,
bordered by 2 pixels, resampled to 28x28 by bicubic interpolation and stretched to 0..255.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

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
#: A blur of that width can be seen so many pixels away.
_REACH = 3
#: Glyphs framed at a time: their squares stay in the cache.
_TOGETHER = 32
#: Changes when frames change; cards carry it.
RECIPE = "emnist-28-v1"


def frame_ink(ink: GlyphInk) -> NDArray[np.uint8]:
    """Frame one glyph.

    Args:
        ink: (H, W) uint8, ink up to 255 on 0, upright, at least one pixel of ink.

    Returns:
        (28, 28) uint8, transposed as EMNIST stores its letters.
    """
    return np.asarray(frame_glyphs([ink])[0], np.uint8)


def frame_glyphs(glyphs: Iterable[GlyphInk]) -> GlyphFrames:
    """Frame many glyphs.

    Args:
        glyphs: Each (H, W) uint8, ink up to 255 on 0, upright.

    Returns:
        (N, 28, 28) uint8, ink up to 255 on 0, in EMNIST's mirrored and rotated orientation.
    """
    frames = [_framed(squares) for squares in _squares(iter(glyphs))]
    return np.concatenate(frames) if frames else np.zeros((0, SIDE, SIDE), np.uint8)


def _squares(glyphs: Iterator[GlyphInk]) -> Iterator[NDArray[np.uint8]]:
    """(N, INK_SIDE, INK_SIDE) the glyphs at one size, each in the middle of its square, a batch at a time."""
    while batch := list(islice(glyphs, _TOGETHER)):
        squares = np.zeros((len(batch), INK_SIDE, INK_SIDE), np.uint8)
        for square, ink in zip(squares, batch, strict=True):
            x, y, width, height = cv2.boundingRect(ink)
            if not width:
                continue
            scale = INK_SIDE / max(width, height)
            across, down = max(1, round(width * scale)), max(1, round(height * scale))
            left, top = (INK_SIDE - across) // 2, (INK_SIDE - down) // 2
            # Averaging keeps thin strokes when shrinking; interpolating keeps edges smooth when growing.
            how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
            square[top : top + down, left : left + across] = cv2.resize(
                ink[y : y + height, x : x + width], (across, down), interpolation=how
            )
        yield squares


def _framed(squares: NDArray[np.uint8]) -> GlyphFrames:
    """Squares blurred, reduced, bordered and stretched."""
    reduce = _reduction()
    # One glyph at a time, whatever the batch: how sums are rounded depends on the size of a product.
    columns = np.matmul(squares.astype(np.float32), reduce)
    small = np.clip(np.matmul(columns.transpose(0, 2, 1), reduce), 0, 255)
    # Paper is 0 already; measured from the weakest pixel instead, a solid square dot would come out empty.
    small *= 255 / np.maximum(small.max(axis=(1, 2), keepdims=True), 1.0)
    frames = np.zeros((len(squares), SIDE, SIDE), np.uint8)
    frames[:, BORDER:-BORDER, BORDER:-BORDER] = np.rint(small)
    return frames


@cache
def _reduction() -> NDArray[np.float32]:
    """(INK_SIDE, SIDE - 2 * BORDER) what a row of pixels becomes: blurring and resampling are linear, a side each."""
    inner, reach = SIDE - 2 * BORDER, 2 * _REACH + 1
    pixels = np.eye(INK_SIDE, dtype=np.float32)
    blurred = cv2.sepFilter2D(pixels, -1, np.ones(1, np.float32), cv2.getGaussianKernel(reach, BLUR_SIGMA, cv2.CV_32F))
    # Area resampling first: bicubic alone would skip pixels at this reduction.
    halved = cv2.resize(blurred, (INK_SIDE, 2 * inner), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.resize(halved, (INK_SIDE, inner), interpolation=cv2.INTER_CUBIC).T)
