"""Lays a page over a template by printed lines: first roughly by where they are dense, then line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from model.fields.frames import Segment
from model.fields.homography import Homography, Points, is_view, moved
from model.quantiles import median


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How lines are laid over one another; lengths are shares of the picture's longer side.

    Attributes:
        run: Straight runs of ink from this length on are lines.
        coarse: The longer side of the picture in which a first place is looked for, in pixels.
        scales: How much smaller or larger than the picture the page may be.
        steps: So many sizes are tried between these.
        steepest_deg: Pages are turned by at most this.
        step_deg: In steps of this.
        reach: How far lines are looked for at first; halved until the last round.
        rounds: How often lines are laid over one another.
        near: At the end lines lie on lines that are no further away than this.
        covered: This share of the template's lines must.
        stiff: What holds back perspective that the lines do not ask for.
    """

    run: float = 0.018
    coarse: int = 200
    scales: tuple[float, float] = (0.55, 1.1)
    steps: int = 12
    steepest_deg: float = 8.0
    step_deg: float = 1.0
    reach: float = 0.03
    rounds: int = 14
    near: float = 0.003
    covered: float = 0.6
    stiff: float = 1e-3


@dataclass(frozen=True, slots=True)
class _Samples:
    """Points on the template's lines (N, 2), and whether each line is rather level than upright (N,)."""

    points: Points
    level: NDArray[np.bool_]


def register_by_lines(
    mask: NDArray[np.bool_], lines: Sequence[Segment], size: tuple[int, int], settings: LineSettings | None = None
) -> tuple[Homography, float] | None:
    """Lay a template over a page by its lines.

    Args:
        mask: (H, W) bool, the page's ink.
        lines: The template's lines, in its pixels.
        size: (width, height) of the template.
        settings: The tunables; the defaults if None.

    Returns:
        The way from the template to the picture and how far lines lie off one another, in pixels; None where too few of
        the lines are found.
    """
    settings = settings or LineSettings()
    if not lines:
        return None
    level, upright = page_lines(mask, settings)
    if not level.any():
        return None
    samples = _samples(lines, max(size) / 400)
    best: tuple[Homography, float, float] | None = None
    for way in _rough(level, upright, lines, size, settings):
        found = _refined(way, samples, level, upright, size, settings)
        if found and (best is None or found[1] > best[1]):
            best = found
        if best and best[1] >= 0.9:
            break
    return (best[0], best[2]) if best and best[1] >= settings.covered else None


def follow_lines(
    way: Homography,
    mask: NDArray[np.bool_],
    lines: Sequence[Segment],
    size: tuple[int, int],
    settings: LineSettings | None = None,
) -> tuple[Homography, float] | None:
    """Bring a way that is nearly right onto the lines; see `register_by_lines`."""
    settings = settings or LineSettings()
    level, upright = page_lines(mask, settings)
    if not lines or not level.any():
        return None
    near = replace(settings, reach=settings.reach / 3)
    found = _refined(way, _samples(lines, max(size) / 400), level, upright, size, near)
    return (found[0], found[2]) if found and found[1] >= settings.covered else None


