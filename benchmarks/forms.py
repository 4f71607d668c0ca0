"""Fields of drawn forms, with and without a template: ``python -m benchmarks.forms`` prints a table for each part.

Of the part `templates` the same forms are read three times: by the whole template, by a template that knows places and
cells but neither charset nor pattern, and each field by itself as free text. Free text is compared without its spaces
and cases, which cells hide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from operator import add
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.corpora import DEFAULT_CORPORA, names_written
from benchmarks.drawn import glyph_source
from benchmarks.form_cells import cell_form, measure_cells
from benchmarks.form_found import measure_found
from benchmarks.form_lists import list_form, measure_lists
from benchmarks.form_pages import MEMBERSHIP, STYLES, FilledForm, FormKind, filled_forms, plain
from benchmarks.tables import Cell, Figures, finish, progress_bars, share
from drawing import GlyphSource
from drawing.forms import TICKED
from model import DEFAULT_CHECKPOINT
from model.decode import Picture
from model.fields.reading import YES, FieldReading, FormOptions
from model.fields.template import Template
from model.options import Engine, ReadOptions
from model.picture.region import Region
from model.reader import Reader

SEED = 7
#: Forms of each style and source of glyphs.
FORMS = 6
COLUMNS = (
    "glyphs", "style", "values", "exact", "without pattern", "free text", "wrong unseen", "empty", "empty right",
    "boxes", "boxes right", "recognised",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormTally:
    """What was right of the fields of some forms; counts throughout.

    Attributes:
        values: Fields that hold a value.
        exact: Those read exactly by the whole template.
        bare: By the template without charsets and patterns.
        free: As free text.
        unseen: Wrong values that nobody is asked to look at.
        empty: Fields without a value.
        empty_right: Those read as empty.
        boxes: Check boxes.
        boxes_right: Those read rightly.
        forms: Pages.
        recognised: Pages laid over their template.
    """

    values: int = 0
    exact: int = 0
    bare: int = 0
    free: int = 0
    unseen: int = 0
    empty: int = 0
    empty_right: int = 0
    boxes: int = 0
    boxes_right: int = 0
    forms: int = 0
    recognised: int = 0

    def __add__(self, other: FormTally) -> FormTally:
        """Both together."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in self.__slots__}
        return FormTally(**sums)


@dataclass(slots=True)
class Forms:
    """Reads forms and tells what was wrong with them."""

    reader: Reader
    engine: Engine
    mistakes: list[str] = field(default_factory=list)

    def tally(self, filled: FilledForm) -> FormTally:
        """Read a form in all three ways."""
        form = filled.form
        picture, options = filled.picture, FormOptions(self.engine)
        page = self.reader.read_form(picture, form.template, options)
        bare = self.reader.read_form(picture, without_rules(form.template), options)
        found = sum((self._field(filled, *both, picture) for both in zip(page.fields, bare.fields, strict=True)),
                    FormTally())  # fmt: skip
        return found + FormTally(forms=1, recognised=int(page.by != "none"))

    def _field(self, filled: FilledForm, read: FieldReading, bare: FieldReading, picture: Picture) -> FormTally:
        wanted = filled.form.values[read.name]
        if read.type == "checkbox":
            right = (read.value == YES) == (wanted == TICKED)
            self._note(filled, read, wanted, right)
            return FormTally(boxes=1, boxes_right=int(right))
        right = read.value == wanted
        self._note(filled, read, wanted, right)
        if not wanted:
            return FormTally(empty=1, empty_right=int(right))
        free = plain(self._free_text(read, picture)) == plain(wanted)
        cells = plain(bare.value) == plain(wanted)
        unseen = not right and not read.needs_review
        return FormTally(values=1, exact=int(right), bare=int(cells), free=int(free), unseen=int(unseen))

    def _free_text(self, read: FieldReading, picture: Picture) -> str:
        box = read.box
        region = Region(box.left, box.top, box.width, box.height)
        return self.reader.read(picture, ReadOptions(region=region, engine=self.engine)).text

    def _note(self, filled: FilledForm, read: FieldReading, wanted: str, right: bool) -> None:
        if not right:
            self.mistakes.append(f"{filled.style}, {read.name}: {wanted!r} read as {read.value!r} {read.reasons}")


