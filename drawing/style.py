"""What a drawn page looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Red, green and blue, 0..255 each.
Colour = tuple[int, int, int]

BLACK: Colour = (25, 25, 25)
WHITE: Colour = (250, 250, 250)
GREY: Colour = (165, 165, 170)
WOOD: Colour = (112, 84, 62)


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How a page is written, on what, and how it is photographed; all disturbances are off by default.

    Lengths are in pixels where the name says so, otherwise in letter heights.

    Attributes:
        letter_height_px: Height of a capital H on the sheet.
        font: A file name of ``fonts/`` without its suffix; one chosen by the seed if empty.
        sheet_px: (width, height) of the sheet before it is turned or seen in perspective; as the text needs if None.
        margin: Free paper around the text.
        line_pitch: From baseline to baseline.
        word_gap: Free paper between the ink of two words.
        letter_spacing: Added to the pen's own distance between letters; may be negative.
        touching: Share of the neighbouring letters and digits within a word that touch.
        broken: Share of the glyphs with a gap in a stroke; letters of one straight stroke stay whole.
        slant_deg: Letters lean to the right by this angle.
        wobble: Standard deviation of size, of place, and of the angle (in units of 30 degrees) of each glyph.
        pen_width_jitter: Standard deviation of the stroke width of each glyph, as a share of the stroke width.
        curve: How far the middle of a baseline lies above its ends.
        ink: Colour of the ink.
        ink_opacity: 1 covers the paper, less is pencil.
        paper: Colour of the paper.
        paper_pattern: Lines on which the text stands, or squares.
        rule_pitch: From rule to rule; a line pitch for lines and half of it for squares if 0.
        form: A cell for each letter: ticks on a line (comb) or closed boxes.
        rule: Colour of lines, squares and cells.
        rule_px: Their width.
        specks: Specks of ink for each 100 letter heights squared.
        bleed_through: 0..1, how much of a mirrored text shows through from the back.
        tilt_deg: The sheet is turned clockwise by this angle.
        perspective: 0..0.3, how far corners of the sheet are pushed inwards, as a share of its sides.
        desk: Width of the desk seen around the sheet, as a share of its longer side.
        desk_colour: Colour of the desk.
        shadow: 0..1, darkness of a soft shadow over a part of the picture.
        vignette: 0..1, darkness of the corners.
        glare: 0..1, strength of a bright spot.
        blur_px: Standard deviation of the lens blur.
        noise: Standard deviation of the sensor's noise in grey levels.
        inverted: Black and white exchanged.
        jpeg_quality: Compress and decompress as JPEG of this quality, 0 for not at all.
    """

    letter_height_px: int = 40
    font: str = ""
    sheet_px: tuple[int, int] | None = None
    margin: float = 1.5
    line_pitch: float = 2.2
    word_gap: float = 0.8
    letter_spacing: float = 0.08
    touching: float = 0.0
    broken: float = 0.0
    slant_deg: float = 0.0
    wobble: float = 0.0
    pen_width_jitter: float = 0.0
    curve: float = 0.0
    ink: Colour = BLACK
    ink_opacity: float = 1.0
    paper: Colour = WHITE
    paper_pattern: Literal["plain", "ruled", "squared"] = "plain"
    rule_pitch: float = 0.0
    form: Literal["none", "comb", "boxes"] = "none"
    rule: Colour = GREY
    rule_px: float = 1.5
    specks: float = 0.0
    bleed_through: float = 0.0
    tilt_deg: float = 0.0
    perspective: float = 0.0
    desk: float = 0.0
    desk_colour: Colour = WOOD
    shadow: float = 0.0
    vignette: float = 0.0
    glare: float = 0.0
    blur_px: float = 0.0
    noise: float = 0.0
    inverted: bool = False
    jpeg_quality: int = 0
