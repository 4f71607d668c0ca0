"""What a reading is made of: Page > Line > Word > Glyph, all frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Self

#: Who saw a letter: the glyph reader, the line reader, or both.
Source = Literal["glyph", "line", "both"]
#: Letters less sure than this should be looked at by a person.
REVIEW_BELOW = 0.7


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """An upright rectangle in page pixels, origin top left, right and bottom exclusive.

    Raises:
        ValueError: The box is empty or inside out.
    """

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        """Refuse boxes without area."""
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError(f"a box needs left < right and top < bottom, not {self}")

    @property
    def width(self) -> int:
        """Width in pixels, at least 1."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels, at least 1."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The middle as (x, y) in pixels."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def scaled(self, factor: float, width: int, height: int) -> Self:
        """The same rectangle on a picture scaled by `factor`, kept inside `width` by `height` pixels."""
        left, top = int(self.left * factor), int(self.top * factor)
        left, top = min(left, width - 1), min(top, height - 1)
        right = min(max(left + 1, round(self.right * factor)), width)
        bottom = min(max(top + 1, round(self.bottom * factor)), height)
        return type(self)(left, top, right, bottom)

    @classmethod
    def around(cls, boxes: Iterable[BoundingBox]) -> Self:
        """The smallest box that holds all `boxes`.

        Raises:
            ValueError: There are no boxes.
        """
        several = tuple(boxes)
        return cls(
            min(box.left for box in several),
            min(box.top for box in several),
            max(box.right for box in several),
            max(box.bottom for box in several),
        )


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another letter a glyph could be; `confidence` in 0..1."""

    letter: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter, digit or mark as it stands on the page.

    Attributes:
        letter: What it is.
        confidence: How sure that is, 0..1.
        box: Where its ink is.
        alternatives: What else it could be, best first.
        source: Who saw it.
        disputed: Whether two readers saw different letters.
    """

    letter: str
    confidence: float
    box: BoundingBox
    alternatives: tuple[Alternative, ...] = ()
    source: Source = "glyph"
    disputed: bool = False

    @property
    def needs_review(self) -> bool:
        """Whether a person should look: the letter is doubtful, or the readers do not agree."""
        return self.disputed or self.confidence < REVIEW_BELOW


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs between two spaces, in reading order; at least one."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The letters, without spaces."""
        return "".join(glyph.letter for glyph in self.glyphs)

    @property
    def needs_review(self) -> bool:
        """Whether a person should look at any of its glyphs."""
        return any(glyph.needs_review for glyph in self.glyphs)

    @property
    def box(self) -> BoundingBox:
        """The box around all glyphs."""
        return BoundingBox.around(glyph.box for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, in reading order; at least one."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def needs_review(self) -> bool:
        """Whether a person should look at any of its words."""
        return any(word.needs_review for word in self.words)

    @property
    def box(self) -> BoundingBox:
        """The box around all words."""
        return BoundingBox.around(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """The reading of one picture.

    `width` and `height` are those of the upright picture in pixels; every box lies inside them.
    A page without writing has no lines.
    """

    width: int
    height: int
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The lines with line breaks between them."""
        return "\n".join(line.text for line in self.lines)

    @property
    def glyphs(self) -> Iterator[Glyph]:
        """Every glyph in reading order."""
        return (glyph for line in self.lines for word in line.words for glyph in word.glyphs)
