"""Pages whose letters are of two sizes: ``python -m benchmarks.posters``.

Two lines of large letters stand over three of smaller ones, in fonts that training never saw.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import add
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from PIL import Image as Pillow

from benchmarks.drawn import HAND, TEXT
from benchmarks.scoring import Tally, tally
from benchmarks.tables import Figures, finish, progress_bars
from drawing import draw_poster
from model.errors import BlockletterError
from model.options import Engine, ReadOptions
from model.reader import Reader
from training.fonts import HELD_OUT

SEED = 7
READERS: tuple[Engine, ...] = ("glyph", "auto")
#: Height of the large letters in pixels, and of the small ones as a share of it.
LARGE = 150
SHARES = (1.0, 0.7, 0.5, 0.4, 0.3, 0.2, 0.15)


def poster(share: float, number: int) -> tuple[bytes, str]:
    """A page as a PNG, and what is written on it.

    Args:
        share: Height of the small letters over that of the large ones.
        number: Of the page, which decides words and font.
    """
    rng = np.random.default_rng([SEED, number])
    words = [word for word in TEXT.split() if word.isalpha()]
    title = [str(rng.choice(words)).upper() for _ in range(2)]
    body = [" ".join(rng.choice(words, 4).tolist()) for _ in range(3)]
    style = replace(HAND, font=sorted(HELD_OUT)[number % len(HELD_OUT)], noise=0)
    page = draw_poster([(title, LARGE), (body, round(share * LARGE))], style, SEED + number)
    target = io.BytesIO()
    Pillow.fromarray(page).save(target, "PNG")
    return target.getvalue(), "\n".join((*title, *body))


def rows(reader: Reader, pages: int) -> Iterator[list[str | float | int | None]]:
    """Errors of each share and engine."""
    for share in SHARES:
        drawn = [poster(share, number) for number in range(pages)]
        for engine in READERS:
            options = ReadOptions(engine=engine)
            read = [tally("drawn", want, reader.read(content, options).text) for content, want in drawn]
            whole = reduce(add, read, Tally())
            yield [share, engine, pages, whole.letters, whole.cer, whole.strict]


def main(
    pages: Annotated[int, typer.Option(min=1, help="Of each size.")] = 12,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Read posters whose small letters are smaller and smaller."""
    try:
        columns = ("small over large", "engine", "pages", "letters", "CER", "strict")
        figures = Figures("Letters of two sizes", columns, named=2)
        with progress_bars() as progress:
            reader = Reader.load()
            count = len(READERS) * len(SHARES)
            figures.rows = list(progress.track(rows(reader, pages), description="posters", total=count))
        finish([figures], markdown)
    except BlockletterError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    typer.run(main)
