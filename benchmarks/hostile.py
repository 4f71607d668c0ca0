"""Ten thousand damaged files through the endpoint: ``python -m benchmarks.hostile``.

No status of 500, no crash, no growth of memory, no answer that takes long; and enough files that still decode for the
reader itself to be tried.
"""

from __future__ import annotations

import io
import math
import random
import re
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from PIL import Image as Pillow

from benchmarks.tables import Figures, finish, progress_bars
from blockletter_client.forms import Form
from drawing import PageStyle, draw_page
from model.decode import FORMATS
from tests.model.documents import pdf_of, tiff_of
from tests.serving import serving

SEED = 7
MOST_SECONDS, MOST_GROWTH_MB, LEAST_DECODED = 2.0, 50.0, 0.2
#: Answers until caches and allocators have settled; memory is compared with what is held then.
WARM_UP = 0.1
#: So many of the slowest files are named.
SHOWN = 8
#: Files that are sent with one that is asked for, on either side.
NEAR = 20
_MEMORY = re.compile(r"^process_resident_memory_bytes ([\d.e+]+)$", re.MULTILINE)


@cache
def seeds() -> dict[str, bytes]:
    """A small page of letters as a file of every format."""
    style = PageStyle(font="patrick-hand", letter_height_px=30)
    page = Pillow.fromarray(draw_page(["Ab 12", "XYZ."], style, SEED).image)
    files = {}
    for form in FORMATS:
        buffer = io.BytesIO()
        page.convert("RGB").save(buffer, form)
        files[form] = buffer.getvalue()
    grey = page.convert("L")
    sixteen = Pillow.fromarray(np.asarray(grey, np.uint16) * 257)
    for name, picture, form, options in (
        ("PNG of 16 bits", sixteen, "PNG", {}),
        ("PNG with a palette", page.convert("P"), "PNG", {"transparency": 0}),
        ("progressive JPEG", grey, "JPEG", {"progressive": True}),
        ("TIFF by LZW", grey, "TIFF", {"compression": "tiff_lzw"}),
        ("fax TIFF", grey.convert("1"), "TIFF", {"compression": "group4"}),
    ):
        buffer = io.BytesIO()
        picture.save(buffer, form, **options)
        files[name] = buffer.getvalue()
    return files | {"TIFF of two pages": tiff_of([grey, grey]), "PDF": pdf_of([grey, grey])}


def mutated(rng: random.Random, files: Sequence[bytes]) -> bytes:
    """A file with bits flipped, cut short, or with the head of another."""
    data = bytearray(rng.choice(files))
    kind = rng.random()
    if kind < 0.6:
        for _ in range(rng.choice((1, 1, 2, 4, 32))):
            # Half of them near the head, where lengths and sizes stand.
            at = rng.randrange(min(len(data), 512) if rng.random() < 0.5 else len(data))
            data[at] ^= 1 << rng.randrange(8)
    elif kind < 0.8:
        del data[rng.randrange(len(data)) :]
    else:
        other = rng.choice(files)
        at = rng.choice((4, 12, 32, 128, 600))
        data[:at] = other[: rng.choice((at, at + 3))]
    return bytes(data)


@dataclass(slots=True)
class Outcome:
    """What was answered; times in seconds by the number of the file, memory in bytes."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[int, float] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)

    def slowest(self, most: int) -> dict[int, float]:
        """The files that took longest, slowest first, and how long."""
        return dict(sorted(self.seconds.items(), key=lambda own: -own[1])[:most])

    @property
    def longest(self) -> float:
        """The slowest answer."""
        return max(self.seconds.values(), default=0.0)

    @property
    def growth_mb(self) -> float:
        """How much more memory is held at the end than after warming up."""
        first = self.memory[round(len(self.memory) * WARM_UP)]
        return (max(self.memory[-3:]) - first) / 1e6


def send(address: str, content: bytes) -> tuple[int, float]:
    """Send a file; the status, 0 for no answer at all, and the seconds it took."""
    form = Form({"format": "json"}, [content])
    headers = {"Content-Type": form.content_type, "Content-Length": str(form.length)}
    request = urllib.request.Request(f"{address}/api/v1/read", b"".join(form.pieces()), headers)
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()
            status = int(answer.status)
    except urllib.error.HTTPError as error:
        error.read()
        status = error.code
    except OSError:
        status = 0
    return status, time.perf_counter() - start


def memory_of(address: str) -> float:
    """Bytes that the service holds, as it says itself."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:
        found = _MEMORY.search(answer.read().decode())
    assert found, "the service does not say how much memory it holds"
    return float(found[1])


