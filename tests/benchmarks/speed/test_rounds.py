"""Figures keep their spread, and all that is compared has its turn."""

from __future__ import annotations

from benchmarks.speed.rounds import Spread, rates


def test_a_spread_is_shown_with_its_ends() -> None:
    assert Spread.of([float(value) for value in range(101)]).shown(0) == "50 (10-90)"


def test_every_task_has_as_many_turns() -> None:
    turns: dict[str, int] = {"one": 0, "two": 0}

    def task(name: str) -> int:
        turns[name] += 1
        return 5

    found = rates({name: lambda name=name: task(name) for name in turns}, rounds=2, seconds=1e-9)  # type: ignore[misc]
    assert set(found) == set(turns)
    assert all(spread.low > 0 for spread in found.values())
    assert min(turns.values()) >= 3
