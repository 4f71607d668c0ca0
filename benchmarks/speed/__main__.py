"""``python -m benchmarks.speed``: every part prints its tables; some or all of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import cv2
import typer

from benchmarks.corpora import DEFAULT_CORPORA
from benchmarks.speed.by_stage import stage_figures
from benchmarks.speed.growth import growth_figures
from benchmarks.speed.http import http_figures
from benchmarks.speed.memory import memory_figures
from benchmarks.speed.network import network_figures
from benchmarks.speed.pages import page_figures, photo_figures
from benchmarks.tables import Figures, wide_console
from model import DEFAULT_CHECKPOINT
from model.errors import BlockletterError
from model.reader import Reader


class Part(StrEnum):
    """What can be measured alone."""

    NETWORK = "network"
    STAGES = "stages"
    PAGES = "pages"
    HTTP = "http"
    MEMORY = "memory"
    GROWTH = "growth"


def main(
    parts: Annotated[str, typer.Option(help="Which, with commas between: " + ",".join(Part))] = ",".join(Part),
    model: Annotated[str, typer.Option(help="The network that reads pages.")] = DEFAULT_CHECKPOINT,
    threads: Annotated[int, typer.Option(min=0, help="Threads, 0 for as many as there are cores.")] = 0,
    repeats: Annotated[int, typer.Option(min=1, help="Readings or turns of each kind.")] = 7,
    pages: Annotated[int, typer.Option(min=10, help="Pages that the service reads for its memory.")] = 1000,
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
    plot: Annotated[Path | None, typer.Option(help="Where the plot of the growth goes.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the tables into this file, too.")] = None,
) -> None:
    """Measure speed and memory."""
    try:
        wanted = [Part(name.strip()) for name in parts.split(",")]
        threads = threads or len(os.sched_getaffinity(0))
        cv2.setNumThreads(threads)
        reader = Reader.load(model, threads)
    except (BlockletterError, ValueError) as error:
        sys.exit(str(error))
    measures: dict[Part, Callable[[], Iterator[Figures]]] = {
        Part.NETWORK: lambda: iter([network_figures(threads, repeats)]),
        Part.STAGES: lambda: iter([stage_figures(reader, repeats)]),
        Part.PAGES: lambda: _pages(reader, folder, repeats),
        Part.HTTP: lambda: iter([http_figures(model, max(3, repeats // 2))]),
        Part.MEMORY: lambda: iter([memory_figures(model, pages)]),
        Part.GROWTH: lambda: iter([growth_figures(reader, repeats, plot)]),
    }
    tables = []
    for part in wanted:
        for table in measures[part]():
            wide_console().print(table.for_terminal())
            tables.append(table)
    if out:
        command = f"`python -m benchmarks.speed {' '.join(sys.argv[1:])}`"
        out.write_text("\n\n".join([command, *(table.markdown() for table in tables)]) + "\n", encoding="utf-8")


def _pages(reader: Reader, folder: Path, repeats: int) -> Iterator[Figures]:
    yield photo_figures(reader, 4 * repeats)
    try:
        yield page_figures(reader, folder, repeats)
    except FileNotFoundError as error:
        sys.stderr.write(f"The pages are left out, there is no {error.filename}.\n")


if __name__ == "__main__":
    typer.run(main)
