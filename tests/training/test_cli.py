"""``python -m training``: one short run from glyph sets to a checkpoint, and one line for each mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from model.checkpoint import Checkpoint
from tests.training.corpora import write_glyph_folder

ROOT = Path(__file__).parents[2]


def training(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training", *words]
    # One thread: on a busy machine several wait for one another most of the time.
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """One epoch on a few glyphs of each set."""
    folder = tmp_path_factory.mktemp("training")
    write_glyph_folder(folder / "glyphs", each=3)
    words = ("--glyphs", str(folder / "glyphs"), "--out", str(folder / "out"), "--runs", str(folder / "runs"))
    return training("fit", "--epochs", "1", *words), folder


def test_fit_writes_a_checkpoint_that_tells_how_it_was_made(
    fitted: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    run, folder = fitted
    assert run.returncode == 0, run.stderr
    assert "epoch   1" in run.stdout
    card = Checkpoint.load(folder / "out" / "letternet.onnx").card
    assert card.training["experiment"]["seed"] == 7
    assert card.training["command"].startswith("python -m training fit --epochs 1")
    assert "chars74k-strokes" in card.accuracy
    kept = folder / "runs" / "letternet"
    assert json.loads((kept / "experiment.json").read_text()) == card.training["experiment"]
    assert (kept / "curves.png").read_bytes().startswith(b"\x89PNG")
    assert next((kept / "log").glob("events.out.tfevents.*")).stat().st_size > 100
    assert (kept / "state.pt").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fit", "--glyphs", "no/such/folder"), "--glyphs"),
        (("fit", "--network", "resnet"), "Use one of letternet"),
        (("evaluate", "--model", "nosuchnet"), "nosuchnet"),
    ],
    ids=["folder", "network", "checkpoint"],
)
def test_mistake_is_one_clear_line_and_exit_code_2(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    run = training(*words, *(("--runs", str(tmp_path)) if words[0] == "fit" else ()))
    assert run.returncode == 2
    assert said in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert not run.stdout.strip()
