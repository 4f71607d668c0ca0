"""Accuracy counts what it says it counts."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import ALPHABET, NOT_A_CHARACTER
from model.classifier import Logits
from model.frame import GlyphFrames
from tests.model.fakes import CARD
from training.evaluate import accuracy, accuracy_by_corpus
from training.glyphs import GlyphSet, concatenate


class Parrot:
    """Answers the class whose number is the frame's first pixel."""

    card = CARD

    def classify(self, frames: GlyphFrames) -> Logits:
        return 9 * np.eye(len(ALPHABET), dtype=np.float32)[frames[:, 0, 0]]


def glyphs(labels: list[str], answers: list[str], *, folded: bool = False, corpus: str = "made up") -> GlyphSet:
    frames = np.zeros((len(labels), 28, 28), np.uint8)
    frames[:, 0, 0] = [ALPHABET.index(answer) for answer in answers]
    return GlyphSet.of_one_source(corpus, frames, labels, folded=folded)


def test_folded_and_cased_answers_are_counted_apart() -> None:
    measured = accuracy(Parrot(), glyphs(list("AbCd"), list("aBCx")))
    assert (measured.glyphs, measured.letters, measured.mixed) == (4, 0.75, 0.25)


def test_either_case_is_right_where_the_label_is_folded() -> None:
    measured = accuracy(Parrot(), glyphs(list("ABC"), list("abX"), folded=True))
    assert abs(measured.mixed - 2 / 3) < 1e-9


def test_mean_over_letters_counts_rare_letters_like_common_ones() -> None:
    measured = accuracy(Parrot(), glyphs(list("EEEEEEEEEQ"), list("EEEEEEEEEO")))
    assert measured.letters == pytest.approx(0.9)
    assert measured.mean_over_letters == pytest.approx(0.5)


def test_digits_are_no_letters() -> None:
    measured = accuracy(Parrot(), glyphs(["0", "1", "A"], ["0", "B", "A"]))
    assert measured.letters == 1
    assert measured.alnum == pytest.approx(2 / 3)
    assert accuracy(Parrot(), glyphs(["."], ["."])).letters is None


def test_corpora_are_measured_apart_and_rejects_not_at_all() -> None:
    several = concatenate(
        [
            glyphs(["A", "B"], ["A", "B"], corpus="one"),
            glyphs(["7"], ["1"], corpus="two"),
            glyphs([NOT_A_CHARACTER], ["A"], corpus="none"),
        ]
    )
    figures = accuracy_by_corpus(Parrot(), several)
    assert {corpus: row["mixed"] for corpus, row in figures.items()} == {"one": 1.0, "two": 0.0}
