"""How fast the service is ready, and what memory it takes: idle, after many pages, at the peak of the largest one."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from app.spare import EVERY
from benchmarks.load import Sender
from benchmarks.speed.pictures import huge_png, photo
from benchmarks.speed.rounds import load
from benchmarks.tables import Figures
from tests.serving import ROOT, free_port, is_ready, serving

STARTS = 5
CLIENTS = 2
#: Writing this into clear_refs begins the measuring of the peak anew.
PEAK_ANEW = "5"


def memory_figures(model: str, pages: int, engine: str = "glyph") -> Figures:
    """Seconds to ready, and megabytes."""
    figures = Figures(f"The service, engine {engine}", ["", "found", "asked for"], named=1)
    starts = [start_seconds(engine) for _ in range(STARTS)]
    figures.rows.append(["start to ready, s", f"{median(starts):.2f}", "<= 1.5"])
    with serving({"engine": engine, "model": model, "waiting_reads": 8}) as (address, process):
        figures.rows.append(["idle before any page, MB", f"{idle(process.pid):.0f}", ""])
        for done, memory in after_pages(address, process.pid, (pages // 10, pages // 2, pages)):
            figures.rows.append([f"idle after {done} pages, MB", f"{memory:.0f}", "<= 300" if done == pages else ""])
        Path(f"/proc/{process.pid}/clear_refs").write_text(PEAK_ANEW, encoding="ascii")
        fate = asyncio.run(Sender(address, huge_png()).ask(0)).fate
        figures.rows.append([f"peak of a PNG of 40 megapixels ({fate}), MB", f"{peak(process.pid):.0f}", "<= 700"])
        figures.rows.append(["idle after it, MB", f"{idle(process.pid):.0f}", ""])
    figures.notes = (f"Starts: median of {STARTS}; pages of 1 to 8 megapixels from {CLIENTS} clients; {load()}.",)
    return figures


def start_seconds(engine: str) -> float:
    """From the command to the first answer that it is ready."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BLOCKLETTER_ENGINE": engine}
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        while not is_ready(f"http://127.0.0.1:{port}"):
            if process.poll() is not None:
                raise RuntimeError(f"The service ended with {process.returncode}. Start it by hand to see why.")
            time.sleep(0.01)
        seconds = time.perf_counter() - start
        process.terminate()
    return seconds


def after_pages(address: str, pid: int, counts: Sequence[int]) -> list[tuple[int, float]]:
    """Megabytes after so many pages, rising, different sizes by turns."""
    senders = [Sender(address, photo(size, lines)) for size, lines in ((1, 4), (2, 6), (4, 8), (8, 12))]
    found, done = [], 0
    for until in counts:
        asyncio.run(_read(senders, until - done))
        done = until
        found.append((done, idle(pid)))
    return found


async def _read(senders: list[Sender], count: int) -> None:
    places = asyncio.Semaphore(CLIENTS)

    async def one(number: int) -> None:
        async with places:
            await senders[number % len(senders)].ask(number)

    await asyncio.gather(*(one(number) for number in range(count)))


def idle(pid: int) -> float:
    """Megabytes that it holds once it has noticed that there is nothing to do."""
    time.sleep(2 * EVERY)
    return resident(pid)


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    return _status(pid, "VmRSS")


def peak(pid: int) -> float:
    """The most that it held."""
    return _status(pid, "VmHWM")


def _status(pid: int, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024 / 1e6
