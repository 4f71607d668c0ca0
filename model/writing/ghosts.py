"""Ghosts: ink fainter than the writing that is none itself: the back showing through, shade, what was wiped away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from model.arrangement.upright import letter_sized
from model.binarize import Ink, InkMask
from model.networks.glances import Glances
from model.pieces import connected_pieces
from model.segment import Fragment, find_fragments
from model.writing.legible import written
from model.writing.two_inks import TwoInks, two_inks


@dataclass(frozen=True, slots=True)
class GhostSettings:
    """How darker ink is told from fainter ink that it hangs together with.

    Attributes:
        rim: Strokes are fainter within so many pixels of their edges, at working size.
    """

    rim: int = 2


def without_ghosts(
    ink: Ink, fragments: Sequence[Fragment], glances: Glances, settings: GhostSettings | None = None
) -> Ink | None:
    """Leave out ink that is fainter than the writing and no writing itself.

    Args:
        ink: The ink of a page.
        fragments: Its pieces.
        glances: Whom to ask how letters are read; nobody is asked where a page holds one ink.
        settings: The tunables; the defaults if None.

    Returns:
        The ink without ghosts, also where they hang together with writing; None where there are none.
    """
    settings = settings or GhostSettings()
    inks = two_inks(fragments)
    if inks is None:
        return None
    darker = _darker(ink, fragments, inks, settings)
    faint = [own for own in fragments if own.darkness < inks.between and not darker[_pixels(own)].any()]
    if not faint:
        return None
    kept = written(faint, letter_sized(find_fragments(replace(ink, mask=darker))), glances)
    if len(kept) == len(faint):
        return None
    for own in kept:
        darker[_pixels(own)] = True
    return replace(ink, mask=darker)


def _darker(ink: Ink, fragments: Sequence[Fragment], inks: TwoInks, settings: GhostSettings) -> InkMask:
    """(H, W) bool, what is of the darker ink, also where it hangs together with the fainter one.

    Where strokes of the fainter ink cross or are thick they may be dark for it, but not as dark as the other one.
    """
    core = ink.mask & (ink.strength > inks.between)
    around = np.ones((2 * settings.rim + 1, 2 * settings.rim + 1), np.uint8)
    grown = np.asarray(cv2.dilate(core.view(np.uint8), around), np.uint8).view(np.bool_) & ink.mask
    labels, stats, _ = connected_pieces(grown.view(np.uint8))
    cores = labels[core]
    sums = np.bincount(cores, ink.strength[core], minlength=len(stats))
    chosen = sums >= sqrt(inks.between * inks.darker) * np.bincount(cores, minlength=len(stats))
    for own in fragments:
        if own.darkness >= inks.between:
            chosen[labels[_pixels(own)]] = True
    chosen[0] = False
    return np.asarray(chosen[labels], np.bool_)


def _pixels(fragment: Fragment) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows and columns of a fragment's ink on its page."""
    y, x = np.nonzero(fragment.ink)
    return y + fragment.box.top, x + fragment.box.left