def without_rules(template: Template) -> Template:
    """A template that says where fields are and nothing of what they hold."""
    fields = [
        own if own.type == "checkbox" else replace(own, type="text", charset="", pattern="") for own in template.fields
    ]
    return replace(template, fields=tuple(fields))


def rates(tallies: Iterator[FormTally]) -> list[Cell]:
    """The figures of a row."""
    own = reduce(add, tallies, FormTally())
    return [
        own.values, share(own.exact, own.values), share(own.bare, own.values), share(own.free, own.values),
        own.unseen, own.empty, share(own.empty_right, own.empty), own.boxes, share(own.boxes_right, own.boxes),
        f"{own.recognised}/{own.forms}",
    ]  # fmt: skip


def measure_templates(
    reader: Reader, options: FormOptions, forms: Mapping[str, Iterable[FilledForm]], note: str
) -> tuple[Figures, list[str]]:
    """Read forms with and without what their template says of the values."""
    ways = Forms(reader, options.engine)
    table = Figures("Fields of drawn forms", COLUMNS, named=2, notes=(
        note,
        "Exact: whole values as written, by charset and pattern. Without pattern: places and cells alone; free text: "
        "each field as a region of an ordinary reading; both compared without spaces and cases. Wrong unseen: wrong "
        "values that are not flagged for review.",
    ))  # fmt: skip
    everything: list[FormTally] = []
    for source, several in forms.items():
        by_style: dict[str, list[FormTally]] = {}
        for filled in several:
            by_style.setdefault(filled.style, []).append(ways.tally(filled))
        for style, tallies in by_style.items():
            table.rows.append([source, style, *rates(iter(tallies))])
            everything += tallies
    table.rows.append(["all", "", *rates(iter(everything))])
    return table, ways.mistakes


class Part(StrEnum):
    """What is measured."""

    TEMPLATES = "templates"
    LISTS = "lists"
    CELLS = "cells"
    FOUND = "found"


#: Measures forms: the table, and a line for every mistake.
Measure = Callable[[Reader, FormOptions, Mapping[str, Iterable[FilledForm]], str], tuple[Figures, list[str]]]


def kind_of(part: Part, corpora: Path) -> tuple[FormKind, Measure]:
    """Which forms a part is about, and who measures them."""
    if part is Part.LISTS:
        return list_form(names_written(corpora)), measure_lists
    if part is Part.CELLS:
        return cell_form(), measure_cells
    return MEMBERSHIP, measure_found if part is Part.FOUND else measure_templates


def main(
    corpora: Annotated[Path, typer.Option(help="The folder of all corpora.")] = DEFAULT_CORPORA,
    model: Annotated[str, typer.Option(help="A checkpoint.")] = DEFAULT_CHECKPOINT,
    engine: Annotated[str, typer.Option(help="auto or glyph.")] = "auto",
    each: Annotated[int, typer.Option(help="Forms of each style and source of glyphs.")] = FORMS,
    part: Annotated[list[Part] | None, typer.Option(help="Which tables; all if left out.")] = None,
    seed: Annotated[int, typer.Option(help="Decides what is written, and how.")] = SEED,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables into this file.")] = None,
) -> None:
    """Measure fields of drawn forms."""
    chosen: Engine = "glyph" if engine == "glyph" else "auto"
    reader, options = Reader.load(model, engine=chosen), FormOptions(chosen)
    note = f"{model}, engine {chosen}; {each} forms a style, every other one without marks; seed {seed}."
    sources: dict[str, GlyphSource | None] = {
        "held-out fonts": None, "held-out glyphs": glyph_source(corpora / "glyphs"),
    }  # fmt: skip
    tables: list[Figures] = []
    mistakes: list[str] = []
    with progress_bars() as progress:
        for own in part or list(Part):
            kind, measure = kind_of(own, corpora)
            forms = {
                source: progress.track(
                    filled_forms(seed, each, glyphs, kind=kind), total=each * len(STYLES),
                    description=f"{own}, {source}",
                )
                for source, glyphs in sources.items()
            }  # fmt: skip
            table, wrong = measure(reader, options, forms, note)
            tables.append(table)
            mistakes += wrong
    finish(tables, markdown)
    print(*mistakes, sep="\n")


if __name__ == "__main__":
    typer.run(main)
