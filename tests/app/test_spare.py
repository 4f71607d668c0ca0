"""Memory is given back when the service is idle, once."""

from __future__ import annotations

import asyncio

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


def test_nothing_is_given_back_while_something_is_read() -> None:
    turns, given = Turns(1, 1), list[int]()
    spare = Spare(turns, lambda: given.append(turns.entered))
    place = turns.enter()
    asyncio.run(spare.look())
    assert given == []
    place.leave()
    turns.close()
    asyncio.run(spare.look())
    assert given == [1]


def test_giving_back_needs_no_reading() -> None:
    give_back()
