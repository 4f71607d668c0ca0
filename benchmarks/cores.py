"""The workers of a batch, and the processor time they take: what other programs on the machine do not change."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")
#: How the processes name themselves that read: Python's own workers, and the actors of Ray Data.
WORKERS = ("multiprocessing.spawn import spawn_main", "ray::MapWorker", "ray::MapBatches")


def workers_below(pid: int) -> list[int]:
    """The workers among the descendants of a process."""
    parents = {int(folder.name): _parent(folder) for folder in PROC.iterdir() if folder.name.isdecimal()}
    below, found = {pid}, []
    # A child has a higher number than its parent unless numbers have wrapped around, so few rounds are needed.
    for _ in range(4):
        below |= {child for child, parent in parents.items() if parent in below}
    for child in below - {pid}:
        if any(name in _title(child) for name in WORKERS):
            found.append(child)
    return found


def processor_s(pid: int) -> float:
    """How much processor time a process has taken, in seconds; 0 where it is gone."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _title(pid: int) -> str:
    try:
        return (PROC / str(pid) / "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
