"""The commands of the README work as they stand there, and answer what it says."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import skip_or_fail

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://localhost:8000"
#: The program beside the interpreter that runs the tests.
PROGRAM = Path(sys.executable).with_name("blockletter")


def blocks(kind: str) -> list[str]:
    """The code blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def commands(start: str) -> list[str]:
    """The lines of shell blocks that begin with a word."""
    return [line for block in blocks("sh") for line in block.splitlines() if line.startswith(start)]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service started as the README says, but on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    corrections = f"sqlite:///{tmp_path_factory.mktemp('kept') / 'corrections.db'}"
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", str(port)],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "BLOCKLETTER_CORRECTIONS": corrections},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 120
        while not _is_ready(address):
            assert process.poll() is None, "the service ended"
            assert time.monotonic() < deadline, "the service is not ready after 120 seconds"
        yield address
    finally:
        process.terminate()
        process.wait(timeout=15)


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError):
        return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a checkout to the commands; what they write stays in it."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(PROGRAM.parent)
    return tmp_path


def run(command: str, folder: Path) -> str:
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@pytest.mark.parametrize("command", commands("curl"))
def test_curl_command_is_answered(command: str, service: str, folder: Path) -> None:
    if shutil.which("curl") is None:
        skip_or_fail("curl is not installed")
    assert ADDRESS in command
    answer = run(command.replace("curl ", "curl --fail-with-body ", 1).replace(ADDRESS, service), folder)
    written = [*folder.glob("*.png"), *folder.glob("*.pdf")]
    profiles = [*folder.glob("*.npz")]
    assert answer.strip() or profiles or written[0].stat().st_size > 10_000


def test_answer_is_the_one_that_is_shown(service: str, folder: Path) -> None:
    if shutil.which("curl") is None:
        skip_or_fail("curl is not installed")
    answer = json.loads(run(commands("curl")[0].replace(ADDRESS, service), folder))
    shown = blocks("json")[0]
    assert f'"text": {json.dumps(answer["text"])}' in shown
    assert f'"width": {answer["width"]}, "height": {answer["height"]}, "model": "{answer["model"]}"' in shown
    first = answer["lines"][0]["words"][0]["glyphs"][0]
    assert f'"letter": "{first["letter"]}"' in shown
    assert set(re.findall(r'"(\w+)":', shown)) <= set(re.findall(r'"(\w+)":', json.dumps(answer)))


@pytest.mark.parametrize("command", commands(".venv/bin/blockletter fields"))
def test_command_line_reads_forms(command: str, folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(command, folder))))
    assert {row["field"]: row["value"] for row in rows} == {
        "name": "JOHANNA WEBER", "born": "28 04 1987", "town": "10115 BERLIN", "phone": "030 23125 042",
    }  # fmt: skip


@pytest.mark.parametrize("command", commands(".venv/bin/blockletter read"))
def test_command_line_reads(command: str, folder: Path) -> None:
    assert run(command, folder).strip() or list((folder / "readings").glob("*.alto.xml"))


@pytest.mark.parametrize("command", commands(".venv/bin/blockletter batch examples"))
def test_command_line_reads_a_batch(command: str, folder: Path) -> None:
    run(command, folder)
    assert "MILK" in "".join(part.read_text() for part in (folder / "rows").glob("part-*.jsonl"))


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_python_example_runs(number: int, service: str, folder: Path) -> None:
    (folder / "example.py").write_text(blocks("python")[number].replace(ADDRESS, service), encoding="utf-8")
    assert "MILK" in run(f"{sys.executable} example.py", folder)


def test_javascript_example_runs(service: str, folder: Path) -> None:
    if shutil.which("node") is None:
        skip_or_fail("node is not installed")
    (example,) = blocks("js")
    opened = 'import { openAsBlob } from "node:fs";\nconst picture = await openAsBlob("examples/todo.jpg");\n'
    (folder / "example.mjs").write_text(opened + example.replace(ADDRESS, service), encoding="utf-8")
    assert "MILK" in run("node example.mjs", folder)


@pytest.mark.parametrize("command", commands(".venv/bin/python -m training"))
def test_training_commands_and_their_options_exist(command: str) -> None:
    words = command.split("#")[0].split()
    name, options = words[3], [word for word in words[4:] if word.startswith("--")]
    page = run(f"cd {ROOT} && COLUMNS=200 {sys.executable} -m training {name} --help", ROOT)
    assert all(option in page for option in options)
