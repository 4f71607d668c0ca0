"""Worksheets of sums: ``python -m benchmarks.sums``, pages drawn in hands that training never saw."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.corpora import DEFAULT_CORPORA
from benchmarks.drawn import STYLES, glyph_source
from benchmarks.scoring import edit_distance
from benchmarks.tables import Cell, Figures, finish, progress_bars
from drawing import DrawnPage, GlyphSource, draw_page
from model.alphabet import EQUALS
from model.errors import BlockletterError
from model.options import ENGINES, Engine, ReadOptions
from model.reader import Reader
from training.fonts import HELD_OUT

SEED = 7
#: Sums on a page.
SUMS = 6
#: Styles of drawn pages.
SHOWN = ("plain", "ruled, tilted", "photo", "pencil, squared")
COLUMNS = ("glyphs", "style", "engine", "sums", "exact", "CER", "equals signs", "read", "added")


def some_sums(rng: np.random.Generator) -> list[str]:
    """Sums as on a worksheet: two numbers and what they make, or what a letter is."""
    return [_sum(str(rng.choice(["+", "-", "x", "letter"])), *rng.integers(1, 100, 2).tolist()) for _ in range(SUMS)]


def _sum(kind: str, one: int, other: int) -> str:
    if kind == "letter":
        return f"{'xynab'[one % 5]} = {other}"
    results = {"+": one + other, "-": one, "x": one * other}
    return f"{one + other if kind == '-' else one} {kind} {other} = {results[kind]}"


def worksheets(style: str, glyphs: GlyphSource | None, pages: int) -> Iterator[DrawnPage]:
    """Pages of sums in the held-out fonts, letters and digits of given glyphs."""
    fonts = sorted(HELD_OUT)
    for number in range(pages):
        lines = some_sums(np.random.default_rng([SEED, number]))
        yield draw_page(lines, replace(STYLES[style], font=fonts[number % len(fonts)]), SEED + number, glyphs)


def measure(reader: Reader, engine: Engine, pages: list[DrawnPage]) -> list[Cell]:
    """Sums that are exact, spaces and cases aside, the errors of all, and how many equals signs are read or added."""
    wanted, read = [], []
    for page in pages:
        wanted += _lines(page.truth.text)
        read.append(_lines(reader.read(page.png(), ReadOptions(engine=engine)).text))
    sums = [_lines(page.truth.text) for page in pages]
    exact = sum(sum((Counter(want) & Counter(got)).values()) for want, got in zip(sums, read, strict=True))
    texts = [("".join(want), "".join(got)) for want, got in zip(sums, read, strict=True)]
    written = sum(want.count(EQUALS) for want, _ in texts)
    right = sum(min(want.count(EQUALS), got.count(EQUALS)) for want, got in texts)
    edits = sum(edit_distance(want, got) for want, got in texts)
    added = sum(got.count(EQUALS) for _, got in texts) - right
    return [len(wanted), exact / len(wanted), edits / sum(len(want) for want, _ in texts), written, right, added]


def _lines(text: str) -> list[str]:
    return text.upper().replace(" ", "").splitlines()


def main(
    pages: Annotated[int, typer.Option(min=1, help="Of each style and source of glyphs.")] = 8,
    engine: Annotated[list[str] | None, typer.Option(help="glyph, auto or line; repeatable. glyph and auto.")] = None,
    corpora: Annotated[Path, typer.Option(help="Folder of the corpora.")] = DEFAULT_CORPORA,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Read worksheets of sums."""
    chosen: list[Engine] = [own for own in ENGINES if own in (engine or ("glyph", "auto"))]
    notes = ("Exact: the sum as written, spaces and cases aside. Read: on the page they are written on.",)
    figures = Figures("Worksheets of sums", COLUMNS, notes=notes, named=3)
    try:
        with progress_bars() as progress:
            reader = Reader.load()
            sources = {"held-out fonts": None, "held-out glyphs": glyph_source(corpora / "glyphs")}
            for source, glyphs in sources.items():
                for style in progress.track(SHOWN, description=source):
                    drawn = list(worksheets(style, glyphs, pages))
                    figures.rows += [[source, style, own, *measure(reader, own, drawn)] for own in chosen]
        finish([figures], markdown)
    except BlockletterError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    typer.run(main)
