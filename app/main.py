"""The service: ``uvicorn --factory app.main:create_app``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from app.dependencies import LoadReader, Service
from app.errors import add_handlers
from app.middleware import BodyWall, SafeHeaders
from app.reading import PageReader, load_reader
from app.routes import abilities, health, model, pages, read, shell, write
from app.settings import Settings


def _load(settings: Settings) -> PageReader:
    return load_reader(settings.model, settings.threads)


def create_app(settings: Settings | None = None, load: LoadReader = _load) -> FastAPI:
    """Build the service.

    Args:
        settings: Its settings; those of the environment if None.
        load: Makes the reader when the service starts.

    Returns:
        The app; the reader is loaded in its lifespan.
    """
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = Service.start(settings, await asyncio.to_thread(load, settings))
        yield
        app.state.service.turns.close()

    app = FastAPI(
        title="Blockletter",
        version=version("blockletter"),
        description="Reads hand-printed letters and digits from photos and scans.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        form_limits={"max_files": 1, "max_fields": 50},
    )
    add_handlers(app)
    # The last one added stands outermost.
    app.add_middleware(BodyWall, limit=settings.max_bytes)
    app.add_middleware(SafeHeaders)
    for routes in (health, model, read, write, abilities, pages, shell):
        app.include_router(routes.router)
    pages.mount_files(app, settings.examples)
    return app
