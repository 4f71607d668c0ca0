"""What a reading is made of: Page > Line > Word > Glyph, all frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Self

#: Who saw a letter: the glyph reader, the line reader, or both.
Source = Literal["glyph", "line", "both"]


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

    def overlap(self, other: BoundingBox) -> float:
        """The area shared with another box as a share of the area that either covers, 0..1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        common = max(0, width) * max(0, height)
        return common / (self.width * self.height + other.width * other.height - common)

    def holds(self, other: BoundingBox) -> bool:
        """Whether another box lies in this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

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
        confidence: The chance that this is right, 0..1.
        box: Where its ink is, in pixels of the picture.
        alternatives: Other letters it could be, the likeliest first.
        needs_review: Whether answers of this confidence are wrong too often to go unseen, or two readers disagree.
        source: Who saw it.
        disputed: Whether two readers saw different letters.
    """

    letter: str
    confidence: float
    box: BoundingBox
    alternatives: tuple[Alternative, ...] = ()
    needs_review: bool = False
    source: Source = "glyph"
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a list.

    Attributes:
        text: As it is written in the list.
        confidence: The chance that it is what is written, 0..1.
        apart: Nats a letter by which ink and word disagree, at least 0.
    """

    text: str
    confidence: float
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs between two spaces.

    Attributes:
        glyphs: In reading order; at least one.
        confidence: The chance that the whole word is right, 0..1.
        needs_review: Whether words of this confidence are wrong too often to go unseen.
    """

    glyphs: tuple[Glyph, ...]
    confidence: float = 1.0
    needs_review: bool = False

    @property
    def text(self) -> str:
        """The letters, without spaces."""
        return "".join(glyph.letter for glyph in self.glyphs)

    @property
    def box(self) -> BoundingBox:
        """The box around all glyphs."""
        return BoundingBox.around(glyph.box for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline.

    Attributes:
        words: In reading order; at least one.
        confidence: The chance that the whole line is right, 0..1.
        needs_review: Whether lines of this confidence are wrong too often to go unseen.
        entries: Words of a list that the line may be, the likeliest first; none where there is no list.
    """

    words: tuple[Word, ...]
    confidence: float = 1.0
    needs_review: bool = False
    entries: tuple[Entry, ...] = ()

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)

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
