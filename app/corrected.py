"""A reading as it comes back from somebody who corrected it."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field, PositiveInt, model_validator

from app.schemas import Alternative, Box
from model.elements import Alternative as Other
from model.elements import BoundingBox, Glyph, Line, Page, Word

#: One box may hold several letters, but no sentence.
LONGEST_LETTER = 8
#: Such as the longest side of a scan of A0; with it a box cannot make a writer count for ever.
LONGEST_SIDE_PX = 100_000


class CorrectedGlyph(BaseModel):
    """A letter and where it stands; what else is said of it does not matter here."""

    letter: str = Field(min_length=1, max_length=LONGEST_LETTER)
    confidence: float = Field(ge=0, le=1)
    box: Box
    alternatives: list[Alternative] = []

    def glyph(self) -> Glyph:
        """The same as an element of a page."""
        others = tuple(Other(other.letter, other.confidence) for other in self.alternatives)
        box = BoundingBox(self.box.left, self.box.top, self.box.right, self.box.bottom)
        return Glyph(self.letter, self.confidence, box, others)


class CorrectedWord(BaseModel):
    """Glyphs between two spaces."""

    glyphs: list[CorrectedGlyph] = Field(min_length=1)


class CorrectedLine(BaseModel):
    """Words on one baseline."""

    words: list[CorrectedWord] = Field(min_length=1)


class Corrected(BaseModel):
    """A page; texts and the boxes of lines and words follow from its glyphs, so they are not asked for."""

    width: PositiveInt = Field(le=LONGEST_SIDE_PX)
    height: PositiveInt = Field(le=LONGEST_SIDE_PX)
    lines: list[CorrectedLine]

    @model_validator(mode="after")
    def _check_boxes(self) -> Self:
        """Refuse boxes that are empty or leave the page."""
        for line in self.lines:
            for glyph in (glyph for word in line.words for glyph in word.glyphs):
                box = glyph.box
                if not (0 <= box.left < box.right <= self.width and 0 <= box.top < box.bottom <= self.height):
                    raise ValueError(f"the box of {glyph.letter!r} is empty or leaves the page")
        return self

    def elements(self) -> Page:
        """The same as a page that any writer takes."""
        lines = (
            Line(tuple(Word(tuple(glyph.glyph() for glyph in word.glyphs)) for word in line.words))
            for line in self.lines
        )
        return Page(self.width, self.height, tuple(lines))
