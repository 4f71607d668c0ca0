"""Hearing a sender out after saying no.

A server that answers and closes while the sender is still sending resets the connection, and the sender may never see
the answer. So the answer goes out at once, whole, and what is still on its way is received and dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: How much more is received, and for how long, before the connection is closed all the same.
MOST_BYTES = 32_000_000
MOST_SECONDS = 5.0


class Linger:
    """Receives the rest of a request after its answer has been sent."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        # Who asks before sending has not begun to send.
        if scope["type"] != "http" or "expect" in Headers(scope=scope):
            await self._app(scope, receive, send)
            return
        whole = False

        async def receive_seen() -> Message:
            nonlocal whole
            message = await receive()
            whole = not message.get("more_body", False)
            return message

        async def send_and_listen(message: Message) -> None:
            ends = message["type"] == "http.response.body" and not message.get("more_body", False)
            if ends and not whole:
                await send({**message, "more_body": True})
                await _drop(receive_seen, lambda: whole)
                message = {"type": "http.response.body", "body": b""}
            await send(message)

        await self._app(scope, receive_seen, send_and_listen)


async def _drop(receive: Receive, whole: Callable[[], bool]) -> None:
    """Receive the rest of a body, within bounds."""
    dropped = 0
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while not whole() and dropped < MOST_BYTES:
                dropped += len((await receive()).get("body", b""))
    except TimeoutError:
        return
