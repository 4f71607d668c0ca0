"""A service with a fake reader that listens on a port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from app.main import create_app
from app.reading import PageReader
from app.settings import Settings


@contextmanager
def listening(settings: Settings, reader: PageReader) -> Iterator[str]:
    """A service in a thread.

    Yields:
        Its address, once it has read its first page.
    """
    app = create_app(settings, lambda _: reader)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, lifespan="on"))
    started = server.config.bind_socket()
    thread = Thread(target=server.run, kwargs={"sockets": [started]})
    thread.start()
    try:
        while not hasattr(app.state, "service"):
            thread.join(0.01)
        app.state.service.first_page.result(timeout=10)
        yield f"http://127.0.0.1:{started.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        started.close()
