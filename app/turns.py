"""Turns at the reader: few at a time, some waiting, the rest refused at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from app.errors import BusyError

Answer = TypeVar("Answer")


class Turns:
    """Threads for work that would block the event loop, with a bounded number of places before them."""

    def __init__(self, running: int, waiting: int) -> None:
        """Set the bounds.

        Args:
            running: How much work runs at the same time.
            waiting: How many more requests may wait.
        """
        self._threads = ThreadPoolExecutor(running, thread_name_prefix="reader")
        self._lock = Lock()
        self.places = running + waiting
        self.taken = 0
        self.entered = 0

    def enter(self) -> Place:
        """Take a place for one request, which lines up for every page of its own.

        Raises:
            BusyError: All places are taken.
        """
        with self._lock:
            if self.taken >= self.places:
                raise BusyError
            self.taken += 1
            self.entered += 1
        return Place(self._threads, self._give_back)

    def check(self) -> None:
        """Say no before a request body is received for nothing.

        Raises:
            BusyError: All places are taken.
        """
        if self.taken >= self.places:
            raise BusyError

    def submit(self, work: Callable[[], Answer]) -> Future[Answer]:
        """Do one piece of work outside of any request.

        Raises:
            BusyError: All places are taken.
        """
        place = self.enter()
        future = place.submit(work)
        place.leave()
        return future

    def close(self) -> None:
        """Finish what has been accepted."""
        self._threads.shutdown()

    def _give_back(self) -> None:
        with self._lock:
            self.taken -= 1


class Place:
    """The place of one request; one piece of work at a time."""

    def __init__(self, threads: ThreadPoolExecutor, give_back: Callable[[], None]) -> None:
        """Taken by `Turns.enter`."""
        self._threads = threads
        self._give_back = give_back
        self._doing: Future[object] = Future()
        self._doing.set_result(None)

    async def do(self, work: Callable[[], Answer]) -> Answer:
        """Do work in a thread; where the caller is cancelled before its turn, never."""
        return await asyncio.wrap_future(self.submit(work))

    def submit(self, work: Callable[[], Answer]) -> Future[Answer]:
        """Line up behind the work of others."""
        future = self._threads.submit(work)
        self._doing = future  # type: ignore[assignment]
        return future

    def leave(self, tidy: Callable[[], object] = lambda: None) -> None:
        """Give the place back when the work in hand is done, also where nobody waits for it any more.

        Args:
            tidy: What is left to do then, in a thread of the reader.
        """

        def finish(_: Future[object]) -> None:
            last = self._threads.submit(tidy)
            last.add_done_callback(lambda _: self._give_back())

        self._doing.add_done_callback(finish)
