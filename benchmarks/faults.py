"""Replicas and nodes killed under load: ``python -m benchmarks.faults``.

Two nodes of a Ray cluster on this machine; first a reader, then the node without the proxy is killed. Every request
that a client with one connection retry sends must be answered.
"""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Annotated, Any

import typer

from app.cluster.launch import running
from app.settings import Settings
from benchmarks.tables import Figures, finish
from blockletter_client.forms import Form
from drawing import PageStyle, draw_page
from tests.app.cluster.nodes import readers_of
from tests.serving import free_port, is_ready

TEXT = "KEEP 42"
READERS = 3
#: A request that takes longer is not answered.
TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One request.

    Attributes:
        sent: When, on the monotonic clock.
        seconds: Until its answer, or until it was given up.
        status: Of the answer, 0 for none.
        right: Whether the answer holds the text.
        retried: Whether the connection broke once.
    """

    sent: float
    seconds: float
    status: int
    right: bool
    retried: bool


class Load:
    """Clients that send a page again and again, each over a connection of its own."""

    def __init__(self, port: int, clients: int) -> None:
        """Take where to send."""
        form = Form(
            {"format": "text", "annotate": "false"}, [draw_page([TEXT], PageStyle(font="patrick-hand"), 7).png()]
        )
        self._body, self._type = b"".join(form.pieces()), form.content_type
        self._port = port
        self._stop, self._lock = Event(), Lock()
        self.answers: list[Answer] = []
        self._threads = [Thread(target=self._send_on) for _ in range(clients)]

    @contextmanager
    def on(self) -> Iterator[None]:
        """Send while the block runs; then wait for what is still to be answered."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()

    def _send_on(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_S)
        while not self._stop.is_set():
            sent, retried = time.monotonic(), False
            try:
                status, right = self._send(connection)
            except (OSError, http.client.HTTPException):
                connection.close()
                retried = True
                try:
                    status, right = self._send(connection)
                except (OSError, http.client.HTTPException):
                    connection.close()
                    status, right = 0, False
            with self._lock:
                self.answers.append(Answer(sent, time.monotonic() - sent, status, right, retried))

    def _send(self, connection: http.client.HTTPConnection) -> tuple[int, bool]:
        connection.request("POST", "/api/v1/read", self._body, {"Content-Type": self._type})
        answer = connection.getresponse()
        return answer.status, TEXT in answer.read().decode()


@contextmanager
def two_nodes() -> Iterator[tuple[Any, Any]]:
    """A cluster of a head with one core and a node with two, and that node."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    other = cluster.add_node(num_cpus=READERS - 1)
    try:
        yield cluster, other
    finally:
        cluster.shutdown()  # type: ignore[no-untyped-call]


def row_of(title: str, answers: list[Answer]) -> list[str | int]:
    """A row of the table."""
    right = sum(answer.status == 200 and answer.right for answer in answers)
    retried = sum(answer.retried for answer in answers)
    slowest = max((answer.seconds for answer in answers), default=0.0)
    return [title, len(answers), right, len(answers) - right, retried, f"{slowest:.1f}"]


def main(
    seconds: Annotated[float, typer.Option(min=2, help="Load before, between and after the kills, each.")] = 20.0,
    clients: Annotated[int, typer.Option(min=1, help="Connections that always have a request on its way.")] = 4,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Kill a reader and a node under load; the exit status is 1 where a request was not answered."""
    port, settings = free_port(), Settings(engine="glyph", replicas=READERS)
    with two_nodes() as (cluster, other), running(settings, cluster.address, "127.0.0.1", port, READERS):
        while not is_ready(f"http://127.0.0.1:{port}"):
            time.sleep(0.1)
        load = Load(port, clients)
        placed = len(readers_of(cluster.head_node)), len(readers_of(other))
        with load.on():
            time.sleep(seconds)
            first = time.monotonic()
            os.kill((readers_of(other) or readers_of(cluster.head_node))[0], signal.SIGKILL)
            time.sleep(seconds)
            second = time.monotonic()
            on_node = len(readers_of(other))
            cluster.remove_node(other, allow_graceful=False)
            time.sleep(seconds)
    ends = [answer.sent + answer.seconds for answer in load.answers]
    phases = [(0.0, first, "before"), (first, second, "a reader killed"), (second, max(ends) + 1, "a node killed")]
    figures = Figures(
        f"Faults under load, {clients} clients",
        ["", "requests", "answered right", "not answered", "connection retries", "slowest, s"],
        notes=(
            f"Readers at first: {placed[0]} on the head, {placed[1]} on the other node; "
            f"{on_node} on the other node when it was killed. Asked for: no request without its answer.",
        ),
    )
    for begin, end, title in phases:
        chosen = [answer for answer, done in zip(load.answers, ends, strict=True) if begin <= done < end]
        figures.rows.append(row_of(title, chosen))
    finish([figures], markdown)
    sys.exit(any(answer.status != 200 or not answer.right for answer in load.answers) or not on_node)


if __name__ == "__main__":
    typer.run(main)
