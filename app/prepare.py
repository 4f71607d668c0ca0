"""What makes pages to come faster is done after the start, in the moments when nobody reads."""

from __future__ import annotations

import asyncio

from app.reading import PageReader
from app.turns import Turns

#: How long is waited where somebody reads, in seconds.
PAUSE = 0.05


async def prepare(reader: PageReader, turns: Turns, pause: float = PAUSE) -> None:
    """Prepare a reader step by step.

    Args:
        reader: Who.
        turns: Where reading lines up; a request stands beside one step at most.
        pause: How long is waited where somebody reads, in seconds.
    """
    steps, done = reader.prepare(), False
    while not done:
        while turns.taken:
            await asyncio.sleep(pause)
        done = await asyncio.to_thread(next, steps, True) is not None
