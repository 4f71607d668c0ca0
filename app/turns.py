"""Turns at the reader: few at a time, some waiting, the rest refused at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

from app.errors import BusyError

Answer = TypeVar("Answer")


class Turns:
    """Threads for work that would block the event loop, with a bounded queue before them."""

    def __init__(self, running: int, waiting: int) -> None:
        """Set the bounds.

        Args:
            running: How much work runs at the same time.
            waiting: How much more may wait.
        """
        self._threads = ThreadPoolExecutor(running, thread_name_prefix="reader")
        self._places = BoundedSemaphore(running + waiting)

    async def take(self, work: Callable[[], Answer]) -> Answer:
        """Do the work in a thread; where the caller is cancelled before its turn, never.

        Raises:
            BusyError: Too much is waiting already.
        """
        return await asyncio.wrap_future(self.submit(work))

    def submit(self, work: Callable[[], Answer]) -> Future[Answer]:
        """Line up; the place is given back when the work is done, also where nobody waits for it any more.

        Raises:
            BusyError: Too much is waiting already.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError
        future = self._threads.submit(work)
        future.add_done_callback(lambda _: self._places.release())
        return future

    def check(self) -> None:
        """Say no before a request body is received for nothing.

        Raises:
            BusyError: Too much is waiting already.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError
        self._places.release()

    def close(self) -> None:
        """Finish what has been accepted."""
        self._threads.shutdown()
