"""Which pages are turned upright, by how little they hold: ``python -m benchmarks.direction``.

Pages drawn in fonts that training never saw lie in each of four directions; names from form fields lie upside down.
"""

from __future__ import annotations

import string
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.corpora import DEFAULT_CORPORA, load_names
from benchmarks.drawn import HAND, TEXT
from benchmarks.tables import Figures, finish, progress_bars
from benchmarks.variants import turned
from drawing import draw_page
from model.decode import Image
from model.errors import BlockletterError
from model.finding import ways_to_read
from model.picture.sources import first_picture
from model.reader import Reader
from training.fonts import HELD_OUT

SEED = 7
STYLE = replace(HAND, letter_height_px=34)
#: Entries of forms that are looked at.
NAMES = 150

Text = Callable[[np.random.Generator], list[str]]


def _words(lines: int, words: int) -> Text:
    return lambda rng: [" ".join(rng.choice(TEXT.split(), words).tolist()) for _ in range(lines)]


def _codes(lines: int, codes: int) -> Text:
    signs = list(string.ascii_uppercase + string.digits)
    return lambda rng: [
        " ".join("".join(rng.choice(signs, int(rng.integers(3, 8)))) for _ in range(codes)) for _ in range(lines)
    ]


def _each(line: Callable[[np.random.Generator, int], str], lines: int) -> Text:
    return lambda rng: [line(rng, number) for number in range(1, lines + 1)]


KINDS: dict[str, Text] = {
    "a word": _words(1, 1),
    "two words": _words(1, 2),
    "two lines of two words": _words(2, 2),
    "three lines of three words": _words(3, 3),
    "six lines of four words": _words(6, 4),
    "a code": _codes(1, 1),
    "two lines of two codes": _codes(2, 2),
    "eight numbers below one another": _each(lambda rng, _: str(rng.integers(0, 200)), 8),
    "eight numbered answers": _each(lambda rng, number: f"{number}) {rng.choice(list('ABCD'))}", 8),
    "six sums": _each(lambda rng, _: f"{rng.integers(1, 30)} + {rng.integers(1, 30)}", 6),
    "a table of numbers": _each(lambda rng, _: "   ".join(map(str, rng.integers(1, 99, 3).tolist())), 6),
    "six letters below one another": _each(lambda rng, _: str(rng.choice(list("ABCDEFGHKLMNPRSTX"))), 6),
}


def turns_of(grey: Image, reader: Reader) -> int:
    """How often a page is turned by 90 degrees counter-clockwise before it is read, 0 to 3.

    Args:
        grey: (H, W) uint8.
        reader: Says so, with linenet.
    """
    view, _ = ways_to_read(grey, reader.classifier, reader.linenet)[0]
    return round(float(np.arctan2(view.back[1, 0], view.back[0, 0])) / (np.pi / 2)) % 4


def upright_share(pages: Sequence[Image], turns: int, reader: Reader) -> float:
    """Of pages that are turned by so many quarters clockwise, the share that is turned back, 0..1."""
    return float(np.mean([turns_of(turned(page, 90 * turns), reader) == turns for page in pages]))


def pages_of(text: Text, pages: int) -> Iterator[Image]:
    """Pages of one kind, in one held-out font after the other."""
    fonts = sorted(HELD_OUT)
    for number in range(pages):
        lines = text(np.random.default_rng([SEED, number]))
        yield draw_page(lines, replace(STYLE, font=fonts[number % len(fonts)]), SEED + number).grey


def measure(reader: Reader, folder: Path, pages: int) -> Figures:
    """The share of pages that stand upright when they are read, by what they hold and how they lie."""
    columns = ("pages", "of each", "upright", "on its left side", "upside down", "on its right side")
    figures = Figures("Which way up", columns, named=1)
    with progress_bars() as progress:
        for kind, text in progress.track(KINDS.items(), description="directions"):
            drawn = list(pages_of(text, pages))
            figures.rows.append([kind, pages, *(upright_share(drawn, turns, reader) for turns in (0, 3, 2, 1))])
        several = [entry for part in load_names(folder, NAMES, SEED).values() for entry in part]
        entries = [first_picture(entry.content).grey for entry in several]
        upright, upside_down = (upright_share(entries, turns, reader) for turns in (0, 2))
        figures.rows.append(["names of forms (validation)", len(entries), upright, None, upside_down, None])
    return figures


def main(
    pages: Annotated[int, typer.Option(min=1, help="Of each kind.")] = 20,
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Turn pages and see whether the reader turns them back."""
    try:
        finish([measure(Reader.load(engine="glyph"), folder, pages)], markdown)
    except (BlockletterError, FileNotFoundError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    typer.run(main)
