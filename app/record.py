"""One line in the log and one count for every request."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import ACCESS
from app.metrics import Metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

logger = logging.getLogger(ACCESS)


class Record:
    """Writes a line and counts, once a request is answered or given up."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = perf_counter(), 500

        async def send_seen(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, send_seen)
        finally:
            _record(scope, status, perf_counter() - start)


def _record(scope: Scope, status: int, seconds: float) -> None:
    problem = scope.get("problem")
    fields: dict[str, Any] = {
        "request_id": scope["request_id"],
        "method": scope["method"],
        "path": scope["path"],
        "status": status,
        "milliseconds": round(1000 * seconds, 1),
        "problem": problem,
    }
    logger.info("%s %s %s", scope["method"], scope["path"], status, extra=fields)
    metrics: Metrics = scope["app"].state.service.metrics
    # Not the path as it came: anybody could make up new ones.
    route = getattr(scope.get("route"), "path", "other")
    metrics.requests.labels(route, _known(scope["method"]), status).inc()
    metrics.request_seconds.labels(route).observe(seconds)
    if problem:
        metrics.rejects.labels(problem).inc()


def _known(method: str) -> str:
    return method if method in METHODS else "other"
