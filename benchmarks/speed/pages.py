"""Whole pages beside the peers that are installed: the corpus ``pages``, each page by every engine in turn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.corpora import load_pages
from benchmarks.engines import Blockletter, Engine, rapidocrs, tesseracts
from benchmarks.speed.pictures import photo
from benchmarks.speed.rounds import Spread, load
from benchmarks.tables import Figures
from model.options import ENGINES, ReadOptions
from model.reader import Reader


def page_figures(reader: Reader, corpora: Path, repeats: int) -> Figures:
    """Seconds a page, and how many times as long as the glyph reader's.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    contents = [entry.content for entry in load_pages(corpora)]
    ours = ENGINES if reader.line_reader else ("glyph",)
    several: list[Engine] = [Blockletter(reader, ReadOptions(engine=own), f"blockletter {own}") for own in ours]
    with rapidocrs() as rapid:
        several += [*tesseracts(), *rapid]
        found = _seconds(several, contents, [repeats if at < len(ours) else 1 for at in range(len(several))])
    figures = Figures(
        f"The {len(contents)} pages of the corpus, milliseconds a page",
        ["engine", "p50 (10-90 %)", "mean", "p50 over the glyph reader's", "mean over"],
    )
    glyph = found["blockletter glyph"]
    for name, seconds in found.items():
        ratios = np.median(seconds) / np.median(glyph), np.mean(seconds) / np.mean(glyph)
        times = [1000 * second for second in seconds]
        figures.rows.append(
            [name, Spread.of(times).shown(0), f"{np.mean(times):.0f}", *(f"{ratio:.1f}" for ratio in ratios)]
        )
    figures.notes = (
        f"Ours: medians of {repeats} readings of each page; peers: one; by turns, after a page to warm up; {load()}.",
    )
    return figures


def photo_figures(reader: Reader, repeats: int) -> Figures:
    """Milliseconds of a photo of 4 megapixels with 60 letters."""
    ours = ENGINES if reader.line_reader else ("glyph",)
    figures = Figures("A drawn photo of 4 megapixels, milliseconds", ["engine", "p50 (10-90 %)"])
    for own in ours:
        engine = Blockletter(reader, ReadOptions(engine=own), own)
        for _ in range(2):
            engine.read(photo(4))
        figures.rows.append([own, Spread.of([1000 * engine.read(photo(4))[1] for _ in range(repeats)]).shown()])
    figures.notes = (f"{repeats} readings from bytes; {load()}.",)
    return figures


def _seconds(engines: Sequence[Engine], contents: Sequence[bytes], repeats: Sequence[int]) -> dict[str, list[float]]:
    """Seconds of each page by each engine, after one page to warm up; by turns, as machines are slower at times."""
    for engine in engines:
        engine.read(contents[0])
    found: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for content in contents:
        for engine, times in zip(engines, repeats, strict=True):
            found[engine.name].append(float(np.median([engine.read(content)[1] for _ in range(times)])))
    return found