def page_lines(
    mask: NDArray[np.bool_], settings: LineSettings | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Long thin runs of ink, nearly level and nearly upright, each (H, W) uint8, 1 on a line."""
    settings = settings or LineSettings()
    run = max(9, round(settings.run * max(mask.shape)))
    ink = mask.astype(np.uint8)
    across = _runs(ink, run)
    return across, np.ascontiguousarray(_runs(np.ascontiguousarray(ink.T), run).T)


def _runs(ink: NDArray[np.uint8], run: int) -> NDArray[np.uint8]:
    """Level runs, also where they rise by a pixel now and then; what is thick is no line."""
    grown = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((1, run), np.uint8)) > 0
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(5, run // 3), 1), np.uint8))
    beside = cv2.dilate(thick, np.ones((1, 3), np.uint8)) > 0
    return (runs & (ink > 0) & ~beside).astype(np.uint8)


def _samples(lines: Sequence[Segment], step: float) -> _Samples:
    points, level = [], []
    for start, end in lines:
        length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        shares = np.linspace(0, 1, max(3, round(length / step)))[:, None]
        points.append(np.array(start) + shares * (np.array(end) - np.array(start)))
        level += [abs(end[0] - start[0]) >= abs(end[1] - start[1])] * len(shares)
    return _Samples(np.concatenate(points), np.array(level, np.bool_))


def _rough(
    level: NDArray[np.uint8], upright: NDArray[np.uint8], lines: Sequence[Segment], size: tuple[int, int],
    settings: LineSettings,
) -> list[Homography]:
    """First guesses, the best first: the template's lines turned, scaled and shifted to where the page's are."""
    longest = max(level.shape)
    shrink = settings.coarse / longest
    small = [_blurred(page, shrink) for page in (level, upright)]
    rows, columns = (cv2.getOptimalDFTSize(2 * side) for side in small[0].shape)
    page = [np.fft.rfft2(own, (rows, columns)) for own in small]
    fitting = min(level.shape[1] / size[0], level.shape[0] / size[1])
    guesses: list[tuple[float, Homography]] = []
    for share in np.geomspace(*settings.scales, settings.steps).tolist():
        for angle_deg in np.arange(-settings.steepest_deg, settings.steepest_deg + 0.1, settings.step_deg).tolist():
            turn = np.deg2rad(angle_deg)
            matrix = fitting * share * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
            guesses.append(_shifted(matrix, lines, size, page, small[0].shape, (rows, columns), shrink))
    guesses.sort(key=lambda guess: -guess[0])
    return [way for _, way in guesses[:4]]


def _blurred(page: NDArray[np.uint8], shrink: float) -> NDArray[np.float32]:
    size = max(8, round(page.shape[1] * shrink)), max(8, round(page.shape[0] * shrink))
    small = cv2.resize(page.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    # However thick they are printed, lines count alike.
    return np.asarray(cv2.GaussianBlur(np.minimum(4 * small, 1), (0, 0), 1.0), np.float32)


def _shifted(
    matrix: NDArray[np.float64], lines: Sequence[Segment], size: tuple[int, int],
    page: Sequence[NDArray[np.complexfloating]], shape: tuple[int, ...], padded: tuple[int, int], shrink: float,
) -> tuple[float, Homography]:  # fmt: skip
    """How well lines that are turned and scaled fit at best, and the way that brings them there."""
    ends = np.array(lines, np.float64).reshape(-1, 2) @ matrix.T * shrink
    # Within the picture as the page's middle is; the correlation finds the rest.
    offset = np.array(shape[::-1]) / 2 - np.array(size) @ matrix.T * shrink / 2
    drawn = [np.zeros(shape, np.float32), np.zeros(shape, np.float32)]
    for start, end in (ends + offset).reshape(-1, 2, 2):
        upright = abs(end[0] - start[0]) < abs(end[1] - start[1])
        first, last = ((round(16 * float(x)), round(16 * float(y))) for x, y in (start, end))
        cv2.line(drawn[int(upright)], first, last, 1.0, 1, cv2.LINE_AA, 4)
    weight = float(sum(own.sum() for own in drawn)) + 1e-6
    fits = [
        np.fft.irfft2(seen * np.conj(np.fft.rfft2(own, padded)), padded) for seen, own in zip(page, drawn, strict=True)
    ]
    fit = np.asarray(fits[0] + fits[1], np.float64)
    best = np.unravel_index(int(np.argmax(fit)), padded)
    down, across = (float(at if at < side / 2 else at - side) for at, side in zip(best, padded, strict=True))
    shift = (offset + np.array([across, down])) / shrink
    way = np.vstack([np.column_stack([matrix, shift]), (0.0, 0.0, 1.0)])
    return float(fit[best]) / weight**0.5, way


def _refined(
    way: Homography, samples: _Samples, level: NDArray[np.uint8], upright: NDArray[np.uint8], size: tuple[int, int],
    settings: LineSettings,
) -> tuple[Homography, float, float] | None:
    """The way after laying lines over the nearest lines; its share of lines found, and their median distance."""
    longest = max(level.shape)
    fields = [_nearest(page) for page in (level, upright)]
    for number in range(settings.rounds):
        reach = longest * max(settings.reach * 0.5 ** (number / 2), settings.near)
        off = _offsets(samples, way, fields)
        kept = np.abs(off) <= reach
        if kept.sum() < 20:
            return None
        way = _bent(way, samples, off, kept, size, settings)
        if not is_view(way, *size):
            return None
    off = np.abs(_offsets(samples, way, fields))
    near = off <= settings.near * longest
    return way, float(near.mean()), median(off[near]) if near.any() else np.inf


def _nearest(page: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """(H, W) each: how far to the right and below the nearest pixel of a line is."""
    if not page.any():
        return None
    _, labels = cv2.distanceTransformWithLabels(1 - page, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    y, x = np.nonzero(page)
    places = np.zeros((int(labels.max()) + 1, 2), np.float32)
    places[labels[y, x]] = np.stack([x, y], axis=1)
    rows, columns = np.mgrid[: page.shape[0], : page.shape[1]].astype(np.float32)
    own = places[labels]
    return own[..., 0] - columns, own[..., 1] - rows


def _offsets(
    samples: _Samples, way: Homography,
    fields: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]] | None],
) -> NDArray[np.float64]:  # fmt: skip
    """(N,) how far each sample lies off the nearest line: up or down for level lines, sideways for others."""
    at = np.floor(moved(samples.points, way)).astype(np.int64)
    off = np.full(len(at), np.inf)
    for field, own, axis in ((fields[0], samples.level, 1), (fields[1], ~samples.level, 0)):
        if field is None:
            continue
        height, width = field[0].shape
        inside = own & (at[:, 0] >= 0) & (at[:, 0] < width) & (at[:, 1] >= 0) & (at[:, 1] < height)
        x, y = at[inside].T
        along, across = field[1 - axis][y, x], field[axis][y, x]
        # Beyond the end of a line its nearest pixel lies ahead, not beside.
        off[inside] = np.where(np.abs(along) <= np.maximum(np.abs(across), 3), across, np.inf)
    return off


def _bent(
    way: Homography, samples: _Samples, off: NDArray[np.float64], kept: NDArray[np.bool_], size: tuple[int, int],
    settings: LineSettings,
) -> Homography:
    """One step of Gauss and Newton towards lines lying on lines."""
    # Counted from the page's middle in half pages, so that all unknowns weigh alike.
    centre = np.array([[2 / size[0], 0, -1], [0, 2 / size[1], -1], [0, 0, 1]])
    scaled = way @ np.linalg.inv(centre)
    scaled = scaled / scaled[2, 2]
    points = samples.points[kept] * 2 / np.array(size) - 1
    ones = np.column_stack([points, np.ones(len(points))])
    ahead = ones @ scaled.T
    seen = ahead[:, :2] / ahead[:, 2:]
    axis = np.where(samples.level[kept], 1, 0)
    rows = np.zeros((len(points), 8))
    for side in (0, 1):
        own = axis == side
        rows[own, 3 * side : 3 * side + 3] = ones[own] / ahead[own, 2:]
        rows[own, 6:8] = -seen[own, side : side + 1] * points[own] / ahead[own, 2:]
    held = np.zeros(8)
    # Perspective is counted in units that move the page's edge by its own length.
    held[6:] = settings.stiff * len(points) * float(np.abs(seen).max()) ** 2
    held[:6] = 1e-6 * len(points)
    step = np.linalg.solve(rows.T @ rows + np.diag(held), rows.T @ off[kept])
    change = np.append(step, 0.0).reshape(3, 3)
    return np.asarray((scaled + change) @ centre)
