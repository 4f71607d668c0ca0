"""Glyphs cut out of pages: entries with known labels, drawn pages, and how they are loaded."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model import DEFAULT_CHECKPOINT
from model.alphabet import NOT_A_CHARACTER
from model.classifier import OpenVinoClassifier
from model.frame import frame_glyphs
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier
from tests.training.corpora import pictures
from training.aligned import SET_APART, entries
from training.cut_out import load_cut_out, worth_rejecting
from training.errors import TrainingError
from training.glyphs import GlyphSet
from training.harvest import harvest
from training.pieces import drawn_pieces, training_letters


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of entries with drawn pictures; the last one's label is another name."""
    folder = tmp_path_factory.mktemp("entries")
    (folder / "some").mkdir()
    rows = ["file\tscope\ttranscription"]
    for number, name in enumerate(["SKIPPED", "ANNA", "KARIM", "LEO", "MARTINE"]):
        cv2.imwrite(str(folder / "some" / f"{number}.png"), draw_page([name], PageStyle(font=FONT), seed=number).image)
        rows.append(f"{number}.png\tfield\t{'BOUGUEZZOUR' if name == 'MARTINE' else name}")
    (folder / "some.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder / "some.tsv"


def test_letters_are_harvested_under_their_labels(table: Path) -> None:
    reader = Reader(TemplateClassifier())
    glyphs = harvest(entries(table), reader, seed=1)
    letters = glyphs[glyphs.labels != NOT_A_CHARACTER]
    by_entry = ["".join(letters.labels[letters.writers == number]) for number in range(5)]
    assert by_entry == ["", "ANNA", "KARIM", "LEO", ""]
    assert letters.folded.all()
    likeliest = reader.classifier.classify(letters.frames).argmax(axis=1)
    assert [reader.classifier.card.alphabet[label] for label in likeliest] == letters.labels.tolist()


def test_some_entries_are_set_apart(table: Path) -> None:
    glyphs = harvest(entries(table)[1:2] * (SET_APART + 2), Reader(TemplateClassifier()), seed=1)
    assert sorted(set(glyphs.writers.tolist())) == [*range(1, SET_APART), SET_APART + 1]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="nowhere"):
        entries(tmp_path / "nowhere.tsv")


def test_drawn_pages_give_letters_and_wrong_groupings() -> None:
    letters = {letter: list(pictures([letter] * 2, seed=3, side=56)) for letter in "ABEHKMNRS"}
    # The templates know one font only, and take pages in all others for texture.
    glyphs = drawn_pieces(3, letters, Reader(OpenVinoClassifier.load(DEFAULT_CHECKPOINT, 1)), seed=2)
    wrong = glyphs.labels == NOT_A_CHARACTER
    assert np.count_nonzero(~wrong) > 20
    assert np.count_nonzero(wrong) > 20
    assert not glyphs.folded.any()


def test_only_letters_of_known_case_draw_pages() -> None:
    frames = frame_glyphs(pictures("AB7-", seed=1))
    folded = GlyphSet.of_one_source("one", frames[:2], "AB", folded=True)
    assert training_letters(folded) == {}
    assert set(training_letters(GlyphSet.of_one_source("two", frames, "AB7-"))) == {"A", "B", "7"}


def test_strokes_and_blobs_are_not_worth_rejecting() -> None:
    shapes = [np.zeros((60, 60), np.uint8) for _ in range(4)]
    cv2.line(shapes[0], (5, 5), (50, 50), 255, 8)
    cv2.circle(shapes[1], (30, 30), 20, 255, -1)
    cv2.line(shapes[2], (30, 2), (30, 58), 255, 6)
    cv2.polylines(shapes[3], [np.array([[5, 5], [50, 15], [10, 40], [55, 55]])], False, 255, 4)
    kept = worth_rejecting(frame_glyphs(shapes), TemplateClassifier(), np.random.default_rng(1))
    assert kept.tolist() == [False, False, False, True]


def test_no_writer_both_trains_and_chooses(tmp_path: Path) -> None:
    frames = frame_glyphs(pictures("AB" * 100, seed=1))
    writers = np.repeat(np.arange(50), 4)
    GlyphSet.of_one_source("entries-of-forms", frames, "AB" * 100, writers=writers).save(tmp_path / "x.npz")
    train, validation = load_cut_out(tmp_path / "x.npz", seed=5)
    assert len(validation) == 8
    assert not set(train.writers) & set(validation.writers)
    assert len(train) + len(validation) == 200


def test_damaged_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_bytes(b"nothing")
    with pytest.raises(TrainingError, match=r"x\.npz"):
        load_cut_out(tmp_path / "x.npz", seed=5)
