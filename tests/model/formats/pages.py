"""Pages to write in every format."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from model.elements import Alternative, BoundingBox, Glyph, Line, Page, Word
from model.formats.catalogue import Write
from model.formats.reading import PageReading


def glyph(letter: str, left: int, top: int, confidence: float = 0.98) -> Glyph:
    """A glyph of 20 by 30 pixels."""
    box = BoundingBox(left, top, left + 20, top + 30)
    return Glyph(letter, confidence, box, (Alternative("?", round(1 - confidence, 4)),), confidence < 0.5)


def word(letters: str, left: int, top: int, confidence: float = 0.98) -> Word:
    """Glyphs 30 pixels apart."""
    glyphs = tuple(glyph(letter, left + 30 * n, top, confidence) for n, letter in enumerate(letters))
    return Word(glyphs, confidence ** len(glyphs), confidence < 0.5)


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
#: Marks that mean something in XML, CSV or PDF, and a word that overlaps the one before it.
MARKS = Page(600, 100, (Line((word("M<&'>", 10, 10), word('",-(@)', 140, 20), word("+?", 350, 10))),))
#: What people may correct letters to: several at once, such that no font has, such that no document may hold.
ODD = Page(
    400, 100, (Line((Word((glyph("ri", 10, 10), glyph("ł", 40, 10), glyph("\x01", 70, 10), glyph("\t", 100, 10))),)),)
)


def reading(page: Page = PAGE, file: str = "note.png", number: int = 1, picture: bool = False) -> PageReading:
    """A page as every writer gets it."""
    preview = np.full((page.height, page.width, 3), 240, np.uint8) if picture else None
    return PageReading(page, file, number, "fakenet", "glyph", 12.34, preview)


def written(write: Write, readings: Iterable[PageReading]) -> bytes:
    """All of a document."""
    return b"".join(write(readings))
