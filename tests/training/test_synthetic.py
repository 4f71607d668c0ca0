"""Every mark is drawn, and what is no character is made in every kind."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import NOT_A_CHARACTER, PUNCTUATION
from tests.training.corpora import pictures
from training.synthetic import not_characters, punctuation


def test_every_mark_is_drawn_equally_often_and_never_alike() -> None:
    marks = punctuation(12, seed=1)
    assert sorted(marks.labels.tolist()) == sorted(list(PUNCTUATION) * 12)
    assert (marks.frames.max(axis=(1, 2)) == 255).all()
    assert len({frame.tobytes() for frame in marks.frames}) > 0.9 * len(marks)
    assert not marks.folded.any()


# A dash lies, a slash leans to the right: upright, after turning the frame back.
@pytest.mark.parametrize(("mark", "wide"), [("-", True), ("(", False), (")", False), ("!", False), (":", False)])
def test_marks_stand_upright(mark: str, wide: bool) -> None:
    marks = punctuation(8, seed=2)
    upright = marks.frames[marks.labels == mark].transpose(0, 2, 1) > 127
    widths, heights = upright.any(axis=1).sum(axis=1), upright.any(axis=2).sum(axis=1)
    assert ((widths > heights) == wide).all()


def test_brackets_open_to_their_side() -> None:
    marks = punctuation(20, seed=3)
    x = np.arange(28)
    for mark, side in (("(", 1), (")", -1)):
        upright = marks.frames[marks.labels == mark].transpose(0, 2, 1).astype(np.float64)
        middle, ends = upright[:, 11:17].sum(axis=1), upright[:, [3, 4, 23, 24]].sum(axis=1)
        bulge = (ends * x).sum(axis=1) / ends.sum(axis=1) - (middle * x).sum(axis=1) / middle.sum(axis=1)
        assert np.median(bulge) * side > 1


def test_rejects_are_no_letters_and_never_alike() -> None:
    letters = np.ascontiguousarray(pictures("ABDEGHKMNRSWX" * 3, seed=4).transpose(0, 2, 1))
    rejects = not_characters(letters, 60, seed=5)
    assert rejects.labels.tolist() == [NOT_A_CHARACTER] * 60
    assert rejects.frames.shape == (60, 28, 28)
    assert (rejects.frames.max(axis=(1, 2)) == 255).all()
    assert len({frame.tobytes() for frame in rejects.frames}) > 50
    flat = [frames.reshape(len(frames), -1).astype(np.float64) for frames in (rejects.frames, letters)]
    flat = [rows - rows.mean(axis=1, keepdims=True) for rows in flat]
    flat = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in flat]
    assert float((flat[0] @ flat[1].T).max()) < 0.95


def test_seed_decides() -> None:
    one, again, other = (punctuation(2, seed).frames for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
