"""The service on a port of its own, and how Chromium is started to look at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    # A camera that shows a test card, and nobody to ask whether it may be used.
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
)  # fmt: skip


class _ThreadServer(uvicorn.Server):
    """Tells when it answers, so that nobody has to try."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="warning", server_header=False))
        self.answering = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.answering.set()


@contextmanager
def served(app: FastAPI, outermost: ASGIApp | None = None) -> Iterator[str]:
    """Serve an app in a thread, or what is around it; yields its address."""
    server = _ThreadServer(outermost or app)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.answering.wait(20)
        port = server.servers[0].sockets[0].getsockname()[1]
        app.state.service.first_page.result(timeout=20)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
