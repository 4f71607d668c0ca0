"""Cuts corrected glyphs out of a picture, so that only their frames are kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.binarize import find_ink
from model.decode import Picture
from model.elements import BoundingBox
from model.errors import OptionError
from model.frame import GlyphFrames, frame_glyphs
from model.noise import without_noise
from model.segment import Fragment, find_fragments


def cut_frames(picture: Picture, boxes: Sequence[BoundingBox]) -> GlyphFrames:
    """Frame the ink inside boxes, as a reading frames its glyphs.

    Args:
        picture: The picture that was read.
        boxes: Where glyphs stand, in pixels of the upright picture.

    Returns:
        (N, 28, 28) uint8.

    Raises:
        OptionError: A box lies outside the picture, or holds no ink.
    """
    ink = find_ink(without_noise(picture).grey)
    fragments = find_fragments(ink)
    scale = ink.mask.shape[1] / picture.width
    height, width = ink.mask.shape
    inks = []
    for box in boxes:
        if box.right > picture.width or box.bottom > picture.height or min(box.left, box.top) < 0:
            raise OptionError(f"A box lies outside the picture of {picture.width} x {picture.height} pixels: {box}.")
        inks.append(_ink_in(box.scaled(scale, width, height), fragments))
        if not inks[-1].any():
            raise OptionError(f"There is no ink in {box}. Send the box of a letter.")
    return frame_glyphs(inks)


def _ink_in(box: BoundingBox, fragments: Sequence[Fragment]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """(H, W) uint8 the ink of a box's size; pieces that reach far beyond the box are neighbours and left out."""
    whole = np.zeros((box.height, box.width), np.uint8)
    for fragment in fragments:
        own = fragment.box
        left, right = max(own.left, box.left), min(own.right, box.right)
        top, bottom = max(own.top, box.top), min(own.bottom, box.bottom)
        if left >= right or top >= bottom:
            continue
        part = fragment.ink[top - own.top : bottom - own.top, left - own.left : right - own.left]
        # A corner of the next letter reaches in; a letter grown together with its neighbours fills the box.
        if np.count_nonzero(part) < 0.5 * np.count_nonzero(fragment.ink) and right - left < 0.5 * box.width:
            continue
        into = whole[top - box.top : bottom - box.top, left - box.left : right - box.left]
        np.maximum(into, part, out=into)
    return whole
