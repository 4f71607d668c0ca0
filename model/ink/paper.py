"""Ruled and squared paper: lines that run evenly all over the page are taken out of its darkness.

They are seen best before ink is told from paper: however faint, they go on under the writing, and letters do not.
Single lines, frames and combs are taken out of the ink later, in `model.clutter.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.clutter.combs import Rule
from model.quantiles import median

#: (H, W) uint8, how dark each pixel is against the paper around it, 0..255.
Strength = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """What counts as the pattern of the paper; shares are of the picture's width, or its height for upright lines.

    Attributes:
        halved: In larger pictures lines are looked for at half size.
        steepest_deg: Lines are looked for up to this tilt.
        step_deg: In steps of this.
        level_deg: Tilts below this need no turning.
        columns: Tilts are judged on this many columns across the picture; smaller ones show no pattern.
        joined: So many of them at a time at first, as long lines may bend.
        ridge: A line is darker than what lies this many pixels above and below it.
        faintest: By at least this much, out of 255; fainter lines are no ink anyway.
        run: A line goes on for this share without a gap.
        thicker: What is this many times as thick as the lines are in the mean is none.
        bent: A line may leave its row by this many pixels of the size where lines are looked for.
        across: Its runs together cover this share.
        straight: Of one that lies in a row by itself this share.
        fewest: A pattern has at least so many lines.
        thorough: Lines are taken out with this many times their darkness.
        darker: What keeps this share of its darkness is ink over a line.
        printed: What is printed with the lines is at most this many times as dark.
        parted: Gaps of more pixels of the whole picture than this interrupt a line.
        clear: Tilts whose lines are this many times as sharp as the middle tilt's tell.
    """

    halved: int = 1000
    steepest_deg: float = 15.0
    step_deg: float = 1.5
    level_deg: float = 0.2
    columns: int = 48
    joined: int = 6
    ridge: int = 4
    faintest: int = 12
    run: float = 0.12
    thicker: float = 1.6
    bent: int = 3
    across: float = 0.5
    straight: float = 0.25
    fewest: int = 3
    thorough: float = 1.2
    darker: float = 0.5
    printed: float = 1.3
    parted: int = 24
    clear: float = 1.35


@dataclass(frozen=True, slots=True)
class Plain:
    """A page without the lines of its paper.

    Attributes:
        strength: How dark it is without them; what was given where the paper has none.
        level: The nearly level lines that were taken out,
        upright: and the nearly upright ones, as they lie on the page turned over.
    """

    strength: Strength
    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()


def without_pattern(strength: Strength, settings: PaperSettings | None = None) -> Plain:
    """Take the lines of ruled and squared paper out.

    Args:
        strength: How dark the page is against its paper.
        settings: The tunables; the defaults if None.
    """
    settings = settings or PaperSettings()
    step = 2 if max(strength.shape) > settings.halved else 1
    small = strength if step == 1 else halved(strength)
    level, upright = _pattern(small, settings), _pattern(turned_over(small), settings)
    cleaned = strength
    if level is not None:
        cleaned = _subtracted(cleaned, level.lines, step, settings)
    if upright is not None:
        cleaned = turned_over(_subtracted(turned_over(cleaned), upright.lines, step, settings))
    return Plain(cleaned, *(found.rules(step, settings) if found else () for found in (level, upright)))


def turned_over(picture: Strength) -> Strength:
    """Rows for columns; OpenCV, which has no empty pictures, takes an eighth of numpy's time for it."""
    return np.asarray(cv2.transpose(picture), np.uint8) if picture.size else picture.T


