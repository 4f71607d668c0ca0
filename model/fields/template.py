"""What a form looks like: its page, what it is recognised by, and its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

#: What a field holds.
FieldType = Literal["text", "date", "number", "checkbox"]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)

#: What is printed where one writes: teeth on a rule, closed boxes, a rule, or nothing.
Marking = Literal["comb", "boxes", "underline", "free"]
MARKINGS: tuple[Marking, ...] = get_args(Marking)

#: What lengths of a template are counted in: shares of the page's width and height, or its pixels.
Unit = Literal["fraction", "px"]
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle, in the unit of its template unless told otherwise; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends to the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    def shared(self, other: Rect) -> float:
        """The common area as a share of the smaller of the two, 0..1."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        smaller = min(self.width * self.height, other.width * other.height)
        return max(0.0, across) * max(0.0, down) / smaller if smaller else 0.0

    def grown(self, across: float, down: float) -> Rect:
        """The same with so much more on each side."""
        return Rect(self.x - across, self.y - down, self.width + 2 * across, self.height + 2 * down)


@dataclass(frozen=True, slots=True)
class Mark:
    """The middle of a printed mark: a black square or disc of about the size of its fellows."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed straight line between two points."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something printed that fields are counted from; looked for on the page where the template has its blank form."""

    name: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The values that a field holds.

    Attributes:
        values: The values themselves; empty where the list has a name.
        name: Of a list that the service knows; empty where the values are given.
        strict: Whether the answer is one of them or nothing; otherwise clear ink may overrule the list.
    """

    values: tuple[str, ...] = ()
    name: str = ""
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        name: What its value is called in answers; no two fields share one.
        region: Where one writes: a comb or boxes from the first edge to the last, down to the rule; above an underline
            down to it; the box of a check box. In the unit of the template, from its anchor if it has one.
        anchor: The name of an anchor, or empty for the page's upper left corner.
        type: What it holds.
        marking: What is printed there.
        cells: Cells on one line of a comb or of boxes; 0 where letters stand as they come.
        charset: Which letters may be answered, see `model.alphabet.parse_charset`; that of the type if empty.
        pattern: A regular expression that every answer obeys, see `model.fields.pattern`; that of the type if empty.
        lexicon: The values that it holds, None for any.
        lines: How many lines one writes on, at equal distances.
        optional: Whether it may be left empty without a person having to look.
        language: Whose letters follow one another: ``any`` (but for codes of letters and digits), ``none``, or a code.
    """

    name: str
    region: Rect
    anchor: str = ""
    type: FieldType = "text"
    marking: Marking = "free"
    cells: int = 0
    charset: str = ""
    pattern: str = ""
    lexicon: Lexicon | None = None
    lines: int = 1
    optional: bool = True
    language: str = "any"


@dataclass(frozen=True, slots=True)
class Template:
    """A form.

    Attributes:
        fields: At least one; checked by `model.fields.check.check_template`.
        width: Of the page in pixels, those of the blank form's picture or any other that keep its shape.
        height: The same.
        name: What the form is called.
        unit: What regions, marks, lines and anchors are counted in.
        marks: Printed marks that the page is recognised by, at least three where there are any.
        lines: Printed lines that it is recognised by, beside those of its fields.
        anchors: What fields may be counted from.
        blank: The picture file of the blank form; empty where there is none.
    """

    fields: tuple[Field, ...]
    width: int
    height: int
    name: str = ""
    unit: Unit = "fraction"
    marks: tuple[Mark, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    blank: bytes = b""

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels for one unit across and down."""
        return (float(self.width), float(self.height)) if self.unit == "fraction" else (1.0, 1.0)

    def pixels(self, rect: Rect) -> Rect:
        """A rectangle in pixels of the template's page."""
        across, down = self.scale
        return Rect(rect.x * across, rect.y * down, rect.width * across, rect.height * down)

    def anchor_of(self, field: Field) -> Anchor | None:
        """What a field is counted from, None for the page."""
        return next((anchor for anchor in self.anchors if anchor.name == field.anchor), None)

    def region(self, field: Field) -> Rect:
        """Where a field is, in pixels of the template's page."""
        own, anchor = field.region, self.anchor_of(field)
        if anchor is None:
            return self.pixels(own)
        return self.pixels(Rect(own.x + anchor.rect.x, own.y + anchor.rect.y, own.width, own.height))
