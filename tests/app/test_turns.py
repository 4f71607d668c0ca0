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
    place = turns.enter()
    assert [asyncio.run(place.do(work)) for work in (lambda: 1, lambda: 2)] == [1, 2]


def test_refuses_at_once_when_all_places_are_taken(turns: Turns) -> None:
    places = [turns.enter() for _ in range(3)]
    for refused in (turns.enter, turns.check, lambda: turns.submit(lambda: True)):
        with pytest.raises(BusyError):
            refused()
    assert turns.taken == 3
    for place in places:
        place.leave()
    turns.close()
    assert turns.taken == 0
    turns.check()


def test_work_that_fails_gives_its_place_back(turns: Turns) -> None:
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            turns.submit(lambda: 1 / 0).result(timeout=10)
    turns.close()
    assert turns.taken == 0


def test_a_place_is_taken_until_its_work_is_done_and_tidied_up(turns: Turns) -> None:
    go, tidied = Event(), Event()
    place = turns.enter()
    working = place.submit(lambda: go.wait(10))
    place.leave(tidied.set)
    assert turns.taken == 1
    assert not tidied.is_set()
    go.set()
    assert working.result(timeout=10)
    assert tidied.wait(10)
    turns.close()
    assert turns.taken == 0


def test_requests_take_turns_page_by_page(turns: Turns) -> None:
    """A long document does not keep the others waiting for its end."""
    order: list[str] = []

    async def pages(name: str, count: int) -> None:
        place = turns.enter()
        for _ in range(count):
            await place.do(lambda: order.append(name))
        place.leave()

    async def both() -> None:
        await asyncio.gather(pages("long", 6), pages("short", 1))

    asyncio.run(both())
    assert order.index("short") <= 2


def test_work_nobody_waits_for_any_more_is_not_begun(turns: Turns) -> None:
    go, begun = Event(), Event()

    async def give_up() -> None:
        running = asyncio.create_task(turns.enter().do(lambda: go.wait(10)))
        waiting = asyncio.create_task(turns.enter().do(begun.set))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        go.set()
        assert await running

    asyncio.run(give_up())
    turns.close()
    assert not begun.is_set()
