"""Around every request: an id, safe headers, and a wall before bodies that are too large."""

from __future__ import annotations

import re
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.headers import SAFE_HEADERS
from model.errors import TooManyBytesError

#: What a form may weigh on top of its files: part headers and the other fields.
FORM_BYTES = 1_000_000
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class SafeHeaders:
    """Gives every request an id and every response the headers that keep browsers strict."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        scope["request_id"] = asked if REQUEST_ID.fullmatch(asked) else uuid4().hex

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update({**SAFE_HEADERS, "X-Request-ID": scope["request_id"]})
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyWall:
    """Stops bodies that are too large, whether they say so or arrive in chunks without a length."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Wrap an app.

        Args:
            app: What is behind the wall.
            limit: The most bytes of all files; the wall stands `FORM_BYTES` further out.
        """
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what it sends."""
        stated = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            # The framework lets no other exception pass while it parses a form.
            too_large = HTTPException(413, str(TooManyBytesError(self._limit)))
            if stated.isdecimal() and int(stated) > self._limit + FORM_BYTES:
                raise too_large
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit + FORM_BYTES:
                raise too_large
            return message

        await self._app(scope, receive_counted, send)
