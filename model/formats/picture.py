"""A page as a picture: boxes and letters drawn over what was read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from model.elements import BoundingBox, Glyph, Page
from model.formats.reading import PageReading

MediaType = Literal["image/png", "image/jpeg"]
Colour = tuple[int, int, int]
_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

#: The longest side of an annotated picture in pixels.
LONGEST_SIDE = 1600
#: Below this confidence a box is dashed, so that doubt is seen without colours too.
UNSURE_BELOW = 0.7
#: Lower bounds of confidence and their colours; blue, orange and magenta stay apart for colour-blind eyes.
COLOURS: tuple[tuple[float, Colour], ...] = (
    (0.9, (0, 98, 177)),
    (UNSURE_BELOW, (190, 92, 0)),
    (0.0, (196, 0, 90)),
)
PAPER: Colour = (255, 255, 255)
#: Least and most height of the letters in pixels, and their share of the glyphs' height.
LETTER_SIDES = (13, 44)
LETTER_SHARE = 0.6
JPEG_QUALITY = 88


@dataclass(frozen=True, slots=True)
class AnnotatedPicture:
    """An encoded picture with boxes and letters drawn on it; `width` and `height` in its own pixels."""

    media_type: MediaType
    width: int
    height: int
    content: bytes


def annotate(preview: NDArray[np.uint8], page: Page, media_type: MediaType = "image/png") -> AnnotatedPicture:
    """Draw every glyph of a page over its picture.

    Args:
        preview: (H, W, 3) uint8 RGB, upright, of the page's shape at any scale; it is not changed.
        page: The reading, its boxes in the page's own pixels.
        media_type: What to encode as.

    Returns:
        The picture, its longest side at most `LONGEST_SIDE` pixels.
    """
    picture = Pillow.fromarray(preview).convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pen = ImageDraw.Draw(picture)
    scale = picture.width / page.width
    lines = [
        [
            (glyph, glyph.box.scaled(scale, picture.width, picture.height))
            for word in line.words
            for glyph in word.glyphs
        ]
        for line in page.lines
    ]
    for glyph, box in chain.from_iterable(lines):
        _draw_box(pen, glyph, box)
    # Letters last: a neighbour's box must not cross them out.
    for line in lines:
        font = _font_beside([box.height for _, box in line])
        for glyph, box in line:
            _draw_letter(pen, font, glyph, box)
    return AnnotatedPicture(media_type, picture.width, picture.height, _encoded(picture, media_type))


def write_png(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One annotated PNG a page."""
    return (_annotated(reading, "image/png") for reading in readings)


def write_jpeg(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One annotated JPEG a page."""
    return (_annotated(reading, "image/jpeg") for reading in readings)


def _annotated(reading: PageReading, media_type: MediaType) -> bytes:
    assert reading.preview is not None, "an annotated picture needs a preview"
    return annotate(reading.preview, reading.page, media_type).content


def colour_of(confidence: float) -> Colour:
    """The colour of a confidence in 0..1."""
    return next((colour for least, colour in COLOURS if confidence >= least), COLOURS[-1][1])


def _draw_box(pen: ImageDraw.ImageDraw, glyph: Glyph, box: BoundingBox) -> None:
    width = 2 if box.height >= 24 else 1
    colour = colour_of(glyph.confidence)
    if glyph.confidence >= UNSURE_BELOW:
        pen.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), outline=colour, width=width)
        return
    for dash in _dashes(box, length=max(3, min(8, box.height // 5))):
        pen.line(dash, fill=colour, width=width)


def _dashes(box: BoundingBox, length: int) -> Iterator[tuple[int, int, int, int]]:
    """Every other stretch of the four sides, as (x, y, x, y)."""
    right, bottom = box.right - 1, box.bottom - 1
    for x in range(box.left, right + 1, 2 * length):
        end = min(x + length, right)
        yield x, box.top, end, box.top
        yield x, bottom, end, bottom
    for y in range(box.top, bottom + 1, 2 * length):
        end = min(y + length, bottom)
        yield box.left, y, box.left, end
        yield right, y, right, end


def _draw_letter(pen: ImageDraw.ImageDraw, font: _Font, glyph: Glyph, box: BoundingBox) -> None:
    """Write the letter above its box, or inside where the picture ends."""
    x = (box.left + box.right) / 2
    y = max(box.top - 3, 3 - pen.textbbox((0, 0), glyph.letter, font, anchor="ls")[1])
    pen.text((x, y), glyph.letter, colour_of(glyph.confidence), font, anchor="ms", stroke_width=2, stroke_fill=PAPER)


def _font_beside(heights: Sequence[int]) -> _Font:
    """A font for one line: the same for a dot and a capital beside it."""
    least, most = LETTER_SIDES
    return _font(min(most, max(least, round(sorted(heights)[len(heights) // 2] * LETTER_SHARE))))


@lru_cache(maxsize=64)
def _font(size: int) -> _Font:
    return ImageFont.load_default(size)


def _encoded(picture: Pillow.Image, media_type: MediaType) -> bytes:
    buffer = io.BytesIO()
    if media_type == "image/jpeg":
        # Full colour resolution: halved, thin coloured lines would smear.
        picture.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    else:
        # The fastest level; the higher ones win little on photos.
        picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
