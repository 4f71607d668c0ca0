"""Where the time of a page goes, by its size and by who reads."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.speed.pictures import photo
from benchmarks.speed.rounds import Spread, load
from benchmarks.stages import timed_stages
from benchmarks.tables import Figures
from model.options import ENGINES, Engine, ReadOptions
from model.reader import Reader

MEGAPIXELS = (2, 4, 16)


def stage_figures(reader: Reader, repeats: int) -> Figures:
    """Milliseconds of photos of three sizes by every engine, and of each stage."""
    engines: tuple[Engine, ...] = ENGINES if reader.line_reader else ("glyph",)
    found = {
        f"{engine}, {size} MP": _column(reader, photo(size), ReadOptions(engine=engine), repeats)
        for engine in engines for size in MEGAPIXELS
    }  # fmt: skip
    names = dict.fromkeys(name for column in found.values() for name in column)
    figures = Figures("Time of a drawn photo by stage, milliseconds", ["", *found])
    figures.rows = [[name, *(column.get(name, "") for column in found.values())] for name in names]
    figures.notes = (f"Median (10 to 90 %) of {repeats} readings from bytes after two to warm up; {load()}.",)
    return figures


def _column(reader: Reader, content: bytes, options: ReadOptions, repeats: int) -> dict[str, str]:
    """What the table says of one size and engine."""
    glyphs = sum(1 for _ in reader.read(content, options).glyphs)
    walls, cpus, parts = _timed(reader, content, options, repeats)
    figures = {"glyphs": str(glyphs), "all": Spread.of(walls).shown(0), "all, CPU": f"{median(cpus):.0f}"}
    return figures | {stage: f"{milliseconds:.1f}" for stage, milliseconds in parts.items()}


def _timed(
    reader: Reader, content: bytes, options: ReadOptions, repeats: int
) -> tuple[list[float], list[float], dict[str, float]]:
    """Milliseconds by the clock and of all cores together, and the median ones of each stage."""
    reader.read(content, options)
    walls, cpus, parts = [], [], []
    for _ in range(repeats):
        with timed_stages(reader) as seconds:
            start, cpu = time.perf_counter(), time.process_time()
            reader.read(content, options)
            walls.append(1000 * (time.perf_counter() - start))
            cpus.append(1000 * (time.process_time() - cpu))
        parts.append(dict(seconds))
    return walls, cpus, {stage: 1000 * median(part.get(stage, 0.0) for part in parts) for stage in parts[0]}
