"""Pages a second in this process and over HTTP, with more and more clients that each want one page after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.load import Sender
from benchmarks.speed.pictures import photo
from benchmarks.speed.rounds import Spread, load
from benchmarks.tables import Figures
from model.options import ReadOptions
from model.reader import Reader
from tests.serving import serving

CLIENTS = (1, 2, 4, 8)
MEGAPIXELS = 2
GLYPHS_ONLY = ReadOptions(engine="glyph")


def http_figures(model: str, rounds: int, seconds: float = 2.0) -> Figures:
    """Pages a second by clients, without and with the annotated picture, and how far HTTP falls behind."""
    content, reader = photo(MEGAPIXELS), Reader.load(model, engine="glyph")
    with serving({"engine": "glyph", "model": model, "waiting_reads": max(CLIENTS)}) as (address, _):
        ways: dict[str, Callable[[int], float]] = {
            "in-process": lambda clients: in_process(reader, content, clients, seconds),
            "HTTP": lambda clients: over_http(address, content, clients, seconds, annotate=False),
            "HTTP, annotated": lambda clients: over_http(address, content, clients, seconds, annotate=True),
        }
        for way in ways.values():
            way(max(CLIENTS))
        found: dict[tuple[str, int], list[float]] = {(name, clients): [] for name in ways for clients in CLIENTS}
        for _ in range(rounds):
            for name, clients in found:
                found[name, clients].append(ways[name](clients))
    figures = Figures(
        f"Pages of {MEGAPIXELS} megapixels a second, glyph reader",
        ["clients", *ways, "HTTP over in-process", "annotated over in-process"],
    )
    for clients in CLIENTS:
        spreads = [Spread.of(found[name, clients]) for name in ways]
        shares = [f"{spread.median / spreads[0].median:.2f}" for spread in spreads[1:]]
        figures.rows.append([str(clients), *(spread.shown() for spread in spreads), *shares])
    figures.notes = (
        f"Median (10 to 90 %) of {rounds} turns of {seconds:g} s each, all by turns; {load()}. "
        "The clients run on the same cores.",
    )
    return figures


def in_process(reader: Reader, content: bytes, clients: int, seconds: float) -> float:
    """Pages a second that threads of this process read."""
    end = time.perf_counter() + seconds

    def client(_: int) -> int:
        done = 0
        while time.perf_counter() < end:
            reader.read(content, GLYPHS_ONLY)
            done += 1
        return done

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        done = sum(threads.map(client, range(clients)))
    return done / (time.perf_counter() - start)


def over_http(address: str, content: bytes, clients: int, seconds: float, *, annotate: bool) -> float:
    """Pages a second that the service answers, a connection for each."""
    sender = Sender(address, content, {"annotate": str(annotate).lower()})
    return asyncio.run(sender.sustained(clients, seconds))
