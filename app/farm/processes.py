"""Workers on the cores of this machine, a process each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from app.farm.crew import Chunk
from app.farm.rows import PageRow
from app.farm.worker import Order, Worker

#: Chunks lined up for each worker, so that none waits while the rows of others are written.
LINED_UP = 2


class Processes:
    """A crew of processes, which end when this one does, however that happens."""

    def __init__(self, order: Order, workers: int) -> None:
        """Start nobody yet."""
        self._order = order
        self.workers = workers

    def read(self, chunks: Iterable[Chunk], careful: bool = False) -> Iterator[Sequence[PageRow]]:
        """Read chunks; a worker that dies breaks its pool, and a new one goes on with the next chunks."""
        waiting = iter(chunks)
        while first := list(islice(waiting, 1)):
            yield from self._until_broken(first, waiting, 1 if careful else self.workers * LINED_UP)

    def _until_broken(self, first: list[Chunk], waiting: Iterator[Chunk], most: int) -> Iterator[Sequence[PageRow]]:
        """Read with one pool; what was in its hands when it broke is lost."""
        # Spawned: a fork would copy the locks of the threads that run here.
        pool = ProcessPoolExecutor(min(self.workers, most), get_context("spawn"), _begin, (self._order,))
        try:
            futures = {pool.submit(_read, chunk) for chunk in (*first, *islice(waiting, most - 1))}
            while futures:
                done, futures = wait(futures, return_when=FIRST_COMPLETED)
                yield from _rows_of(done)
                futures |= {pool.submit(_read, chunk) for chunk in islice(waiting, len(done))}
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(cancel_futures=True)


def _rows_of(done: Iterable[Future[list[PageRow]]]) -> list[list[PageRow]]:
    """What was read; where the pool broke, first what was read before."""
    read = [future.result() for future in done if not future.exception()]
    if read:
        return read
    return [future.result() for future in done]


#: The worker of a process that `_begin` made.
_worker: Worker | None = None


def _begin(order: Order) -> None:
    """Make this process a worker."""
    global _worker
    Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(order)


def _read(chunk: Chunk) -> list[PageRow]:
    assert _worker is not None
    return _worker.read(chunk)


def _end_with_parent() -> None:
    """A killed parent cannot end its workers, which would wait for work for ever."""
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)
