"""Your own glyphs, in whatever form, come out framed and labelled; what cannot be used is named."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.alphabet import NOT_A_CHARACTER
from tests.training.corpora import pictures
from training.errors import TrainingError
from training.experiment import Experiment
from training.own import is_collection, load_own, load_set, split_own
from training.pictures import folder_of_letters, ink_of, letter_of, load_pictures, told


def write_picture(path: Path, ink: NDArray[np.uint8]) -> None:
    """Dark on white."""
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), 255 - ink)


def write_letters(folder: Path, letters: str = "AB", each: int = 3) -> Path:
    for letter in letters:
        for number, ink in enumerate(pictures([letter] * each, ord(letter), side=60)):
            write_picture(folder / letter / f"{number}.png", ink)
    return folder


@pytest.mark.parametrize(
    ("name", "letter"),
    [("A", "A"), ("a", "a"), ("7", "7"), ("lower-a", "a"), ("upper-a", "A"), ("UPPER-Q", "Q"), ("U+002C", ","),
     ("U+0061", "a"), ("&", "&"), ("not-a-character", NOT_A_CHARACTER), ("U+00E9", None), ("AB", None),
     ("lower-7", None), ("notes", None), (".git", None)],
)  # fmt: skip
def test_folders_are_named_by_letters(name: str, letter: str | None) -> None:
    assert letter_of(name) == letter


def test_pictures_become_upright_framed_glyphs(tmp_path: Path) -> None:
    glyphs, skipped = load_pictures(write_letters(tmp_path / "mine", "LA"))
    assert not skipped
    assert sorted(glyphs.labels.tolist()) == list("AAALLL")
    assert set(glyphs.corpora.tolist()) == {"mine"}
    upright = glyphs.frames[glyphs.labels == "L"].transpose(0, 2, 1).astype(float)
    assert (upright[:, 20:].sum(axis=(1, 2)) > 1.5 * upright[:, :8].sum(axis=(1, 2))).all(), "an L stands on its foot"


def test_white_on_black_is_read_as_black_on_white() -> None:
    ink = pictures("R", 1, side=60)[0]
    assert np.array_equal(ink_of(ink), ink_of(np.asarray(255 - ink, np.uint8)))
    assert ink_of(ink)[ink > 200].min() > 150
    assert not ink_of(np.full((20, 20), 200, np.uint8)).any()


def test_bad_pictures_are_named_and_counted(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "mine")
    (folder / "A" / "text.png").write_text("no picture")
    (folder / "A" / "half.png").write_bytes((folder / "A" / "0.png").read_bytes()[:60])
    (folder / "B" / "empty.png").write_bytes(b"")
    write_picture(folder / "B" / "blank.png", np.zeros((30, 30), np.uint8))
    (folder / "B" / "notes.txt").write_text("not even meant")
    glyphs, skipped = load_own(folder, Experiment())
    assert len(glyphs) == 6
    assert sorted(one.path.name for one in skipped) == ["blank.png", "empty.png", "half.png", "text.png"]
    lines = told(skipped, most=2)
    assert len(lines) == 3
    assert "half.png" in lines[0]
    assert lines[-1] == "4 pictures were skipped."
    assert told([]) == []


def test_folder_without_a_usable_picture_says_how_it_should_look(tmp_path: Path) -> None:
    (tmp_path / "A").mkdir()
    with pytest.raises(TrainingError, match=r"A/1\.png, lower-a/1\.png"):
        load_pictures(tmp_path)


def test_sets_strokes_and_pictures_of_one_folder_are_combined(tmp_path: Path) -> None:
    write_letters(tmp_path, "A")
    np.savez(tmp_path / "set.npz", images=pictures("BB", 1), labels=np.array(["B", "B"]), writers=np.array([4, -1]))
    strokes = {"X": [{"writer": 1, "strokes": [[[0, 0], [9, 9]], [[9, 0], [0, 9]]]}]}
    (tmp_path / "pen.json").write_text(json.dumps(strokes))
    glyphs, _ = load_own(tmp_path, Experiment(renderings=2))
    assert sorted(glyphs.labels.tolist()) == list("AAABBXX")
    assert set(glyphs.corpora.tolist()) == {tmp_path.name, "set", "pen"}
    assert len(set(glyphs.writers[glyphs.writers >= 0].tolist())) == 2
    assert (glyphs.writers[glyphs.labels == "A"] == -1).all()
    assert not is_collection(tmp_path)
    assert list(folder_of_letters(tmp_path).values()) == ["A"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"images": np.zeros((2, 9, 9), np.uint8)}, "needs the arrays images and labels.*labels"),
        ({"labels": np.array(["A"])}, "images"),
        ({"images": np.zeros((2, 9, 9), np.uint8), "labels": np.array(["A"])}, "as many labels"),
        ({"images": np.zeros((1, 9, 9)), "labels": np.array(["A"])}, "float64"),
        ({"images": np.zeros((1, 9), np.uint8), "labels": np.array(["A"])}, "must be"),
        ({"images": np.zeros((1, 9, 9), np.uint8), "labels": np.array(["é"])}, "é"),
        ({"images": np.zeros((1, 9, 9), np.uint8), "labels": np.array([3])}, "labels must be text"),
    ],
    ids=["no labels", "no images", "one label too few", "floats", "flat", "unknown letter", "numbers"],
)
def test_set_of_another_form_says_what_is_wrong(
    tmp_path: Path, columns: dict[str, NDArray[np.generic]], said: str
) -> None:
    np.savez(tmp_path / "set.npz", **columns)  # type: ignore[arg-type]
    with pytest.raises(TrainingError, match=said):
        load_set(tmp_path / "set.npz")


def test_signs_that_no_network_names_are_left_out(tmp_path: Path) -> None:
    labels, writers = np.array(["A", "=", "B"]), np.array([1, 2, 3])
    np.savez(tmp_path / "set.npz", images=pictures("ABB", 1), labels=labels, writers=writers)
    glyphs = load_set(tmp_path / "set.npz")
    assert glyphs.labels.tolist() == ["A", "B"]
    assert len(glyphs) == len(set(glyphs.writers.tolist())) == 2


def test_capitals_for_either_case_are_declared(tmp_path: Path) -> None:
    np.savez(tmp_path / "set.npz", images=pictures("AB", 1), labels=np.array(["A", "B"]), folded=np.array(True))
    assert load_set(tmp_path / "set.npz").folded.all()


@pytest.mark.parametrize("content", ["", "[]", '{"A": 3}', '{"A": [{"strokes": []}]}'])
def test_broken_stroke_file_is_one_clear_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "pen.json").write_text(content)
    with pytest.raises(TrainingError, match=r"pen\.json"):
        load_own(tmp_path / "pen.json", Experiment())


def test_missing_and_empty_places_are_told(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="--glyphs"):
        load_own(tmp_path / "nowhere", Experiment())
    with pytest.raises(TrainingError, match="There are no glyphs in"):
        load_own(tmp_path, Experiment())


def test_letter_with_one_sample_cannot_be_split(tmp_path: Path) -> None:
    folder = write_letters(tmp_path, "AB")
    write_picture(folder / "Q" / "0.png", pictures("Q", 1, side=60)[0])
    glyphs, _ = load_own(folder, Experiment())
    with pytest.raises(TrainingError, match="only one glyph of Q"):
        split_own(glyphs, 7)


def test_writers_stay_on_one_side(tmp_path: Path) -> None:
    labels = np.array(list("ABCDEFGH") * 8)
    writers = np.repeat(np.arange(8), 8)
    np.savez(tmp_path / "set.npz", images=pictures(labels.tolist(), 3), labels=labels, writers=writers)
    parts = split_own(load_set(tmp_path / "set.npz"), 7)
    sides = [set(side.writers.tolist()) for side in (parts.train, parts.validation, parts.test)]
    assert all(sides)
    assert not sides[0] & sides[1] | sides[0] & sides[2] | sides[1] & sides[2]
