"""Glyph sets keep their columns, their writers and the meaning of their labels together."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import ALPHABET, NOT_A_CHARACTER
from training.glyphs import GlyphSet, class_pairs, concatenate


def glyphs(labels: str, writers: list[int] | None = None, *, folded: bool = False, corpus: str = "made up") -> GlyphSet:
    frames = np.arange(len(labels), dtype=np.uint8)[:, None, None] * np.ones((28, 28), np.uint8)
    hands = None if writers is None else np.array(writers)
    return GlyphSet.of_one_source(corpus, frames, labels, folded=folded, writers=hands)


def test_columns_of_different_lengths_are_refused() -> None:
    one = glyphs("AB")
    with pytest.raises(ValueError, match="different lengths"):
        GlyphSet(one.frames[:1], one.labels, one.folded, one.writers, one.corpora)


def test_label_that_no_class_stands_for_is_refused() -> None:
    with pytest.raises(ValueError, match="Ä"):
        glyphs("AÄ")


def test_glyphs_are_chosen_by_mask_or_index() -> None:
    whole = glyphs("ABC", [3, -1, 4])
    assert whole[np.array([2, 0])].labels.tolist() == ["C", "A"]
    known = whole[whole.writers >= 0]
    assert (len(known), known.writers.tolist(), known.frames[1, 0, 0]) == (2, [3, 4], 2)


def test_writers_of_different_sets_stay_different() -> None:
    whole = concatenate([glyphs("ABC", [0, 1, -1]), glyphs("DE", [0, 5]), glyphs("F"), glyphs("G", [0])])
    assert whole.labels.tolist() == list("ABCDEFG")
    known = whole.writers[whole.writers >= 0]
    assert len(set(known.tolist())) == len(known) == 5
    assert (whole.writers[[2, 5]] == -1).all()


def test_one_writer_stays_one() -> None:
    whole = concatenate([glyphs("A", [7]), glyphs("BCD", [2, 9, 2])])
    assert whole.writers[1] == whole.writers[3] != whole.writers[2]


@pytest.mark.parametrize(("labels", "folded", "classes"), [("A7", True, ["Aa", "77"]), ("Aa", False, ["AA", "aa"])])
def test_folded_letters_stand_for_two_classes_and_digits_for_one(labels: str, folded: bool, classes: list[str]) -> None:
    pairs = class_pairs(glyphs(labels, folded=folded))
    assert ["".join(ALPHABET[label] for label in pair) for pair in pairs.tolist()] == classes


def test_rejects_have_a_class_and_a_symbol() -> None:
    rejects = GlyphSet.of_one_source("none", np.zeros((2, 28, 28), np.uint8), [NOT_A_CHARACTER, "b"], folded=True)
    assert rejects.symbols.tolist() == [NOT_A_CHARACTER, "B"]
    assert rejects.folded.tolist() == [False, True]
    assert class_pairs(rejects)[0].tolist() == [75, 75]
