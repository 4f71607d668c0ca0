"""The print pages turned, warped, ruled, shaded, dusty ...: how much worse each is read than the original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from rich.progress import Progress

from benchmarks.corpora import Entry
from benchmarks.engines import Engine
from benchmarks.scoring import Tally
from benchmarks.tables import Figures
from benchmarks.texts import measure
from model.decode import Image, decode

#: How far the corners are pushed inwards, as a share of the sides: (x, y) of top left, top right, bottom right ...
WARP = ((0.12, 0.05), (0.02, 0.09), (0.1, 0.03), (0.03, 0.08))
#: Rules and squares: so many pitches along the longest side, and how much light a line leaves.
PITCHES, LINE_LIGHT = 30, 0.75
#: How much light a shadow leaves; so many specks, and how many of them the longest side is long; by which share of it
#: strokes grow.
SHADE, SPECKS, SPECK, BROADER = 0.45, 400, 250, 250
#: Where a lamp shines, from -1 to 1 across and down; half a side away it leaves this share of its light.
LAMP, LAMP_LIGHT = (0.25, -0.2), 0.4
#: Pixels of a weak camera along the longest side, and the standard deviation of its noise.
WEAK_SIDE, GRAIN = 600, 16.0


def turned(page: Image, angle_deg: float) -> Image:
    """The page turned clockwise, on a ground of its own colour; quarter turns are exact."""
    if angle_deg % 90 == 0:
        return np.ascontiguousarray(np.rot90(page, -round(angle_deg / 90)))
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle_deg, 1)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = np.ceil([width * cosine + height * sine, width * sine + height * cosine]).astype(int)
    matrix += np.column_stack([np.zeros((2, 2)), (size - (width, height)) / 2])
    seen = cv2.warpAffine(page, matrix, size.tolist(), flags=cv2.INTER_CUBIC, borderValue=_ground(page))
    return np.asarray(seen, np.uint8)


def warped(page: Image) -> Image:
    """The page seen from one side."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * (width, height) * WARP
    matrix = cv2.getPerspectiveTransform(corners, (corners + inwards).astype(np.float32))
    seen = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=_ground(page))
    return np.asarray(seen, np.uint8)


def ruled(page: Image, squared: bool = False) -> Image:
    """The page with printed lines, or squares of half their pitch."""
    longest = max(page.shape)
    pitch, wide = longest / PITCHES / (1 + squared), max(1, round(longest / 800))
    lines = page.astype(np.float32)
    for axis in (0, 1) if squared else (0,):
        starts = np.arange(pitch / 2, page.shape[axis], pitch).astype(int)
        on_line = np.isin(np.arange(page.shape[axis]), (starts[:, None] + np.arange(wide)).ravel())
        # A printed line takes light away from paper and ink alike.
        lines *= np.expand_dims(np.where(on_line, LINE_LIGHT, 1).astype(np.float32), 1 - axis)
    return np.round(lines).astype(np.uint8)


def halved(page: Image) -> Image:
    """The page at half its width and height."""
    size = max(1, page.shape[1] // 2), max(1, page.shape[0] // 2)
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)


def shaded(page: Image) -> Image:
    """The page with a shadow whose edge is sharp across it."""
    height, width = page.shape
    across = np.arange(width) + 0.6 * np.arange(height)[:, None] > 0.7 * width
    return np.where(across, page * SHADE, page).astype(np.uint8)


def lamplit(page: Image) -> Image:
    """The page under a small lamp, its corners dark."""
    height, width = page.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    far = (x - LAMP[0]) ** 2 + (y - LAMP[1]) ** 2
    return np.asarray(page / (1 + (LAMP_LIGHT**-0.5 - 1) * far) ** 2, np.uint8)


def dusted(page: Image) -> Image:
    """The page copied on dirty glass."""
    rng, dusty = np.random.default_rng(0), page.copy()
    size = max(2, round(max(page.shape) / SPECK))
    for _ in range(SPECKS):
        x, y = (int(rng.integers(0, side)) for side in page.shape[::-1])
        dusty[y : y + int(rng.integers(1, size + 1)), x : x + size] = rng.integers(20, 120)
    return dusty


def bolder(page: Image) -> Image:
    """The page as if a broader pen had written it: dark strokes grow."""
    width = max(2, round(max(page.shape) / BROADER))
    return np.asarray(cv2.erode(page, np.ones((width, width), np.uint8)), np.uint8)


def filmed(page: Image) -> Image:
    """The page as a weak camera sees it, in little light."""
    scale = min(1.0, WEAK_SIDE / max(page.shape))
    size = max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(0).normal(0, GRAIN, small.shape)
    return np.asarray(np.clip(small + grain, 0, 255), np.uint8)


def _ground(page: Image) -> int:
    """The grey along the page's edges."""
    return int(np.median(np.concatenate([page[0], page[-1], page[:, 0], page[:, -1]])))


VARIANTS: dict[str, Callable[[Image], Image]] = {
    "original": lambda page: page,
    "turned by 5 degrees": lambda page: turned(page, 5),
    "turned by -5 degrees": lambda page: turned(page, -5),
    "turned by 10 degrees": lambda page: turned(page, 10),
    "turned by 15 degrees": lambda page: turned(page, 15),
    "turned by 90 degrees": lambda page: turned(page, 90),
    "turned by 180 degrees": lambda page: turned(page, 180),
    "warped": warped,
    "ruled": ruled,
    "squared": lambda page: ruled(page, squared=True),
    "inverted": lambda page: np.asarray(255 - page, np.uint8),
    "halved": halved,
    "shadow with a sharp edge": shaded,
    "under a lamp": lamplit,
    "dusty": dusted,
    "bolder": bolder,
    "by a weak camera": filmed,
}


def measure_variants(engine: Engine, pages: Sequence[Entry], progress: Progress) -> Figures:
    """Read every variant of the pages of scope ``print``."""
    prints = [page for page in pages if page.scope == "print"]
    columns = ("variant", "CER", "rise", "strict", "worst page", "its CER", "s a page")
    notes = (f"{engine.name}; {len(prints)} grey print pages as PNG; rise: CER over that of the original.",)
    figures = Figures("Print pages changed", columns, notes=notes)
    original: float | None = None
    for name, change in VARIANTS.items():
        changed = [replace(page, content=_encoded(change(decode(page.content).grey)), scope=name) for page in prints]
        counted = measure(engine, changed, progress)
        cer = counted.tally.cer or 0.0
        original = cer if original is None else original
        worst, its_tally = max(zip(changed, counted.by_page, strict=True), key=lambda pair: pair[1].wrong)
        row = [name, cer, cer - original, counted.tally.strict, *_worst(worst, its_tally), f"{counted.seconds:.3f}"]
        figures.rows.append(row)
    return figures


def _worst(entry: Entry, its_tally: Tally) -> tuple[str | None, float | None]:
    return (entry.name, its_tally.cer) if its_tally.wrong else (None, None)


def _encoded(page: Image) -> bytes:
    _, file = cv2.imencode(".png", page)
    return file.tobytes()
