"""Where letters stand on their line: what tells case and lookalikes apart that frames cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, UPPER
from model.elements import BoundingBox

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
    """

    spread: float = 0.17
    worst: float = 4.0
    small_lines: float = 0.05


def place_terms(
    boxes: Sequence[BoundingBox],
    angle_deg: float,
    letters: tuple[str, ...],
    probabilities: NDArray[np.float64],
    settings: GeometrySettings | None = None,
) -> tuple[NDArray[np.float64], float]:
    """How well each letter fits the place where each glyph stands.

    The line's baseline and capital height are not known: those are taken that explain all glyphs best.

    Args:
        boxes: The line's glyphs from left to right.
        angle_deg: The tilt of the line.
        letters: What the columns of `probabilities` mean.
        probabilities: (N, letters) what the network says of each glyph.
        settings: The tunables; the defaults if None.

    Returns:
        (N, letters) nats, 0 at best; and the capital height in pixels.
    """
    settings = settings or GeometrySettings()
    tops, bottoms = _straightened(boxes, angle_deg)
    places = np.array([_PLACES.get(letter, _CAPITAL) for letter in letters])
    best, best_terms, best_height = -np.inf, np.zeros_like(probabilities), float(np.max(bottoms - tops))
    for height in _capital_heights(bottoms - tops):
        baseline = _baseline(bottoms, places, probabilities, height)
        above = np.stack([baseline - tops, baseline - bottoms], axis=1) / height
        off = (above[:, None, :] - places[None]) / settings.spread
        terms = np.maximum(-0.5 * (off**2).sum(axis=2), -settings.worst)
        likelihood = float(np.log((probabilities * np.exp(terms)).sum(axis=1) + 1e-9).sum())
        likelihood -= settings.small_lines * len(boxes) * float(height > 1.3 * np.max(bottoms - tops))
        if likelihood > best:
            best, best_terms, best_height = likelihood, terms, height
    return best_terms, best_height


def _straightened(boxes: Sequence[BoundingBox], angle_deg: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Tops and bottoms as if the line were level and straight."""
    x = np.array([box.centre[0] for box in boxes])
    fall = np.tan(np.deg2rad(angle_deg)) * (x - x[0])
    tops = np.array([box.top for box in boxes]) - fall
    bottoms = np.array([box.bottom for box in boxes]) - fall
    if len(boxes) >= 6:
        one, other = np.triu_indices(len(x), 1)
        apart = x[other] - x[one]
        rises = (bottoms[other] - bottoms[one])[apart > 0] / apart[apart > 0]
        slope = float(np.median(rises)) if rises.size else 0.0
        tops, bottoms = tops - slope * (x - x[0]), bottoms - slope * (x - x[0])
    return tops, bottoms


def _capital_heights(heights: NDArray[np.float64]) -> list[float]:
    """Capital heights worth trying: some glyph is a capital, or the tallest is a small letter."""
    tallest = float(np.max(heights))
    shares = (1.0, 0.93, 0.87, 0.8, 0.74, 0.66, 1 / 0.9, 1 / 0.78, 1 / 0.62)
    return [max(tallest * share, 1.0) for share in shares]


def _baseline(
    bottoms: NDArray[np.float64], places: NDArray[np.float64], probabilities: NDArray[np.float64], height: float
) -> float:
    """The median of where the baseline would be if each glyph were what the network thinks."""
    likely = probabilities.argmax(axis=1)
    return float(np.median(bottoms + places[likely, 1] * height))
