"""Twice as many requests as can be read, and SIGTERM among them: ``python -m benchmarks.load``.

What is accepted must be answered, the rest be refused at once, and nothing accepted be lost when the service stops.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer

from benchmarks.tables import Figures, finish
from blockletter_client.forms import Form
from drawing import PageStyle, draw_page
from tests.serving import serving

SEED = 7
#: A page of 4 megapixels with 60 letters.
SHEET_PX = (2000, 2000)
LINES = 6
TIMES = 2.0
ALONE = 15
#: How long to read with all hands for the rate that can be kept up.
SUSTAINED_S = 10.0
MOST_RATIO, MOST_REFUSAL_S, MOST_RECOVERY_S = 4.0, 0.5, 2.0
ID = "load-{number}"

Fate = Literal["answered", "refused", "cut", "unreached", "odd"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What became of one request: `seconds` from its first byte to the last of the answer."""

    number: int
    fate: Fate
    seconds: float


def page_file() -> bytes:
    """A drawn page of 4 megapixels as a JPEG."""
    style = PageStyle(letter_height_px=84, font="patrick-hand", sheet_px=SHEET_PX, wobble=0.02, noise=2)
    return draw_page(["ABCDE FGHKL"] * LINES, style, SEED).jpeg()


class Sender:
    """Sends one page again and again; asyncio with plain sockets, so that the sender takes little of the machine."""

    def __init__(self, address: str, content: bytes, fields: Mapping[str, str] | None = None) -> None:
        """Prepare the request.

        Args:
            address: Where the service listens.
            content: The picture.
            fields: Of the form beside it; without the annotated picture if None.
        """
        host, port = address.removeprefix("http://").split(":")
        self._place = host, int(port)
        form = Form(fields or {"annotate": "false"}, [content])
        self._body = b"".join(form.pieces())
        self._head = (
            f"POST /api/v1/read HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form.content_type}\r\n"
            f"Content-Length: {len(self._body)}\r\nConnection: close\r\nX-Request-ID: "
        )

    async def ask(self, number: int) -> Ask:
        """Send the page once."""
        start = time.perf_counter()
        try:
            reader, writer = await asyncio.open_connection(*self._place)
        except OSError:
            return Ask(number, "unreached", time.perf_counter() - start)
        try:
            writer.write(f"{self._head}{ID.format(number=number)}\r\n\r\n".encode() + self._body)
            fate = _fate(await reader.read())
        except OSError:
            fate = "cut"
        finally:
            writer.close()
        return Ask(number, fate, time.perf_counter() - start)

    async def alone(self, count: int) -> list[Ask]:
        """One request after the other."""
        return [await self.ask(-number) for number in range(1, count + 1)]

    async def sustained(self, clients: int, seconds: float) -> float:
        """Pages a second that are read where a few clients always want one more."""
        end = time.perf_counter() + seconds

        async def client() -> int:
            done = 0
            while time.perf_counter() < end:
                done += (await self.ask(-1000)).fate == "answered"
            return done

        start = time.perf_counter()
        done = await asyncio.gather(*(client() for _ in range(clients)))
        return sum(done) / (time.perf_counter() - start)

    async def flood(self, rate: float, seconds: float) -> list[Ask]:
        """Requests at a steady rate, whatever becomes of those before."""
        start, asking = time.perf_counter(), []
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
            asking.append(asyncio.create_task(self.ask(number)))
        return list(await asyncio.gather(*asking))


def _fate(answer: bytes) -> Fate:
    """What an answer says; one that is not whole was cut."""
    if not answer:
        return "cut"
    status = answer.split(b" ", 2)[1]
    head, _, body = answer.partition(b"\r\n\r\n")
    whole = f"content-length: {len(body)}\r\n".encode() in head.lower() + b"\r\n"
    if not whole:
        return "cut"
    return "answered" if status == b"200" else "refused" if status == b"503" else "odd"


def seconds_of(asks: Sequence[Ask], fate: Fate, percent: float) -> float:
    """A percentile of the seconds of all that had one fate; 0 where none had."""
    seconds = [ask.seconds for ask in asks if ask.fate == fate]
    return float(np.percentile(seconds, percent)) if seconds else 0.0


