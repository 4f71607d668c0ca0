"""Whether the service keeps to its own description, whatever is sent: ``python -m benchmarks.contract``.

Schemathesis makes up requests from the OpenAPI document; every answer must have a status, a media type and a shape that
the document names, and no status of 500.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.tables import Cell, Figures, finish
from tests.serving import ROOT, serving

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
#: Coverage walks through the bounds of every field, mostly from outside: nearly all of its requests are refused.
PHASES = "examples,coverage,fuzzing"
SEED = 7
#: Share of the calls to read a page that must hold one that can be read.
LEAST_READABLE = 0.3
#: Where `benchmarks.contract_hooks` is told to write the calls to read a page, and those that hold a readable one.
TALLY = "CONTRACT_TALLY"
_COUNT = re.compile(r'blockletter_requests_total{method="(\w+)",route="([^"]+)",status="(\d+)"} ([\d.]+)')


def run_schemathesis(address: str, examples: int, phases: str = PHASES, tally: Path | None = None) -> int:
    """Send the requests; its report goes to standard output.

    Args:
        address: Where the service listens.
        examples: How many requests for each operation, beside those that cover its parameters.
        phases: Which kinds of requests, with commas between.
        tally: Where `benchmarks.contract_hooks` writes what it counts, None for nowhere.

    Returns:
        Its exit status, 0 where every answer was as described.
    """
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{address}/openapi.json",
        "--max-examples", str(examples), "--checks", ",".join(CHECKS), "--phases", phases,
        "--seed", str(SEED), "--suppress-health-check", "all", "--request-timeout", "30",
        "--generation-database", "none",
    ]  # fmt: skip
    environment = {"SCHEMATHESIS_HOOKS": "benchmarks.contract_hooks", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    if tally is not None:
        environment[TALLY] = str(tally)
    return subprocess.run(command, env=environment, check=False, cwd=ROOT).returncode


def requests_by_operation(address: str) -> dict[tuple[str, str], dict[int, int]]:
    """How often each status was answered to each operation, as the service counted it."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=60) as answer:
        rows = _COUNT.findall(answer.read().decode())
    found: dict[tuple[str, str], dict[int, int]] = {}
    for method, route, status, count in rows:
        found.setdefault((method, route), {})[int(status)] = int(float(count))
    return found


def figures_of(
    found: dict[tuple[str, str], dict[int, int]], violations: bool, seconds: float, tally: Mapping[str, int]
) -> Figures:
    """The table: operations, requests, answers."""
    readable, read = tally.get("readable", 0), tally.get("read", 0)
    notes = (
        f"{readable:,} of {read:,} calls to read a page held one that can be read "
        f"({readable / max(read, 1):.2f}, asked for {LEAST_READABLE:g}).",
        f"{seconds:.0f} seconds; schemathesis {'found violations' if violations else 'found no violation'} in "
        f"{', '.join(CHECKS)}.",
    )
    figures = Figures(
        "Requests made up from the OpenAPI document",
        ["operation", "requests", "2xx", "4xx", "500", "503", "share 2xx"],
        notes=notes,
    )
    for (method, route), statuses in sorted(found.items()):
        total = sum(statuses.values())
        good = sum(count for status, count in statuses.items() if status < 300)
        bad = sum(count for status, count in statuses.items() if 400 <= status < 500)
        ours, busy = statuses.get(500, 0), statuses.get(503, 0)
        row: list[Cell] = [f"{method} {route}", total, good, bad, ours, busy, good / total]
        figures.rows.append(row)
    return figures


def main(
    examples: Annotated[int, typer.Option(min=1, help="Requests for each operation.")] = 1000,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Send made-up requests to a service of its own; the exit status is 1 where one answer was not as described."""
    start = time.monotonic()
    # A full queue is answered with 503, which would be taken for a mistake.
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(
            {"model": "letternet-int8", "waiting_reads": 64, "corrections": f"sqlite:///{folder}/corrections.db"}
        ) as (address, _),
    ):
        counted = Path(folder) / "tally.json"
        status = run_schemathesis(address, examples, tally=counted)
        tally: dict[str, int] = json.loads(counted.read_text("utf-8"))
        figures = figures_of(requests_by_operation(address), status != 0, time.monotonic() - start, tally)
    finish([figures], markdown)
    sys.exit(status != 0 or tally["readable"] < LEAST_READABLE * tally["read"])


if __name__ == "__main__":
    typer.run(main)
