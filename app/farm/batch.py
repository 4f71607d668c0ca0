"""A batch from beginning to end: what is left to read is shared out, and every chunk that comes back becomes a part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from app.farm.crew import Chunk, Crew
from app.farm.ledger import Ledger
from app.farm.rows import PageRow

DEADLY = "The worker died each time that it read this file. Look at it by itself; it may need too much memory."


@dataclass(frozen=True, slots=True)
class FarmSettings:
    """How work is cut.

    Attributes:
        files_a_part: At most; what a kill may cost is this for each worker, what a part costs is a file for ever.
        chunks_a_worker: At least, where there are files enough, so that all workers finish at about the same time.
    """

    files_a_part: int = 100
    chunks_a_worker: int = 16


def read_batch(
    files: Sequence[str],
    crew: Crew,
    ledger: Ledger,
    seen: Callable[[Sequence[PageRow]], None] = lambda _: None,
    settings: FarmSettings | None = None,
) -> None:
    """Read what has not been read, every file in the end exactly once, also where workers die over some.

    Args:
        files: All that belongs to the batch, each once.
        crew: Who reads.
        ledger: Where rows are kept; what it has is not read again.
        seen: Called with the rows of every part once it is kept.
        settings: How work is cut.
    """
    settings = settings or FarmSettings()
    size = max(1, min(settings.files_a_part, ceil(len(files) / (crew.workers * settings.chunks_a_worker))))
    # In chunks, then one by one to find out over which file a worker dies, or whether it was mere bad luck.
    for each, careful in ((size, False), (1, True)):
        for rows in crew.read(_chunks(_left(files, ledger), each), careful):
            ledger.keep(rows)
            seen(rows)
    for file in _left(files, ledger):
        rows = [PageRow(file, None, DEADLY)]
        ledger.keep(rows)
        seen(rows)


def _left(files: Sequence[str], ledger: Ledger) -> list[str]:
    return [file for file in files if file not in ledger.pages]


def _chunks(files: Sequence[str], size: int) -> Iterator[Chunk]:
    return (tuple(files[start : start + size]) for start in range(0, len(files), size))
