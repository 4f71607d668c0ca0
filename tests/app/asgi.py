"""A service called without a network, so that a test can decide when the client goes away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2 as httpx
from fastapi import FastAPI
from starlette.types import Message

from app.dependencies import Service
from app.main import create_app
from app.settings import Settings
from tests.app.fakes import FakeReader


@asynccontextmanager
async def running(settings: Settings, reader: FakeReader) -> AsyncIterator[tuple[FastAPI, Service]]:
    """A service that has read its first page."""
    app = create_app(settings, lambda _: reader)
    async with app.router.lifespan_context(app):
        service: Service = app.state.service
        await asyncio.wrap_future(service.first_page)
        yield app, service


class Client:
    """One request; its answer grows while it is sent."""

    def __init__(self, app: FastAPI, fields: dict[str, str], files: list[tuple[str, bytes]]) -> None:
        parts = [("image", (name, content)) for name, content in files]
        request = httpx.Request("POST", "http://test/api/v1/read", data=fields, files=parts)
        self._body = request.read()
        self._scope: dict[str, Any] = {
            "type": "http", "http_version": "1.1", "method": "POST", "path": "/api/v1/read", "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in request.headers.items()],
            "raw_path": b"/api/v1/read", "scheme": "http", "root_path": "", "server": ("test", 80), "client": ("c", 1),
            "asgi": {"version": "3.0", "spec_version": "2.3"},
        }  # fmt: skip
        self._app = app
        self._gone = asyncio.Event()
        self._received = False
        self.seen = asyncio.Event()
        self.status = 0
        self.content = b""

    async def ask(self) -> None:
        """Send the request and take the answer."""
        await self._app(self._scope, self._receive, self._send)

    def go_away(self) -> None:
        """Close the connection."""
        self._gone.set()

    async def _receive(self) -> Message:
        if not self._received:
            self._received = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.content += message.get("body", b"")
        if message.get("body"):
            self.seen.set()


async def until(holds: Callable[[], bool]) -> None:
    """Let others work until something holds.

    Raises:
        TimeoutError: It does not within ten seconds.
    """
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.001)