async def measure(address: str, content: bytes, readers: int, seconds: float) -> Figures:
    """Unloaded, then as many as can be kept up, then twice as many, then one more."""
    sender = Sender(address, content)
    await sender.alone(3)
    unloaded = seconds_of(await sender.alone(ALONE), "answered", 50)
    rate = await sender.sustained(readers, min(SUSTAINED_S, seconds))
    asks = await sender.flood(TIMES * rate, seconds)
    start = time.perf_counter()
    while (await sender.ask(0)).fate != "answered" and time.perf_counter() - start < 30:
        await asyncio.sleep(0.05)
    fates = Counter(ask.fate for ask in asks)
    odd = {fate: count for fate, count in fates.items() if fate not in ("answered", "refused")}
    p99 = seconds_of(asks, "answered", 99)
    note = f"{len(content) / 1e6:.1f} MB, {SHEET_PX[0]} x {SHEET_PX[1]} pixels; {readers} reader threads."
    figures = Figures(
        f"Requests at {TIMES:g} times the rate of {rate:.1f} a second for {seconds:g} s",
        ["", "found", "asked for"],
        notes=(note,),
    )
    figures.rows += [
        ["requests", len(asks), ""],
        ["accepted and answered", fates["answered"], ""],
        ["refused with 503", fates["refused"], ""],
        ["anything else", sum(odd.values()), 0],
        ["unloaded, p50, s", f"{unloaded:.3f}", ""],
        ["accepted, p50, s", f"{seconds_of(asks, 'answered', 50):.3f}", ""],
        ["accepted, p99, s", f"{p99:.3f}", ""],
        ["accepted p99 over unloaded p50", f"{p99 / unloaded:.1f}", f"< {MOST_RATIO:g}"],
        ["refused, p50, s", f"{seconds_of(asks, 'refused', 50):.3f}", ""],
        ["refused, p99, s", f"{seconds_of(asks, 'refused', 99):.3f}", f"<= {MOST_REFUSAL_S:g}"],
        ["read again after, s", f"{time.perf_counter() - start:.2f}", f"<= {MOST_RECOVERY_S:g}"],
    ]
    return figures


async def stop(address: str, content: bytes, rate: float, seconds: float, pid: int) -> list[Ask]:
    """Send at a steady rate, and SIGTERM in the middle."""
    import os

    flood = asyncio.create_task(Sender(address, content).flood(rate, seconds))
    await asyncio.sleep(seconds / 2)
    os.kill(pid, signal.SIGTERM)
    return await flood


def stopped(asks: Sequence[Ask], log: bytes, code: int | None) -> Figures:
    """The table of a stop: what the service says it did, and what arrived."""
    sent = {ID.format(number=ask.number) for ask in asks}
    lines = [line for line in map(json.loads, log.splitlines()) if line.get("request_id") in sent]
    accepted = {
        line["request_id"] for line in lines if line.get("status") == 200 and line.get("path") == "/api/v1/read"
    }
    begun = {line["request_id"] for line in lines if line.get("path") == "/api/v1/read"}
    names = {
        fate: {ID.format(number=ask.number) for ask in asks if ask.fate == fate} for fate in ("answered", "cut", "odd")
    }
    fates = Counter(ask.fate for ask in asks)
    figures = Figures("SIGTERM under load", ["", "found", "asked for"], notes=(f"Exit status {code}.",))
    figures.rows += [
        ["requests", len(asks), ""],
        ["accepted, as the service says", len(accepted), ""],
        ["of these, answered", len(accepted & names["answered"]), ""],
        ["lost: accepted or begun and not answered", len((accepted - names["answered"]) | (begun & names["cut"])), 0],
        ["refused with 503", fates["refused"], ""],
        [
            "not accepted any more: connection refused or closed before it was read",
            fates["unreached"] + fates["cut"],
            "",
        ],
    ]
    return figures


def failed(figures: Sequence[Figures]) -> bool:
    """Whether a bound of a table is broken."""
    return any(_broken(str(found), str(bound)) for table in figures for _, found, bound in table.rows if bound != "")


def _broken(found: str, bound: str) -> bool:
    sign, _, limit = bound.rpartition(" ")
    value = float(found)
    return value >= float(limit) if sign == "<" else value > float(limit)


def main(
    seconds: Annotated[float, typer.Option(min=1, help="How long to send too much.")] = 60.0,
    readers: Annotated[int, typer.Option(min=1, help="Threads that read.")] = 2,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables into this file, too.")] = None,
) -> None:
    """Send too much to a service of its own; the exit status is 1 where a bound is broken."""
    content = page_file()
    with serving({"concurrent_reads": readers}) as (address, _):
        under_load = asyncio.run(measure(address, content, readers, seconds))
    with tempfile.TemporaryFile() as log:
        with serving({"concurrent_reads": readers}, log) as (address, process):
            asyncio.run(Sender(address, content).alone(3))
            rate = TIMES * asyncio.run(Sender(address, content).sustained(readers, min(SUSTAINED_S, seconds)))
            asks = asyncio.run(stop(address, content, rate, min(10.0, seconds), process.pid))
            code = process.wait(timeout=60)
        log.seek(0)
        stopping = stopped(asks, log.read(), code)
    finish([under_load, stopping], markdown)
    sys.exit(failed([under_load, stopping]))


if __name__ == "__main__":
    typer.run(main)
