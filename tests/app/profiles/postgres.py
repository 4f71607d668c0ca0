"""A PostgreSQL of the tests' own, with the programs that Debian installs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: PostgreSQL does not run as root.
USER = "postgres"


def programs() -> Path | None:
    """Where the newest installed PostgreSQL is, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running(where: Path) -> Iterator[str]:
    """A cluster in a folder of its own, on a free port of this machine; gives the URL of a database."""
    folder = Path(tempfile.mkdtemp(prefix="postgres"))
    lower = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
    if lower:
        shutil.chown(folder, USER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(name: str, *words: str) -> None:
        # The server keeps what it is given as output, so it gets a file.
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            subprocess.run([*lower, where / name, *words], check=True, stdout=log, stderr=log, cwd=folder, timeout=120)

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync")
    run("pg_ctl", "-D", data, "-w", "-o", f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}", "start")
    try:
        yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)
        (folder.parent / f"{folder.name}.log").unlink()
