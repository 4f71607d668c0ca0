"""Files of any kind as a row of pages: pictures, pictures with several pages, and PDFs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from PIL import Image as Pillow

from model.decode import DecodeLimits, Picture, colours_in, decode_frame, open_raster, seek_frame
from model.errors import OptionError, TooManyPagesError

#: Formats whose further pictures are pages, not moments of a film or the small copies of a telephone.
PAGED = frozenset({"TIFF"})
#: Pages after this one cannot be named; finding page n of a TIFF takes n steps.
LAST_PAGE = 9999
#: What PDFs begin with; the format allows other bytes before it, and readers take this many.
_PDF_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024
_RANGE = re.compile(r"([0-9]{1,4})(-([0-9]{1,4})?)?")


class Source(Protocol):
    """An opened file; not for two threads at the same time."""

    def count(self, most: int) -> int:
        """How many pages there are, at most `most`."""

    def picture(self, number: int, preview_side: int = 0) -> Picture:
        """Decode a page, counted from 1, at most once."""

    def close(self) -> None:
        """Let the file go."""


class RasterSource:
    """An opened picture file."""

    def __init__(self, file: BinaryIO, limits: DecodeLimits) -> None:
        """Read the header.

        Raises:
            PictureError: The file is no picture that can be read.
        """
        self._file, self._limits = file, limits
        self._opened: Pillow.Image = open_raster(file, limits)

    def count(self, most: int) -> int:
        """How many pages there are, at most `most`; a file that cannot turn its pages has one."""
        if self._opened.format not in PAGED:
            return min(1, most)
        # Page by page: asking for the number would walk through a file made to have millions.
        pages = next((number for number in range(2, most + 1) if not seek_frame(self._opened, number)), most + 1) - 1
        seek_frame(self._opened, 1)
        return pages

    def picture(self, number: int, preview_side: int = 0) -> Picture:
        """Decode a page.

        Args:
            number: Which one, from 1.
            preview_side: The longest side of a colour preview in pixels, 0 for none.

        Raises:
            PictureError: The page has too many pixels or is damaged.
        """
        if number > 1:
            seek_frame(self._opened, number)
        colours = colours_in(self._opened, self._file, self._limits, number)
        return decode_frame(self._opened, self._limits, preview_side, colours)

    def close(self) -> None:
        """Let the file go."""
        self._opened.close()


@contextmanager
def open_source(file: BinaryIO, limits: DecodeLimits | None = None) -> Iterator[Source]:
    """Open a file by its content, whatever its name.

    Args:
        file: Bytes that can be read from any place; they are read as they are needed.
        limits: What is refused; the default limits if None.

    Yields:
        Its pages; they cannot be used afterwards.

    Raises:
        PictureError: The file is empty, too large, of no known format, damaged or locked.
    """
    limits = limits or DecodeLimits()
    with closing(_opened(file, limits)) as source:
        yield source


def _opened(file: BinaryIO, limits: DecodeLimits) -> Source:
    if not is_pdf(file):
        return RasterSource(file, limits)
    # Most files are pictures: what draws PDFs is loaded for the first of them.
    from model.picture.pdf import PdfSource

    return PdfSource(file, limits)


def is_pdf(file: BinaryIO) -> bool:
    """Whether a file is a PDF; leaves it at its beginning."""
    file.seek(0)
    head = file.read(_MAGIC_WITHIN)
    file.seek(0)
    return _PDF_MAGIC in head


def first_picture(data: bytes) -> Picture:
    """The first page of a file, under the default limits.

    Raises:
        PictureError: The file cannot be read.
    """
    with open_source(io.BytesIO(data)) as source:
        return source.picture(1)


@dataclass(frozen=True, slots=True)
class PageSelection:
    """Which pages of a file are wanted.

    Attributes:
        ranges: First and last page of each range, from 1; a last one of None means to the end. Empty means all.
    """

    ranges: tuple[tuple[int, int | None], ...] = ()

    @classmethod
    def parse(cls, text: str) -> PageSelection:
        """Understand ``2``, ``1-3``, ``5-`` and several of them with commas between; nothing means all.

        Raises:
            OptionError: The text is none of these.
        """
        found = [_RANGE.fullmatch(part.strip()) for part in text.split(",")] if text.strip() else []
        ranges = [(int(one[1]), int(one[3]) if one[3] else None if one[2] else int(one[1])) for one in found if one]
        if len(ranges) < len(found) or any(first < 1 or (last or first) < first for first, last in ranges):
            raise OptionError(f"pages cannot be {text[:40]!r}. Name them as 2, 1-3, 5- or 1,4-6, from 1 on.")
        return cls(tuple(ranges))

    def of(self, source: Source, most: int) -> list[int]:
        """The pages that are wanted and there, in the order of the file.

        Args:
            source: The file.
            most: How many may be wanted.

        Raises:
            TooManyPagesError: More are wanted.
            OptionError: A page is named that is not there.
        """
        open_ended = not self.ranges or any(last is None for _, last in self.ranges)
        named = max((last or first for first, last in self.ranges), default=1)
        count = source.count(min(LAST_PAGE, named + (most if open_ended else 0)))
        if named > count:
            raise OptionError(f"There is no page {named}: the file has {count}. Choose other pages.")
        ranges = self.ranges or ((1, None),)
        wanted = sorted({page for first, last in ranges for page in range(first, (last or count) + 1)})
        if len(wanted) > most:
            raise TooManyPagesError(most)
        return wanted
