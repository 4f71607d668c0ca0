"""Seams cross as little ink as can be, and follow letters that lean."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.fragments.seams import Seams


def crossed(mask: NDArray[np.bool_], seams: Seams, column: int) -> int:
    """How many pixels of ink the seam through a column runs over."""
    path = np.minimum(seams.path(column), mask.shape[1] - 1)
    return int(mask[np.arange(len(mask)), path].sum())


def two_bars(lean: int) -> NDArray[np.bool_]:
    """Two bars, 40 high and leaning, with a gap of 6 pixels and a thin bridge between them."""
    canvas = np.zeros((40, 80), np.uint8)
    for left in (20, 36):
        cv2.line(canvas, (left + lean, 0), (left - lean, 39), 255, 9)
    cv2.line(canvas, (20, 20), (36, 20), 255, 2)
    return canvas > 0


@pytest.mark.parametrize("lean", [-12, -6, 0, 6, 12])
def test_a_seam_runs_between_letters_that_lean(lean: int) -> None:
    mask = two_bars(lean)
    seams = Seams(mask)
    middle = 28
    assert seams.ink[middle] < 7
    assert crossed(mask, seams, middle) <= 6
    lefts = seams.path(middle)
    assert abs((int(lefts[2]) - int(lefts[-3])) - 2 * lean) <= 8


def test_a_seam_through_a_bar_costs_its_whole_length() -> None:
    seams = Seams(np.pad(np.ones((40, 30), np.bool_), ((0, 0), (30, 30))))
    assert seams.ink[45] > 30


def test_seams_pass_through_the_column_asked_for() -> None:
    mask = two_bars(0)
    seams = Seams(mask)
    assert all(abs(int(seams.path(column)[20]) - column) <= 1 for column in range(0, 80, 5))
    assert seams.ink.shape == (80,)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (3, 900)])
def test_any_piece_of_ink_has_seams(shape: tuple[int, int]) -> None:
    seams = Seams(np.ones(shape, np.bool_))
    assert seams.ink.shape == (shape[1],)
    assert seams.path(0).shape == (shape[0],)
