"""Photographs a written line: bent, leaning, thicker or thinner, from afar, in bad light; then cuts its strip out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from drawing.pens import Ink
from model.lines.card import HEIGHT
from model.lines.linenet import STRIP, evened
from training.lines.write import LINE_HEIGHT, Written
from training.lines.writers import inked

#: Letters on the sensor are at least so high, in pixels.
LOWEST = 7.0
#: No strip for training is wider, in pixels.
WIDEST = 640


@dataclass(frozen=True, slots=True)
class Taught:
    """A strip and what stands where in it.

    Attributes:
        grey: (HEIGHT, W) uint8, as the network is given it: ink up to 255 on 0.
        text: What it says.
        middle: (N,) column of the middle of each symbol of the text.
        wide: (N,) how wide each is.
        folded: Whether capitals stand for either case.
    """

    grey: Ink
    text: str
    middle: NDArray[np.float32]
    wide: NDArray[np.float32]
    folded: bool = False


def photograph(line: Written, rng: np.random.Generator) -> Taught:
    """Take a picture of a line and cut its strip out as the reader does."""
    ink = _with_pen(_faded(_broken(_bent(line.ink, rng), rng), rng), rng)
    # Small on the sensor in half of the pictures: camera frames, and scans of small print.
    small = rng.random() < 0.5
    height = float(np.exp(rng.uniform(np.log(LOWEST), np.log(LINE_HEIGHT)))) if small else float(LINE_HEIGHT)
    scale = height / LINE_HEIGHT
    band = inked(ink, faint=100)
    if not band[3]:
        # Thin pens leave nothing of some lines.
        band = 0, 0, ink.shape[1], ink.shape[0]
    size = max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale))
    seen = cv2.resize(ink, size, interpolation=cv2.INTER_AREA) if scale < 1 else ink
    grey = _lit(np.asarray(seen, np.uint8), rng)
    return _strip(grey, line, band, (size[0] / ink.shape[1], size[1] / ink.shape[0]), rng)


def _bent(ink: Ink, rng: np.random.Generator) -> Ink:
    """Lean, turn and bend a line about its middle height, so that letters keep their columns there."""
    high, wide = ink.shape
    lean = np.tan(np.deg2rad(np.clip(rng.normal(4, 10), -25, 30)))
    slope = np.tan(np.deg2rad(rng.normal(0, 1.0)))
    bend = rng.normal(0, 0.1) * LINE_HEIGHT * min(1.0, wide / (8 * LINE_HEIGHT))
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    along = (x - wide / 2) / max(wide / 2, 1)
    down = y + (slope * (x - wide / 2)).astype(np.float32) + (bend * (1 - along**2)).astype(np.float32)
    across = x + (lean * (y - high / 2)).astype(np.float32)
    return np.asarray(cv2.remap(ink, across, down, cv2.INTER_LINEAR), np.uint8)


def _broken(ink: Ink, rng: np.random.Generator) -> Ink:
    """Gaps across strokes, in every fifth line: pens that fail, and what is lost with the rules of a form."""
    if rng.random() > 1 / 5:
        return ink
    depth = cv2.distanceTransform((ink > 127).astype(np.uint8), cv2.DIST_L2, 5)
    # Half of the stroke's width wherever in the stroke the gap is.
    half = cv2.dilate(depth, np.ones((7, 7), np.uint8))
    ink = ink.copy()
    gaps = max(1, round(ink.shape[1] / LINE_HEIGHT * rng.uniform(0.1, 1.0)))
    for row, column in rng.permutation(np.argwhere(depth > 0))[:gaps].tolist():
        cv2.circle(ink, (column, row), round(float(half[row, column] * rng.uniform(0.9, 1.6))) + 1, 0, -1)
    return ink


def _faded(ink: Ink, rng: np.random.Generator) -> Ink:
    """Parts of strokes missing here and there, in every ninth line: what scanners in black and white leave of them."""
    if rng.random() > 1 / 9:
        return ink
    cell = float(rng.uniform(0.15, 0.5)) * LINE_HEIGHT
    coarse = rng.random((max(2, round(ink.shape[0] / cell)), max(2, round(ink.shape[1] / cell)))).astype(np.float32)
    field = cv2.resize(coarse, ink.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.where(field < np.quantile(coarse, rng.uniform(0.05, 0.35)), 0, ink).astype(np.uint8)


def _with_pen(ink: Ink, rng: np.random.Generator) -> Ink:
    """Another width of the pen."""
    kind = rng.random()
    if kind < 0.4:
        return ink
    soft = cv2.GaussianBlur(ink, (0, 0), float(rng.uniform(0.8, 1.8))).astype(np.float32)
    middle = float(rng.uniform(45, 120))
    return np.asarray(np.clip((soft - middle) * 4 + 128, 0, 255), np.uint8)


def _lit(ink: Ink, rng: np.random.Generator) -> Ink:
    """(H, W) uint8 grey: ink on paper under a lamp, seen by a sensor."""
    high, wide = ink.shape
    paper = float(rng.uniform(120, 250))
    contrast = float(rng.uniform(0.25, 0.95))
    cover = ink.astype(np.float32) / 255
    if rng.random() < 0.25:
        cover *= np.clip(rng.normal(0.8, 0.2, (high, wide)), 0.2, 1).astype(np.float32)
    shade = np.ones((high, wide), np.float32)
    if rng.random() < 0.4:
        corners = rng.uniform(0.7, 1.0, (2, 3)).astype(np.float32)
        shade = np.asarray(cv2.resize(corners, (wide, high), interpolation=cv2.INTER_CUBIC), np.float32)
    if rng.random() < 0.08:
        shade = shade * _edged(high, wide, rng)
    grey = np.asarray(paper * shade * (1 - contrast * cover), np.float32)
    if rng.random() < 0.08:
        specks = rng.random((high, wide)) < rng.uniform(0.0005, 0.004)
        grey = np.where(cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0, grey * 0.4, grey)
    if rng.random() < 0.15:
        grey = _ruled(grey, rng)
    if rng.random() < 0.6:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.3, 1.3))), np.float32)
    if rng.random() < 0.7:
        grey = grey + rng.normal(0, rng.uniform(1, 9), grey.shape).astype(np.float32)
    picture = np.clip(grey, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 90))])[1]
        picture = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    return np.asarray(255 - picture if rng.random() < 0.05 else picture, np.uint8)


def _edged(high: int, wide: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """(high, wide) how much light is left by a shadow with an edge that runs through the picture."""
    x, y = np.meshgrid(np.arange(wide) - rng.uniform(0, wide), np.arange(high) - rng.uniform(0, high))
    turn = rng.uniform(0, 2 * np.pi)
    far = (x * np.cos(turn) + y * np.sin(turn)) / rng.uniform(0.5, 5)
    return np.asarray(1 - rng.uniform(0.15, 0.4) / (1 + np.exp(-np.clip(far, -30, 30))), np.float32)


def _ruled(grey: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """What printed lines and letters of the next line leave in a strip."""
    high, wide = grey.shape
    grey = np.ascontiguousarray(grey)
    dark = float(grey.mean() * rng.uniform(0.5, 0.85))
    if rng.random() < 0.7:
        at = int(rng.integers(0, high))
        cv2.line(grey, (0, at), (wide, at + int(rng.integers(-2, 3))), dark, 1)
    if rng.random() < 0.5:
        for x in np.arange(rng.uniform(0, 20), wide, rng.uniform(0.5, 1.2) * high):
            cv2.line(grey, (int(x), 0), (int(x), high), dark, 1)
    return grey


def _strip(
    grey: Ink, line: Written, band: tuple[int, int, int, int], scale: tuple[float, float], rng: np.random.Generator
) -> Taught:
    """Cut a strip out of a picture as `model.lines.strip` does, not quite where the ink ends."""
    left, top, right, bottom = (edge * scale[number % 2] for number, edge in enumerate(band))
    off = np.clip(rng.standard_normal(2), -2, 2) * 0.05 * (bottom - top)
    top, bottom = top + off[0], bottom + off[1]
    tall = max(bottom - top, 2.0)
    high = tall * (1 + 2 * STRIP.above) + 2
    start, stop = left - STRIP.beside * tall - 1, right + STRIP.beside * tall + 1
    # Hands write narrow and wide, and strips of crowded letters are shown wider than they are.
    stretch = float(np.exp(np.clip(rng.normal(0.08, 0.3), -0.5, 0.75)))
    width = int(np.clip(stretch * (stop - start) * HEIGHT / high, HEIGHT, WIDEST))
    across, down = (stop - start) / width, high / HEIGHT
    way = np.array([[across, 0, start], [0, down, top - STRIP.above * tall - 1]])
    if down > 1.5:
        # Averaged where it is reduced, as the reader's strips are.
        share = 1 / down
        grey = np.asarray(cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)
        way *= share
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(grey, way, (width, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    ends = (np.stack([line.left, line.right]) * scale[0] - start) / across
    return Taught(
        evened(np.asarray(seen, np.uint8)), line.text, ends.mean(axis=0).astype(np.float32),
        (ends[1] - ends[0]).astype(np.float32),
    )  # fmt: skip
