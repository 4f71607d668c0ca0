"""Memory that pages have left behind is given back to the system now and then.

The C library keeps what was freed for the next page, a hundred megabytes after a large one; giving it back page by page
would cost each one a few milliseconds.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
from collections.abc import Callable
from typing import NoReturn

from app.turns import Turns

#: How often is looked, in seconds.
EVERY = 2.0


def give_back() -> None:
    """Give back what is free; only the C library of most Linux systems can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


class Spare:
    """Gives memory back while pages are read, and once more after the last of them."""

    def __init__(self, turns: Turns, give_back: Callable[[], None] = give_back) -> None:
        """Take what to watch.

        Args:
            turns: Where reading lines up.
            give_back: What is done now and then.
        """
        self._turns = turns
        self._give_back = give_back
        self._seen = 0
        self._reading = False

    async def watch(self) -> NoReturn:
        """Look again and again."""
        while True:
            await asyncio.sleep(EVERY)
            await self.look()

    async def look(self) -> None:
        """Give memory back where something was read since the last time."""
        entered, was_reading = self._turns.entered, self._reading
        self._reading = self._turns.taken > 0
        if was_reading or entered != self._seen:
            self._seen = entered
            await asyncio.to_thread(self._give_back)
