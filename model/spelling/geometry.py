"""Where letters stand on their line: what tells case and lookalikes apart that frames cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, UPPER
from model.arrangement.theil_sen import median_slope
from model.elements import BoundingBox
from model.quantiles import median

# Top and bottom of letters in capital heights above the baseline, as hand printing has them.
_CAPITAL = (1.0, 0.0)
_PLACES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(DIGITS + UPPER + "bdfhkl&?!", _CAPITAL),
    **dict.fromkeys("acemnorsuvwxz", (0.62, 0.0)),
    **dict.fromkeys("gpqy", (0.62, -0.35)),
    "t": (0.88, 0.0),
    "i": (0.9, 0.0),
    "j": (0.9, -0.35),
    ".": (0.14, 0.0),
    ",": (0.14, -0.2),
    ":": (0.55, 0.0),
    "-": (0.46, 0.36),
    "+": (0.75, 0.15),
    "=": (0.6, 0.22),
    "'": (1.05, 0.72),
    "/": (1.05, -0.08),
    "(": (1.08, -0.12),
    ")": (1.08, -0.12),
    "@": (0.9, -0.1),
}


@dataclass(frozen=True, slots=True)
class GeometrySettings:
    """How much places count.

    Attributes:
        spread: Standard deviation of tops and bottoms, in capital heights.
        worst: The most that a misplaced letter costs, in nats.
        small_lines: What it costs to take a line for small letters throughout, in nats a glyph: its size alone
            cannot tell ``OO`` from ``oo``.
        sloping: From this many glyphs on the slope of the baseline is taken from the line itself.
    """

    spread: float = 0.17
    worst: float = 6.0
    small_lines: float = 0.05
    sloping: int = 6


@dataclass(frozen=True, slots=True)
class LineFrame:
    """The baseline of a line, y = `baseline` + `slope` * x in pixels, and the height of its capitals."""

    baseline: float
    slope: float
    capital_height: float


@dataclass(frozen=True, slots=True)
class _Ends:
    """Middles (N,) and tops and bottoms (N, 2) of glyphs, in pixels."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @classmethod
    def of(cls, boxes: Sequence[BoundingBox]) -> _Ends:
        """Of boxes."""
        corners = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float64).reshape(-1, 4)
        return cls((corners[:, 0] + corners[:, 2]) / 2, corners[:, 1::2])


def place_terms(
    frame: LineFrame,
    boxes: Sequence[BoundingBox],
    letters: tuple[str, ...],
    settings: GeometrySettings | None = None,
) -> NDArray[np.float64]:
    """How well each letter fits the place where each glyph stands.

    Args:
        frame: The line.
        boxes: The glyphs, in any order.
        letters: What the columns of the answer mean.
        settings: The tunables; the defaults if None.

    Returns:
        (N, letters) nats, 0 at best.
    """
    places, place_of = _places(letters)
    baseline, height = np.array([frame.baseline]), np.array([frame.capital_height])
    fit = _fit(baseline, frame.slope, height, _Ends.of(boxes), places, settings or GeometrySettings())
    return np.asarray(fit[0][:, place_of])


def _fit(
    baselines: NDArray[np.float64],
    slope: float,
    heights: NDArray[np.float64],
    ends: _Ends,
    places: NDArray[np.float64],
    settings: GeometrySettings,
) -> NDArray[np.float64]:
    """(K, N, places) nats, how well each glyph fits each place of K lines."""
    above = (baselines[:, None, None] + slope * ends.x[:, None] - ends.y) / heights[:, None, None]
    top, bottom = (np.subtract.outer(above[..., side], places[:, side]) for side in (0, 1))
    return np.asarray(np.maximum((top * top + bottom * bottom) * (-0.5 / settings.spread**2), -settings.worst))


def fit_frame(
    boxes: Sequence[BoundingBox],
    angle_deg: float,
    letters: tuple[str, ...],
    probabilities: NDArray[np.float64],
    settings: GeometrySettings | None = None,
) -> LineFrame:
    """Find the baseline and the capital height that explain all glyphs of a line best.

    Args:
        boxes: The line's glyphs; at least one.
        angle_deg: The tilt of the page's lines.
        letters: What the columns of `probabilities` mean.
        probabilities: (N, letters) what the network says of each glyph.
        settings: The tunables; the defaults if None.
    """
    settings = settings or GeometrySettings()
    ends, (places, place_of) = _Ends.of(boxes), _places(letters)
    # Many letters share a place: their probabilities are added up before any place is tried.
    at_places = probabilities @ np.eye(len(places))[place_of]
    slope = _slope(ends, median([box.width for box in boxes]), angle_deg, settings)
    bottoms = ends.y[:, 1] - slope * ends.x
    tallest = float((ends.y[:, 1] - ends.y[:, 0]).max())
    lowest = places[place_of[probabilities.argmax(axis=1)], 1]
    heights = np.array(_capital_heights(tallest))
    # Where the baseline would be if each glyph were what the network thinks.
    ordered, last = np.sort(bottoms + lowest * heights[:, None], axis=1), len(boxes) - 1
    baselines = (ordered[:, last // 2] + ordered[:, last - last // 2]) / 2
    fit = np.exp(_fit(baselines, slope, heights, ends, places, settings))
    likelihood = np.log((at_places * fit).sum(axis=2) + 1e-9).sum(axis=1)
    likelihood -= settings.small_lines * len(boxes) * (heights > 1.3 * tallest)
    best = int(likelihood.argmax())
    return LineFrame(float(baselines[best]), slope, float(heights[best]))


@lru_cache(maxsize=16)
def _places(letters: tuple[str, ...]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The different places (places, 2), and which of them each letter has (letters,)."""
    own = [_PLACES.get(letter, _CAPITAL) for letter in letters]
    places = sorted(set(own))
    return np.array(places), np.array([places.index(place) for place in own], np.int64)


def _slope(ends: _Ends, width: float, angle_deg: float, settings: GeometrySettings) -> float:
    """The slope of the bottoms of the glyphs; of the page where they are few."""
    own = median_slope(ends.x, ends.y[:, 1], width) if len(ends.x) >= settings.sloping else None
    return float(np.tan(np.deg2rad(angle_deg))) if own is None else own


def _capital_heights(tallest: float) -> list[float]:
    """Capital heights worth trying: some glyph is a capital, or the tallest is a small letter."""
    shares = (1.0, 0.93, 0.87, 0.8, 0.74, 0.66, 1 / 0.9, 1 / 0.78, 1 / 0.62)
    return [max(tallest * share, 1.0) for share in shares]
