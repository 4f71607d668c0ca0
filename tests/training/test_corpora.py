"""Glyph sets come from disk framed and labelled, or fail with a line that says what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.frame import frame_ink
from tests.training.corpora import pictures, write_glyph_folder
from training.corpora import CORPORA, FAINT, Corpus, clean_ink, load_corpus, load_strokes
from training.errors import TrainingError
from training.experiment import Experiment
from training.sources import gather, validate_only

MINE = Corpus("mine")


def write(folder: Path, labels: list[str], leave_out: str = "") -> None:
    """Write a set of As under these labels, each by a writer of its own."""
    columns: dict[str, Any] = {
        "images": pictures(["A"] * len(labels), 1),
        "labels": np.array(labels),
        "writers": np.arange(len(labels)),
    }
    np.savez(folder / "mine.npz", **{name: column for name, column in columns.items() if name != leave_out})


def test_glyphs_are_framed_with_label_and_writer(tmp_path: Path) -> None:
    write(tmp_path, ["A", "b", "7"])
    glyphs = load_corpus(tmp_path, MINE)
    assert glyphs.labels.tolist() == ["A", "b", "7"]
    assert glyphs.writers.tolist() == [0, 1, 2]
    assert set(glyphs.corpora.tolist()) == {"mine"}
    expected = frame_ink(clean_ink(pictures("A", 1)[0]))
    assert np.array_equal(glyphs.frames[0], expected)


def test_ready_frames_are_only_turned(tmp_path: Path) -> None:
    write(tmp_path, ["A", "A"])
    glyphs = load_corpus(tmp_path, replace(MINE, framed=True, folded=True))
    assert np.array_equal(glyphs.frames, pictures("AA", 1).transpose(0, 2, 1))
    assert glyphs.folded.all()


def test_labels_that_are_no_single_letter_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, ["A", "é", "th", "B"])
    assert load_corpus(tmp_path, MINE).labels.tolist() == ["A", "B"]


def test_missing_set_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="--glyphs"):
        load_corpus(tmp_path, MINE)
    with pytest.raises(TrainingError, match="--glyphs"):
        load_strokes(tmp_path, 1, 0)


@pytest.mark.parametrize("missing", ["images", "labels", "writers"])
def test_set_without_a_column_says_which(tmp_path: Path, missing: str) -> None:
    write(tmp_path, ["A"], leave_out=missing)
    with pytest.raises(TrainingError, match=f"needs the arrays images, labels and writers.*{missing}"):
        load_corpus(tmp_path, MINE)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 cut short", id="cut short"),
        pytest.param(b"no archive", id="text"),
        pytest.param(b"\x93NUMPY\x01\x00", id="npy"),
    ],
)
def test_file_of_another_kind_is_a_training_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.npz").write_bytes(content)
    with pytest.raises(TrainingError, match=r"mine\.npz"):
        load_corpus(tmp_path, MINE)


def test_pickled_labels_are_never_run(tmp_path: Path) -> None:
    labels = np.array(["A"], dtype=object)
    np.savez(tmp_path / "mine.npz", images=pictures("A", 1), labels=labels, writers=np.array([0]))
    with pytest.raises(TrainingError):
        load_corpus(tmp_path, MINE)


def test_faint_greys_are_taken_away_and_the_rest_stretched() -> None:
    ink = np.array([[0, FAINT, 120, 200]], np.uint8)
    assert clean_ink(ink).tolist() == [[0, 0, 127, 255]]
    assert not clean_ink(np.full((3, 3), FAINT, np.uint8)).any()


def test_strokes_are_drawn_as_often_as_asked(tmp_path: Path) -> None:
    write_glyph_folder(tmp_path, each=1)
    once, thrice = load_strokes(tmp_path, 1, 0), load_strokes(tmp_path, 3, 0)
    assert len(thrice) == 3 * len(once)
    assert np.array_equal(thrice.frames[::3], once.frames)
    assert not np.array_equal(thrice.frames[1], thrice.frames[2])
    assert set(once.labels.tolist()) == {"X", "l"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_glyph_folder(tmp_path_factory.mktemp("glyphs"), each=3)


def test_gathered_parts_hold_what_they_should(folder: Path) -> None:
    small = replace(Experiment(), renderings=2, font_renderings=1, punctuation=12, not_characters=60)
    parts = gather(folder, small)
    corpora = [set(side.corpora.tolist()) for side in (parts.train, parts.validation, parts.test)]
    forbidden = {corpus.name for corpus in CORPORA if not corpus.trainable}
    assert not forbidden & (corpora[0] | corpora[1])
    assert {"handwriting-fonts", "drawn-punctuation", "drawn-not-characters", "chars74k-strokes"} <= corpora[0]
    assert "handwriting-fonts" not in corpora[1] | corpora[2]
    unseen = parts.test[parts.test.corpora == "chars74k-strokes"]
    assert len(unseen) == 4, "two letters by two writers from 40 on, drawn once each"


def test_sets_without_a_licence_are_only_measured(folder: Path) -> None:
    assert set(validate_only(folder).corpora.tolist()) == {"mouse-drawn-capitals", "pen-writers-validate"}
