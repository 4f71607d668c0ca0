"""A small bounded share of what `benchmarks.contract` sends, to a fake reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.settings import Settings
from benchmarks.contract import LEAST_READABLE, figures_of, requests_by_operation, run_schemathesis
from tests.app.fakes import FakeReader
from tests.app.live import listening

EXAMPLES = 40
READ = ("POST", "/api/v1/read")


# Pillow warns of damage that it can live with.
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
def test_answers_are_as_described_whatever_is_sent(tmp_path: Path) -> None:
    counted = tmp_path / "tally.json"
    with listening(Settings(concurrent_reads=2), FakeReader()) as address:
        assert run_schemathesis(address, EXAMPLES, "examples,fuzzing", counted) == 0
        found = requests_by_operation(address)
    assert 500 not in found[READ]
    # Many requests must be about pictures, not about forms that are refused at once.
    tally = json.loads(counted.read_text("utf-8"))
    assert tally["read"] >= EXAMPLES
    assert tally["readable"] >= LEAST_READABLE * tally["read"]
    assert found[READ][200]


def test_the_table_has_a_row_for_each_operation() -> None:
    found = {READ: {200: 6, 422: 3, 503: 1}}
    figures = figures_of(found, violations=False, seconds=1.0, tally={"read": 8, "readable": 4})
    assert figures.notes[0].startswith("4 of 8 calls")
    assert figures.rows == [["POST /api/v1/read", 10, 6, 3, 0, 1, 0.6]]
