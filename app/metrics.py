"""What the service counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from app.turns import Turns

Stage = Literal["wait", "decode", "read", "write"]

#: From an empty page to a page of a large PDF in a full queue.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 30, 60)
MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The counters of one service; each service has its own, so that tests do not share them."""

    def __init__(self, turns: Turns) -> None:
        """Begin at zero.

        Args:
            turns: The queue that is shown.
        """
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self.requests = Counter(
            "blockletter_requests_total", "Requests answered.", ["route", "method", "status"], registry=registry
        )
        self.request_seconds = Histogram(
            "blockletter_request_seconds",
            "From the first byte to the last.",
            ["route"],
            registry=registry,
            buckets=SECONDS,
        )
        self.stage_seconds = Histogram(
            "blockletter_stage_seconds", "One page in one stage.", ["stage"], registry=registry, buckets=SECONDS
        )
        self.rejects = Counter(
            "blockletter_rejects_total",
            "Requests refused, by the name of their problem.",
            ["problem"],
            registry=registry,
        )
        self.pages = Counter("blockletter_pages_total", "Pages read.", registry=registry)
        self.glyphs = Counter("blockletter_glyphs_total", "Glyphs read.", registry=registry)
        taken = Gauge("blockletter_queue_taken", "Requests being read or waiting.", registry=registry)
        taken.set_function(lambda: turns.taken)
        places = Gauge("blockletter_queue_places", "Requests that may be read or wait.", registry=registry)
        places.set_function(lambda: turns.places)

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        """Time one stage of one page, also where it fails."""
        start = perf_counter()
        try:
            yield
        finally:
            self.stage_seconds.labels(stage).observe(perf_counter() - start)

    def text(self) -> bytes:
        """All of them as Prometheus reads them."""
        return generate_latest(self._registry)
