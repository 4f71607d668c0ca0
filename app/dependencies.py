"""What the routes work with: the readers, the turns before them, the counters and the settings."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import cv2
import numpy as np
from fastapi import Depends, Request

from app.errors import BusyError, NotReadyError
from app.lexicons import Lexicons
from app.metrics import Metrics
from app.profiles.errors import SwitchedOffError
from app.profiles.limits import StoreLimits
from app.reading import Readers
from app.settings import Settings
from app.turns import Turns
from model.decode import Picture
from model.elements import Page

if TYPE_CHECKING:
    from app.profiles.store import ProfileStore

logger = logging.getLogger(__name__)
#: A blank page, so that the first one a user sends does not pay for warming up.
FIRST_PAGE = Picture(np.full((64, 64), 255, np.uint8), 64, 64)


@dataclass(slots=True)
class Doorway:
    """How many requests to read are open at the same time; only the event loop counts them."""

    most: int
    inside: int = field(default=0, init=False)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Be one of them.

        Raises:
            BusyError: There are too many.
        """
        if self.inside >= self.most:
            raise BusyError
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


@dataclass(frozen=True, slots=True)
class Service:
    """What lives as long as the app runs.

    Attributes:
        settings: The settings the app was built with.
        readers: The loaded readers.
        turns: Where reading lines up.
        doorway: Where requests come in.
        metrics: What is counted.
        lexicons: The named lists of words.
        store: Where corrected glyphs are kept, None for nowhere.
        first_page: Done when the reader has read its first page.
    """

    settings: Settings
    readers: Readers
    turns: Turns
    doorway: Doorway
    metrics: Metrics
    lexicons: Lexicons
    store: ProfileStore | None
    first_page: Future[Page]

    @classmethod
    def start(cls, settings: Settings, readers: Readers) -> Service:
        """Open the queue and have the reader read its first page."""
        cv2.setNumThreads(settings.threads_each)
        turns = Turns(settings.readers, settings.waiting_reads)
        first_page = turns.submit(lambda: readers.default.read(FIRST_PAGE))
        first_page.add_done_callback(_log_failure)
        doorway, lexicons = Doorway(settings.concurrent_requests), Lexicons(settings.lexicons)
        return cls(settings, readers, turns, doorway, Metrics(turns), lexicons, _open_store(settings), first_page)

    @property
    def profiles(self) -> ProfileStore:
        """Where corrected glyphs are kept.

        Raises:
            SwitchedOffError: Nowhere.
        """
        if self.store is None:
            raise SwitchedOffError
        return self.store

    def close(self) -> None:
        """Finish what has been accepted, and let go of everything."""
        self.turns.close()
        if self.store is not None:
            self.store.close()

    def check_ready(self) -> None:
        """Make sure the reader has read its first page.

        Raises:
            NotReadyError: It has not yet.
        """
        if not self.first_page.done() or self.first_page.exception():
            raise NotReadyError


def _open_store(settings: Settings) -> ProfileStore | None:
    if settings.corrections is None:
        return None
    # Most deployments keep none, and the database takes longer to load than the network.
    from app.profiles.store import ProfileStore

    return ProfileStore.open(settings.corrections, StoreLimits(settings.max_profile_glyphs, settings.max_corrections))


def _log_failure(first_page: Future[Page]) -> None:
    if error := first_page.exception():
        logger.error("The reader cannot read a blank page, so the service stays unready.", exc_info=error)


def service_of(request: Request) -> Service:
    """The service that the lifespan put on the app."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


CurrentService = Annotated[Service, Depends(service_of)]
