"""Fields whose values are on a list, and some whose values are not, though they should be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from benchmarks.form_pages import HEIGHT, LANDS, MARKS, TOWNS, WIDTH, FilledForm, FormKind, field_at
from benchmarks.tables import Cell, Figures, share
from model.fields.reading import FieldReading, FormOptions
from model.fields.template import Lexicon, Template
from model.reader import Reader

#: Share of the values of some fields that are on no list.
STRANGE = 0.5
#: Towns that are not on the list.
STRANGERS = (
    "HAMBURG", "LEIPZIG", "BREMEN", "SEVILLE", "NAPLES", "GDANSK", "UTRECHT", "ANTWERP", "COIMBRA", "NANTES", "BASEL",
    "LINKOPING", "YORK", "NEW BRIDGE", "BAD EMS", "OLD FORD", "DOVER", "KIEL", "VIGO", "TRENTO",
)  # fmt: skip
COLUMNS = (
    "glyphs", "field", "values", "exact", "second", "reviewed", "confidence", "wrong unseen", "strangers", "exact",
    "reviewed", "unseen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListTally:
    """What was right of some values; counts but for `confidence`, the sum of those of the values on the list.

    Attributes:
        values: Values that are on the list of their field.
        exact: Those read exactly.
        second: Those that are not, and come second.
        reviewed: Those that a person is asked to look at.
        unseen: Those read wrongly that nobody is asked to look at.
        confidence: How sure all of them are, together.
        strange: Values that are not on the list.
        strange_exact: Those read exactly, which a strict list rules out.
        strange_reviewed: Those that a person is asked to look at.
        strange_unseen: Those read wrongly that nobody is asked to look at.
    """

    values: int = 0
    exact: int = 0
    second: int = 0
    reviewed: int = 0
    unseen: int = 0
    confidence: float = 0.0
    strange: int = 0
    strange_exact: int = 0
    strange_reviewed: int = 0
    strange_unseen: int = 0

    def __add__(self, other: ListTally) -> ListTally:
        """Both together."""
        return ListTally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def list_form(names: Sequence[str]) -> FormKind:
    """A form whose fields have lists.

    Args:
        names: A long list, of which those are written that fit into 14 cells.
    """
    fitting = [name for name in names if re.fullmatch("[A-Z]{2,14}", name)]
    long, towns = Lexicon(tuple(names)), Lexicon(TOWNS)
    likely_long, likely_towns = Lexicon(tuple(names), strict=False), Lexicon(TOWNS, strict=False)
    fields = (
        field_at("name - comb", 110, 250, 910, 64, marking="comb", cells=14, lexicon=long),
        field_at("name - boxes - loose", 110, 370, 910, 64, marking="boxes", cells=14, charset="upper",
                 lexicon=likely_long),
        field_at("name - rule", 110, 490, 700, 74, marking="underline", charset="letters", lexicon=long),
        field_at("name - free - loose", 110, 610, 700, 70, charset="upper", lexicon=likely_long),
        field_at("town - comb - loose", 110, 730, 910, 64, marking="comb", cells=14, charset="upper",
                 lexicon=likely_towns),
        field_at("town - rule", 110, 850, 700, 74, marking="underline", charset="upper", lexicon=towns),
        field_at("town - rule - loose", 110, 970, 700, 74, marking="underline", charset="upper", lexicon=likely_towns),
        field_at("land - boxes", 110, 1090, 130, 64, marking="boxes", cells=2, charset="upper", lexicon=Lexicon(LANDS)),
    )  # fmt: skip

    def values(rng: np.random.Generator) -> dict[str, str]:
        written = {field.name: str(rng.choice(fitting)) for field in fields if field.name.startswith("name")}
        for field in fields[4:7]:
            written[field.name] = str(rng.choice(STRANGERS if rng.random() < STRANGE else TOWNS))
        return {**written, "land - boxes": str(rng.choice(LANDS))}

    return FormKind(Template(fields, WIDTH, HEIGHT, "Lists", "px", MARKS), values)


def measure_lists(
    reader: Reader, options: FormOptions, forms: Mapping[str, Iterable[FilledForm]], note: str
) -> tuple[Figures, list[str]]:
    """Read forms of every source of glyphs.

    Returns:
        The table, and a line for every mistake.
    """
    figures = Figures("Fields with lists", COLUMNS, named=2, notes=(
        note,
        "Values that are on the list of their field, then strangers, which are not. Exact: as written. Second: the "
        "first alternative is right. Reviewed, confidence: share flagged, and the mean. Unseen: wrong, not flagged.",
    ))  # fmt: skip
    mistakes: list[str] = []
    for source, several in forms.items():
        tallies: dict[str, list[ListTally]] = {}
        for filled in several:
            form = filled.form
            page = reader.read_form(filled.picture, form.template, options)
            for own, read in zip(form.template.fields, page.fields, strict=True):
                wanted = form.values[own.name]
                known = own.lexicon is not None and wanted in own.lexicon.values
                tallies.setdefault(own.name, []).append(tally_value(wanted, read, known))
                if read.value != wanted:
                    strange = "" if known else " (strange)"
                    mistakes.append(
                        f"{source}, {filled.style}, {own.name}: {wanted!r}{strange} read as {read.value!r} "
                        f"{read.confidence:.3f} {read.reasons}"
                    )
        figures.rows += [[source, name, *list_rates(own)] for name, own in tallies.items()]
        figures.rows.append([source, "all", *list_rates(tally for own in tallies.values() for tally in own)])
    return figures, mistakes


def tally_value(wanted: str, read: FieldReading, known: bool) -> ListTally:
    """Count one value, which is on the list of its field or not."""
    exact, reviewed = read.value == wanted, read.needs_review
    unseen = int(not exact and not reviewed)
    if not known:
        return ListTally(strange=1, strange_exact=exact, strange_reviewed=reviewed, strange_unseen=unseen)
    second = not exact and wanted in [other.value for other in read.alternatives[:1]]
    return ListTally(1, int(exact), int(second), int(reviewed), unseen, read.confidence)


def list_rates(tallies: Iterable[ListTally]) -> list[Cell]:
    """The figures of a row."""
    own = reduce(add, tallies, ListTally())
    known = [share(part, own.values) for part in (own.exact, own.second, own.reviewed, own.confidence)]
    strange = [share(part, own.strange) for part in (own.strange_exact, own.strange_reviewed)]
    return [own.values, *known, own.unseen, own.strange, *strange, own.strange_unseen]
