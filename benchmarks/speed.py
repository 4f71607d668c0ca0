"""How long a page takes, by stage, and how many glyphs a second each network reads: ``make bench``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Annotated

import cv2
import numpy as np
import typer

from benchmarks.stages import timed_stages
from benchmarks.tables import Figures, progress_bars, wide_console
from model.checkpoint import bundled
from model.classifier import Classifier
from model.errors import BlockletterError
from model.frame import SIDE
from model.reader import Reader
from tests.drawing import PageStyle, draw_page

SHEET_PX = (2000, 3000)
#: 15 lines of two words of five letters.
LINES, WORDS, LETTERS = 15, 2, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789"
STYLE = PageStyle(
    letter_height_px=84, font="patrick-hand", sheet_px=SHEET_PX, wobble=0.02, shadow=0.3, blur_px=0.8, noise=2
)
SEED = 7
BATCHES = (1, 64, 512)
#: Classifying one batch size goes on for this long.
SECONDS = 1.0


def page_files() -> dict[str, bytes]:
    """The same drawn page as files of two formats."""
    rng = np.random.default_rng(SEED)
    words = ["".join(rng.choice(list(LETTERS), 5)) for _ in range(LINES * WORDS)]
    page = draw_page([" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)], STYLE, SEED)
    return {"JPEG": page.jpeg(), "PNG": page.png()}


def time_page(reader: Reader, content: bytes, repeats: int) -> tuple[list[float], dict[str, float]]:
    """Read a page again and again, after three readings to warm up.

    Returns:
        The milliseconds of each reading, and the median ones of each stage and of the rest.
    """
    for _ in range(3):
        reader.read(content)
    totals, parts = [], []
    for _ in range(repeats):
        with timed_stages(reader) as seconds:
            start = time.perf_counter()
            reader.read(content)
            total = time.perf_counter() - start
        totals.append(1000 * total)
        parts.append(seconds | {"rest": total - sum(seconds.values())})
    stages = {stage: 1000 * median(part.get(stage, 0.0) for part in parts) for stage in parts[0]}
    return totals, stages


def glyphs_a_second(classifier: Classifier, batch: int) -> float:
    """How many glyphs a second are classified in batches of one size, after warm-up."""
    frames = np.random.default_rng(SEED).integers(0, 256, (batch, SIDE, SIDE), np.uint8)
    for _ in range(5):
        classifier.classify(frames)
    rounds, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        classifier.classify(frames)
        rounds += 1
    return rounds * batch / (time.perf_counter() - start)


def page_figures(readers: Sequence[Reader], repeats: int, threads: int) -> Figures:
    """Time one page with every reader, from JPEG and from PNG bytes."""
    with_cores = f"{threads} threads for the network, {cv2.getNumThreads()} for OpenCV, {load()}."
    notes = (f"Medians of {repeats} readings in milliseconds after warm-up; {with_cores}",)
    title = f"A page of {SHEET_PX[0]} x {SHEET_PX[1]} pixels with {LINES * WORDS * 5} glyphs, in-process from bytes"
    columns = ["network", "file", "glyphs", "ms", "90 %", "fastest"]
    figures = Figures(title, columns, notes=notes, named=2)
    files = page_files()
    with progress_bars() as progress:
        for reader in progress.track(readers, description="pages"):
            for name, content in files.items():
                glyphs = sum(1 for _ in reader.read(content).glyphs)
                totals, stages = time_page(reader, content, repeats)
                figures.columns = columns + list(stages)
                spread = (median(totals), float(np.percentile(totals, 90)), min(totals))
                row = [f"{value:.1f}" for value in (*spread, *stages.values())]
                figures.rows.append([reader.classifier.card.name, name, glyphs, *row])
    return figures


def network_figures(readers: Sequence[Reader], threads: int) -> Figures:
    """Measure every network at every batch size."""
    columns = ("network", "precision", *(f"batch {batch}" for batch in BATCHES))
    notes = (f"OpenVINO on {threads} threads, float32 files held to float32; {load()}.",)
    figures = Figures("Glyphs a second, network alone", columns, notes=notes, named=2)
    with progress_bars() as progress:
        for reader in progress.track(readers, description="networks"):
            card = reader.classifier.card
            rates = (f"{glyphs_a_second(reader.classifier, batch):,.0f}" for batch in BATCHES)
            figures.rows.append([card.name, card.precision, *rates])
    return figures


def _measured(readers: Sequence[Reader], repeats: int, threads: int) -> Iterator[Figures]:
    """Each table as soon as it is measured."""
    yield page_figures(readers, repeats, threads)
    yield network_figures(readers, threads)


def load() -> str:
    """What else the machine was doing, without which no time means much."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main(
    model: Annotated[list[str] | None, typer.Option(help="Networks (repeatable); all bundled by default.")] = None,
    threads: Annotated[int, typer.Option(min=0, help="Threads, 0 for as many as there are cores.")] = 0,
    repeats: Annotated[int, typer.Option(min=1, help="Readings of each page.")] = 20,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables into this file, too.")] = None,
) -> None:
    """Time a drawn page and the networks alone."""
    threads = threads or len(os.sched_getaffinity(0))
    cv2.setNumThreads(threads)
    try:
        readers = [Reader.load(name, threads) for name in model or bundled()]
    except BlockletterError as error:
        sys.exit(str(error))
    if not readers:
        sys.exit("No network is bundled. Name one with --model.")
    tables = []
    for table in _measured(readers, repeats, threads):
        wide_console().print(table.for_terminal())
        tables.append(table)
    if markdown:
        markdown.write_text("\n\n".join(table.markdown() for table in tables) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
