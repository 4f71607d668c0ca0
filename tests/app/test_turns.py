import asyncio
from collections.abc import Iterator
from threading import Event

import pytest

from app.errors import BusyError
from app.turns import Turns


@pytest.fixture
def turns() -> Iterator[Turns]:
    opened = Turns(running=1, waiting=2)
    yield opened
    opened.close()


def test_answers_what_the_work_answers(turns: Turns) -> None:
    assert asyncio.run(turns.take(lambda: 42)) == 42


def test_refuses_at_once_when_all_places_are_taken(turns: Turns) -> None:
    go = Event()
    accepted = [turns.submit(lambda: go.wait(10)) for _ in range(3)]
    try:
        with pytest.raises(BusyError):
            turns.submit(lambda: True)
        with pytest.raises(BusyError):
            turns.check()
    finally:
        go.set()
    assert all(future.result(timeout=10) for future in accepted)
    turns.check()


def test_work_that_fails_gives_its_place_back(turns: Turns) -> None:
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            turns.submit(lambda: 1 / 0).result(timeout=10)


def test_work_nobody_waits_for_any_more_is_not_begun(turns: Turns) -> None:
    go, begun = Event(), Event()

    async def give_up() -> None:
        running = asyncio.create_task(turns.take(lambda: go.wait(10)))
        waiting = asyncio.create_task(turns.take(begun.set))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        go.set()
        assert await running

    asyncio.run(give_up())
    turns.close()
    assert not begun.is_set()
