"""What is read in the fields of a page, all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from model.elements import BoundingBox, Glyph
from model.fields.register import By
from model.fields.template import FieldType
from model.networks.hand import Hand
from model.options import MOST_ALTERNATIVES, Engine

#: Why a person should look at a field.
Reason = Literal[
    "low-confidence", "pattern-misfit", "outside-charset", "not-in-lexicon", "no-such-date", "missing",
    "ambiguous-tick", "cell-overflow", "unregistered",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)

#: (x, y) in pixels of the picture.
Corner = tuple[float, float]

#: Values of a check box.
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class OtherValue:
    """Another value that a field may hold; `confidence` in 0..1."""

    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value with all that is known of it; glyphs in pixels of the sheet."""

    text: str
    confidence: float
    alternatives: tuple[OtherValue, ...] = ()
    glyphs: tuple[Glyph, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What stands in a field.

    Attributes:
        name: Of the field.
        type: What it holds.
        value: What stands there, empty where nothing does; `YES` or `NO` of a check box.
        confidence: The chance that all of the value is right, 0..1.
        alternatives: Other whole values, likeliest first.
        glyphs: Its letters from left to right, top line first; spaces are none.
        box: The upright box around the field, in pixels of the picture.
        corners: The field's corners there, from the upper left clockwise.
        reasons: Why a person should look; nobody has to where there are none.
    """

    name: str
    type: FieldType
    value: str
    confidence: float
    alternatives: tuple[OtherValue, ...]
    glyphs: tuple[Glyph, ...]
    box: BoundingBox
    corners: tuple[Corner, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def needs_review(self) -> bool:
        """Whether a person should look."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page read by a template.

    Attributes:
        width: Of the upright picture in pixels; every box lies inside it.
        height: The same.
        template: The name of the form.
        by: What the page was recognised by.
        error: How far that lies off its place, as a share of the picture's longer side.
        corners: Where the corners of the template's page lie in the picture.
        fields: In the order of the template.
    """

    width: int
    height: int
    template: str
    by: By
    error: float
    corners: tuple[Corner, ...]
    fields: tuple[FieldReading, ...]

    @property
    def needs_review(self) -> bool:
        """Whether a person should look at any of its fields."""
        return any(field.needs_review for field in self.fields)


@dataclass(frozen=True, slots=True)
class FormOptions:
    """How a form shall be read.

    Attributes:
        engine: Who reads.
        alternatives: How many further values each field gets.
        hand: Corrected glyphs of the writer, None where nobody is known.
    """

    engine: Engine = "auto"
    alternatives: int = 3
    hand: Hand | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be done.

        Raises:
            ValueError: There cannot be so many alternatives.
        """
        if not 0 <= self.alternatives <= MOST_ALTERNATIVES:
            raise ValueError(f"alternatives must be 0 to {MOST_ALTERNATIVES}")
