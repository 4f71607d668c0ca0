"""The service with a fake reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.reading import PageReader
from app.settings import Settings
from tests.app.fakes import FakeReader

Serve = Callable[..., TestClient]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that the machine has no say in."""
    return Settings(concurrent_reads=2, waiting_reads=4, examples=tmp_path)


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    """Starts a service; `ready=False` does not wait for the first page."""
    with ExitStack() as running:

        def start(reader: PageReader | None = None, ready: bool = True, **changes: object) -> TestClient:
            chosen = settings.model_copy(update=changes)
            app = create_app(chosen, lambda _: reader or FakeReader())
            client = running.enter_context(TestClient(app, raise_server_exceptions=False))
            if ready:
                app.state.service.first_page.result(timeout=10)
            return client

        yield start


@pytest.fixture
def client(serve: Serve) -> TestClient:
    """A service that answers the same page to every picture."""
    return serve()
