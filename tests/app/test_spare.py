"""Memory is given back while the service reads, and once afterwards."""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path

import pytest

from app.spare import Spare, give_back
from app.turns import Turns


def test_memory_is_given_back_once_after_reading() -> None:
    turns, given = Turns(1, 1), list[int]()
    spare = Spare(turns, lambda: given.append(turns.entered))
    asyncio.run(spare.look())
    assert given == []
    turns.enter().leave()
    turns.close()
    for _ in range(2):
        asyncio.run(spare.look())
    assert given == [1]


def test_memory_is_given_back_while_pages_are_read_and_after_the_last() -> None:
    turns, given = Turns(1, 1), list[int]()
    spare = Spare(turns, lambda: given.append(turns.taken))
    place = turns.enter()
    for _ in range(2):
        asyncio.run(spare.look())
    assert given == [1, 1]
    place.leave()
    turns.close()
    for _ in range(2):
        asyncio.run(spare.look())
    assert given == [1, 1, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="only the C library of Linux gives memory back")
def test_what_is_free_between_what_is_not_goes_back_to_the_system() -> None:
    blocks = [bytes(4000) for _ in range(20_000)]
    # The last block keeps the C library from shrinking by itself.
    last = blocks.pop()
    blocks.clear()
    before = resident_bytes()
    give_back()
    assert before - resident_bytes() > 40_000_000
    assert not any(last)


def resident_bytes() -> int:
    """What of the process is in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
