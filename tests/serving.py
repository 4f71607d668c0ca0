"""A service in a process of its own, for tests and benchmarks that need real connections."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
START_S = 120


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(
    settings: Mapping[str, object] | None = None, log: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start the service as a user does, and stop it.

    Args:
        settings: What is set by ``BLOCKLETTER_*``, by its name in small letters.
        log: Where its log goes.

    Yields:
        Its address, when it is ready, and its process.
    """
    port = free_port()
    named = {f"BLOCKLETTER_{name.upper()}": str(value) for name, value in (settings or {}).items()}
    environment = {**os.environ, **named, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(address, process)
        yield address, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def is_ready(address: str) -> bool:
    """Whether a service says that it is ready."""
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while not is_ready(address):
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"the service is not ready after {START_S} seconds")
        time.sleep(0.05)
