"""What the service answers, as frozen objects; fields that a newer service adds are passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright page, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON."""
        return cls(fields["left"], fields["top"], fields["right"], fields["bottom"])


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another letter a glyph could be; `confidence` in 0..1."""

    letter: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter; `confidence` in 0..1, alternatives best first."""

    letter: str
    confidence: float
    box: Box
    alternatives: tuple[Alternative, ...]

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON."""
        others = tuple(Alternative(other["letter"], other["confidence"]) for other in fields["alternatives"])
        return cls(fields["letter"], fields["confidence"], Box.of(fields["box"]), others)


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs between two spaces."""

    text: str
    box: Box
    glyphs: tuple[Glyph, ...]

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON."""
        return cls(fields["text"], Box.of(fields["box"]), tuple(map(Glyph.of, fields["glyphs"])))


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline."""

    text: str
    box: Box
    words: tuple[Word, ...]

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON."""
        return cls(fields["text"], Box.of(fields["box"]), tuple(map(Word.of, fields["words"])))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be read; `title` says what to do next."""

    type: str
    title: str
    status: int
    detail: str

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON (RFC 9457), whatever of it is there."""
        kind, title, detail = (str(fields.get(name, "")) for name in ("type", "title", "detail"))
        return cls(kind, title, int(fields.get("status", 0)), detail)


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page of a file.

    Attributes:
        file: The name that was sent.
        number: Which page of its file, from 1; 0 where the whole file could not be read.
        text: The lines with line breaks between them.
        width: Of the upright page, in pixels.
        height: Of the upright page, in pixels.
        model: The network that read it.
        lines: In reading order.
        problem: Why it could not be read; None where it was.
    """

    file: str
    number: int
    text: str = ""
    width: int = 0
    height: int = 0
    model: str = ""
    lines: tuple[Line, ...] = ()
    problem: Problem | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON."""
        place = fields.get("file", ""), fields.get("page", 0)
        if "problem" in fields:
            return cls(*place, problem=Problem.of(fields["problem"]))
        size = fields["width"], fields["height"]
        return cls(*place, fields["text"], *size, fields.get("model", ""), tuple(map(Line.of, fields["lines"])))

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Every letter in reading order."""
        return tuple(glyph for line in self.lines for word in line.words for glyph in word.glyphs)
