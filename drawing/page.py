"""The order in which a page is drawn: writing, paper, view, light."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from drawing.camera import Homography, Light, desk_top, photograph, seen_layer, seen_points, sheet_places, view
from drawing.paper import Coverage, add_specks, bleed, draw_cells, rules, width_of_cells
from drawing.pens import FONTS, CorpusPen, FontPen, GlyphSource, Pen
from drawing.style import Colour, PageStyle
from drawing.writing import Placed, Written, write_line
from model.elements import BoundingBox, Glyph, Line, Page, Word


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A picture of a page and what is written on it.

    Attributes:
        image: (H, W, 3) uint8 RGB.
        truth: Every glyph with its box in the picture, confidence 1; lines top down as given.
        touching: Which glyphs (counted in the order of `truth.glyphs`) touch the glyph before them.
        broken: Which glyphs have a gap in a stroke.
    """

    image: NDArray[np.uint8]
    truth: Page
    touching: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()

    @property
    def grey(self) -> NDArray[np.uint8]:
        """(H, W) uint8, 0 black .. 255 white."""
        return np.asarray(cv2.cvtColor(self.image, cv2.COLOR_RGB2GRAY), np.uint8)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        return self.encoded("PNG")

    def jpeg(self, quality: int = 85) -> bytes:
        """The picture as a JPEG file."""
        return self.encoded("JPEG", quality=quality)

    def encoded(self, picture_format: str, **options: int) -> bytes:
        """The picture as a file of any format that Pillow writes."""
        file = io.BytesIO()
        Image.fromarray(self.image).save(file, picture_format, **options)
        return file.getvalue()


def draw_page(
    lines: Sequence[str], style: PageStyle | None = None, seed: int = 0, glyphs: GlyphSource | None = None
) -> DrawnPage:
    """Draw a page; the same arguments always give the same pixels.

    Args:
        lines: The text, one string a line; an empty one leaves a line free.
        style: Its look; the plain default if None.
        seed: Decides all that the style leaves to chance.
        glyphs: Pictures of letters to write with; those it lacks come from the style's font.

    Raises:
        ValueError: The text does not fit on the sheet, or a letter has no glyph.
    """
    style = style or PageStyle()
    rng = np.random.default_rng(seed)
    pen = pen_of(style, glyphs, rng)
    written = [write_line(text, pen, style, rng) for text in lines]
    shape = _sheet_shape(lines, written, style)
    rows = [style.margin + 1 + style.line_pitch * row for row in range(len(lines))]
    baselines = [round(row * style.letter_height_px) for row in rows]
    placed = [_on_baseline(line, y, shape[1], style) for line, y in zip(written, baselines, strict=True)]
    ink = ink_layer(placed, shape)
    add_specks(ink, style, rng)
    cells = draw_cells(lines, baselines, shape, style)
    homography, size = view(shape, style, rng)
    light = _sheet_in_view(ink, cells, homography, size, style, rng)
    return _with_truth(photograph(light, style, rng), placed, homography)


def pen_of(style: PageStyle, glyphs: GlyphSource | None, rng: np.random.Generator) -> Pen:
    """The pen of a style, or one that writes with given glyphs."""
    # Drawn even if not needed, so that naming the font changes nothing else on the page.
    chosen = FONTS[int(rng.integers(len(FONTS)))]
    font = FontPen(style.font or chosen)
    return font if glyphs is None else CorpusPen(glyphs, font)


def _sheet_shape(lines: Sequence[str], written: Sequence[Written], style: PageStyle) -> tuple[int, int]:
    """(height, width) that the text needs with its margins, or that the style asks for."""
    margin = style.margin * style.letter_height_px
    rights = [glyph.right for line in written for word in line for glyph in word]
    if style.form != "none":
        rights += [round(width_of_cells(text, style)) for text in lines]
    width = round(max(rights, default=0) + margin)
    height = round(2 * margin + ((len(lines) - 1) * style.line_pitch + 1.4) * style.letter_height_px) if lines else 0
    if style.sheet_px is None:
        least = 4 * style.letter_height_px
        return max(height, least), max(width, least)
    if width > style.sheet_px[0] or height > style.sheet_px[1]:
        raise ValueError(f"the text needs a sheet of {width} x {height} pixels, not {style.sheet_px}")
    return style.sheet_px[1], style.sheet_px[0]


