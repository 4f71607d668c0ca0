"""The reader as the service and the command line see it."""

from __future__ import annotations

from typing import Protocol

from model.classifier import Classifier
from model.decode import Picture
from model.elements import Page
from model.lines.reading import LineReader
from model.options import Engine, ReadOptions


class PageReader(Protocol):
    """Reads decoded pictures; `model.reader.Reader` is the one in use."""

    @property
    def classifier(self) -> Classifier:
        """The network and its card."""

    @property
    def line_reader(self) -> LineReader | None:
        """Who gives a second opinion on lines, None for nobody."""

    def read(self, source: Picture, options: ReadOptions | None = None) -> Page:
        """Read a picture."""


def load_reader(model: str, threads: int = 0, engine: Engine = "auto") -> PageReader:
    """Load a network, by name or path, and the line reader where it is wanted and installed.

    Args:
        model: A bundled name, or the path of an ``.onnx`` file with its card.
        threads: Cores to use, 0 for all.
        engine: ``glyph`` loads no line reader, ``line`` insists on it.

    Raises:
        CheckpointError: The checkpoint cannot be used.
        LinesMissingError: The line reader is asked for and not installed.
    """
    from model.reader import Reader

    return Reader.load(model, threads, engine)


def engine_in_use(reader: PageReader, engine: Engine) -> Engine:
    """Who really reads: without a line reader ``auto`` is the glyph reader alone."""
    return "glyph" if reader.line_reader is None else engine
