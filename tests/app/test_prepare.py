"""Readers are prepared while nobody reads, or beside those who do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from app.prepare import prepare
from app.turns import Turns
from tests.app.fakes import FakeReader


class SlowToPrepare(FakeReader):
    """Takes three steps."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0

    def prepare(self) -> Iterator[None]:
        for _ in range(3):
            yield
            self.steps += 1


def test_every_step_is_taken_once_nobody_reads() -> None:
    reader, turns = SlowToPrepare(), Turns(1, 0)

    async def meanwhile() -> list[int]:
        place, steps = turns.enter(), []
        preparing = asyncio.create_task(prepare(reader, turns, pause=0.001, patience=3600))
        await asyncio.sleep(0.05)
        steps.append(reader.steps)
        place.leave()
        await asyncio.wait_for(preparing, 10)
        return [*steps, reader.steps]

    assert asyncio.run(meanwhile()) == [0, 3]
    turns.close()


def test_a_service_that_is_never_idle_is_prepared_beside_its_readings() -> None:
    reader, turns = SlowToPrepare(), Turns(1, 0)

    async def busy() -> int:
        place = turns.enter()
        await asyncio.wait_for(prepare(reader, turns, pause=0.001, patience=0.002), 10)
        place.leave()
        return reader.steps

    assert asyncio.run(busy()) == 3
    turns.close()
