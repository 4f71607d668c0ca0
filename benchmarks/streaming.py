"""A long PDF, page by page: ``python -m benchmarks.streaming``.

How soon the first page is answered, how fast the others follow, and how many decoded pages are ever held.
"""

from __future__ import annotations

import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image as Pillow

from app.settings import Settings
from benchmarks.tables import Figures, finish
from blockletter_client import Client
from drawing import PageStyle, draw_page
from model.classifier import Classifier
from model.decode import Picture
from model.elements import Page
from model.fields.reading import FormOptions, FormPage
from model.fields.template import Template
from model.lines.reading import LineReader
from model.options import ReadOptions
from model.reader import Reader
from tests.app.live import listening
from tests.model.documents import pdf_of

SEED = 7
#: A4 at 150 dots per inch, as most scanners are left.
SHEET_PX, DOTS_PER_INCH = (1240, 1754), 150
#: Different pages; the document repeats them.
SCENES = 3
MOST_FIRST_S, MOST_IN_HAND = 1.0, 3


class WatchedReader:
    """A reader that counts the decoded pages that are alive at the same time."""

    def __init__(self, reader: Reader) -> None:
        """Take the reader that reads."""
        self._reader = reader
        self.now = self.most = 0

    @property
    def classifier(self) -> Classifier:
        """The network of the reader."""
        return self._reader.classifier

    @property
    def line_reader(self) -> LineReader | None:
        """The line reader of the reader."""
        return self._reader.line_reader

    @property
    def linenet(self) -> LineReader | None:
        """The line network of our own of the reader."""
        return self._reader.linenet

    def read(self, source: Picture, options: ReadOptions | None = None) -> Page:
        """Read a page that is held from now on, until nobody knows it any more."""
        self.now += 1
        self.most = max(self.most, self.now)
        weakref.finalize(source.grey, self._let_go)
        return self._reader.read(source, options)

    def prepare(self) -> Iterator[None]:
        """Prepare the reader."""
        return self._reader.prepare()

    def read_form(self, picture: Picture, template: Template, options: FormOptions | None = None) -> FormPage:
        """Read the fields of a form."""
        return self._reader.read_form(picture, template, options)

    def _let_go(self) -> None:
        self.now -= 1


def document(pages: int) -> bytes:
    """A PDF of scanned pages with some lines each."""
    style = PageStyle(letter_height_px=50, font="patrick-hand", sheet_px=SHEET_PX)
    lines = ["ABCDE FGHKL MNPRS", "TUVWX YZ234"] * 3
    scenes = [Pillow.fromarray(draw_page(lines, style, SEED + number).image) for number in range(SCENES)]
    return pdf_of([scenes[number % SCENES] for number in range(pages)], dots_per_inch=DOTS_PER_INCH)


def measure(address: str, content: bytes, watched: WatchedReader) -> Figures:
    """Ask for all pages and look at the clock as they come."""
    client = Client(address, timeout_s=600)
    # The first page of a process is slower than all that follow.
    client.read_page(content)
    start = time.perf_counter()
    arrivals = []
    for page in client.read(content):
        arrivals.append(time.perf_counter() - start)
        assert page.problem is None, page.problem
    first, seconds, count = arrivals[0], arrivals[-1], len(arrivals)
    note = f"{len(content) / 1e6:.1f} MB; {SHEET_PX[0]} x {SHEET_PX[1]} pixels a scan, drawn at 300 dots per inch."
    figures = Figures(f"A PDF of {count} pages as NDJSON", ["", "found", "asked for"], notes=(note,))
    figures.rows += [
        ["first page, s", f"{first:.2f}", f"<= {MOST_FIRST_S:g}"],
        ["all pages, s", f"{seconds:.1f}", ""],
        ["pages a second", f"{count / seconds:.1f}", ""],
        ["most decoded pages held", watched.most, f"<= {MOST_IN_HAND}"],
    ]
    return figures


def main(
    pages: Annotated[int, typer.Option(min=1, help="Pages of the document.")] = 300,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Stream a long PDF; the exit status is 1 where a bound is broken."""
    watched = WatchedReader(Reader.load())
    with listening(Settings(max_seconds=600), watched) as address:
        figures = measure(address, document(pages), watched)
    finish([figures], markdown)
    sys.exit(float(str(figures.rows[0][1])) > MOST_FIRST_S or watched.most > MOST_IN_HAND)


if __name__ == "__main__":
    typer.run(main)
