"""What the routes work with: one reader, the turns before it, and the settings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from fastapi import Depends, Request

from app.errors import NotReadyError
from app.reading import PageReader
from app.settings import Settings
from app.turns import Turns
from model.decode import Picture
from model.elements import Page

logger = logging.getLogger(__name__)
#: A blank page, so that the first one a user sends does not pay for warming up.
FIRST_PAGE = Picture(np.full((64, 64), 255, np.uint8), 64, 64)


LoadReader = Callable[[Settings], PageReader]


@dataclass(frozen=True, slots=True)
class Service:
    """What lives as long as the app runs.

    Attributes:
        settings: The settings the app was built with.
        reader: The loaded reader.
        turns: Where reading lines up.
        first_page: Done when the reader has read its first page.
    """

    settings: Settings
    reader: PageReader
    turns: Turns
    first_page: Future[Page]

    @classmethod
    def start(cls, settings: Settings, reader: PageReader) -> Service:
        """Open the queue and have the reader read its first page."""
        turns = Turns(settings.readers, settings.waiting_reads)
        first_page = turns.submit(lambda: reader.read(FIRST_PAGE))
        first_page.add_done_callback(_log_failure)
        return cls(settings, reader, turns, first_page)

    def check_ready(self) -> None:
        """Make sure the reader has read its first page.

        Raises:
            NotReadyError: It has not yet.
        """
        if not self.first_page.done() or self.first_page.exception():
            raise NotReadyError


def _log_failure(first_page: Future[Page]) -> None:
    if error := first_page.exception():
        logger.error("The reader cannot read a blank page, so the service stays unready.", exc_info=error)


def service_of(request: Request) -> Service:
    """The service that the lifespan put on the app."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


CurrentService = Annotated[Service, Depends(service_of)]
