"""From fragments to lines in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from statistics import fmean

import cv2
import numpy as np
from numpy.typing import NDArray

from model.arrangement.tilt import tilt_deg
from model.fragments.small_print import small_print
from model.pieces import letter_height
from model.segment import Fragment, corners_of

#: (N,) which fragments are plainly letters.
AreLetters = Callable[[Sequence[Fragment]], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """How fragments make lines; lengths are shares of the page's typical letter height.

    Attributes:
        mark: Fragments lower and narrower than this are marks (dots, accents, dashes) and found a line, never one.
        dotted: A fragment over or under one this many times taller is its dot, not a letter,
        compact: where it fills at least this share of its box or stands over a stem: digits carried over a sum do not.
        large: Letters higher than this, as in titles, are no farther from their dots than such of this height.
        stem: Pieces at most this many times as wide as high are stems.
        overlap: Share of the lower of two neighbours that must stand at the other's height.
        broken: Pieces closer than this over or under a letter are parts of it.
        row: But lines of letters that are at least this share as high as one another,
        lettered: and this share of each read as letters, are rows that stand close.
        rising: A piece that stands by itself among letters may rise above them by this share of their height.
        remembered: How many of the last letters give a line's height and place; lines may bend.
        sloping: So many tell how it falls, beside the page's tilt,
        stiff: the less the less they are spread beyond so much,
        furthest: and up to so far behind them.
        reach: A mark this far above or below a line still belongs to it.
    """

    mark: float = 0.42
    dotted: float = 1.8
    compact: float = 0.6
    large: float = 2.5
    stem: float = 0.45
    overlap: float = 0.4
    broken: float = 0.25
    row: float = 0.75
    lettered: float = 0.75
    rising: float = 0.25
    remembered: int = 4
    sloping: int = 8
    stiff: float = 4.5
    furthest: float = 6.0
    reach: float = 0.9


@dataclass(frozen=True, slots=True)
class TextLine:
    """Fragments of one line from left to right.

    Attributes:
        fragments: At least one.
        angle_deg: The tilt of the page's lines, positive where they fall to the right.
    """

    fragments: tuple[Fragment, ...]
    angle_deg: float

    @property
    def letter_height(self) -> float:
        """The typical height of the fragments, in pixels."""
        return letter_height(np.array([fragment.box.height for fragment in self.fragments], np.float64))


@dataclass(frozen=True, slots=True)
class _Size:
    """The fragments of a page whose letters are of one size.

    Attributes:
        fragments: In any order.
        corners: (N, 4) left, top, right and bottom of each.
        typical: The height of letters, in pixels.
        body: (N,) which may found a line.
    """

    fragments: Sequence[Fragment]
    corners: NDArray[np.float64]
    typical: float
    body: NDArray[np.bool_]

    @classmethod
    def of(cls, fragments: Sequence[Fragment], settings: LayoutSettings) -> _Size:
        """Measure them."""
        corners = corners_of(fragments)
        typical = letter_height(corners[:, 3] - corners[:, 1])
        return cls(fragments, corners, typical, _founders(fragments, corners, typical, settings))


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the fragments are once the page is level: (N,) float64 each, in pixels."""

    tops: NDArray[np.float64]
    bottoms: NDArray[np.float64]
    lefts: NDArray[np.float64]
    rights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Band:
    """Where a line goes on: its top and bottom at `x`, and how they fall from there on, in pixels."""

    x: float
    top: float
    bottom: float
    slope: float

    def at(self, x: float, furthest: float) -> tuple[float, float]:
        """Top and bottom at a place; beyond `furthest` the line is taken to be level."""
        fall = self.slope * min(x - self.x, furthest)
        return self.top + fall, self.bottom + fall


@dataclass(slots=True)
class _Growing:
    """A line while it is being found; heights in upright coordinates."""

    top: float = float("inf")
    bottom: float = float("-inf")
    members: list[int] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)

    def band(self, remembered: int) -> tuple[float, float]:
        """Top and bottom of the last letters."""
        # Called for every letter: numpy would take ten times as long over so few numbers.
        tops, bottoms = self.tops[-remembered:], self.bottoms[-remembered:]
        return sum(tops) / len(tops), sum(bottoms) / len(bottoms)

    def going_on(self, remembered: int, sloping: int, stiff: float) -> _Band:
        """The band of the last letters, falling as more of them do; `stiff` pixels hold it level where they are few."""
        x, (top, bottom) = self.middles[-remembered:], self.band(remembered)
        across = self.middles[-sloping:]
        down = [(one + other) / 2 for one, other in zip(self.tops[-sloping:], self.bottoms[-sloping:], strict=True)]
        middle, height = sum(across) / len(across), sum(down) / len(down)
        together = sum((own - middle) * (low - height) for own, low in zip(across, down, strict=True))
        spread = sum((own - middle) ** 2 for own in across)
        return _Band(sum(x) / len(x), top, bottom, together / (spread + stiff**2))

    def add(self, member: int, edges: _Edges) -> None:
        """Append a letter."""
        self.members.append(member)
        self.top, self.bottom = min(self.top, float(edges.tops[member])), max(self.bottom, float(edges.bottoms[member]))
        self.tops.append(float(edges.tops[member]))
        self.bottoms.append(float(edges.bottoms[member]))
        self.middles.append(float(edges.lefts[member] + edges.rights[member]) / 2)


