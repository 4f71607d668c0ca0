"""One table, shown in the terminal and written as Markdown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

#: Where standard output is no terminal, tables may be this wide.
WIDE = 200

#: What a cell holds: a float is a rate and gets four places, None is empty.
Cell = str | int | float | None


@dataclass(slots=True)
class Figures:
    """A table of figures.

    Attributes:
        title: What was measured.
        columns: Their heads; the first `named` columns are words, the others figures.
        rows: As many cells each as there are columns.
        notes: What a reader must know to use the figures.
        named: How many columns hold words.
    """

    title: str
    columns: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    notes: Sequence[str] = ()
    named: int = 1

    def for_terminal(self) -> Table:
        """The table as rich draws it."""
        table = Table(title=self.title, caption="\n".join(self.notes), title_justify="left", caption_justify="left")
        for number, head in enumerate(self.columns):
            table.add_column(head, no_wrap=True, justify="left" if number < self.named else "right")
        for row in self.rows:
            table.add_row(*map(shown, row))
        return table

    def markdown(self) -> str:
        """The table for a README, without a line break at the end."""
        rules = ["---" if number < self.named else "---:" for number in range(len(self.columns))]
        rows = [self.columns, rules, *([shown(cell) for cell in row] for row in self.rows)]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return "\n\n".join([f"### {self.title}", table, *self.notes])


def shown(cell: Cell) -> str:
    """A cell as text."""
    if cell is None:
        return ""
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)


def share(part: float, whole: int) -> float | None:
    """A part of so many, None where there are none."""
    return part / whole if whole else None


def wide_console() -> Console:
    """Standard output; wide where it is a file, so that tables stay whole."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDE)


def progress_bars() -> Progress:
    """Bars on standard error that vanish when done."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)


def finish(tables: Sequence[Figures], markdown: Path | None) -> None:
    """Show tables and, where a file is named, write them into it under the command that made them."""
    for table in tables:
        wide_console().print(table.for_terminal())
    if markdown:
        words = [word for word in sys.argv[1:] if word not in {"--markdown", str(markdown)}]
        command = " ".join(["python -m", sys.orig_argv[sys.orig_argv.index("-m") + 1], *words])
        text = "\n\n".join([f"`{command}`", *(table.markdown() for table in tables)])
        markdown.write_text(f"{text}\n", encoding="utf-8")
