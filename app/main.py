"""The service: ``uvicorn --factory app.main:create_app``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from app.dependencies import Service
from app.errors import add_handlers
from app.keys import KeyWall
from app.linger import Linger
from app.middleware import BodyWall, SafeHeaders
from app.prepare import prepare
from app.reading import LoadReader, Readers, load_for_service
from app.record import Record
from app.routes import abilities, corrections, detect, fields, health, metrics, model, pages, read, shell, write
from app.settings import Settings
from app.spare import Spare

#: More form fields than there are options; what is too much is answered as 400 by the framework.
MOST_FIELDS = 50


def create_app(settings: Settings | None = None, load: LoadReader = load_for_service) -> FastAPI:
    """Build the service.

    Args:
        settings: Its settings; those of the environment if None.
        load: Makes a reader when the service starts, and for each other network when it is first asked for.

    Returns:
        The app; the reader is loaded in its lifespan.
    """
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        readers = await asyncio.to_thread(Readers, settings, load)
        service = app.state.service = Service.start(settings, readers)
        beside = Spare(service.turns).watch(), prepare(readers.default, service.turns)
        tasks = [asyncio.create_task(work) for work in beside]
        yield
        for task in tasks:
            task.cancel()
        service.close()

    app = FastAPI(
        title="Blockletter",
        version=version("blockletter"),
        description="Reads hand-printed letters and digits from photos and scans.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        form_limits={"max_files": settings.max_files, "max_fields": MOST_FIELDS},
    )
    add_handlers(app)
    _add_middleware(app, settings)
    for routes in (health, metrics, model, read, write, detect, fields, corrections, abilities, pages, shell):
        app.include_router(routes.router)
    app.include_router(corrections.kept_router)
    pages.mount_files(app, settings.examples)
    return app


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """Put the layers around the routes; the last one added stands outermost."""
    app.add_middleware(BodyWall, limit=settings.max_request_bytes)
    if settings.api_keys:
        app.add_middleware(KeyWall, hashes=settings.api_keys)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "X-API-Key", "X-Request-ID"],
            expose_headers=["Retry-After", "X-Request-ID"],
        )
    app.add_middleware(Linger)
    app.add_middleware(Record)
    app.add_middleware(SafeHeaders)
