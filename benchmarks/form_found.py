"""Forms read without a template: which of the printed fields are found, and what is read in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from benchmarks.form_pages import FilledForm, plain
from benchmarks.tables import Cell, Figures, share
from drawing.forms import TICKED
from model.decode import Picture
from model.elements import BoundingBox
from model.fields.detect import detect_fields
from model.fields.homography import Homography, moved
from model.fields.layout import TICK, levelled
from model.fields.reading import FormOptions
from model.fields.template import Field, Rect
from model.options import ReadOptions
from model.reader import Reader

COLUMNS = (
    "glyphs", "style", "fields", "found", "cells right", "added", "values", "exact", "empty", "empty right", "boxes",
    "boxes right", "stray lines",
)  # fmt: skip
#: A field is found where one lies on it that shares so much with it, and is as wide within so much.
SHARED, AS_WIDE = 0.6, 0.15


@dataclass(frozen=True, slots=True)
class FoundTally:
    """What was right of some forms; counts throughout.

    Attributes:
        fields: Fields that are printed.
        found: Those found.
        cells: Combs and boxes of cells.
        cells_right: Those found with as many cells.
        added: Fields found where none is printed.
        values: Printed fields that hold a value.
        exact: Those read exactly, spaces and cases aside.
        empty: Printed fields without a value.
        empty_right: Those nothing was read in.
        boxes: Check boxes.
        boxes_right: Those read rightly.
        stray: Lines read outside all fields: labels, frames.
    """

    fields: int = 0
    found: int = 0
    cells: int = 0
    cells_right: int = 0
    added: int = 0
    values: int = 0
    exact: int = 0
    empty: int = 0
    empty_right: int = 0
    boxes: int = 0
    boxes_right: int = 0
    stray: int = 0

    def __add__(self, other: FoundTally) -> FoundTally:
        """Both together."""
        return FoundTally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def measure_found(
    reader: Reader, options: FormOptions, forms: Mapping[str, Iterable[FilledForm]], note: str
) -> tuple[Figures, list[str]]:
    """Read forms of every source of glyphs.

    Returns:
        The table, and a line for every mistake.
    """
    figures = Figures("Forms without a template (layout=form)", COLUMNS, named=2, notes=(
        note,
        "Found: a field lies where one is printed, and is as wide; cells right: with as many cells. Added: where none "
        "is printed. Exact: spaces and cases aside. Stray lines: read outside all fields.",
    ))  # fmt: skip
    mistakes: list[str] = []
    everything: list[FoundTally] = []
    asked = ReadOptions(layout="form", engine=options.engine)
    for source, several in forms.items():
        by_style: dict[str, list[FoundTally]] = {}
        for filled in several:
            tally, wrong = tally_found(reader, filled, asked)
            by_style.setdefault(filled.style, []).append(tally)
            mistakes += [f"{source}, {filled.style}, {line}" for line in wrong]
        figures.rows += [[source, style, *found_rates(own)] for style, own in by_style.items()]
        everything += [tally for own in by_style.values() for tally in own]
    figures.rows.append(["all", "", *found_rates(everything)])
    return figures, mistakes


def tally_found(reader: Reader, filled: FilledForm, options: ReadOptions) -> tuple[FoundTally, list[str]]:
    """Find and read the fields of a form.

    Returns:
        The counts, and a line for every mistake.
    """
    form, picture = filled.form, filled.picture
    printed = [own for own in form.template.fields if own.marking != "free" or own.type == "checkbox"]
    places = {own.name: form.template.region(own) for own in form.template.fields}
    back = np.asarray(np.linalg.inv(form.homography), np.float64)
    texts, stray = _texts(reader, picture, options, places, back)
    tally, missed = _tally_fields(picture, printed, [places[own.name] for own in printed], back)
    tally += FoundTally(stray=stray)
    wrong = [f"{name} not found" for name in missed]
    for own in printed:
        wanted, read = form.values[own.name], texts.get(own.name, "")
        tally += tally_text(own, wanted, read)
        if plain(read) != plain(TICK if wanted == TICKED else wanted):
            wrong.append(f"{own.name}: {wanted!r} read as {read!r}")
    return tally, wrong


def tally_text(field: Field, wanted: str, read: str) -> FoundTally:
    """Count what was read in one field."""
    if field.type == "checkbox":
        return FoundTally(boxes=1, boxes_right=int((read == TICK) == (wanted == TICKED)))
    right = int(plain(read) == plain(wanted))
    return FoundTally(values=1, exact=right) if wanted else FoundTally(empty=1, empty_right=right)


def _tally_fields(
    picture: Picture, printed: Sequence[Field], places: Sequence[Rect], back: Homography
) -> tuple[FoundTally, list[str]]:
    """Count which fields are found, and name those that are not."""
    sheet = levelled(picture, deskew=True)
    found = [(own, _seen(sheet.corners(own.region), back)) for own in detect_fields(sheet.ink.mask, "mixed", "any")]
    taken: set[int] = set()
    tally, missed = FoundTally(), []
    for own, place in zip(printed, places, strict=True):
        at = next((at for at, (_, region) in enumerate(found) if at not in taken and is_at(region, place)), None)
        cells = own.marking in ("comb", "boxes") and own.type != "checkbox"
        right = at is not None and found[at][0].cells == own.cells
        tally += FoundTally(fields=1, found=int(at is not None), cells=int(cells), cells_right=int(cells and right))
        if at is None:
            missed.append(own.name)
        else:
            taken.add(at)
    return tally + FoundTally(added=len(found) - len(taken)), missed


def is_at(found: Rect, place: Rect) -> bool:
    """Whether a field lies where one is printed."""
    return found.shared(place) >= SHARED and abs(found.width - place.width) <= AS_WIDE * place.width


def _texts(
    reader: Reader, picture: Picture, options: ReadOptions, places: Mapping[str, Rect], back: Homography
) -> tuple[dict[str, str], int]:
    """What was read in each field, and how many lines were read in none."""
    texts: dict[str, str] = {}
    stray = 0
    for line in reader.read(picture, options).lines:
        box = BoundingBox.around(glyph.box for word in line.words for glyph in word.glyphs)
        ((x, y),) = moved(np.array([box.centre], np.float64), back)
        around = (name for name, own in places.items() if own.x <= x <= own.right and own.y <= y <= own.bottom)
        name = next(around, None)
        if name is None:
            stray += 1
        else:
            texts[name] = " ".join(filter(None, (texts.get(name, ""), line.text)))
    return texts, stray


def _seen(corners: np.ndarray, back: Homography) -> Rect:
    """The upright rectangle around corners in the picture, in pixels of the template's page."""
    points = moved(corners, back)
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Rect(left, top, right - left, bottom - top)


def found_rates(tallies: Iterable[FoundTally]) -> list[Cell]:
    """The figures of a row."""
    own = reduce(add, tallies, FoundTally())
    return [
        own.fields, share(own.found, own.fields), share(own.cells_right, own.cells), own.added,
        own.values, share(own.exact, own.values), own.empty, share(own.empty_right, own.empty),
        own.boxes, share(own.boxes_right, own.boxes), own.stray,
    ]  # fmt: skip
