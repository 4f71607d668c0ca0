"""Forced alignment finds the glyphs of a known text, and what else could be made of their ink."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from model.spelling.lattice import Lattice
from tests.model.spelling.test_lattice import lattice_of
from training.forced import align, wrong_groupings

#: Five strokes: one printed before the text, a letter of two, a letter of one, one printed behind.
LATTICE = lattice_of((0, 8), (60, 68), (70, 78), (90, 98), (150, 158))


def explained(lattice: Lattice, *letters: tuple[int, int]) -> NDArray[np.float64]:
    """Each letter is explained well by the pieces given for it, and badly by all others."""
    worth = np.full((len(lattice.hypotheses), len(letters)), np.log(1e-3))
    for column, (start, stop) in enumerate(letters):
        for row, one in enumerate(lattice.hypotheses):
            if (one.start, one.stop) == (start, stop):
                worth[row, column] = np.log(0.9)
    return worth


def test_letters_get_their_pieces_and_strangers_are_passed_over() -> None:
    alignment = align(LATTICE, explained(LATTICE, (1, 3), (3, 4)))
    assert alignment is not None
    chosen = [LATTICE.hypotheses[index] for index in alignment.path]
    assert [(one.start, one.stop) for one in chosen] == [(1, 3), (3, 4)]


def test_text_that_fits_is_worth_more() -> None:
    fits = align(LATTICE, explained(LATTICE, (1, 3), (3, 4)))
    does_not = align(LATTICE, explained(LATTICE, (9, 9), (9, 9)))
    assert fits is not None
    assert does_not is not None
    assert fits.worth > does_not.worth


def test_more_letters_than_pieces_cannot_be_aligned() -> None:
    assert align(LATTICE, explained(LATTICE, *[(0, 1)] * 6)) is None


@pytest.mark.parametrize(("start", "stop", "wrong"), [(1, 2, True), (2, 3, True), (1, 3, False), (0, 1, False)])
def test_parts_of_letters_are_wrong_and_strangers_are_not_judged(start: int, stop: int, wrong: bool) -> None:
    alignment = align(LATTICE, explained(LATTICE, (1, 3), (3, 4)))
    assert alignment is not None
    groups = [(LATTICE.hypotheses[index].start, LATTICE.hypotheses[index].stop)
              for index in wrong_groupings(LATTICE, alignment.path)]  # fmt: skip
    assert ((start, stop) in groups) is wrong
