"""Light that falls off smoothly over the whole picture, as that of lamps and of the lenses of small cameras does."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import Image
from model.picture.tiles import middles, tile_samples
from model.quantiles import median

#: (h, w) float32, how many times as bright each part of a picture has to be; of its proportions but smaller.
Gain = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LightSettings:
    """What counts as light that falls off.

    Attributes:
        tiles: The light is measured in this many tiles along the longest side,
        fewest: and in this many along the other at least,
        smallest: if they have this many pixels to a side.
        degree: It is taken for a polynomial of this degree, in nats.
        rounds: Tiles that do not follow it, being full of ink, are left out so many times,
        off: those that are off by more than so many nats.
        follow: Light falls off where at least this share of the tiles follow it,
        close: the middle one of them by so many nats,
        darkest: and it is nowhere more than this share of what it is where the picture is brightest.
        most: Nothing is made brighter than so many times.
    """

    tiles: int = 16
    fewest: int = 6
    smallest: int = 4
    degree: int = 4
    rounds: int = 3
    off: float = 0.1
    follow: float = 0.89
    close: float = 0.03
    darkest: float = 0.6
    most: float = 8.0


def falling_off(page: Image, settings: LightSettings | None = None) -> Gain | None:
    """What makes a picture as bright everywhere as it is where light falls on it.

    Args:
        page: (H, W) uint8, paper with writing; a few hundred pixels are enough.
        settings: The tunables; the defaults if None.

    Returns:
        The gain; None where light does not fall off, or not smoothly: beside a sheet or in a shadow it ends at once.
    """
    settings = settings or LightSettings()
    tile = min(max(page.shape) // settings.tiles, min(page.shape) // settings.fewest)
    if tile < settings.smallest:
        return None
    light = np.log(np.maximum(middles(tile_samples(page, tile)), 1.0))
    darkest = np.log(settings.darkest)
    if np.ptp(light) < -darkest:
        return None
    smooth, follows = _smooth(light, settings)
    if follows.mean() < settings.follow or np.ptp(smooth) < -darkest:
        return None
    if median(np.abs(light - smooth)[follows]) > settings.close:
        return None
    # A polynomial tells paper from ink, but paper itself tells best how bright it is.
    paper = np.where(follows, light, smooth).astype(np.float32)
    # It is told in the middle of tiles: one tile more on every side, as the light goes on.
    paper = np.pad(paper, 1, mode="reflect", reflect_type="odd")
    size = paper.shape[1] * tile, paper.shape[0] * tile
    whole = cv2.resize(paper, size, interpolation=cv2.INTER_CUBIC)[tile:, tile:][: page.shape[0], : page.shape[1]]
    return np.asarray(np.minimum(np.exp(paper.max() - whole), settings.most), np.float32)


def evened(page: Image, gain: Gain | None) -> Image:
    """A picture as bright everywhere as where light falls on it; itself where light does not fall off.

    Args:
        page: (H, W) uint8, at any size.
        gain: What `falling_off` says of it.
    """
    if gain is None:
        return page
    whole = cv2.resize(gain, page.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(page, whole, dtype=cv2.CV_8U), np.uint8)


def _smooth(light: NDArray[np.floating], settings: LightSettings) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The polynomial that most tiles follow, and which ones do."""
    y, x = np.mgrid[-1 : 1 : light.shape[0] * 1j, -1 : 1 : light.shape[1] * 1j]
    powers = [(i, j) for i in range(settings.degree + 1) for j in range(settings.degree + 1 - i)]
    terms = np.stack([x**i * y**j for i, j in powers], axis=-1)
    follows = np.ones(light.shape, np.bool_)
    smooth = np.zeros(light.shape)
    for _ in range(settings.rounds):
        smooth = terms @ np.linalg.lstsq(terms[follows], light[follows], rcond=None)[0]
        follows = np.abs(light - smooth) < settings.off
        if follows.sum() < len(powers):
            break
    return smooth, follows
