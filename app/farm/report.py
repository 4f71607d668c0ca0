"""What a person sees of a batch: a bar with rate and time left, every problem on a line, and a sum at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from time import perf_counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer import format_filename

from app.farm.ledger import Ledger
from app.farm.rows import PageRow


class Report:
    """Follows a batch on standard error; the bar only where that is a terminal."""

    def __init__(self, files: Sequence[str], ledger: Ledger) -> None:
        """Begin with what was done before.

        Args:
            files: All that belongs to the batch.
            ledger: What has been read of it.
        """
        self._files = set(files)
        self._ledger = ledger
        self._before = sum(file in ledger.pages for file in self._files)
        self._start = perf_counter()
        self._pages = 0
        console = Console(stderr=True)
        rate = TextColumn("{task.fields[rate]:.1f} pages/s")
        columns = (
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            rate,
            TimeRemainingColumn(elapsed_when_finished=True),
        )
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=len(files), completed=self._before, rate=0.0)
        self._old = tuple(row for row in ledger.problems if row.file in self._files)

    @property
    def unread(self) -> int:
        """How many files and pages of the batch could not be read, now or before."""
        return sum(row.file in self._files for row in self._ledger.problems)

    def __enter__(self) -> Self:
        """Show the bar, and the problems of former runs."""
        self._bar.start()
        self._complain(self._old)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away and say how it went."""
        self._bar.stop()
        if kind is None:
            sys.stderr.write(f"{self._sum()}\n")

    def see(self, rows: Sequence[PageRow]) -> None:
        """Count the rows of a part."""
        self._pages += sum(row.problem is None for row in rows)
        rate = self._pages / (perf_counter() - self._start)
        self._bar.update(self._task, advance=len({row.file for row in rows}), rate=rate)
        self._complain([row for row in rows if row.problem])

    def _complain(self, rows: Sequence[PageRow]) -> None:
        for row in rows:
            place = f", page {row.page}" if row.page else ""
            sys.stderr.write(f"{format_filename(row.file)}{place}: {row.problem}\n")

    def _sum(self) -> str:
        seconds = perf_counter() - self._start
        words = [f"{self._pages:,} pages in {seconds:,.1f} s ({self._pages / max(seconds, 1e-9):,.1f} a second)"]
        if self._before:
            words.append(f"{self._before:,} of {len(self._files):,} files were read before")
        if self.unread:
            words.append(f"{self.unread:,} could not be read")
        return "; ".join(words) + "."
