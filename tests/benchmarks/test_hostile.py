"""A small bounded share of what `benchmarks.hostile` sends, in-process."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from benchmarks import hostile
from benchmarks.hostile import Outcome, figures_of, mutated, seeds
from tests.app.fakes import FakeReader

COUNT = 250


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
def test_damaged_files_are_read_or_refused() -> None:
    rng, files = random.Random(3), list(seeds().values())
    statuses: Counter[int] = Counter()
    with TestClient(create_app(Settings(concurrent_reads=1), lambda _: FakeReader())) as client:
        client.app.state.service.first_page.result(timeout=20)  # type: ignore[attr-defined]
        for _ in range(COUNT):
            content = mutated(rng, files)
            answer = client.post("/api/v1/read", files={"image": content}, data={"format": "text"})
            statuses[answer.status_code] += 1
    assert set(statuses) <= {200, 413, 415, 422}
    assert statuses[200] >= 0.2 * COUNT
    assert statuses[422] >= 0.2 * COUNT


def test_the_same_seed_damages_alike_and_every_kind_of_file() -> None:
    files = list(seeds().values())
    first, again = ([mutated(random.Random(n), files) for n in range(60)] for _ in range(2))
    assert first == again
    assert len(set(first)) > 50


def test_all_files_can_be_read_before_they_are_damaged() -> None:
    with TestClient(create_app(Settings(concurrent_reads=1), lambda _: FakeReader())) as client:
        client.app.state.service.first_page.result(timeout=20)  # type: ignore[attr-defined]
        for name, content in seeds().items():
            answer = client.post("/api/v1/read", files={"image": content}, data={"format": "text"})
            assert answer.status_code == 200, name


def test_the_table_compares_memory_with_what_is_held_after_warming_up() -> None:
    outcome = Outcome(Counter({200: 30, 422: 69, 500: 1}), {0: 0.1, 7: 1.5, 8: 0.2}, [100e6] + [200e6] * 10 + [230e6])
    found = {row[0]: row[1] for row in figures_of(outcome).rows}
    assert found["growth of memory, MB"] == "30.0"
    assert found["answers of 500 or none at all"] == 1
    assert found["share that still decoded"] == "0.30"
    assert found["slowest answer, s"] == "1.50"
    assert list(outcome.slowest(2).items()) == [(7, 1.5), (8, 0.2)]


def test_only_files_near_one_that_is_asked_for_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "send", lambda _address, _content: (200, 0.1))
    monkeypatch.setattr(hostile, "memory_of", lambda _address: 1e8)
    outcome = hostile.bombard("", 100, 1, near=(50,))
    assert list(outcome.seconds) == [*range(50 - hostile.NEAR, 50 + hostile.NEAR + 1)]
