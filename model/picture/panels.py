"""Panels: dark parts of a light page that hold light writing, such as headings, and light parts of a dark one."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import Image
from model.picture.working_size import averaged
from model.pieces import connected_pieces


@dataclass(frozen=True, slots=True)
class PanelSettings:
    """What is a panel; lengths are shares of the longest side of the page.

    Attributes:
        side: The longest side at which panels are looked for, in pixels: their letters are seen, and little else.
        glance: Most pages are seen to have none where of so many pixels of the longest side,
        broad: what is less than so many of them broad is left out.
        contrast: Light and dark parts of a page with panels are so many grey levels apart in the mean.
        least: A panel covers at least this share of the page,
        most: and all of them at most this one.
        solid: Where at least this share of what its outline holds is of its tone, all of that is panel; else, as where
            it hangs together with a dark desk,
        around: only what is so near to its letters, in heights of them.
        small, large: Its letters are so high,
        letters: there are so many of them at least,
        alike: this share of them being no more than half as high again as the one in the middle, and no lower than half
            of it.
        rim: The edge of a panel is so broad: it is neither.
    """

    side: int = 640
    glance: int = 256
    broad: int = 5
    contrast: float = 60.0
    least: float = 0.03
    most: float = 0.7
    solid: float = 0.6
    around: float = 1.0
    small: float = 0.015
    large: float = 0.4
    letters: int = 3
    alike: float = 0.7
    rim: float = 0.006


def with_panels_turned(grey: Image, settings: PanelSettings | None = None) -> Image | None:
    """Turn panels into what is around them, so that all writing of a page is darker or all is lighter than its paper.

    Args:
        grey: (H, W) uint8, 0 black .. 255 white.
        settings: The tunables; the defaults if None.

    Returns:
        (H, W) uint8; None where there are no panels.
    """
    settings = settings or PanelSettings()
    tones = _tones(grey, settings)
    if tones is None:
        return None
    panels = _panels(tones.lesser(averaged(grey, settings.side)), settings)
    if not 0 < np.count_nonzero(panels) <= settings.most * panels.size:
        return None
    whole = cv2.resize(panels, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    levels = np.clip(round(tones.light + tones.dark) - np.arange(256), 0, 255).astype(np.uint8)
    turned = np.where(whole > 0, cv2.LUT(grey, levels), grey)
    rim = 2 * max(2, round(settings.rim * max(grey.shape))) + 1
    edge = cv2.morphologyEx(whole, cv2.MORPH_GRADIENT, np.ones((rim, rim), np.uint8))
    turned[edge > 0] = round(tones.light if tones.is_light else tones.dark)
    return np.asarray(turned, np.uint8)


@dataclass(frozen=True, slots=True)
class _Tones:
    """The two tones of a page, 0..255 in the mean, what parts them, and whether most of it is light."""

    light: float
    dark: float
    between: float
    is_light: bool

    def lesser(self, grey: Image) -> NDArray[np.uint8]:
        """(H, W) uint8, 1 where a page has the tone that it has less of."""
        return np.asarray(grey <= self.between if self.is_light else grey > self.between, np.uint8)


def _tones(grey: Image, settings: PanelSettings) -> _Tones | None:
    """The tones of a page; None where there are not two, or where what is of the lesser one is fine, as strokes are."""
    step = max(1, round(max(grey.shape) / settings.glance))
    few = np.ascontiguousarray(grey[::step, ::step])
    between, bright = cv2.threshold(few, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    light, dark = cv2.mean(few, mask=bright)[0], cv2.mean(few, mask=cv2.bitwise_not(bright))[0]
    tones = _Tones(light, dark, between, 2 * cv2.countNonZero(bright) >= bright.size)
    broad = np.ones((settings.broad, settings.broad), np.uint8)
    left = cv2.countNonZero(cv2.morphologyEx(tones.lesser(few), cv2.MORPH_OPEN, broad))
    return tones if light - dark >= settings.contrast and left >= settings.solid * settings.least * few.size else None


def _panels(lesser: NDArray[np.uint8], settings: PanelSettings) -> NDArray[np.uint8]:
    """(H, W) uint8, 255 where there are panels.

    Args:
        lesser: 1 where a page is dark if it is mostly light, or light if it is mostly dark.
        settings: The tunables.
    """
    panels = np.zeros_like(lesser)
    labels, stats, _ = connected_pieces(lesser)
    for number in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= settings.least * lesser.size).tolist():
        if not number:
            continue
        own = np.asarray(labels == number, np.uint8)
        outlines = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
        filled = np.asarray(cv2.drawContours(np.zeros_like(own), outlines, -1, 1, -1), np.uint8)
        letters = _letters_in(filled - own, settings)
        if letters is None:
            continue
        if cv2.countNonZero(own) >= settings.solid * cv2.countNonZero(filled):
            panels[filled > 0] = 255
        else:
            panels[(letters.around > 0) & ((own > 0) | (letters.ink > 0))] = 255
    return panels


@dataclass(frozen=True, slots=True)
class _Letters:
    """(H, W) uint8, 1 for what is no panel in a panel, but letters, and for what is around these."""

    ink: NDArray[np.uint8]
    around: NDArray[np.uint8]


def _letters_in(holes: NDArray[np.uint8], settings: PanelSettings) -> _Letters | None:
    """The letters among the holes of a panel, None where these are none: they are several of about one height."""
    labels, stats, _ = connected_pieces(holes)
    heights = stats[:, cv2.CC_STAT_HEIGHT] / max(holes.shape)
    high = (heights >= settings.small) & (heights <= settings.large)
    high[0] = False
    if np.count_nonzero(high) < settings.letters:
        return None
    middle = float(np.median(heights[high]))
    alike = high & (heights <= 1.5 * middle) & (heights >= 0.5 * middle)
    if np.count_nonzero(alike) < settings.alike * np.count_nonzero(high):
        return None
    ink, reach = np.asarray(alike[labels], np.uint8), 2 * round(settings.around * middle * max(holes.shape)) + 1
    return _Letters(ink, np.asarray(cv2.dilate(ink, np.ones((reach, reach), np.uint8)), np.uint8))
