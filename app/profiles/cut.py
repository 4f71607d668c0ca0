"""Cuts corrected glyphs out of a picture, so that only their frames are kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from model.binarize import find_ink
from model.decode import Picture
from model.elements import BoundingBox
from model.errors import OptionError
from model.frame import GlyphFrames, frame_glyphs
from model.picture.noise import without_noise
from model.picture.other_ways import other_ways
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
    for box in boxes:
        if min(box.left, box.top) < 0 or box.right > picture.width or box.bottom > picture.height:
            raise OptionError(f"A box lies outside the picture of {picture.width} x {picture.height} pixels: {box}.")
    plain, missing = without_noise(picture), ""
    for way in chain([plain], other_ways(plain, doubtful=True)):
        inks = _inks(way, boxes)
        empty = [box for box, ink in zip(boxes, inks, strict=True) if not ink.any()]
        if not empty:
            return frame_glyphs(inks)
        missing = missing or f"There is no ink in {empty[0]}. Send the box of a letter."
    raise OptionError(missing)


def _inks(picture: Picture, boxes: Sequence[BoundingBox]) -> list[NDArray[np.uint8]]:
    """(H, W) uint8 the ink in each box, in pixels at working size."""
    ink = find_ink(picture.grey)
    fragments = find_fragments(ink)
    height, width = ink.mask.shape
    return [_ink_in(box.scaled(width / picture.width, width, height), fragments) for box in boxes]


def _ink_in(box: BoundingBox, fragments: Sequence[Fragment]) -> NDArray[np.uint8]:
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
