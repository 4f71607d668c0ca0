"""A batch that is killed again and again, and what a second worker brings: ``python -m benchmarks.batch``.

Each page must stand in the parts exactly once, whenever the batch is killed.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.cores import processor_s, workers_below
from benchmarks.tables import Figures, finish, progress_bars
from drawing import PageStyle, draw_page
from tests.serving import ROOT

STYLE = PageStyle(letter_height_px=28, font="patrick-hand")
LEAST_GAIN = 1.5


def word_of(number: int) -> str:
    """What stands on a page."""
    return f"A{number}"


def draw(place: tuple[Path, int]) -> None:
    """Put a page of one word into a folder."""
    folder, number = place
    (folder / f"{number:06}.png").write_bytes(draw_page([word_of(number)], STYLE, number).png())


def draw_all(folder: Path, count: int) -> None:
    """Draw all pages, on all cores."""
    folder.mkdir()
    with ProcessPoolExecutor() as pool, progress_bars() as progress:
        places = [(folder, number) for number in range(count)]
        for _ in progress.track(pool.map(draw, places, chunksize=100), total=count, description="drawing"):
            pass


def start(source: Path, parts: Path, *words: str) -> subprocess.Popen[str]:
    """Start a batch as a user does."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "batch", str(source), str(parts)]
    options = ["--engine", "glyph", *words]
    return subprocess.Popen([*command, *options], cwd=ROOT, stderr=subprocess.PIPE, text=True)


def files_done(parts: Path) -> int:
    """How many parts there are."""
    return len(list(parts.glob("part-*.jsonl")))


def kill_after(source: Path, parts: Path, more: int, words: tuple[str, ...]) -> bool:
    """Start a batch and kill it with SIGKILL once it has written some more parts; whether it lived to be killed."""
    before, batch = files_done(parts), start(source, parts, *words)
    while batch.poll() is None and files_done(parts) < before + more:
        time.sleep(0.05)
    alive = batch.poll() is None
    batch.send_signal(signal.SIGKILL)
    batch.communicate()
    return alive


def read_all(source: Path, parts: Path, *words: str) -> None:
    """Read everything that is left."""
    batch = start(source, parts, *words)
    _, said = batch.communicate()
    if batch.returncode:
        raise RuntimeError(f"the batch ended with {batch.returncode}: {said}")


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a batch was, from each worker's first part to the last: starting does not grow with the pages.

    Attributes:
        pages_s: Pages a second, by the clock.
        worker_ms: Processor time of the workers for a page.
        writer_ms: That of the process which writes the parts.
    """

    pages_s: float
    worker_ms: float
    writer_ms: float


def rate_of(source: Path, parts: Path, workers: int, words: tuple[str, ...]) -> Rate:
    """Read everything and watch the processes."""
    batch = start(source, parts, *words, "--workers", str(workers))
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    while batch.poll() is None:
        if files_done(parts) >= workers:
            now = {pid: processor_s(pid) for pid in (batch.pid, *workers_below(batch.pid))}
            first = first or now
            last |= {pid: spent for pid, spent in now.items() if spent}
        time.sleep(0.1)
    said = batch.communicate()[1]
    if batch.returncode:
        raise RuntimeError(f"the batch ended with {batch.returncode}: {said}")
    times = sorted((part.stat().st_mtime, len(part.read_text().splitlines())) for part in parts.glob("part-*.jsonl"))
    pages = sum(count for _, count in times[workers:])
    spent = {pid: 1000 * (last[pid] - first.get(pid, 0.0)) / pages for pid in last}
    writer = spent.pop(batch.pid, 0.0)
    return Rate(pages / (times[-1][0] - times[workers - 1][0]), sum(spent.values()), writer)


def kills_table(source: Path, count: int, parts: Path, kills: int, words: tuple[str, ...]) -> tuple[Figures, bool]:
    """Kill a batch several times at different moments, let the last one end, and count the pages."""
    killed = sum(kill_after(source, parts, number, words) for number in range(1, kills + 1))
    read_all(source, parts, *words)
    lines = [json.loads(line) for part in parts.glob("part-*.jsonl") for line in part.read_text().splitlines()]
    times = Counter((row["file"], row["page"]) for row in lines)
    wanted = {(str(source / f"{number:06}.png"), 1) for number in range(count)}
    once = sum(times[page] == 1 for page in wanted)
    right = sum(row["text"] == word_of(int(Path(row["file"]).stem)) for row in lines)
    figures = Figures(
        f"A batch of {count:,} drawn pages, killed {killed} times with SIGKILL", ["", "found", "asked for"]
    )
    figures.rows += [
        ["pages that stand in the parts once", f"{once:,}", f"{count:,}"],
        ["pages that are missing", f"{len(wanted - set(times)):,}", "0"],
        ["pages that stand there more than once", f"{sum(n > 1 for n in times.values()):,}", "0"],
        ["rows of anything else", f"{len(set(times) - wanted):,}", "0"],
        ["pages read without a mistake", f"{right / len(lines):.3f}", ""],
    ]
    return figures, once == len(lines) == count and killed == kills


def gain_table(source: Path, scratch: Path, rounds: int, words: tuple[str, ...]) -> tuple[Figures, bool]:
    """One worker and two in turns; the best of each, as other work on the machine only ever makes them slower."""
    best: dict[int, Rate] = {}
    for number in range(rounds):
        for workers in (1, 2):
            rate = rate_of(source, scratch / f"{number}-{workers}", workers, words)
            best[workers] = max(best.get(workers, rate), rate, key=lambda each: each.pages_s)
    pages = len(list(source.iterdir()))
    columns = ["workers", "pages/s", "ratio", "worker ms a page", "writer ms a page"]
    figures = Figures(f"Workers, {pages:,} drawn pages, the best of {rounds} rounds", columns)
    for workers, rate in best.items():
        spent = f"{rate.worker_ms:.1f}", f"{rate.writer_ms:.1f}"
        figures.rows.append([str(workers), f"{rate.pages_s:.1f}", f"{rate.pages_s / best[1].pages_s:.2f}", *spent])
    figures.notes = (
        f"Asked for: at least {LEAST_GAIN:g} times one worker, by the clock, on two cores that nobody else uses. "
        "Milliseconds are processor time: where a page takes two workers no more of it than one, only other "
        "programs can hold them up.",
    )
    return figures, best[2].pages_s >= LEAST_GAIN * best[1].pages_s


def main(
    count: Annotated[int, typer.Option(min=100, help="Pages to read.")] = 10_000,
    kills: Annotated[int, typer.Option(min=1, help="How often the batch is killed.")] = 4,
    rate_count: Annotated[int, typer.Option(min=100, help="Pages for the rate of one and two workers.")] = 800,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of these.")] = 3,
    ray: Annotated[bool, typer.Option(help="On Ray, on this machine.")] = False,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables into this file, too.")] = None,
) -> None:
    """Kill batches and count pages; the exit status is 1 where one of the bounds is broken."""
    words = ("--ray", "local") if ray else ()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for name, pages in (("pages", count), ("few", rate_count)):
            draw_all(scratch / name, pages)
        gain, fast = gain_table(scratch / "few", scratch, rounds, words)
        killed, once = kills_table(scratch / "pages", count, scratch / "parts", kills, (*words, "--workers", "2"))
    finish([killed, gain], markdown)
    sys.exit(not (fast and once))


if __name__ == "__main__":
    typer.run(main)
