"""The whole EMNIST is read from files of its own format."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.frame import frame_ink
from tests.training.corpora import pictures
from training.emnist import SPLITS, load_emnist
from training.errors import TrainingError


def write_idx(path: Path, array: NDArray[np.uint8]) -> None:
    """Write an array as LeCun's idx: magic number, sizes, bytes."""
    header = bytes([0, 0, 8, array.ndim]) + b"".join(side.to_bytes(4, "big") for side in array.shape)
    path.write_bytes(header + array.tobytes())


def write_emnist(root: Path, split: str, targets: list[int], letters: str) -> NDArray[np.uint8]:
    """Write both parts of a split, as EMNIST stores them; gives the frames."""
    raw = root / "EMNIST" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    frames = np.stack([frame_ink(ink) for ink in pictures(letters, 1, 56)])
    for part in ("train", "test"):
        write_idx(raw / f"emnist-{split}-{part}-images-idx3-ubyte", frames)
        write_idx(raw / f"emnist-{split}-{part}-labels-idx1-ubyte", np.array(targets, np.uint8))
    return frames


@pytest.mark.parametrize(
    ("split", "targets", "letters", "folded"),
    [
        ("letters", [1, 2, 26], "ABZ", [True, True, True]),
        ("balanced", [0, 10, 12, 36, 46], "0ACat", [False, False, True, False, False]),
        ("byclass", [9, 10, 35, 36, 61], "9AZaz", [False] * 5),
        ("digits", [0, 7], "07", [False, False]),
        ("mnist", [3, 4], "34", [False, False]),
    ],
)
@pytest.mark.parametrize("train", [True, False])
def test_numbers_become_letters(
    tmp_path: Path, split: str, targets: list[int], letters: str, folded: list[bool], train: bool
) -> None:
    frames = write_emnist(tmp_path, split, targets, letters)
    glyphs = load_emnist(tmp_path, split, train=train)
    assert "".join(glyphs.labels.tolist()) == letters
    assert glyphs.folded.tolist() == folded
    assert np.array_equal(glyphs.frames, frames), "in EMNIST's own orientation"
    assert set(glyphs.corpora.tolist()) == {f"emnist-{split}"}
    assert (glyphs.writers == -1).all()


@pytest.mark.parametrize("split", SPLITS)
def test_letters_stand_upright_once_turned_back(tmp_path: Path, split: str) -> None:
    """EMNIST's files hold letters mirrored and turned, whatever the split; so do frames, which `.T` undoes."""
    numbers = {"letters": [6, 18], "balanced": [15, 27], "byclass": [15, 27], "digits": [4, 7], "mnist": [4, 7]}
    drawn = "FR" if split not in ("digits", "mnist") else "47"
    write_emnist(tmp_path, split, numbers[split], drawn)
    glyphs = load_emnist(tmp_path, split, train=True)
    assert "".join(glyphs.labels.tolist()) == drawn
    for frame, ink in zip(glyphs.frames, pictures(drawn, 1, 56), strict=True):
        upright = frame_ink(ink).T.astype(np.float64)
        turned = [np.rot90(side, turns) for side in (frame, frame.T) for turns in range(4)]
        likeness = [float(np.corrcoef(upright.ravel(), view.ravel())[0, 1]) for view in turned]
        assert int(np.argmax(likeness)) == 4, "neither mirrored nor turned but by the transposition"
        left, top, width, height = cv2.boundingRect(ink)
        seen = cv2.resize(ink[top : top + height, left : left + width], (28, 28)).astype(np.float64)
        views = [float(np.corrcoef(seen.ravel(), _stretched(view).ravel())[0, 1]) for view in turned]
        assert int(np.argmax(views)) == 4, "as the pen wrote it"


def _stretched(view: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The ink alone, as large as a frame."""
    left, top, width, height = cv2.boundingRect((view > 60).astype(np.uint8))
    cut = np.ascontiguousarray(view[top : top + height, left : left + width])
    return np.asarray(cv2.resize(cut, (28, 28)), np.float64)


def test_missing_files_say_how_to_fetch_them(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="Add --download"):
        load_emnist(tmp_path, "letters", train=True)


def test_unknown_split_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="letters, balanced, byclass"):
        load_emnist(tmp_path, "roman", train=True)


def test_damaged_files_are_a_training_error(tmp_path: Path) -> None:
    write_emnist(tmp_path, "letters", [1], "A")
    path = tmp_path / "EMNIST" / "raw" / "emnist-letters-train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(TrainingError, match="cannot be loaded"):
        load_emnist(tmp_path, "letters", train=True)
