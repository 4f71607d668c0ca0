"""What makes pages to come faster is done after the start, in the moments when nobody reads or soon in any case."""

from __future__ import annotations

import asyncio
import time

from app.reading import PageReader
from app.turns import Turns

#: How often is looked whether somebody reads, in seconds.
PAUSE = 0.05
#: After so many seconds of others reading the next step is taken beside them, in a service that is never idle.
PATIENCE = 0.5


async def prepare(reader: PageReader, turns: Turns, pause: float = PAUSE, patience: float = PATIENCE) -> None:
    """Prepare a reader step by step.

    Args:
        reader: Who.
        turns: Where reading lines up; a request stands beside one step at most.
        pause: How often is looked whether somebody reads, in seconds.
        patience: How long is waited for them at most before each step, in seconds.
    """
    steps, done = reader.prepare(), False
    while not done:
        beside = time.monotonic() + patience
        while turns.taken and time.monotonic() < beside:
            await asyncio.sleep(pause)
        done = await asyncio.to_thread(next, steps, True) is not None
