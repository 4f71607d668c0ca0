"""Reading whole texts: every engine over every entry, with errors and times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from statistics import median

from rich.progress import Progress

from benchmarks.corpora import Entry
from benchmarks.engines import Engine
from benchmarks.scoring import Tally, tally
from benchmarks.tables import Cell, Figures

COLUMNS = ("scope", "reader", "pages", "CER", "strict", "purity", "exact", "spurious", "s a page")


@dataclass(frozen=True, slots=True)
class Measured:
    """How one engine did on the entries of one scope; `seconds` is the median from bytes to text."""

    engine: Engine
    by_page: Sequence[Tally]
    seconds: float

    @property
    def tally(self) -> Tally:
        """The errors of all pages."""
        return reduce(add, self.by_page, Tally())

    @property
    def badness(self) -> float:
        """What the best of a family has least of."""
        cer = self.tally.cer
        return 1 - (self.tally.purity or 0) if cer is None else cer


def measure(engine: Engine, entries: Sequence[Entry], progress: Progress) -> Measured:
    """Let one engine read some entries, the first of them once more beforehand to warm up."""
    engine.read(entries[0].content)
    tallies, times = [], []
    for entry in progress.track(entries, description=f"{engine.name}: {entries[0].scope}"):
        text, seconds = engine.read(entry.content)
        tallies.append(tally(entry.scope, entry.want, text, entry.count))
        times.append(seconds)
    return Measured(engine, tallies, median(times))


def best_of_families(measured: Sequence[Measured]) -> list[Measured]:
    """Of each family the one with the fewest errors, in the order in which the families first occur."""
    best: dict[str, Measured] = {}
    for one in measured:
        known = best.setdefault(one.engine.family, one)
        if one.badness < known.badness:
            best[one.engine.family] = one
    return list(best.values())


def compare(
    title: str, scopes: Mapping[str, Sequence[Entry]], engines: Sequence[Engine], progress: Progress
) -> Figures:
    """Measure every engine on every scope.

    Args:
        title: Of the table.
        scopes: The entries by the name of their scope.
        engines: Of which the best of each family is shown.
        progress: Where the bars go.
    """
    notes = ["s a page: median from encoded bytes to text, after warm-up; Tesseract's includes starting its command."]
    if any(engine.family == "tesseract" for engine in engines):
        notes.append("Of Tesseract's modes the one with the fewest errors in each scope is shown.")
    figures = Figures(title, COLUMNS, notes=notes, named=2)
    for scope, entries in scopes.items():
        if not entries:
            continue
        for one in best_of_families([measure(engine, entries, progress) for engine in engines]):
            figures.rows.append([scope, one.engine.name, *_rates(one)])
    return figures


def _rates(one: Measured) -> list[Cell]:
    counted = one.tally
    spurious = None if counted.spurious_mean is None else f"{counted.spurious_mean:.2f}"
    rates = [counted.cer, counted.strict, counted.purity, counted.exact_share]
    return [counted.pages, *rates, spurious, f"{one.seconds:.3f}"]
