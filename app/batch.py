"""Reading many files, one after the other, without stopping at a bad one."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, Generic

from app.job import Found
from app.reading import PageReader
from model.decode import DecodeLimits, Picture
from model.errors import OptionError, PictureError
from model.picture.sources import LAST_PAGE, PageSelection, Source, open_source

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
class Batch(Generic[Found]):
    """Files to be read.

    Attributes:
        files: Their paths, ``-`` for standard input.
        reader: What reads.
        read: Reads one of their pages with it.
        pages: Which of the pages of each file.
        preview_side: The longest side of the picture to draw on, in pixels; 0 where none is wanted.
        complain: Takes the path of a file that could not be read and why, in one line.
        unread: How many files and pages could not be read so far.
    """

    files: Iterable[str]
    reader: PageReader
    read: Callable[[PageReader, Picture], Found]
    pages: PageSelection
    preview_side: int
    complain: Callable[[str, str], None]
    unread: int = field(default=0, init=False)

    def documents(self) -> Iterator[tuple[str, Iterator[Found]]]:
        """Each file with its pages, which are read when they are asked for; those of a bad file are none."""
        for file in self.files:
            yield file, self._pages(file)

    def readings(self) -> Iterator[Found]:
        """The pages of all files."""
        return (reading for _, pages in self.documents() for reading in pages)

    def _pages(self, file: str) -> Iterator[Found]:
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

    def _page(self, file: str, source: Source, number: int) -> Iterator[Found]:
        """A page, or none where it cannot be read."""
        start = perf_counter()
        try:
            picture = source.picture(number, self.preview_side)
            found = self.read(self.reader, picture)
        except (PictureError, OptionError) as error:
            self._refuse(file if number == 1 else f"{file}, page {number}", str(error))
            return
        milliseconds = 1000 * (perf_counter() - start)
        yield replace(found, file=file, number=number, milliseconds=milliseconds)

    def _refuse(self, file: str, reason: str) -> None:
        self.unread += 1
        self.complain(file, reason)


def _opened(file: str) -> BinaryIO:
    return io.BytesIO(sys.stdin.buffer.read()) if file == STDIN else Path(file).open("rb")
