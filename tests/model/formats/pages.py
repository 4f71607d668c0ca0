"""Pages to write in every format."""

from __future__ import annotations

from model.elements import Alternative, BoundingBox, Glyph, Line, Page, Word


def glyph(letter: str, left: int, top: int, confidence: float = 0.98) -> Glyph:
    """A glyph of 20 by 30 pixels."""
    box = BoundingBox(left, top, left + 20, top + 30)
    return Glyph(letter, confidence, box, (Alternative("?", round(1 - confidence, 4)),))


def word(letters: str, left: int, top: int, confidence: float = 0.98) -> Word:
    """Glyphs 30 pixels apart."""
    return Word(tuple(glyph(letter, left + 30 * n, top, confidence) for n, letter in enumerate(letters)))


#: Two lines, three words; the O is unsure.
PAGE = Page(
    400,
    200,
    (
        Line((word("HI", 20, 40), word("YOU", 120, 40))),
        Line((word("4", 20, 120), word("O", 80, 120, confidence=0.41))),
    ),
)
BLANK = Page(400, 200)
