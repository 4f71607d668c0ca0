"""How time grows with glyphs and pixels, and memory with pages: a table and a plot."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import matplotlib

from benchmarks.speed.memory import after_pages
from benchmarks.speed.pictures import photo
from benchmarks.speed.rounds import load
from benchmarks.tables import Figures
from model.options import ReadOptions
from model.reader import Reader
from tests.serving import serving

matplotlib.use("Agg")
import matplotlib.pyplot as plt

MEGAPIXELS = (0.5, 1, 2, 4, 8, 16, 24)
LINES = (1, 3, 6, 12, 20, 30)
GLYPH_PAGE = 4
PAGES = (4, 50, 100, 150, 200)
GLYPHS_ONLY = ReadOptions(engine="glyph")

Points = Sequence[tuple[float, float]]


def growth_figures(reader: Reader, repeats: int, plot: Path | None) -> Figures:
    """CPU milliseconds by pixels and glyphs, megabytes by pages read, one core's worth each."""
    by_pixels = [(float(size), _cpu_ms(reader, photo(size), repeats)) for size in MEGAPIXELS]
    by_glyphs = [(_glyphs(reader, lines), _cpu_ms(reader, photo(GLYPH_PAGE, lines), repeats)) for lines in LINES]
    with serving({"engine": "glyph", "waiting_reads": 8}) as (address, process):
        by_pages = after_pages(address, process.pid, PAGES)
    figures = Figures("Growth, glyph reader", ["with", "of", "CPU ms a page, or MB"], named=1)
    for name, points in (("megapixels", by_pixels), ("glyphs", by_glyphs), ("pages read, MB", by_pages)):
        figures.rows += [[name, f"{size:g}", f"{value:.1f}"] for size, value in points]
    figures.notes = (f"Medians of {repeats} readings; glyphs on {GLYPH_PAGE} megapixels; {load()}.",)
    if plot:
        _draw(by_pixels, by_glyphs, by_pages, plot)
    return figures


def _glyphs(reader: Reader, lines: int) -> int:
    return sum(1 for _ in reader.read(photo(GLYPH_PAGE, lines), GLYPHS_ONLY).glyphs)


def _cpu_ms(reader: Reader, content: bytes, repeats: int) -> float:
    reader.read(content, GLYPHS_ONLY)
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        reader.read(content, GLYPHS_ONLY)
        spent.append(1000 * (time.process_time() - start))
    return median(spent)


def _draw(by_pixels: Points, by_glyphs: Points, by_pages: Points, plot: Path) -> None:
    figure, axes = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    titles = ("megapixels of the picture", f"glyphs on {GLYPH_PAGE} megapixels", "pages read by one service")
    units = ("CPU milliseconds a page", "CPU milliseconds a page", "resident megabytes")
    for axis, points, title, unit in zip(axes, (by_pixels, by_glyphs, by_pages), titles, units, strict=True):
        axis.plot(*zip(*points, strict=True), marker="o", color="#2b5f8a")
        axis.set(xlabel=title, ylabel=unit, ylim=(0, None), xlim=(0, None))
        axis.grid(alpha=0.3)
    figure.savefig(plot, dpi=110)
    plt.close(figure)
