"""A batch killed with SIGKILL, as the command that a user starts: nothing is lost, nothing read twice, nobody left."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from tests.app.farm.crews import draw_folder
from tests.serving import ROOT

CODE = (
    "import sys; from app.cli import cli; from tests.app.farm.crews import load_fake; "
    "cli(['batch', *sys.argv[1:], '--workers', '2'], obj=load_fake)"
)


def start(*words: str | Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CODE, *map(str, words)]
    # In a group of its own, by which its workers are found.
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)


def wait_for(said: str, holds: Callable[[], bool]) -> None:
    deadline = monotonic() + 60
    while not holds():
        assert monotonic() < deadline, said


def lives(group: int) -> bool:
    """Whether a group has a process that still runs; one that is only waited for does not."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                state, _, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(its_group) == group and state != "Z":
                return True
    return False


def test_a_killed_batch_goes_on_where_it_was(tmp_path: Path) -> None:
    files, parts = draw_folder(tmp_path / "scans", 200), tmp_path / "parts"
    batch = start(tmp_path / "scans", parts)
    wait_for("no part was written", lambda: any(parts.glob("part-*.jsonl")) or batch.poll() is not None)
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    wait_for("workers outlive the batch", lambda: not lives(batch.pid))
    assert start(tmp_path / "scans", parts).wait(timeout=60) == 0
    lines = (line for part in parts.glob("part-*.jsonl") for line in part.read_text().splitlines())
    assert Counter(json.loads(line)["file"] for line in lines) == Counter(files)
