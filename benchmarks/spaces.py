"""Which spaces of wide writing are found: ``python -m benchmarks.spaces``, in fonts that training never saw."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.drawn import HAND, TEXT
from benchmarks.scoring import folded
from benchmarks.tables import Cell, Figures, finish, progress_bars
from drawing import DrawnPage, draw_page
from model.errors import BlockletterError
from model.options import Engine, ReadOptions
from model.reader import Reader
from training.fonts import HELD_OUT

SEED = 7
READERS: tuple[Engine, ...] = ("glyph", "auto")
#: Paper between letters beyond the pen's own, and between words, in letter heights.
LETTERS, WORDS = (0.05, 0.15, 0.25), (0.5, 0.7, 1.0)
#: Lines of a page, and words of a line.
LINES, IN_A_LINE = 4, 4
COLUMNS = ("between letters", "between words", "engine", "lines", "right", "spaces in these", "missed", "added")


def wide_pages(between_letters: float, between_words: float, pages: int) -> Iterator[DrawnPage]:
    """Pages of words in the held-out fonts."""
    fonts = sorted(HELD_OUT)
    words = [word for word in TEXT.split() if word.isalpha()]
    style = replace(HAND, letter_spacing=between_letters, word_gap=between_words)
    for number in range(pages):
        rng = np.random.default_rng([SEED, number])
        lines = [" ".join(rng.choice(words, IN_A_LINE).tolist()) for _ in range(LINES)]
        yield draw_page(lines, replace(style, font=fonts[number % len(fonts)]), SEED + number)


def spaces_of(line: str) -> set[int]:
    """After how many letters a line has spaces."""
    words = [folded(word) for word in line.split()]
    ends = np.cumsum([len(word) for word in words if word]).tolist()
    return set(ends[:-1])


def compare(want: str, got: str) -> tuple[int, int, int, int]:
    """How many lines of a page have the letters they should, the spaces in these, and how many are missed and added."""
    read = {folded(line): spaces_of(line) for line in got.splitlines()}
    pairs = [
        (spaces_of(line), read[folded(line)]) for line in want.splitlines() if folded(line) in read
    ]
    missed, added = (sum(len(pair[a] - pair[1 - a]) for pair in pairs) for a in (0, 1))
    return len(pairs), sum(len(wanted) for wanted, _ in pairs), missed, added


def measure(reader: Reader, engine: Engine, pages: list[DrawnPage]) -> list[Cell]:
    """The same of several pages, after the number of their lines."""
    found = [compare(page.truth.text, reader.read(page.png(), ReadOptions(engine=engine)).text) for page in pages]
    return [LINES * len(pages), *np.sum(found, axis=0).tolist()]


def main(
    pages: Annotated[int, typer.Option(min=1, help="Of each spacing.")] = 8,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Read pages whose letters stand wider and wider, and whose words nearer and nearer."""
    notes = (
        f"In letter heights; {LINES} lines of {IN_A_LINE} words a page.", "Counted where a line's letters are right.",
    )  # fmt: skip
    figures = Figures("Spaces of wide writing", COLUMNS, notes=notes, named=3)
    try:
        with progress_bars() as progress:
            reader = Reader.load()
            for between_letters in progress.track(LETTERS, description="spaces"):
                for between_words in WORDS:
                    drawn = list(wide_pages(between_letters, between_words, pages))
                    figures.rows += [
                        [between_letters, between_words, engine, *measure(reader, engine, drawn)] for engine in READERS
                    ]
        finish([figures], markdown)
    except BlockletterError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    typer.run(main)
