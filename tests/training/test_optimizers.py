"""Every optimizer learns, every schedule goes as it is called, and unknown names are told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import nn

from training.errors import TrainingError
from training.experiment import Experiment
from training.optimizers import OPTIMIZERS, SCHEDULES, make_optimizer, make_schedule


def rates(schedule: str, steps: int = 30, optimizer: str = "adamw") -> list[float]:
    weights = [nn.Parameter(torch.ones(1))]
    experiment = replace(Experiment(), schedule=schedule, optimizer=optimizer, learning_rate=0.1)
    made = make_optimizer(weights, experiment)
    plan = make_schedule(made, experiment, steps)
    seen = []
    for _ in range(steps):
        seen.append(float(plan.get_last_lr()[0]))
        made.step()
        plan.step()
    return seen


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_optimizer_goes_downhill_under_every_schedule(name: str, schedule: str) -> None:
    weights = nn.Parameter(torch.tensor([3.0, -2.0]))
    experiment = replace(Experiment(), optimizer=name, schedule=schedule, learning_rate=0.05)
    optimizer = make_optimizer([weights], experiment)
    plan = make_schedule(optimizer, experiment, 60)
    for _ in range(60):
        optimizer.zero_grad()
        (weights**2).sum().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        plan.step()
    assert float((weights.detach() ** 2).sum()) < 0.8 * 13


def test_nesterov_looks_ahead() -> None:
    kinds = {name: make_optimizer([nn.Parameter(torch.ones(1))], replace(Experiment(), optimizer=name)).defaults
             for name in ("sgd", "nesterov")}  # fmt: skip
    assert (kinds["sgd"]["nesterov"], kinds["nesterov"]["nesterov"]) == (False, True)
    assert kinds["sgd"]["momentum"] == 0.9


def test_one_cycle_rises_and_falls() -> None:
    seen = rates("one-cycle")
    top = seen.index(max(seen))
    assert 3 <= top <= 8
    assert abs(max(seen) - 0.1) < 0.005
    assert seen[0] < 0.01 > seen[-1]


def test_cosine_only_falls() -> None:
    seen = rates("cosine")
    assert seen[0] == 0.1
    assert all(later < earlier for earlier, later in pairwise(seen))


def test_steps_divide_by_ten() -> None:
    assert sorted({round(rate, 6) for rate in rates("step")}) == [0.001, 0.01, 0.1]


@pytest.mark.parametrize(("field", "said"), [("optimizer", "sgd, nesterov"), ("schedule", "one-cycle, cosine, step")])
def test_unknown_names_tell_the_known_ones(field: str, said: str) -> None:
    unknown: dict[str, Any] = {field: "nosuch"}
    experiment = replace(Experiment(), **unknown)
    with pytest.raises(TrainingError, match=said):
        make_schedule(make_optimizer([nn.Parameter(torch.ones(1))], experiment), experiment, 3)
