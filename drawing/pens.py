"""Where the shapes of letters come from: handwriting fonts, or glyphs of a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

#: (H, W) uint8, ink 255 on 0.
Ink = NDArray[np.uint8]
#: Letter to its pictures, each (H, W) uint8 upright, ink up to 255 on 0.
GlyphSource = Mapping[str, Sequence[Ink]]

FOLDER = Path(__file__).parents[1] / "fonts"
FONTS: tuple[str, ...] = tuple(sorted(path.stem for path in FOLDER.glob("*.ttf")))
#: Fonts that only teach networks: pages are drawn with them where they are asked for by name.
TEACHING_FONTS: tuple[str, ...] = tuple(sorted(path.stem for path in FOLDER.glob("teaching/*.ttf")))

#: Where letters without a baseline of their own stand: (top, bottom) in letter heights above the baseline.
EXTENTS: dict[str, tuple[float, float]] = {
    **dict.fromkeys("aceimnorsuvwxz", (0.62, 0.0)),
    **dict.fromkeys("gpqy", (0.62, -0.33)),
    **{"i": (0.9, 0.0), "j": (0.9, -0.33), "t": (0.9, 0.0), ".": (0.12, 0.0), ",": (0.14, -0.14), "-": (0.42, 0.36)},
    **{"'": (1.05, 0.75), ":": (0.6, 0.05), "+": (0.7, 0.15), "(": (1.05, -0.15), ")": (1.05, -0.15)},
}


@dataclass(frozen=True, slots=True)
class PenStroke:
    """One glyph as the pen drew it: ink on a square canvas of `CANVAS` letter heights.

    The pen started at `ORIGIN` on the baseline; `advance_px` is where the next glyph starts.
    """

    ink: Ink
    advance_px: float


CANVAS = 4
#: (x, y) of the start of the baseline on the canvas, in letter heights.
ORIGIN = (1, 2)


class Pen(Protocol):
    """Draws one glyph."""

    def draw(self, letter: str, height_px: int, rng: np.random.Generator) -> PenStroke:
        """Draw a letter so that a capital H would be `height_px` high."""
        ...


class FontPen:
    """Draws the letters of a font."""

    def __init__(self, name: str) -> None:
        if name not in (*FONTS, *TEACHING_FONTS):
            raise ValueError(f"There is no font {name!r}; there are {', '.join((*FONTS, *TEACHING_FONTS))}.")
        self.path = (FOLDER if name in FONTS else FOLDER / "teaching") / f"{name}.ttf"

    def draw(self, letter: str, height_px: int, rng: np.random.Generator) -> PenStroke:
        """Draw a letter; a font always draws it alike."""
        font, below_px = _font(self.path, height_px)
        canvas = Image.new("L", (CANVAS * height_px, CANVAS * height_px))
        origin = (ORIGIN[0] * height_px, ORIGIN[1] * height_px - below_px)
        ImageDraw.Draw(canvas).text(origin, letter, fill=255, font=font, anchor="ls")
        return PenStroke(np.array(canvas), font.getlength(letter))


class CorpusPen:
    """Draws letters from given pictures, and those that are missing with another pen."""

    def __init__(self, glyphs: GlyphSource, other: Pen) -> None:
        self.glyphs = glyphs
        self.other = other

    def draw(self, letter: str, height_px: int, rng: np.random.Generator) -> PenStroke:
        """Draw one of the letter's pictures, sized and placed as the letter asks for."""
        pictures = self.glyphs.get(letter, ())
        if not len(pictures):
            return self.other.draw(letter, height_px, rng)
        ink = _cropped(pictures[int(rng.integers(len(pictures)))])
        top, bottom = EXTENTS.get(letter, (1.0, 0.0))
        scale = (top - bottom) * height_px / ink.shape[0]
        if letter == "-":
            scale = 0.4 * height_px / ink.shape[1]
        # A picture much wider than high is no letter as people print it, but it shall not leave the canvas.
        width = min(max(1, round(ink.shape[1] * scale)), 2 * height_px)
        height = min(max(1, round(ink.shape[0] * scale)), 2 * height_px)
        scaled = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        if scale > 1:
            # Small pictures grow blurred edges, which no pen draws.
            scaled = np.clip((scaled.astype(np.int16) - 128) * min(scale, 4) + 128, 0, 255).astype(np.uint8)
        canvas = np.zeros((CANVAS * height_px, CANVAS * height_px), np.uint8)
        left, above = ORIGIN[0] * height_px, round((ORIGIN[1] - top) * height_px)
        canvas[above : above + height, left : left + width] = scaled
        return PenStroke(canvas, width + 0.12 * height_px)


def _cropped(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero(ink.max(axis=1) > 127), np.flatnonzero(ink.max(axis=0) > 127)
    if not rows.size:
        raise ValueError("a glyph source holds a picture without ink")
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@cache
def _font(path: Path, height_px: int) -> tuple[ImageFont.FreeTypeFont, int]:
    """The font in the size that makes capitals `height_px` high, and how far below its baseline they end.

    Hands differ from letter to letter, and one font stands off its baseline: the median of some capitals counts.
    """
    measured = ImageFont.truetype(path, 200)
    spans = np.array([_span(measured, letter) for letter in "AEHMNRTX"])
    top, bottom = np.median(spans, axis=0)
    scale = height_px / (bottom - top)
    return ImageFont.truetype(path, 200 * scale), round(float(bottom) * scale)


def _span(font: ImageFont.FreeTypeFont, letter: str) -> tuple[int, int]:
    """First row of ink and the row after the last one, below the baseline."""
    canvas = Image.new("L", (600, 600))
    ImageDraw.Draw(canvas).text((100, 300), letter, fill=255, font=font, anchor="ls")
    box = canvas.getbbox()
    if box is None:
        raise ValueError(f"{font.getname()} has no {letter!r}")
    return box[1] - 300, box[3] - 300
