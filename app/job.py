"""The work of one request: its files, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import BinaryIO, Generic, Protocol, TypeVar

from app.errors import OnePageError, UnreadPageError
from app.metrics import Metrics
from app.reading import PageReader
from model.decode import DecodeLimits, Picture
from model.errors import OptionError, PictureError
from model.formats.forms import FormReading
from model.formats.reading import PageReading
from model.picture.sources import PageSelection, Source, open_source

#: What a page becomes: letters on lines, or values in fields.
Found = TypeVar("Found", PageReading, FormReading)


class Document(Protocol):
    """What readings are written as."""

    @property
    def name(self) -> str:
        """What users call it."""

    @property
    def several(self) -> bool:
        """Whether it holds several pages."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; the name is the sender's and only repeated to them."""

    name: str
    file: BinaryIO


@dataclass(slots=True)
class Stopwatch:
    """How long decoding and reading took so far; the rest of a step is writing."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Job(Generic[Found]):
    """What shall be read, and how.

    Attributes:
        uploads: The files, at least one.
        read: Reads one of their pages.
        pages: Which of the pages of each file.
        form: What is written.
        preview_side: The longest side of the picture that is answered, in pixels; 0 where none is.
        reader: Gives what reads, which may have to be loaded first.
        limits: What is refused.
        metrics: Where pages, glyphs and times are counted.
        stopwatch: What all pages took together.
    """

    uploads: Sequence[Upload]
    read: Callable[[PageReader, Picture], Found]
    pages: PageSelection
    form: Document
    preview_side: int
    reader: Callable[[], PageReader]
    limits: DecodeLimits
    metrics: Metrics
    stopwatch: Stopwatch = field(default_factory=Stopwatch)

    def readings(self) -> Iterator[Found]:
        """Read one page after the other, each when it is asked for; a page is let go before the next is decoded.

        Raises:
            PictureError: The only page cannot be read.
            OptionError: An option does not fit the only file.
            UnreadPageError: One of several pages or files cannot be read.
        """
        for found in self.pages_or_problems():
            if isinstance(found, UnreadPageError):
                raise found.reason if found.alone else found
            yield found

    def pages_or_problems(self) -> Iterator[Found | UnreadPageError]:
        """Read on behind pages and files that cannot be read."""
        left, only = self.limits.pages, len(self.uploads) == 1
        for upload in self.uploads:
            try:
                with open_source(upload.file, self.limits) as source:
                    numbers = self._numbers(source, left)
                    left -= len(numbers)
                    for number in numbers:
                        yield self._page_or_problem(upload, source, number, only and len(numbers) == 1)
            except (PictureError, OptionError) as error:
                yield UnreadPageError(upload.name, None, error, only)

    def _numbers(self, source: Source, left: int) -> list[int]:
        numbers = self.pages.of(source, left)
        if not self.form.several and len(self.uploads) * len(numbers) > 1:
            raise OnePageError(self.form.name)
        return numbers

    def _page_or_problem(
        self, upload: Upload, source: Source, number: int, alone: bool
    ) -> Found | UnreadPageError:
        try:
            return self._page(upload, source, number)
        except (PictureError, OptionError) as error:
            return UnreadPageError(upload.name, number, error, alone)

    def _page(self, upload: Upload, source: Source, number: int) -> Found:
        start = perf_counter()
        try:
            with self.metrics.stage("decode"):
                picture = source.picture(number, self.preview_side)
            reader = self.reader()
            with self.metrics.stage("read"):
                found = self.read(reader, picture)
        finally:
            seconds = perf_counter() - start
            self.stopwatch.seconds += seconds
        self.metrics.pages.inc()
        self.metrics.glyphs.inc(found.letters)
        return replace(found, file=upload.name, number=number, milliseconds=1000 * seconds)