def bombard(
    address: str, count: int, clients: int, seed: int = SEED, seconds: float = math.inf, near: Collection[int] = ()
) -> Outcome:
    """Send damaged files, a hundred at a time, and ask for the memory after each hundred; stop after `seconds`.

    Of many files only those are sent whose number is near one of `near`, if there are any.
    """
    end = time.monotonic() + seconds
    rng, outcome, files = random.Random(seed), Outcome(), list(seeds().values())
    with ThreadPoolExecutor(clients) as threads, progress_bars() as progress:
        for start in progress.track(range(0, count, 100), description="files"):
            every = {start + at: mutated(rng, files) for at in range(min(100, count - start))}
            batch = {number: own for number, own in every.items() if _is_near(number, near)}
            for number, (status, took) in zip(batch, threads.map(partial(send, address), batch.values()), strict=True):
                outcome.statuses[status] += 1
                outcome.seconds[number] = took
            outcome.memory.append(memory_of(address))
            if time.monotonic() > end:
                break
    return outcome


def _is_near(number: int, near: Collection[int]) -> bool:
    return not near or any(abs(number - other) <= NEAR for other in near)


def figures_of(outcome: Outcome) -> Figures:
    """The table: what was asked for and what was found."""
    total = sum(outcome.statuses.values())
    decoded = outcome.statuses[200] / total
    wrong = sum(count for status, count in outcome.statuses.items() if status in (0, 500))
    statuses = ", ".join(f"{status}: {count:,}" for status, count in sorted(outcome.statuses.items()))
    slowest = ", ".join(f"{number}: {seconds:.2f}" for number, seconds in outcome.slowest(SHOWN).items())
    notes = f"Statuses: {statuses}.", f"The slowest, number of the file and seconds: {slowest}."
    figures = Figures(f"{total:,} damaged files", ["", "found", "asked for"], notes=notes)
    figures.rows += [
        ["answers of 500 or none at all", wrong, 0],
        ["share that still decoded", f"{decoded:.2f}", f">= {LEAST_DECODED}"],
        ["slowest answer, s", f"{outcome.longest:.2f}", f"<= {MOST_SECONDS:g}"],
        ["growth of memory, MB", f"{outcome.growth_mb:.1f}", f"<= {MOST_GROWTH_MB:g}"],
        ["memory at the end, MB", f"{outcome.memory[-1] / 1e6:.0f}", ""],
    ]
    return figures


def main(
    count: Annotated[int, typer.Option(min=10, help="Files to send.")] = 10_000,
    clients: Annotated[int, typer.Option(min=1, help="Files on their way at the same time.")] = 2,
    seed: Annotated[int, typer.Option(help="Of the damage.")] = SEED,
    seconds: Annotated[float, typer.Option(min=1, help="Stop after so long, whatever was sent.")] = 3600.0,
    near: Annotated[list[int] | None, typer.Option(help="Send only files about this number (repeatable).")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Send damaged files to a service of its own; the exit status is 1 where one of the bounds is broken."""
    with serving() as (address, process):
        outcome = bombard(address, count, clients, seed, seconds, near or ())
        crashed = process.poll() is not None
    finish([figures_of(outcome)], markdown)
    wrong = outcome.statuses[0] + outcome.statuses[500]
    slow, grown = outcome.longest > MOST_SECONDS, outcome.growth_mb > MOST_GROWTH_MB
    sys.exit(
        bool(crashed or wrong or slow or grown or outcome.statuses[200] < LEAST_DECODED * outcome.statuses.total())
    )


if __name__ == "__main__":
    typer.run(main)