def _on_baseline(line: Written, baseline: int, width: int, style: PageStyle) -> Written:
    """Move a line down to its baseline, and up where that is curved."""
    rise = style.curve * style.letter_height_px
    return [
        [
            Placed(g.patch, g.x, baseline - round(rise * np.sin(np.pi * g.left / width)), g.touches)
            for g in word
        ]
        for word in line
    ]


def ink_layer(lines: Sequence[Written], shape: tuple[int, int]) -> Coverage:
    """Put all glyphs on one sheet; what lies beyond its edges is lost."""
    layer = np.zeros(shape, np.uint8)
    for glyph in (glyph for line in lines for word in line for glyph in word):
        top, left = glyph.y + glyph.patch.top, glyph.left
        ink = glyph.patch.ink[max(0, -top) :, max(0, -left) :]
        there = layer[max(0, top) : max(0, top) + ink.shape[0], max(0, left) : max(0, left) + ink.shape[1]]
        np.maximum(there, ink[: there.shape[0], : there.shape[1]], out=there)
    return np.asarray(layer / 255, np.float32)


def _sheet_in_view(
    ink: Coverage, cells: Coverage, homography: Homography, size: tuple[int, int], style: PageStyle,
    rng: np.random.Generator,
) -> Light:
    """Lay paper, rules, bleed-through and ink over each other, and all of it on the desk."""
    light = np.full((*size, 3), style.paper, np.float32)
    if style.paper_pattern != "plain":
        cover(light, rules(*sheet_places(homography, size), style), style.rule)
    if style.form != "none":
        cover(light, seen_layer(cells, homography, size), style.rule)
    if style.bleed_through:
        cover(light, seen_layer(bleed(ink, style), homography, size), style.ink)
    cover(light, style.ink_opacity * seen_layer(ink, homography, size), style.ink)
    if not style.desk:
        return light
    x, y = sheet_places(homography, size)
    edges = [np.clip(place + 0.5, 0, 1) for place in (x, y, ink.shape[1] - x, ink.shape[0] - y)]
    sheet = np.min(edges, axis=0)[..., None]
    return np.asarray(light * sheet + desk_top(size, style, rng) * (1 - sheet), np.float32)


def cover(light: Light, coverage: Coverage, colour: Colour) -> None:
    """Cover a picture with a colour, in place."""
    light += coverage[..., None] * (np.array(colour, np.float32) - light)


def _with_truth(image: NDArray[np.uint8], lines: Sequence[Written], homography: Homography) -> DrawnPage:
    height, width = image.shape[:2]
    truth = Page(width, height, tuple(
        Line(tuple(Word(tuple(_glyph(glyph, homography, width, height) for glyph in word)) for word in line))
        for line in lines if line
    ))
    order = [glyph for line in lines for word in line for glyph in word]
    touching = frozenset(index for index, glyph in enumerate(order) if glyph.touches)
    return DrawnPage(image, truth, touching, frozenset(i for i, glyph in enumerate(order) if glyph.patch.broken))


def _glyph(glyph: Placed, homography: Homography, width: int, height: int) -> Glyph:
    outline = seen_points(glyph.outline, homography)
    # A thousandth of a pixel is rounding, not ink.
    left, top = np.floor(outline.min(axis=0) + 1e-3).clip(0, (width - 1, height - 1)).astype(int)
    right, bottom = np.ceil(outline.max(axis=0) - 1e-3).clip((left + 1, top + 1), (width, height)).astype(int)
    return Glyph(glyph.patch.letter, 1.0, BoundingBox(int(left), int(top), int(right), int(bottom)))
