"""Cuts the picture of one line out of a page: levelled, at one height, without the ink of its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from model.arrangement.theil_sen import median_slope
from model.binarize import Ink
from model.decode import Image
from model.layout import TextLine
from model.picture.working_size import half_as_large
from model.pieces import letter_height
from model.quantiles import median

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class StripSettings:
    """How lines are cut out; lengths are shares of the height of the line's ink.

    Attributes:
        height: Of a strip in pixels.
        above: Paper above and below the ink.
        beside: Paper to the left and to the right.
        longest: A strip has at most this many pixels across, or as much more as it is stretched; longer lines are
            squeezed.
        letter: Fragments as high as this share of the letter height are letters.
        sloping: From so many letters on the slope is taken from the line itself.
        rim: Pixels around the ink of other lines that are painted over with it.
        step: Networks are shown strips filled up to whole numbers of so many columns, a power of 2.
    """

    height: int = 48
    above: float = 0.15
    beside: float = 0.3
    longest: int = 1024
    letter: float = 0.6
    sloping: int = 6
    rim: int = 5
    step: int = 64


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture of one line.

    Attributes:
        grey: (height, W) uint8, 0 black .. 255 white.
        left: The column of its left edge at working size, in pixels.
        step: Columns at working size for one of the strip.
    """

    grey: Image
    left: float
    step: float


@dataclass(frozen=True, slots=True)
class _Band:
    """A line's ink at working size: y = `top` + `slope` * x is its upper edge, in pixels."""

    left: float
    right: float
    top: float
    height: float
    slope: float


def blanks(settings: StripSettings) -> Iterator[Strip]:
    """Strips without ink of every width that a network is shown unstretched, the longest first.

    The first call of a network takes longest, and the longest strip most memory: better when it is loaded than in the
    middle of a page.
    """
    widths = {filled_width(width, settings) for width in range(1, settings.longest + 1)}
    for width in sorted(widths, reverse=True):
        yield Strip(np.full((settings.height, width), 255, np.uint8), 0.0, 1.0)


