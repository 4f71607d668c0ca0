"""The readers that are compared: ours, and the peers that are installed."""

from __future__ import annotations

import base64
import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from model.errors import PictureError
from model.options import ReadOptions
from model.reader import Reader

_WORKER = Path(__file__).with_name("rapidocr_worker.py")
#: Tesseract's page segmentation modes that suit pages: automatic, one block, scattered text.
TESSERACT_MODES = (3, 6, 11)


class Engine(Protocol):
    """Reads encoded pictures."""

    @property
    def name(self) -> str:
        """As the tables show it."""
        ...

    @property
    def family(self) -> str:
        """Of engines of one family only the best in each scope is shown."""
        ...

    def read(self, content: bytes) -> tuple[str, float]:
        """The text (empty where the picture could not be read) and the seconds from bytes to text."""
        ...


@dataclass(frozen=True, slots=True)
class Blockletter:
    """Our reader."""

    reader: Reader
    options: ReadOptions
    name: str
    family: str = "blockletter"

    def read(self, content: bytes) -> tuple[str, float]:
        """Read in this process."""
        start = time.perf_counter()
        try:
            text = self.reader.read(content, self.options).text
        except PictureError:
            text = ""
        return text, time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract's command, started anew for each picture as its users do; `mode` is its ``--psm``."""

    mode: int
    name: str
    family: str = "tesseract"

    def read(self, content: bytes) -> tuple[str, float]:
        """Pipe the picture through the command."""
        start = time.perf_counter()
        command = ["tesseract", "stdin", "stdout", "--psm", str(self.mode)]
        ran = subprocess.run(command, input=content, capture_output=True, check=False)
        return ran.stdout.decode("utf-8", "replace"), time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class RapidOcr:
    """PP-OCR by rapidocr, in a worker of its own interpreter, so that none of its packages are ours."""

    worker: subprocess.Popen[str]
    direction_check: bool
    name: str
    family: str

    def read(self, content: bytes) -> tuple[str, float]:
        """Have the worker read; the seconds are its own."""
        question = {"image": base64.b64encode(content).decode("ascii"), "direction_check": self.direction_check}
        answer = _ask(self.worker, json.dumps(question))
        return answer["text"], answer["seconds"]


def tesseracts() -> list[Engine]:
    """Tesseract in each of its modes; none where it is not installed."""
    if not shutil.which("tesseract"):
        return []
    said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    version = (said.stdout or said.stderr).split()[1]
    return [Tesseract(mode, f"Tesseract {version} --psm {mode}") for mode in TESSERACT_MODES]


@contextmanager
def rapidocrs(python: Path | None = None) -> Iterator[list[Engine]]:
    """Rapidocr with its line-direction check on and off; none where it is not installed.

    Args:
        python: An interpreter that has rapidocr; this one if None.
    """
    if python is None and not importlib.util.find_spec("rapidocr"):
        yield []
        return
    command = [str(python or sys.executable), str(_WORKER)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as worker:
        name = f"rapidocr {_answer(worker)['version']}"
        yield [
            RapidOcr(worker, True, name, "rapidocr"),
            RapidOcr(worker, False, f"{name}, no direction check", "rapidocr, no direction check"),
        ]


def _ask(worker: subprocess.Popen[str], question: str) -> dict[str, Any]:
    assert worker.stdin is not None
    worker.stdin.write(f"{question}\n")
    worker.stdin.flush()
    return _answer(worker)


def _answer(worker: subprocess.Popen[str]) -> dict[str, Any]:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    if not line:
        raise RuntimeError("rapidocr ended without an answer. Try its interpreter with: python -c 'import rapidocr'.")
    answer: dict[str, Any] = json.loads(line)
    return answer
