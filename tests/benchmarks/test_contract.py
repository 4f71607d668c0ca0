"""A small bounded share of what `benchmarks.contract` sends, to a fake reader."""

from __future__ import annotations

import pytest

from app.settings import Settings
from benchmarks.contract import figures_of, requests_by_operation, run_schemathesis
from tests.app.fakes import FakeReader
from tests.app.live import listening

EXAMPLES = 40
READ = ("POST", "/api/v1/read")


# Pillow warns of damage that it can live with.
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
def test_answers_are_as_described_whatever_is_sent() -> None:
    with listening(Settings(concurrent_reads=2), FakeReader()) as address:
        assert run_schemathesis(address, EXAMPLES, "examples,fuzzing") == 0
        found = requests_by_operation(address)
    assert 500 not in found[READ]
    # Most requests must be about pictures, not about forms that are refused at once.
    assert found[READ][200] >= 0.3 * sum(found[READ].values())


def test_the_table_has_a_row_for_each_operation() -> None:
    figures = figures_of({READ: {200: 6, 422: 3, 503: 1}}, violations=False, seconds=1.0)
    assert figures.rows == [["POST /api/v1/read", 10, 6, 3, 0, 1, 0.6]]
