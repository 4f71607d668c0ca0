"""Keys: who may use the interface."""

from __future__ import annotations

from hmac import compare_digest

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import ClosedError, answer_error
from app.secret_keys import hash_of

#: What a key opens; the pages, the documentation and the health checks stay open.
KEPT = ("/api/", "/metrics")


class KeyWall:
    """Lets only those with a key to the interface."""

    def __init__(self, app: ASGIApp, hashes: tuple[str, ...]) -> None:
        """Wrap an app.

        Args:
            app: What is behind the wall.
            hashes: What `hash_of` answers for each key.
        """
        self._app = app
        self._hashes = hashes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401 before its body is received."""
        if scope["type"] == "http" and scope["path"].startswith(KEPT) and not self._opens(Headers(scope=scope)):
            refusal = await answer_error(Request(scope), ClosedError())
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _opens(self, headers: Headers) -> bool:
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        key = bearer.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")
        found = hash_of(key)
        # All of them are looked at, so that the time tells nothing about which was close.
        return sum(compare_digest(found, known) for known in self._hashes) > 0
