"""The processes of a node of this machine, to be killed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

#: How a worker process of Ray names itself that runs a reader.
READER_TITLE = "ray::ServeReplica:blockletter-readers:Reader"


def readers_of(node: Any) -> list[int]:
    """The processes of the readers on a node: those of its raylet that call themselves so."""
    raylet = node.all_processes["raylet"][0].process.pid
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            title = (folder / "cmdline").read_text()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == raylet and title.startswith(READER_TITLE):
            found.append(int(folder.name))
    return found
