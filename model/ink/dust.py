"""Dust: the many small specks of dirty copies, worn glass and camera grain, told from dots by their number."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from model.fragments.small_print import SmallPrintSettings, letters_among
from model.pieces import Stats, edges_of, letter_height
from model.quantiles import median


@dataclass(frozen=True, slots=True)
class DustSettings:
    """When small pieces of ink are dust; lengths are shares of the typical height of letters.

    Attributes:
        filled: Specks fill more than this share of their box,
        long: which is at most so many times as long as wide,
        speck: and shorter than this,
        over: but no dot at most so far above
        stem: a piece at least this high and at most half as wide.
        letter: Pieces at least this long are parts of letters.
        many: A page is dusty that has at least so many specks,
        each: and more than this many for each letter; what is wide counts as several.
        larger: Pieces up to so many times as long as the middle one of its specks are dust, whatever their shape,
        filthy: and all shorter than `speck` where there are so many times as many: some of them lie side by side,
        crowd: where there are at least so many within about three times three letters: dots and commas stand alone.
        company: But what stands in a row with pieces up to so many times as long as the longest of it is a letter,
        tall: where it is at least so many pixels high,
        printed: and the row is longer than specks make one.
    """

    filled: float = 0.5
    long: float = 2.2
    speck: float = 0.3
    over: float = 0.4
    stem: float = 0.4
    letter: float = 0.4
    many: int = 20
    each: float = 1.0
    larger: float = 1.5
    filthy: float = 4.0
    crowd: int = 2
    company: float = 2.0
    tall: int = 10
    printed: SmallPrintSettings = field(default_factory=lambda: SmallPrintSettings(short=8))


def find_dust(pieces: Stats, settings: DustSettings | None = None) -> NDArray[np.bool_]:
    """Which pieces of ink are dust.

    Args:
        pieces: (N, 5) what OpenCV says of each piece of a page, without the paper.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) bool; all False on pages that are not dusty.
    """
    settings = settings or DustSettings()
    width, height, area = (pieces[:, at] for at in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    compact = (area > settings.filled * width * height) & (longer < settings.long * shorter)
    none = np.zeros(len(pieces), np.bool_)
    if np.count_nonzero(compact) < settings.many or compact.all():
        return none
    typical = letter_height(height[~compact].astype(np.float64))
    dots = _dots(pieces, longer < settings.speck * typical, typical, settings)
    specks = compact & (longer < settings.speck * typical) & ~dots
    count = np.count_nonzero(specks)
    letters = float(np.ceil(width[longer >= settings.letter * typical] / typical).sum())
    if count < max(settings.many, settings.each * letters):
        return none
    small = longer <= settings.larger * median(longer[specks])
    typical = letter_height(height[~small].astype(np.float64))
    if count >= settings.filthy * letters:
        small |= longer < settings.speck * typical
    small[small] = _crowd(pieces[small], typical) >= settings.crowd
    if not small.any():
        return none
    # Letters far smaller than those of a title are as small as dust, but stand in rows.
    printed = letters_among(edges_of(pieces), longer <= settings.company * longer[small].max(), settings.printed)
    return small & ~dots & ~(printed & (height >= settings.tall))


def _dots(pieces: Stats, small: NDArray[np.bool_], typical: float, settings: DustSettings) -> NDArray[np.bool_]:
    """(N,) whether each small piece hangs over a stem, as the dot of an i does."""
    height, width = pieces[:, cv2.CC_STAT_HEIGHT], pieces[:, cv2.CC_STAT_WIDTH]
    return hanging(pieces, small, ~small & (height >= settings.stem * typical) & (2 * width <= height), typical)


def hanging(
    pieces: Stats, small: NDArray[np.bool_], stems: NDArray[np.bool_], typical: float,
    settings: DustSettings | None = None,
) -> NDArray[np.bool_]:  # fmt: skip
    """Which pieces hang over others as dots do.

    Args:
        pieces: (N, 5) what OpenCV says of each piece of a page, without the paper.
        small: (N,) which may be dots.
        stems: (N,) what they may hang over.
        typical: The typical height of letters, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        (N,) bool.
    """
    settings = settings or DustSettings()
    left, top, width, height = pieces[:, :4].T.astype(np.float64)
    middle, foot = (left + width / 2)[small, None], (top + height)[small, None]
    gap = top[stems] - foot
    over = (middle >= left[stems]) & (middle <= (left + width)[stems])
    found = np.zeros_like(small)
    found[small] = (over & (gap > 0) & (gap <= settings.over * typical)).any(axis=1)
    return found


def _crowd(specks: Stats, typical: float) -> NDArray[np.float32]:
    """(N,) how many specks there are in about three times three letters around each."""
    left, top, width, height = specks[:, :4].T
    x, y = ((left + width / 2) / typical).astype(np.int64), ((top + height / 2) / typical).astype(np.int64)
    count = np.zeros((int(y.max()) + 1, int(x.max()) + 1), np.float32)
    np.add.at(count, (y, x), 1)
    around = cv2.filter2D(count, -1, np.ones((3, 3), np.float32), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(around[y, x], np.float32)
