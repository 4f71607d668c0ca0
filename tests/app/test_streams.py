"""Long work: page by page, with little in hand, stopped when nobody waits for it any more."""

from __future__ import annotations

import asyncio
import json
import weakref
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from app.settings import Settings
from model.decode import Picture
from tests.app.asgi import Client, running, until
from tests.app.fakes import FakeReader
from tests.model.documents import pdf_of, sheet, tiff_of

PAGES = 12
MOST_IN_HAND = 3
DOCUMENTS: dict[str, Callable[[list[Any]], bytes]] = {"PDF": pdf_of, "TIFF": tiff_of}


def document(kind: str, count: int = PAGES) -> bytes:
    return DOCUMENTS[kind]([sheet(200)] * count)


class PagesInHand:
    """Counts the decoded pictures that are alive at the same time."""

    def __init__(self) -> None:
        self.now = self.most = self.ever = 0

    def __call__(self, picture: Picture) -> None:
        self.now, self.ever = self.now + 1, self.ever + 1
        self.most = max(self.most, self.now)
        weakref.finalize(picture.grey, self._gone)

    def _gone(self) -> None:
        self.now -= 1


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("form", ["ndjson", "json", "pdf", "text", "alto"])
def test_few_decoded_pages_are_in_hand(settings: Settings, kind: str, form: str) -> None:
    hand = PagesInHand()

    async def ask() -> Client:
        async with running(settings, FakeReader(before=hand)) as (app, _):
            client = Client(app, {"format": form}, [("a", document(kind))])
            await client.ask()
            return client

    assert asyncio.run(ask()).status == 200
    # The first page of the service is one more.
    assert hand.ever == PAGES + 1
    assert hand.most <= MOST_IN_HAND


def test_the_first_page_is_sent_while_the_second_is_read(settings: Settings) -> None:
    go, calls = Event(), []

    def hold(picture: Picture) -> None:
        calls.append(picture.width)
        if len(calls) > 2:
            assert go.wait(10)

    async def ask() -> bytes:
        async with running(settings, FakeReader(before=hold)) as (app, _):
            client = Client(app, {"format": "ndjson"}, [("a", document("PDF"))])
            asking = asyncio.create_task(client.ask())
            async with asyncio.timeout(10):
                await client.seen.wait()
            first = client.content
            go.set()
            await asking
            assert client.content.count(b"\n") == PAGES
            return first

    (line,) = asyncio.run(ask()).splitlines()
    assert json.loads(line)["page"] == 1


@pytest.mark.parametrize("form", ["ndjson", "json", "pdf"])
def test_a_client_that_goes_away_stops_the_work(settings: Settings, form: str) -> None:
    go, begun, read = Event(), Event(), []

    def hold(picture: Picture) -> None:
        read.append(picture.width)
        if len(read) > 2:
            begun.set()
            assert go.wait(10)

    async def ask() -> None:
        async with running(settings, FakeReader(before=hold)) as (app, service):
            client = Client(app, {"format": form}, [("a", document("PDF"))])
            asking = asyncio.create_task(client.ask())
            await until(begun.is_set)
            client.go_away()
            await asking
            # The page in hand is read to its end; only then the place is free.
            assert service.turns.taken == 1
            go.set()
            await until(lambda: service.turns.taken == 0)

    asyncio.run(ask())
    assert len(read) == 3


def test_a_client_that_goes_away_before_its_turn_is_never_read(settings: Settings) -> None:
    go, begun, read = Event(), Event(), []

    def hold(picture: Picture) -> None:
        read.append(picture.width)
        if picture.width == 120:
            begun.set()
            assert go.wait(10)

    async def ask() -> None:
        one = settings.model_copy(update={"concurrent_reads": 1})
        async with running(one, FakeReader(before=hold)) as (app, service):
            first = Client(app, {}, [("a", document("TIFF", 1))])
            waiting = Client(app, {}, [("b", tiff_of([sheet(200, 77, 50)]))])
            asking = asyncio.create_task(first.ask())
            await until(begun.is_set)
            other = asyncio.create_task(waiting.ask())
            await until(lambda: service.turns.taken == 2)
            waiting.go_away()
            await other
            go.set()
            await asking
            await until(lambda: service.turns.taken == 0)
            assert (first.status, waiting.status) == (200, 499)

    asyncio.run(ask())
    assert 77 not in read


@pytest.mark.parametrize(("form", "status"), [("json", 504), ("text", 504), ("ndjson", 200)])
def test_a_request_has_only_so_much_time(settings: Settings, form: str, status: int) -> None:
    go = Event()

    def hold(picture: Picture) -> None:
        if picture.width == 77:
            assert go.wait(10)

    async def ask() -> Client:
        short = settings.model_copy(update={"max_seconds": 0.3})
        async with running(short, FakeReader(before=hold)) as (app, service):
            client = Client(app, {"format": form}, [("a", tiff_of([sheet(200), sheet(200, 77, 50), sheet(200)]))])
            await client.ask()
            go.set()
            await until(lambda: service.turns.taken == 0)
            return client

    client = asyncio.run(ask())
    assert client.status == status
    last = json.loads(client.content.splitlines()[-1])
    problem = last["problem"] if form == "ndjson" else last
    assert problem["type"] == "urn:blockletter:problem:too-slow"
    assert problem["title"].startswith("Send fewer pages")


def test_a_request_that_is_never_received_is_given_up(settings: Settings) -> None:
    async def ask() -> Client:
        async with running(settings.model_copy(update={"max_seconds": 0.2}), FakeReader()) as (app, service):
            client = Client(app, {}, [("a", document("PDF", 1))])
            client._received = True
            await client.ask()
            assert (service.turns.taken, service.doorway.inside) == (0, 0)
            return client

    client = asyncio.run(ask())
    assert (client.status, json.loads(client.content)["type"]) == (408, "urn:blockletter:problem:slow-upload")


def test_a_large_file_is_still_there_when_its_last_page_is_read(settings: Settings) -> None:
    """Larger than what is kept in memory, so it lies on disk while the answer is sent."""
    page = sheet(200, 900, 700).convert("RGB")
    page.effect_spread(40)
    content = tiff_of([page] * 3)
    assert len(content) > 2_000_000

    async def ask() -> Client:
        async with running(settings, FakeReader()) as (app, _):
            client = Client(app, {"format": "ndjson"}, [("a", content)])
            await client.ask()
            return client

    assert [json.loads(line)["page"] for line in asyncio.run(ask()).content.splitlines()] == [1, 2, 3]