def filled_width(width: int, settings: StripSettings) -> int:
    """What a strip is filled up to: a network takes time and memory to prepare itself for each width, so they are few.

    After eight steps there are two widths for each doubling.

    Args:
        width: Of the strip in pixels.
        settings: How it was cut out.
    """
    step = settings.step if width <= 8 * settings.step else 1 << (width - 1).bit_length() - 2
    return -(-width // step) * step


def by_width(strips: Sequence[Strip], read: Callable[[Strip], Answer]) -> list[Answer]:
    """Read strips, the narrowest first: a network takes time to go over to another width.

    Args:
        strips: What to read.
        read: Reads one of them.

    Returns:
        The answers in the order of the strips.
    """
    order = sorted(range(len(strips)), key=lambda number: strips[number].grey.shape[1])
    answers = {number: read(strips[number]) for number in order}
    return [answers[number] for number in range(len(strips))]


def columns_of(strip: Strip, steps: int, stride: int, middle: float) -> NDArray[np.float64]:
    """(steps,) the column at working size of each answer of a network, in pixels.

    Args:
        strip: What it was shown.
        steps: How often it answered.
        stride: Columns of the strip for one answer.
        middle: Where in them it sees the middle of a letter, 0..1.
    """
    return np.asarray(strip.left + (np.arange(steps, dtype=np.float64) + middle) * stride * strip.step)


class Cutter:
    """Cuts lines, or parts of them, out of one page, each without the ink of the others."""

    def __init__(self, grey: Image, ink: Ink, lines: Sequence[TextLine]) -> None:
        """Take a page.

        Args:
            grey: (H, W) uint8, the page the ink was found on.
            ink: Its ink.
            lines: All lines of the page.
        """
        self._grey, self._ink, self._lines = grey, ink, lines

    def cut(
        self, wanted: Sequence[tuple[TextLine, int]], stretch: float = 1.0, settings: StripSettings | None = None
    ) -> list[Strip]:
        """Cut.

        Args:
            wanted: What to cut out, and the number of its line.
            stretch: How much wider than they are lines are shown.
            settings: The tunables; the defaults if None.
        """
        settings = settings or StripSettings()
        return [
            _strip(self._grey, self._ink.scale, self._owners, part, number + 1, stretch, settings)
            for part, number in wanted
        ]

    @cached_property
    def _owners(self) -> NDArray[np.uint16]:
        """(H, W) the number of the line that each pixel of ink belongs to, counted from 1; 0 where there is none."""
        owners = np.zeros(self._ink.mask.shape, np.uint16)
        for number, line in enumerate(self._lines, 1):
            for fragment in line.fragments:
                box = fragment.box
                owners[box.top : box.bottom, box.left : box.right][fragment.ink > 0] = number
        return owners


def _strip(
    grey: Image, scale: float, owners: NDArray[np.uint16], line: TextLine, number: int, stretch: float,
    settings: StripSettings,
) -> Strip:
    band = _band(line, settings)
    high = band.height * (1 + 2 * settings.above) + 2
    wide = band.right - band.left + 2 * settings.beside * band.height + 2
    width = ceil(stretch * min(wide * settings.height / high, settings.longest))
    width = max(width, settings.height)
    left, top = band.left - settings.beside * band.height - 1, band.top - settings.above * band.height - 1
    across, down = wide / width, high / settings.height
    # From pixels of the strip to pixels of the page at working size.
    way = np.array([[across, 0, left], [band.slope * across, down, top + band.slope * left]])
    seen = _seen(grey, way / scale, (width, settings.height), down / scale)
    others = _others(owners, way, (width, settings.height), number, settings)
    if others.any():
        seen = np.asarray(cv2.inpaint(seen, others, settings.rim, cv2.INPAINT_TELEA), np.uint8)
    return Strip(seen, left, across)


def _band(line: TextLine, settings: StripSettings) -> _Band:
    corners = np.array([(f.box.left, f.box.top, f.box.right, f.box.bottom) for f in line.fragments], np.float64)
    left, top, right, bottom = corners.T
    middle = (left + right) / 2
    slope = _slope(corners, float(np.tan(np.deg2rad(line.angle_deg))), settings)
    level_top, level_bottom = top - slope * middle, bottom - slope * middle
    height = float(level_bottom.max() - level_top.min())
    return _Band(float(left.min()), float(right.max()), float(level_top.min()), height, slope)


def _slope(corners: NDArray[np.float64], page: float, settings: StripSettings) -> float:
    """The slope of the feet of the letters; of the page where they are few."""
    heights = corners[:, 3] - corners[:, 1]
    letters = corners[heights >= settings.letter * letter_height(heights)]
    if len(letters) < settings.sloping:
        return page
    middle, foot = (letters[:, 0] + letters[:, 2]) / 2, letters[:, 3]
    own = median_slope(middle, foot, median(letters[:, 2] - letters[:, 0]))
    return page if own is None else own


def _seen(page: Image, way: NDArray[np.float64], size: tuple[int, int], reduction: float) -> Image:
    """A part of a page, averaged where it is reduced so that thin strokes stay."""
    if reduction > 1.5:
        # Only the part that is seen, not the whole page.
        corners = way[:, :2] @ np.array([[0, size[0], 0, size[0]], [0, 0, size[1], size[1]]], np.float64) + way[:, 2:]
        left, top = np.clip(np.floor(corners.min(axis=1)).astype(int) - 2, 0, None)
        right, bottom = np.ceil(corners.max(axis=1)).astype(int) + 3
        part = page[top:bottom, left:right]
        if part.size:
            page, shares = _reduced(part, reduction)
            way = (way - np.array([[0, 0, left], [0, 0, top]])) * shares
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(page, way, size, flags=how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _reduced(page: Image, reduction: float) -> tuple[Image, NDArray[np.float64]]:
    """A picture of at least one pixel averaged to so many times smaller, or nearly; (2, 1) its shares of both sides."""
    halved = 1
    # By whole pixels first, in a fraction of the time.
    while reduction >= 2 * halved and min(page.shape) > 1:
        page, halved = half_as_large(page), 2 * halved
    before = np.array(page.shape[::-1])
    if reduction > 1.5 * halved:
        across, down = np.maximum(np.round(before * halved / reduction), 1).astype(int).tolist()
        page = np.asarray(cv2.resize(page, (across, down), interpolation=cv2.INTER_AREA), np.uint8)
    return page, (np.array(page.shape[::-1]) / before / halved)[:, None]


def _others(
    owners: NDArray[np.uint16], way: NDArray[np.float64], size: tuple[int, int], number: int, settings: StripSettings
) -> NDArray[np.uint8]:
    """Where in a strip other lines have ink, their rims with it."""
    seen = cv2.warpAffine(owners, way, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    others = ((seen > 0) & (seen != number)).astype(np.uint8)
    if not others.any():
        return np.asarray(others, np.uint8)
    rim = np.ones((2 * settings.rim + 1, 2 * settings.rim + 1), np.uint8)
    own = np.asarray(cv2.dilate((seen == number).astype(np.uint8), np.ones((3, 3), np.uint8)), np.uint8)
    return np.asarray(cv2.dilate(others, rim), np.uint8) & (1 - own)
