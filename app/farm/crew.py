"""Who reads a batch: any number of workers that are handed chunks of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from app.farm.rows import PageRow

#: Files that are read and written together.
Chunk = tuple[str, ...]


class Crew(Protocol):
    """Shares chunks among workers."""

    @property
    def workers(self) -> int:
        """How many chunks are read at the same time, at most."""

    def read(self, chunks: Iterable[Chunk], careful: bool = False) -> Iterator[Sequence[PageRow]]:
        """Read chunks, in no order.

        Args:
            chunks: What shall be read.
            careful: Whether a worker that dies may take nothing but its own chunk with it, however slow that is.

        Yields:
            The rows of a chunk that was read; nothing for one whose worker died over it.
        """
