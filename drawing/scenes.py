"""Photos without any writing: what a camera sees when nobody holds a page before it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

#: (H, W) uint8, 0 black .. 255 white.
Scene = NDArray[np.uint8]
SHAPE = (960, 1280)


def _clouds(rng: np.random.Generator, cells: int, shape: tuple[int, int] = SHAPE) -> NDArray[np.float32]:
    """(H, W) float32, smooth noise of mean 0 and deviation 1 with so many cells across."""
    coarse = rng.standard_normal((max(2, cells * shape[0] // shape[1]), cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _photographed(light: NDArray[np.float32], rng: np.random.Generator, blur_px: float = 0.9) -> Scene:
    blurred = cv2.GaussianBlur(light, (0, 0), blur_px)
    return np.asarray(np.clip(blurred + 3 * rng.standard_normal(SHAPE, np.float32), 0, 255), np.uint8)


def sky(rng: np.random.Generator) -> Scene:
    """A bright sky over hills, with branches of a tree before it."""
    down = np.linspace(225, 150, SHAPE[0], dtype=np.float32)[:, None] + 10 * _clouds(rng, 5)
    hills = 620 + 60 * _clouds(rng, 6)[0]
    light = np.where(np.arange(SHAPE[0])[:, None] > hills, 80 + 25 * _clouds(rng, 90), down).astype(np.float32)
    branch = np.array([0.0, 120.0])
    for _ in range(60):
        step = branch + rng.uniform((5, -25), (35, 30))
        for twig in (step, step + rng.uniform(-90, 90, 2)):
            cv2.line(light, branch.astype(int).tolist(), twig.astype(int).tolist(), 60, int(rng.integers(1, 6)))
        branch = step
    return _photographed(light, rng)


def foliage(rng: np.random.Generator) -> Scene:
    """Leaves in sun and shade."""
    light = (70 + 20 * _clouds(rng, 12)).astype(np.float32)
    for _ in range(1600):
        middle, size = rng.integers(0, SHAPE[::-1]).tolist(), rng.integers((6, 3), (26, 11)).tolist()
        cv2.ellipse(light, middle, size, float(rng.uniform(0, 180)), 0, 360, float(rng.uniform(30, 200)), -1)
    return _photographed(light, rng)


def desk(rng: np.random.Generator) -> Scene:
    """A wooden desk with cables and a cup."""
    grain = cv2.GaussianBlur(rng.standard_normal(SHAPE).astype(np.float32), (0, 0), sigmaX=40, sigmaY=1.2)
    light = (125 + 300 * grain + 12 * _clouds(rng, 4)).astype(np.float32)
    cv2.circle(light, (980, 260), 130, 215, -1)
    cv2.circle(light, (980, 260), 112, 70, -1)
    for _ in range(3):
        x = np.linspace(0, SHAPE[1], 200)
        y = rng.uniform(300, 800) + 90 * np.sin(x / rng.uniform(90, 220) + rng.uniform(0, 6)) + 0.2 * x
        cv2.polylines(light, [np.stack([x, y], axis=1).astype(np.int32)], False, 35, 7)
    return _photographed(light, rng)


def fabric(rng: np.random.Generator) -> Scene:
    """Woven cloth with folds."""
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32)
    weave = np.sin((x + 6 * _clouds(rng, 8)) / 2.6) * np.sin((y + 6 * _clouds(rng, 8)) / 2.6)
    return _photographed((150 + 22 * weave + 30 * _clouds(rng, 4)).astype(np.float32), rng)


def crumpled(rng: np.random.Generator) -> Scene:
    """Blank paper that was crumpled and smoothed again."""
    places = rng.uniform((0, 0), SHAPE[::-1], (90, 2)).astype(np.float32)
    subdivision = cv2.Subdiv2D((0, 0, *SHAPE[::-1]))
    subdivision.insert(places.tolist())
    light = np.full(SHAPE, 205, np.float32)
    for facet in subdivision.getVoronoiFacetList([])[0]:
        cv2.fillConvexPoly(light, np.asarray(facet, np.int32), float(205 + rng.normal(0, 9)))
    return _photographed((light + 8 * _clouds(rng, 30)).astype(np.float32), rng, 2.0)


def blinds(rng: np.random.Generator) -> Scene:
    """A window with its blinds half closed."""
    y = np.arange(SHAPE[0], dtype=np.float32)[:, None]
    slats = np.where((y % 46) < 15, 235, 105 + (y % 46)).astype(np.float32) * np.ones((1, SHAPE[1]), np.float32)
    slats[:, [0, 1, 2, 3, 640, 641, 642, 643]] = 60
    for x in (210, 430, 860, 1080):
        cv2.line(slats, (x, 0), (x, SHAPE[0]), 170, 3)
    return _photographed(slats + 8 * _clouds(rng, 5), rng)


def keys(rng: np.random.Generator) -> Scene:
    """Blank keys of a dark keyboard, or tiles of a wall."""
    light = np.full(SHAPE, 45, np.float32)
    for row in range(7):
        for column in range(14):
            left, top = 30 + 88 * column + 22 * (row % 3), 60 + 122 * row
            cv2.rectangle(light, (left, top), (left + 72, top + 100), float(95 + rng.normal(0, 6)), -1)
    return _photographed(light + 6 * _clouds(rng, 6), rng, 1.5)


SCENES: dict[str, Callable[[np.random.Generator], Scene]] = {
    scene.__name__: scene for scene in (sky, foliage, desk, fabric, crumpled, blinds, keys)
}