def halved(strength: Strength) -> Strength:
    """Half the size, each pixel as dark as the darkest of its four, so that thin lines stay dark."""
    height, width = strength.shape[0] // 2 * 2, strength.shape[1] // 2 * 2
    pairs = np.maximum(strength[:height:2, :width], strength[1:height:2, :width])
    return np.maximum(pairs[:, ::2], pairs[:, 1::2])


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Nearly level lines that cover the page.

    Attributes:
        lines: (H, W) how dark they are, 0 beside them.
        level: The same, sheared until they are level.
        slope: What they were sheared by.
    """

    lines: Strength
    level: Strength
    slope: float

    def rules(self, step: int, settings: PaperSettings) -> tuple[Rule, ...]:
        """Each line, in a picture `step` times as large, and its parts where it is interrupted."""
        darkest = settings.printed * median(self.level[self.level > 0])
        # What was looked for is thicker by a row on either side.
        thick = step * max(_thickness(self.level > 0) - 2, 0.5)
        drop = (self.lines.shape[0] - self.level.shape[0] - self.slope * self.lines.shape[1]) / 2
        edges = np.flatnonzero(np.diff(self.level.any(axis=1), prepend=False, append=False)).reshape(-1, 2).tolist()
        found = []
        for top, bottom in edges:
            across = step * np.flatnonzero(self.level[top:bottom].any(axis=0)).astype(np.float64)
            height = step * ((top + bottom - 1) / 2 + drop)
            # Two combs may stand on one line, their cells as wide as they like.
            parts = np.split(across, np.flatnonzero(np.diff(across) > settings.parted) + 1)
            found += [
                Rule(float(part[0]), float(part[-1]), height, self.slope, thick, darkest)
                for part in ([across, *parts] if len(parts) > 1 else [across])
            ]
        return tuple(found)


def _pattern(strength: Strength, settings: PaperSettings) -> _Pattern | None:
    """The nearly level lines that cover the page; None where there are too few."""
    slope = _slope(strength, settings) if min(strength.shape) >= settings.columns else None
    if slope is None:
        return None
    # A line may wander up or down by a pixel, and lies between two rows once the picture is sheared.
    thick = np.asarray(cv2.dilate(strength, np.ones((3, 1), np.uint8)), np.uint8)
    lines = _lines(_sheared(thick, -slope), settings)
    if lines is None:
        return None
    return _Pattern(_sheared(lines, slope, strength.shape[0]), lines, slope)


def _sheared(strength: Strength, slope: float, height: int | None = None) -> Strength:
    """The picture with its columns moved down by `slope` for each pixel to the right of the middle.

    Args:
        strength: The picture.
        slope: How steep level lines become.
        height: Rows of the answer around the middle; as many as it takes to lose none if None.
    """
    if slope == 0:
        return strength
    before, width = strength.shape
    after = height or before + 2 * round(abs(slope) * width / 2)
    matrix = np.array([[1, 0, 0], [slope, 1, (after - before - slope * width) / 2]])
    return np.asarray(cv2.warpAffine(strength, matrix, (width, after), flags=cv2.INTER_LINEAR), np.uint8)


def _slope(strength: Strength, settings: PaperSettings) -> float | None:
    """The slope at which thin lines are sharpest; None where none are."""
    shares = _shares(_ridges(strength, settings), settings.columns)
    pitch = strength.shape[1] / settings.columns

    def sharpest(angles_deg: NDArray[np.float64], joined: int) -> tuple[float, float]:
        """The best angle, and how many times as sharp as the middle one it is."""
        slopes = pitch * np.tan(np.deg2rad(angles_deg))
        # The first columns of all blocks together, then the second ones: rows of them are added up many times.
        blocks = np.ascontiguousarray(shares.reshape(shares.shape[0], -1, joined).transpose(2, 0, 1))
        sharpness = np.array([_sharpness(blocks, float(slope)) for slope in slopes])
        # Of equally sharp angles the middle one.
        best = angles_deg[sharpness >= 0.98 * sharpness.max()]
        return median(best), float(sharpness.max() / max(median(sharpness), 1e-6))

    steepest, step = settings.steepest_deg, settings.step_deg
    angle, clear = sharpest(np.arange(-steepest, steepest + 0.01, step), settings.joined)
    if clear < settings.clear:
        return None
    angle, _ = sharpest(angle + step * np.linspace(-1, 1, 13), 4 * settings.joined)
    return 0.0 if abs(angle) < settings.level_deg else float(np.tan(np.deg2rad(angle)))


def _ridges(strength: Strength, settings: PaperSettings) -> NDArray[np.uint8]:
    """(H, W) uint8, 1 where a pixel is darker than what lies above and below it."""
    apart = settings.ridge
    padded = cv2.copyMakeBorder(strength, apart, apart, 0, 0, cv2.BORDER_REPLICATE)
    beside = cv2.max(padded[: -2 * apart], padded[2 * apart :])
    return (cv2.subtract(strength, beside) >= settings.faintest).view(np.uint8)


def _shares(ridges: NDArray[np.uint8], columns: int) -> NDArray[np.float32]:
    """(H, columns) the share of ridges in each column, from running sums: averaging takes five times as long."""
    width = ridges.shape[1]
    edges = np.linspace(0, width, columns + 1)
    whole = edges.astype(np.int64)
    sums = np.diff(cv2.integral(ridges)[:, whole], axis=0)
    # An edge within a pixel gives a share of it to either side.
    sums = sums + ridges[:, np.minimum(whole, width - 1)] * (edges - whole)
    return np.asarray(np.diff(sums, axis=1) * (columns / width), np.float32)


def _sharpness(blocks: NDArray[np.float32], fall: float) -> float:
    """How sharp the rows are that fall by so many pixels from column to column.

    Args:
        blocks: (joined, H, blocks), that many columns side by side in each block.
        fall: In pixels.
    """
    joined = len(blocks)
    shifts = [round((column - (joined - 1) / 2) * fall) for column in range(joined)]
    reach = max(map(abs, shifts))
    rows = blocks.shape[1] - 2 * reach
    if rows <= 0:
        return 0.0
    profiles = np.zeros((rows, blocks.shape[2]), np.float32)
    for at, shift in enumerate(shifts):
        profiles += blocks[at, reach + shift : reach + shift + rows]
    return float(np.square(profiles).sum() / rows)


def _lines(strength: Strength, settings: PaperSettings) -> Strength | None:
    """Where long thin level lines run, and how dark they are; None where they are too few."""
    width = strength.shape[1]
    run = max(24, round(settings.run * width))
    # Grain is no gap.
    smooth = cv2.blur(strength, (7, 1))
    long = np.ones((1, run), np.uint8)
    left = np.asarray(cv2.erode(smooth, long), np.uint8)
    if left.max(initial=0) < settings.faintest:
        return None
    # What is left grows back: an opening.
    runs = np.asarray(cv2.dilate(left, long), np.uint8)
    thick = _thickness(runs >= settings.faintest)
    solid = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((round(settings.thicker * thick) + 2, 1), np.uint8))
    lines = np.asarray(cv2.subtract(runs, solid), np.uint8)
    seen = lines >= settings.faintest
    # Lines may bend a little: what is nearby counts as well.
    near = cv2.dilate(seen.astype(np.uint8), np.ones((2 * settings.bent + 1, 1), np.uint8))
    rows = near.mean(axis=1) >= settings.across
    many = _runs(rows)
    if thick <= 2 * settings.bent + 1:
        # Fine lines may lie closer than they may bend: there they are counted where they are straight.
        many = max(many, _runs(rows & (seen.mean(axis=1) >= settings.straight)))
    if many < settings.fewest:
        return None
    seen &= rows[:, None]
    return np.where(seen, lines, 0).astype(np.uint8) if seen.any() else None


def _runs(rows: NDArray[np.bool_]) -> int:
    """How many runs of rows there are."""
    return int(np.count_nonzero(np.diff(rows, prepend=False, append=False))) // 2


def _thickness(lines: NDArray[np.bool_]) -> float:
    """The mean thickness of level lines in pixels, 1 for none."""
    tops = np.count_nonzero(lines[1:] & ~lines[:-1]) + np.count_nonzero(lines[0])
    return float(np.count_nonzero(lines)) / tops if tops else 1.0


def _subtracted(strength: Strength, lines: Strength, step: int, settings: PaperSettings) -> Strength:
    """The picture without its level lines; strokes across them are closed again."""
    if step > 1:
        lines = np.asarray(cv2.resize(lines, strength.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    faded = cv2.subtract(strength, cv2.addWeighted(lines, settings.thorough, lines, 0, 1))
    # Ink lies over a line and is no darker for it.
    least = np.ceil(settings.darker * np.arange(256)).astype(np.uint8)
    cleaned = np.where(faded >= cv2.LUT(strength, least), strength, faded)
    gap = np.ones((4 * step + 3, 1), np.uint8)
    closed = cv2.min(strength, cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, gap))
    return np.asarray(np.where(lines > 0, np.maximum(cleaned, closed), strength), np.uint8)