def find_lines(
    fragments: Sequence[Fragment], are_letters: AreLetters | None = None, settings: LayoutSettings | None = None
) -> list[TextLine]:
    """Group fragments into lines, top line first.

    Args:
        fragments: In any order.
        are_letters: Tells rows of letters that stand close from the halves of broken ones, which it takes for no
            letters; rows as close as halves are one line if None.
        settings: The tunables; the defaults if None.

    Returns:
        The lines; marks that belong to no line are left out.
    """
    settings = settings or LayoutSettings()
    if not fragments:
        return []
    sizes = [_Size.of(part, settings) for part in _by_size(fragments)]
    sizes = [own for own in sizes if own.body.any()]
    if not sizes:
        return []
    # A page has one tilt: that of most of its letters.
    common = max(sizes, key=lambda own: np.count_nonzero(own.body))
    angle_deg = tilt_deg(common.corners[common.body], common.typical)
    placed = [line for own in sizes for line in _lines_of(own, angle_deg, are_letters, settings)]
    return [line for _, line in sorted(placed, key=itemgetter(0))]


def _by_size(fragments: Sequence[Fragment]) -> list[Sequence[Fragment]]:
    """The small print of a page and its other letters, by themselves: among large letters small ones would be marks."""
    small = small_print(corners_of(fragments))
    if not small.any():
        return [fragments]
    parts = [[fragments[at] for at in np.flatnonzero(part).tolist()] for part in (~small, small)]
    return [size for part in parts for size in _by_size(part)]


def _lines_of(
    own: _Size, angle_deg: float, are_letters: AreLetters | None, settings: LayoutSettings
) -> list[tuple[float, TextLine]]:
    """The lines of letters of one size, each with how far down the level page it stands, in pixels."""
    body, typical = own.body, own.typical
    edges = _level(own.corners, angle_deg)

    def in_rows(line: _Growing, other: _Growing) -> bool:
        return are_letters is not None and _in_rows(line, other, edges, own.fragments, are_letters, settings)

    lines = _joined(_chain(np.flatnonzero(body), edges, typical, settings), edges, typical, in_rows, settings)
    _assign_marks(lines, np.flatnonzero(~body), edges, typical, settings)
    found = []
    for line in lines:
        members = tuple(own.fragments[at] for at in sorted(line.members, key=lambda at: edges.lefts[at]))
        found.append((fmean(line.tops) + fmean(line.bottoms), TextLine(members, angle_deg)))
    return found


def _founders(
    fragments: Sequence[Fragment], corners: NDArray[np.float64], typical: float, settings: LayoutSettings
) -> NDArray[np.bool_]:
    """Which fragments may found a line: not marks, and no dots of a much taller letter under or over them."""
    left, top, right, bottom = corners.T
    width, height = right - left, bottom - top
    founders = (height >= settings.mark * typical) | (width >= 2 * settings.mark * typical)
    small = np.flatnonzero(founders & (height < typical) & (width < typical))
    for one in small.tolist():
        shared = np.minimum(right, right[one]) - np.maximum(left, left[one])
        apart = np.maximum(top - bottom[one], top[one] - bottom)
        reached = np.minimum(height, settings.large * typical)
        over = (shared >= 0.5 * width[one]) & (apart < 0.8 * reached)
        # Stems lean: their dots stand beside their tops.
        above = top - bottom[one]
        leaning = (width <= settings.stem * height) & (above >= 0) & (above < 0.5 * reached)
        over |= leaning & (shared >= 0.25 * width[one])
        if height[one] >= settings.mark * typical and not _is_compact(fragments[one], settings):
            # Dots of an i may be rings.
            over &= width <= settings.stem * height
        founders[one] = not (over & (height >= settings.dotted * height[one])).any()
    return np.asarray(founders)


def _is_compact(fragment: Fragment, settings: LayoutSettings) -> bool:
    """Whether a fragment fills its box, as dots do."""
    return cv2.countNonZero(fragment.ink) >= settings.compact * fragment.ink.size


def _level(corners: NDArray[np.float64], angle_deg: float) -> _Edges:
    """The boxes after turning their middles level."""
    angle = np.deg2rad(angle_deg)
    x, y = (corners[:, 0] + corners[:, 2]) / 2, (corners[:, 1] + corners[:, 3]) / 2
    across, down = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    width, height = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    return _Edges(down - height / 2, down + height / 2, across - width / 2, across + width / 2)


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How much two intervals overlap, as a share of the shorter."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / max(min(one[1] - one[0], other[1] - other[0]), 1e-6)


