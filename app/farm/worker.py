"""What a worker does, in whatever process it runs: files in, rows out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import cv2

from app.batch import LIMITS
from app.farm.rows import PageRow
from app.farm.scans import open_scan
from app.reading import PageReader, engine_in_use, load_reader
from model.errors import OptionError, PictureError
from model.formats.reading import PageReading
from model.options import Engine, ReadOptions
from model.picture.sources import LAST_PAGE, PageSelection, Source, open_source

#: Makes a reader of a model, threads and an engine.
Load = Callable[[str, int, Engine], PageReader]


@dataclass(frozen=True, slots=True)
class Order:
    """What every worker is told; it travels to other processes and machines.

    Attributes:
        model: A bundled name, or a path that every machine has.
        options: How pages shall be read.
        pages: Which of the pages of each file.
        load: Makes the reader.
    """

    model: str
    options: ReadOptions
    pages: PageSelection = field(default_factory=PageSelection)
    load: Load = load_reader


class Worker:
    """Reads files on one core."""

    def __init__(self, order: Order) -> None:
        """Load the reader; there is one worker a core, so nothing in it may spread over others."""
        cv2.setNumThreads(1)
        self._order = order
        self._reader = order.load(order.model, 1, order.options.engine)

    def read(self, files: Sequence[str]) -> list[PageRow]:
        """Every page of some files, and a row with a problem for what cannot be read."""
        return [row for file in files for row in self._rows(file)]

    def _rows(self, file: str) -> Iterator[PageRow]:
        try:
            with open_scan(file) as content, open_source(content, LIMITS) as source:
                numbers = self._order.pages.of(source, LAST_PAGE)
                yield from (self._row(file, source, number) for number in numbers)
                if not numbers:
                    yield PageRow(file, None, "The file has no pages.")
        except (PictureError, OptionError) as error:
            yield PageRow(file, None, str(error))
        except OSError as error:
            yield PageRow(file, None, f"{error.strerror or error}. Check that the file is there and may be read.")

    def _row(self, file: str, source: Source, number: int) -> PageRow:
        options = self._order.options
        try:
            page = self._reader.read(source.picture(number), options)
        except (PictureError, OptionError) as error:
            return PageRow(file, number, str(error))
        model, engine = self._reader.classifier.card.name, engine_in_use(self._reader, options.engine)
        return PageRow.of(PageReading(page, file, number, model, engine))
