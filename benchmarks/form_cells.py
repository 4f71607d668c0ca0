"""Cells of which nothing is said: any letter, digit or mark may stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from benchmarks.form_pages import (
    FIRST_NAMES,
    HEIGHT,
    MARKS,
    SURNAMES,
    TOWNS,
    WIDTH,
    FilledForm,
    FormKind,
    capitals,
    day,
    digits,
    field_at,
)
from benchmarks.scoring import edit_distance
from benchmarks.tables import Cell, Figures, share
from model.alphabet import PUNCTUATION
from model.fields.reading import FieldReading, FormOptions
from model.fields.template import Template
from model.reader import Reader

COLUMNS = (
    "glyphs", "field", "values", "exact", "cases aside", "CER", "marks", "false marks", "reviewed", "confidence",
    "wrong unseen",
)  # fmt: skip
STREETS = ("MILL ROAD", "QUAI VALMY", "HAUPTSTR.", "LONG LANE", "VIA ROMA", "PARKWEG", "ST. JOHN ST.", "CALLE SOL")
NOTES = ("SEE PAGE", "ROOM", "BOX NO.", "FLOOR", "ABOUT", "CLASS")


@dataclass(frozen=True, slots=True)
class CellTally:
    """What was right of some values; counts but for `confidence`, the sum of theirs.

    Attributes:
        values: Fields that hold something.
        exact: Those read exactly.
        folded: Those read but for cases.
        letters: Signs written, spaces with them.
        wrong: Edits between them and what was read.
        marks: Marks written.
        false_marks: Marks read beyond those.
        reviewed: Values that a person is asked to look at.
        confidence: How sure all of them are, together.
        unseen: Values read wrongly that nobody is asked to look at.
    """

    values: int = 0
    exact: int = 0
    folded: int = 0
    letters: int = 0
    wrong: int = 0
    marks: int = 0
    false_marks: int = 0
    reviewed: int = 0
    confidence: float = 0.0
    unseen: int = 0

    def __add__(self, other: CellTally) -> CellTally:
        """Both together."""
        return CellTally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def _one(rng: np.random.Generator, several: Iterable[str]) -> str:
    return str(rng.choice(list(several)))


def _name(rng: np.random.Generator) -> str:
    surname = _one(rng, (name for name in SURNAMES if len(name) < 8))
    first = _one(rng, (name for name in FIRST_NAMES if len(name) < 7))
    both = f"{first} {surname}", f"{first[0]}. {surname}", f"{first} O'{surname}"[:16], f"{first}-{surname}"
    return _one(rng, both)


def _date(rng: np.random.Generator) -> str:
    return day(rng, _one(rng, "/.-"))


def _street(rng: np.random.Generator) -> str:
    number = f"{rng.integers(1, 200)}{_one(rng, ('', '', 'A'))}"
    return _one(rng, (f"{_one(rng, STREETS)} {number}", f"{number} {_one(rng, STREETS)}"))


def _phone(rng: np.random.Generator) -> str:
    return _one(rng, (f"0{digits(rng, 2)} {digits(rng, 7)}", f"+{digits(rng, 2)} {digits(rng, 9)}"))


def _code(rng: np.random.Generator) -> str:
    return _one(rng, (f"{capitals(rng, 2)}-{digits(rng, 4)}", f"{capitals(rng, 2)}{digits(rng, 4)}{capitals(rng, 1)}"))


#: What stands in each field, and in how many cells.
WRITTEN: Mapping[str, tuple[int, Callable[[np.random.Generator], str]]] = {
    "place": (18, lambda rng: f"{digits(rng, 5)} {_one(rng, TOWNS)}"),
    "street": (18, _street),
    "name": (18, _name),
    "small letters": (18, lambda rng: f"{_one(rng, FIRST_NAMES)} {_one(rng, SURNAMES)}".title()[:18]),
    "date": (10, _date),
    "phone": (14, _phone),
    "note": (18, lambda rng: f"{_one(rng, NOTES)} {rng.integers(1, 999)}"),
    "code": (8, _code),
}


def cell_form() -> FormKind:
    """A form of combs and boxes."""
    fields = tuple(
        field_at(
            name, 110, 250 + 120 * number, 58 * cells, 64, marking="boxes" if number % 2 else "comb", cells=cells,
            language="none" if name == "code" else "any",
        )
        for number, (name, (cells, _)) in enumerate(WRITTEN.items())
    )  # fmt: skip

    def values(rng: np.random.Generator) -> dict[str, str]:
        return {name: write(rng) for name, (_, write) in WRITTEN.items()}

    return FormKind(Template(fields, WIDTH, HEIGHT, "Cells", "px", MARKS), values)


def measure_cells(
    reader: Reader, options: FormOptions, forms: Mapping[str, Iterable[FilledForm]], note: str
) -> tuple[Figures, list[str]]:
    """Read forms of every source of glyphs.

    Returns:
        The table, and a line for every mistake.
    """
    figures = Figures("Cells of free text", COLUMNS, named=2, notes=(
        note,
        "No charset, no pattern, language any, none for codes. Exact: as written, cases and spaces with it. CER: edits "
        "over all signs. False marks: marks read beyond those that are written.",
    ))  # fmt: skip
    mistakes: list[str] = []
    everything: list[CellTally] = []
    for source, several in forms.items():
        tallies: dict[str, list[CellTally]] = {}
        for filled in several:
            form = filled.form
            page = reader.read_form(filled.picture, form.template, options)
            for read in page.fields:
                wanted = form.values[read.name]
                tallies.setdefault(read.name, []).append(tally_cells(wanted, read))
                if read.value != wanted:
                    mistakes.append(f"{source}, {filled.style}, {read.name}: {wanted!r} read as {read.value!r}")
        figures.rows += [[source, name, *cell_rates(own)] for name, own in tallies.items()]
        everything += [tally for own in tallies.values() for tally in own]
    figures.rows.append(["all", "", *cell_rates(everything)])
    return figures, mistakes


def tally_cells(wanted: str, read: FieldReading) -> CellTally:
    """Count one value."""
    written, found = (sum(letter in PUNCTUATION for letter in text) for text in (wanted, read.value))
    exact = read.value == wanted
    return CellTally(
        1, exact, read.value.upper() == wanted.upper(), len(wanted), edit_distance(wanted, read.value), written,
        max(0, found - written), read.needs_review, read.confidence, not exact and not read.needs_review,
    )  # fmt: skip


def cell_rates(tallies: Iterable[CellTally]) -> list[Cell]:
    """The figures of a row."""
    own = reduce(add, tallies, CellTally())
    return [
        own.values, share(own.exact, own.values), share(own.folded, own.values), share(own.wrong, own.letters),
        own.marks, own.false_marks, share(own.reviewed, own.values), share(own.confidence, own.values), own.unseen,
    ]  # fmt: skip
