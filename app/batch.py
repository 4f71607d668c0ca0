"""Reading many files, one after the other, without stopping at a bad one."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from app.reading import PageReader, engine_in_use
from model.decode import DecodeLimits
from model.errors import OptionError, PictureError
from model.formats.reading import PageReading
from model.options import ReadOptions
from model.sources import LAST_PAGE, PageSelection, Source, open_source

STDIN = "-"
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".gif", ".heic", ".heif", ".avif", ".pdf"}
)
#: What written pictures and documents end in; a folder that was read before holds some.
WRITTEN_SUFFIXES = (".annotated.png", ".annotated.jpg", ".searchable.pdf")
#: A person at the command line waits for as many pages as they like.
LIMITS = DecodeLimits(pages=LAST_PAGE)


def find_files(paths: Iterable[str]) -> list[str]:
    """Put the pictures in a folder in its place; a path that is no folder stays, whether it exists or not."""
    return [file for path in paths for file in (_pictures_in(Path(path)) if Path(path).is_dir() else [path])]


def _pictures_in(folder: Path) -> list[str]:
    """The pictures in a folder by name, or the folder itself where it holds none, to be complained about."""
    names = (path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES)
    pictures = sorted(str(path) for path in names if path.is_file() and not path.name.endswith(WRITTEN_SUFFIXES))
    return pictures or [str(folder)]


@dataclass(slots=True)
class Batch:
    """Files to be read.

    Attributes:
        files: Their paths, ``-`` for standard input.
        reader: What reads.
        options: How their pages shall be read.
        pages: Which of the pages of each file.
        preview_side: The longest side of the picture to draw on, in pixels; 0 where none is wanted.
        complain: Takes the path of a file that could not be read and why, in one line.
        unread: How many files and pages could not be read so far.
    """

    files: Iterable[str]
    reader: PageReader
    options: ReadOptions
    pages: PageSelection
    preview_side: int
    complain: Callable[[str, str], None]
    unread: int = field(default=0, init=False)

    def documents(self) -> Iterator[tuple[str, Iterator[PageReading]]]:
        """Each file with its pages, which are read when they are asked for; those of a bad file are none."""
        for file in self.files:
            yield file, self._pages(file)

    def readings(self) -> Iterator[PageReading]:
        """The pages of all files."""
        return (reading for _, pages in self.documents() for reading in pages)

    def _pages(self, file: str) -> Iterator[PageReading]:
        try:
            with _opened(file) as content, open_source(content, LIMITS) as source:
                for number in self.pages.of(source, LAST_PAGE):
                    yield from self._page(file, source, number)
        except (PictureError, OptionError) as error:
            self._refuse(file, str(error))
        except IsADirectoryError:
            self._refuse(file, "There is no picture in this folder. Name a folder that holds pictures.")
        except OSError as error:
            self._refuse(file, f"{error.strerror or error}. Check the path and whether you may read the file.")

    def _page(self, file: str, source: Source, number: int) -> Iterator[PageReading]:
        """A page, or none where it cannot be read."""
        start = perf_counter()
        try:
            picture = source.picture(number, self.preview_side)
            page = self.reader.read(picture, self.options)
        except (PictureError, OptionError) as error:
            self._refuse(file if number == 1 else f"{file}, page {number}", str(error))
            return
        milliseconds = 1000 * (perf_counter() - start)
        engine = engine_in_use(self.reader, self.options.engine)
        model = self.reader.classifier.card.name
        yield PageReading(page, file, number, model, engine, milliseconds, picture.preview)

    def _refuse(self, file: str, reason: str) -> None:
        self.unread += 1
        self.complain(file, reason)


def _opened(file: str) -> BinaryIO:
    return io.BytesIO(sys.stdin.buffer.read()) if file == STDIN else Path(file).open("rb")