def _chain(body: NDArray[np.int64], edges: _Edges, typical: float, settings: LayoutSettings) -> list[_Growing]:
    """Follow each line from left to right, letter by letter."""
    lines: list[_Growing] = []
    bands: list[_Band] = []
    stiff, furthest = settings.stiff * typical, settings.furthest * typical
    for member in body[np.argsort(edges.lefts[body], kind="stable")].tolist():
        own = float(edges.tops[member]), float(edges.bottoms[member])
        x = float(edges.lefts[member] + edges.rights[member]) / 2
        shares = [_shared(own, band.at(x, furthest)) for band in bands]
        best = shares.index(max(shares)) if shares else -1
        if best < 0 or shares[best] < settings.overlap:
            lines.append(_Growing())
            bands.append(_Band(x, *own, 0.0))
            best = len(lines) - 1
        lines[best].add(member, edges)
        bands[best] = lines[best].going_on(settings.remembered, settings.sloping, stiff)
    return lines


def _joined(
    lines: list[_Growing], edges: _Edges, typical: float, in_rows: Callable[[_Growing, _Growing], bool],
    settings: LayoutSettings,
) -> list[_Growing]:  # fmt: skip
    """Put lines together that are one: the halves of broken letters may found a line of their own."""
    whole: list[_Growing] = []
    for line in sorted(lines, key=lambda line: -len(line.members)):
        band = line.band(len(line.members))
        own = [
            other
            for other in whole
            if _shared(band, other.band(len(other.members))) > 1.5 * settings.overlap
            or (_broken_off(line, other, edges, typical, settings) and not in_rows(line, other))
            or _stands_among(line, other, edges, settings)
        ]
        if own:
            for member in line.members:
                own[0].add(member, edges)
        else:
            whole.append(line)
    return whole


def _broken_off(line: _Growing, other: _Growing, edges: _Edges, typical: float, settings: LayoutSettings) -> bool:
    """Whether most of a short line stands right over or under letters of another, closer than lines stand."""
    if 3 * len(line.members) > 2 * len(other.members) + 2:
        return False
    if max(line.top - other.bottom, other.top - line.bottom) > settings.broken * typical:
        return False
    letters = np.array(other.members)
    # Lines of small letters stand closer than those of the page.
    both = np.array([*line.members, *other.members])
    reach = settings.broken * min(typical, letter_height((edges.bottoms - edges.tops)[both]))
    close = 0
    for member in line.members:
        shared = np.minimum(edges.rights[letters], edges.rights[member]) - np.maximum(
            edges.lefts[letters], edges.lefts[member]
        )
        narrower = np.minimum(edges.rights - edges.lefts, edges.rights[member] - edges.lefts[member])[letters]
        apart = np.maximum(edges.tops[letters] - edges.bottoms[member], edges.tops[member] - edges.bottoms[letters])
        close += bool(((shared >= 0.5 * narrower) & (apart <= reach)).any())
    return 2 * close > len(line.members)


def _in_rows(
    line: _Growing, other: _Growing, edges: _Edges, fragments: Sequence[Fragment], are_letters: AreLetters,
    settings: LayoutSettings,
) -> bool:  # fmt: skip
    """Whether two lines that stand close are rows of letters: as high as one another, and mostly read as letters."""
    heights = [letter_height((edges.bottoms - edges.tops)[own.members]) for own in (line, other)]
    if min(heights) < settings.row * max(heights):
        return False
    rows = (are_letters([fragments[at] for at in own.members]) for own in (line, other))
    return all(letters.mean() >= settings.lettered for letters in rows)


def _stands_among(line: _Growing, other: _Growing, edges: _Edges, settings: LayoutSettings) -> bool:
    """Whether a line is one piece, as a large apostrophe, hardly higher and no lower than the letters beside it."""
    if len(line.members) > 1 or len(other.members) < settings.remembered:
        return False
    (piece,), letters = line.members, np.array(other.members)
    near = letters[np.argsort(np.abs(edges.lefts[letters] - edges.lefts[piece]))[: settings.remembered]]
    if not edges.lefts[letters].min() < edges.lefts[piece] < edges.rights[letters].max():
        return False
    top, bottom = float(edges.tops[near].min()), float(edges.bottoms[near].max())
    return bool(edges.tops[piece] >= top - settings.rising * (bottom - top) and edges.bottoms[piece] <= bottom)


def _assign_marks(
    lines: list[_Growing],
    marks: NDArray[np.int64],
    edges: _Edges,
    typical: float,
    settings: LayoutSettings,
) -> None:
    """Give each mark to the nearest line; a dot over a letter belongs to the letter below it."""
    tops, bottoms, lefts, rights = edges.tops, edges.bottoms, edges.lefts, edges.rights
    spans = [(min(lefts[m] for m in line.members), max(rights[m] for m in line.members)) for line in lines]
    letters = [np.array(line.members) for line in lines]
    for mark in marks.tolist():
        distances = []
        for members, span in zip(letters, spans, strict=True):
            gap = max(span[0] - rights[mark], lefts[mark] - span[1], 0.0)
            nearest = members[np.argmin(np.abs((lefts[members] + rights[members] - lefts[mark] - rights[mark]) / 2))]
            above, below = tops[nearest] - bottoms[mark], tops[mark] - bottoms[nearest]
            distances.append(max(above, 1.5 * below, 0.0) + max(0.0, gap - typical))
        best = int(np.argmin(distances))
        if distances[best] <= settings.reach * typical:
            lines[best].members.append(mark)
