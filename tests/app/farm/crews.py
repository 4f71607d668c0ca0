"""Readers without a network that other processes can load, and a crew that reads where the test runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.farm.crew import Chunk
from app.farm.rows import PageRow
from app.farm.worker import Order, Worker
from app.reading import PageReader
from model.decode import Picture
from model.options import ReadOptions
from tests.app.fakes import FakeReader, picture_file

#: A picture of this width kills whoever reads it.
DEADLY_WIDTH = 13


def load_fake(model: str, threads: int, engine: str) -> PageReader:
    return FakeReader()


def load_mortal(model: str, threads: int, engine: str) -> PageReader:
    return FakeReader(before=_die_of)


def _die_of(picture: Picture) -> None:
    if picture.width == DEADLY_WIDTH:
        os._exit(9)


def order() -> Order:
    return Order("fakenet", ReadOptions(), load=load_fake)


def mortal_order() -> Order:
    return Order("fakenet", ReadOptions(), load=load_mortal)


class Here:
    """A crew of one, which may be killed, and counts what it reads."""

    workers = 1

    def __init__(self, dies_after: int | None = None, drops: Sequence[str] = ()) -> None:
        """Take how it fails.

        Args:
            dies_after: How many chunks are read before the batch is interrupted.
            drops: Files over which a worker dies.
        """
        self._worker = Worker(order())
        self._left = dies_after
        self._drops = set(drops)
        self.read_files: list[str] = []

    def read(self, chunks: Iterable[Chunk], careful: bool = False) -> Iterator[Sequence[PageRow]]:
        for chunk in chunks:
            if self._left == 0:
                raise KeyboardInterrupt
            if self._left is not None:
                self._left -= 1
            self.read_files += chunk
            if not self._drops & set(chunk):
                yield self._worker.read(chunk)


def draw_folder(folder: Path, count: int) -> list[str]:
    """Empty pages."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [folder / f"{number:03}.png" for number in range(count)]
    for name in names:
        name.write_bytes(picture_file())
    return [str(name) for name in names]
