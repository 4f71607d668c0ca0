"""Measuring by turns: whatever else the machine does falls on all that is compared."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the tenth and the ninetieth percentile beside it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: list[float]) -> Self:
        """Of at least one value."""
        low, median, high = np.percentile(values, (10, 50, 90))
        return cls(float(median), float(low), float(high))

    def shown(self, digits: int = 1) -> str:
        """Such as ``52.1 (50.3-60.0)``."""
        return f"{self.median:,.{digits}f} ({self.low:,.{digits}f}-{self.high:,.{digits}f})"


def rates(tasks: Mapping[str, Callable[[], int]], rounds: int, seconds: float) -> dict[str, Spread]:
    """How much each task gets done a second.

    Args:
        tasks: By name, what does some of the work and says how much.
        rounds: How often every task has its turn, after one turn to warm up.
        seconds: How long a turn lasts.
    """
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            rate = _rate(task, seconds if turn else seconds / 2)
            if turn:
                found[name].append(rate)
    return {name: Spread.of(values) for name, values in found.items()}


def _rate(task: Callable[[], int], seconds: float) -> float:
    """How much is done a second, once at least."""
    start = time.perf_counter()
    done = task()
    while (spent := time.perf_counter() - start) < seconds:
        done += task()
    return done / spent


def load() -> str:
    """What else the machine was doing, without which no time means much."""
    return f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores"
