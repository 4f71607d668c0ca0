"""A run that was killed goes on to the weights it would have had; two processes train as one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.training.interrupted import EXPERIMENT
from tests.training.small import flat, font_parts
from training.errors import TrainingError
from training.fit import fit, load_state
from training.watch import Epoch, Watcher

ROOT = Path(__file__).parents[2]
NEVER = 10**6


def started(
    folder: Path, step: int, *launcher: str, network: str = "letternet", name: str = "weights"
) -> subprocess.CompletedProcess[str]:
    words = (*launcher, "-m", "tests.training.interrupted", network, str(folder / f"{name}.state"))
    return subprocess.run(
        [sys.executable, *words, str(folder / name), str(step)],
        cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def saved(folder: Path, rank: int = 0, name: str = "weights") -> dict[str, Any]:
    return dict(torch.load(folder / f"{name}.{rank}", weights_only=True))


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unbroken")
    assert started(folder, NEVER).returncode == 0
    return folder


@pytest.fixture
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_killed_run_comes_to_the_weights_of_an_unbroken_one(unbroken: Path, tmp_path: Path) -> None:
    steps = len(font_parts(1).train) // EXPERIMENT.batch
    killed = started(tmp_path, steps + steps // 2)
    assert killed.returncode == -signal.SIGKILL
    assert len(load_state(tmp_path / "weights.state")["epochs"]) == 1, "killed in the second epoch"
    assert not (tmp_path / "weights.0").exists()
    assert started(tmp_path, NEVER).returncode == 0
    assert torch.equal(saved(tmp_path)["weights"], saved(unbroken)["weights"])


def test_same_seed_gives_the_same_weights_in_another_process(unbroken: Path, one_thread: None) -> None:
    again = fit(font_parts(1), EXPERIMENT)
    assert torch.equal(flat(again.network), saved(unbroken)["weights"])


def test_two_processes_agree_and_do_as_well_as_one(unbroken: Path, tmp_path: Path) -> None:
    torchrun = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    run = started(tmp_path, NEVER, *torchrun)
    assert run.returncode == 0, run.stderr[-2000:]
    first, second = saved(tmp_path, 0), saved(tmp_path, 1)
    assert torch.equal(first["weights"], second["weights"])
    assert not torch.equal(first["weights"], saved(unbroken)["weights"]), "they drew other changes"
    assert abs(first["right"] - saved(unbroken)["right"]) < 0.08


class InterruptedRunError(RuntimeError):
    """Raised in the middle of a run."""


class Interrupter(Watcher):
    """Stops a run after an epoch."""

    def ended(self, epoch: Epoch) -> None:
        raise InterruptedRunError


def test_dropout_and_batch_norm_go_on_as_well(tmp_path: Path, one_thread: None) -> None:
    short = replace(EXPERIMENT, network="letternet-plus", epochs=2, average=0.0, optimizer="adamw", learning_rate=0.001)
    few = font_parts(1)
    few = replace(few, train=few.train[few.train.labels < "E"], validation=few.validation)
    kept = tmp_path / "state.pt"
    with pytest.raises(InterruptedRunError):
        fit(few, short, Interrupter(), kept=kept)
    resumed, whole = fit(few, short, kept=kept, resume=True), fit(few, short)
    assert torch.equal(flat(resumed.network), flat(whole.network))
    assert [epoch.loss for epoch in resumed.epochs] == [epoch.loss for epoch in whole.epochs]


@pytest.mark.parametrize("changed", ["experiment", "glyphs"])
def test_state_of_another_run_is_refused(unbroken: Path, changed: str) -> None:
    parts, experiment = font_parts(1), EXPERIMENT
    if changed == "experiment":
        experiment = replace(experiment, momentum=0.8)
    else:
        parts = replace(parts, train=parts.train[parts.train.labels != "Q"])
    with pytest.raises(TrainingError, match="--resume"):
        fit(parts, experiment, kept=unbroken / "weights.state", resume=True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no state"], ids=["empty", "cut short", "text"])
def test_damaged_state_is_one_clear_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.pt").write_bytes(content)
    with pytest.raises(TrainingError, match="not the state of a run"):
        load_state(tmp_path / "state.pt")
