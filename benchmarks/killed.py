"""Whether acknowledged corrections survive SIGKILL: ``python -m benchmarks.killed``.

Many clients send corrections at once; the service is killed in the midst of it and started again on the same database.
"""

from __future__ import annotations

import http.client
import json
import random
import sqlite3
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Annotated
from urllib.parse import urlsplit

import numpy as np
import typer

from benchmarks.tables import Figures, finish
from tests.serving import serving

PROFILES = 7
_BOUNDARY = "corrections"


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of it.

    Attributes:
        sent: Corrections that were sent.
        acknowledged: Those that were answered with 201 before the kill.
        kept: Acknowledged ones that are there after the restart, with the same frame.
        unasked: Others that are there: on the disk, but killed before they were answered.
        sound: What SQLite's own check of the file says, ``ok`` where it is sound.
    """

    sent: int
    acknowledged: int
    kept: int
    unasked: int
    sound: str


def kill_amid(folder: Path, corrections: int, clients: int, share: float = 0.5) -> Killed:
    """Send corrections, kill the service once a share of them is acknowledged, and look what is there.

    Args:
        folder: Where the database shall be.
        corrections: How many.
        clients: How many at once.
        share: Of the corrections that are acknowledged when the service is killed, 0..1.
    """
    path = folder / "corrections.db"
    frames = _frames(corrections)
    acknowledged: dict[int, int] = {}
    due = Event()
    settings = {"corrections": f"sqlite:///{path}", "concurrent_requests": 2 * clients}
    with serving(settings) as (address, process):

        def send(number: int) -> None:
            answer = _sent(address, number, frames[number])
            if answer is not None:
                acknowledged[number] = answer
                if len(acknowledged) >= share * corrections:
                    due.set()

        with ThreadPoolExecutor(clients) as threads:
            futures = [threads.submit(send, number) for number in range(corrections)]
            _when_done(futures, due.set)
            due.wait()
            process.kill()
    with sqlite3.connect(path) as connection:
        sound = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    with serving(settings) as (address, _):
        there = dict(_there(address))
    with sqlite3.connect(path) as connection:
        stored = dict(connection.execute("SELECT id, frame FROM corrections").fetchall())
    kept = sum(
        there.get(answer) == _profile(number) and stored.get(answer) == frames[number].tobytes()
        for number, answer in acknowledged.items()
    )
    return Killed(corrections, len(acknowledged), kept, len(there) - kept, sound)


def _when_done(futures: list[Future[None]], call: Callable[[], None]) -> None:
    """Call something once all are done, so that nobody waits for what cannot come."""
    left = len(futures)

    def count(_: Future[None]) -> None:
        nonlocal left
        left -= 1
        if not left:
            call()

    for future in futures:
        future.add_done_callback(count)


def _frames(count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.default_rng(7).integers(0, 256, (count, 28, 28), np.uint8)


def _profile(number: int) -> str:
    return f"writer {number % PROFILES}"


def _sent(address: str, number: int, frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> int | None:
    """The number of the kept glyph, None where it was not acknowledged."""
    glyph = {"letter": random.Random(number).choice("ABC123"), "frame": b64encode(frame.T.tobytes()).decode("ascii")}
    fields = {"profile": _profile(number), "glyphs": json.dumps([glyph])}
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    body = f"{''.join(parts)}--{_BOUNDARY}--\r\n"
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port or 80, timeout=120)
    try:
        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        connection.request("POST", "/api/v1/corrections", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        return int(json.loads(content)["ids"][0]) if answer.status == 201 else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def _there(address: str) -> Iterator[tuple[int, str]]:
    """Number and profile of every glyph that the service tells of."""
    place = urlsplit(address)
    for number in range(PROFILES):
        connection = http.client.HTTPConnection(place.hostname or "", place.port or 80, timeout=120)
        connection.request("GET", f"/api/v1/corrections/{_profile(number).replace(' ', '%20')}")
        answer = connection.getresponse()
        document = json.loads(answer.read())
        connection.close()
        if answer.status == 200:
            yield from ((own["id"], _profile(number)) for own in document["glyphs"])


def main(
    corrections: Annotated[int, typer.Option(min=1, help="How many are sent.")] = 1000,
    clients: Annotated[int, typer.Option(min=1, help="How many at once.")] = 1000,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Send, kill, start again, compare."""
    figures = Figures(
        "Corrections sent while the service is killed (SQLite)",
        ("killed after", "sent at once", "acknowledged", "of these there again", "others there", "file"),
        notes=("Killed with SIGKILL once this share of the corrections was acknowledged.",),
    )
    lost = 0
    for share in (0.1, 0.5, 0.9):
        with tempfile.TemporaryDirectory() as folder:
            own = kill_amid(Path(folder), corrections, clients, share)
        lost += own.acknowledged - own.kept + (own.sound != "ok")
        figures.rows.append([f"{share:.0%}", own.sent, own.acknowledged, own.kept, own.unasked, own.sound])
    finish([figures], markdown)
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    typer.run(main)
