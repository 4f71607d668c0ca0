"""How long the workers of a batch waited for a core that other programs had; on an idle machine that is nothing."""

from __future__ import annotations

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


def waited_s(pid: int) -> float:
    """How long the busiest thread of a process was ready to run and had no core, in seconds."""
    threads = []
    for path in (PROC / str(pid) / "task").glob("*/schedstat"):
        try:
            ran, waited, _ = map(int, path.read_text().split())
        except (OSError, ValueError):
            continue
        threads.append((ran, waited))
    return max(threads, default=(0, 0))[1] / 1e9


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
