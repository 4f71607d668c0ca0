"""The reader as the service and the command line see it."""

from __future__ import annotations

from typing import Protocol

from model.classifier import Classifier
from model.decode import Picture
from model.elements import Page
from model.options import ReadOptions


class PageReader(Protocol):
    """Reads decoded pictures; `model.reader.Reader` is the one in use."""

    @property
    def classifier(self) -> Classifier:
        """The network and its card."""

    def read(self, source: Picture, options: ReadOptions | None = None) -> Page:
        """Read a picture."""


def load_reader(model: str, threads: int = 0) -> PageReader:
    """Load a network, by name or path.

    Args:
        model: A bundled name, or the path of an ``.onnx`` file with its card.
        threads: Cores to use, 0 for all.

    Raises:
        CheckpointError: The checkpoint cannot be used.
    """
    from model.reader import Reader

    return Reader.load(model, threads)
