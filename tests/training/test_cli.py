"""``python -m training``: one short run from glyph sets to a checkpoint, and one line for each mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.networks.checkpoint import Checkpoint
from model.reader import Reader
from tests.training.corpora import pictures, write_glyph_folder
from tests.training.test_saving import full_disk_at
from training.cli import main

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


def mistaken(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command says when it is refused: one line, and exit code 2."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    assert left.value.code == 2
    said = capsys.readouterr()
    assert not said.out.strip()
    assert len(said.err.strip().splitlines()) == 1
    return said.err


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sets that cannot be trained on."""
    folder = tmp_path_factory.mktemp("odd")
    images = pictures("AABBQ", 1)
    np.savez(folder / "unlabelled.npz", images=images)
    np.savez(folder / "lonely.npz", images=images, labels=np.array(list("AABBQ")))
    (folder / "empty").mkdir()
    return folder


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("fit --glyphs no/such/folder", "--glyphs"),
        ("fit --glyphs {odd}/empty", "There are no glyphs in"),
        ("fit --glyphs {odd}/unlabelled.npz", "needs the arrays images and labels"),
        ("fit --glyphs {odd}/lonely.npz", "only one glyph of Q"),
        ("fit --emnist {odd} --emnist-split roman", "letters, balanced, byclass"),
        ("fit --emnist {odd} --emnist-split letters", "Add --download"),
        ("fit --network resnet", "Use one of letternet"),
        ("fit --from nosuchnet --glyphs {odd}", "nosuchnet"),
        ("fit --device tpu", "auto, cpu, cuda"),
        ("evaluate --model nosuchnet", "nosuchnet"),
        ("quantize --calibration guess", "min-max, entropy, percentile"),
        ("prune --share 1.5", "between 0 and 1"),
        ("prune --by taste", "magnitude, gradient"),
        ("report --explain nosuchnet", "nosuchnet"),
        ("card nosuchnet", "nosuchnet"),
    ],
)
def test_mistake_is_one_clear_line_and_exit_code_2(
    words: str, said: str, odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = () if words.startswith("card") else ("--runs", str(tmp_path))
    assert said in mistaken([*words.format(odd=odd).split(), *runs], capsys)


def test_process_ends_with_2_as_well() -> None:
    run = training("fit", "--network", "resnet")
    assert (run.returncode, len(run.stderr.strip().splitlines()), run.stdout) == (2, 1, "")


def test_full_disk_while_saving_is_one_line_and_the_last_good_checkpoint_stays(
    fitted: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, folder = fitted
    made = folder / "out" / "letternet.onnx"
    before = Checkpoint.load(made)
    full_disk_at(made)
    words = ["evaluate", "--model", str(made), "--runs", str(folder / "runs"), "--save", str(folder / "out")]
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("No room is left to write")
    assert Checkpoint.load(made) == before


def test_own_letters_fine_tune_a_checkpoint_that_the_reader_uses(
    fitted: tuple[subprocess.CompletedProcess[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, folder = fitted
    mine = folder / "my-letters"
    for letter in "ABx":
        for number, ink in enumerate(pictures([letter] * 8, ord(letter), side=40)):
            place = mine / (letter if letter.isupper() else f"lower-{letter}")
            place.mkdir(parents=True, exist_ok=True)
            assert cv2.imwrite(str(place / f"{number}.png"), 255 - ink)
    (mine / "A" / "broken.png").write_bytes(b"no picture")
    words = f"fit --from letternet --glyphs {mine} --epochs 1 --runs {folder / 'runs'} --out {folder / 'tuned'}"
    with pytest.raises(SystemExit) as left:
        main(words.split())
    assert not left.value.code
    said = " ".join(capsys.readouterr().out.split())
    assert "broken.png" in said
    assert "1 pictures were skipped." in said
    assert "letternet, before" in said
    path = folder / "tuned" / "letternet-tuned.onnx"
    card = Checkpoint.load(path).card
    assert card.training["sources"]["glyphs"] == [str(mine)]
    assert card.accuracy["my-letters"]["glyphs"] > 0
    page = draw_page(["ABBA"], PageStyle(font="patrick-hand"), 1).png()
    assert Reader.load(path).read(page).text.upper() == "ABBA"
