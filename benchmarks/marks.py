"""A page with its reading marked: what is right, what was mistaken for what, what was added and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.alignment import align
from benchmarks.scoring import folded
from model.elements import BoundingBox, Glyph, Page

Colour = tuple[int, int, int]
RIGHT: Colour = (0, 110, 60)
WRONG: Colour = (200, 0, 60)
ADDED: Colour = (200, 90, 0)
MISSING: Colour = (120, 0, 190)
IGNORED: Colour = (130, 130, 130)

#: Sheets are this large, small pictures being enlarged.
LEAST_SIDE, LONGEST_SIDE = 1000, 1600
#: Space for the head of a sheet in pixels.
HEAD = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """What to show of one glyph.

    Attributes:
        glyph: As it was read.
        caption: The letter, or ``read>written`` where it is wrong.
        colour: `RIGHT`, `WRONG`, `ADDED` or, for marks that no figure counts, `IGNORED`.
        missing: Written letters that should stand before this glyph.
    """

    glyph: Glyph
    caption: str
    colour: Colour
    missing: str = ""


def marks_of(page: Page, want: str) -> tuple[list[Mark], str]:
    """Compare a reading with its transcription, letters and digits only and cases folded.

    Args:
        page: The reading.
        want: The transcription, ``X*`` where every glyph is an X.

    Returns:
        A mark for every glyph, and the letters missing after the last one.
    """
    glyphs = list(page.glyphs)
    counted = [number for number, glyph in enumerate(glyphs) if folded(glyph.letter)]
    read = [folded(glyphs[number].letter) for number in counted]
    written = folded(want) * len(read) if want.endswith("*") else folded(want)
    wanted: dict[int, str] = {}
    before: dict[int, str] = {}
    missing = ""
    for step in align(written, read):
        if step.got is None:
            missing += written[step.want or 0]
            continue
        number = counted[step.got]
        before[number], missing = missing, ""
        wanted[number] = "" if step.want is None else written[step.want]
    return [_mark(glyph, wanted.get(number), before.get(number, "")) for number, glyph in enumerate(glyphs)], missing


def _mark(glyph: Glyph, want: str | None, missing: str) -> Mark:
    if want is None:
        return Mark(glyph, glyph.letter, IGNORED)
    if want == folded(glyph.letter):
        return Mark(glyph, glyph.letter, RIGHT, missing)
    return Mark(glyph, f"{glyph.letter}>{want}", WRONG if want else ADDED, missing)


def marked_page(preview: NDArray[np.uint8], page: Page, want: str, title: str) -> Image.Image:
    """Draw a reading over its page.

    Args:
        preview: (H, W, 3) uint8 RGB of the page's shape at any scale.
        page: The reading.
        want: The transcription.
        title: Stands above, with the meaning of the colours.
    """
    picture = _sized(Image.fromarray(preview).convert("RGB"))
    sheet = Image.new("RGB", (max(picture.width, 700), picture.height + HEAD), "white")
    # Paler, so that the marks stand out.
    sheet.paste(Image.blend(picture, Image.new("RGB", picture.size, "white"), 0.35), (0, HEAD))
    pen = ImageDraw.Draw(sheet)
    pen.text((6, 4), title, (0, 0, 0), ImageFont.load_default(20))
    marks, missing = marks_of(page, want)
    _draw_legend(pen, missing)
    scale = picture.width / page.width
    for mark in marks:
        box = mark.glyph.box.scaled(scale, picture.width, picture.height)
        _draw_mark(pen, mark, BoundingBox(box.left, box.top + HEAD, box.right, box.bottom + HEAD))
    return sheet


def _sized(picture: Image.Image) -> Image.Image:
    """The picture at a size at which marks can be told apart."""
    longest = max(picture.size)
    scale = min(max(1.0, LEAST_SIDE / longest), LONGEST_SIDE / longest)
    return picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))


def _draw_legend(pen: ImageDraw.ImageDraw, missing: str) -> None:
    at, font = 6.0, ImageFont.load_default(16)
    legend = [("right", RIGHT), ("read>written", WRONG), ("added>", ADDED), ("^missing before", MISSING)]
    for words, colour in [*legend, ("not counted", IGNORED), (f"missing at the end: {missing or 'none'}", MISSING)]:
        pen.text((at, 32), words, colour, font)
        at += pen.textlength(words, font) + 18


def _draw_mark(pen: ImageDraw.ImageDraw, mark: Mark, box: BoundingBox) -> None:
    is_right = mark.colour in (RIGHT, IGNORED)
    pen.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), outline=mark.colour, width=1 if is_right else 3)
    size = min(36, max(12, round(box.height * (0.35 if is_right else 0.5))))
    _write(pen, (box.left, max(box.top - size - 3, HEAD)), mark.caption, mark.colour, size)
    if mark.missing:
        _write(pen, (box.left - size, box.bottom), f"^{mark.missing}", MISSING, size)


def _write(pen: ImageDraw.ImageDraw, at: tuple[float, float], words: str, colour: Colour, size: int) -> None:
    pen.text(at, words, colour, ImageFont.load_default(size), stroke_width=2, stroke_fill=(255, 255, 255))
