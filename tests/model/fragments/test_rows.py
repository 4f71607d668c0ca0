"""Pieces of ink are sorted into the rows they stand in."""

from __future__ import annotations

import numpy as np

from model.fragments.rows import RowSettings, rows_of


def row(count: int, left: float = 0, top: float = 0, size: float = 20, gap: float = 6) -> list[tuple[float, ...]]:
    """Squares side by side."""
    return [(left + (size + gap) * at, top, left + (size + gap) * at + size, top + size) for at in range(count)]


def test_neighbours_of_neighbours_are_in_one_row_in_any_order() -> None:
    boxes = np.array([*row(9), *row(7, top=50), *row(4, left=400)], np.float64)
    order = np.random.default_rng(1).permutation(len(boxes))
    found = rows_of(boxes[order])
    kinds = np.repeat([0, 1, 2], [9, 7, 4])[order]
    assert [len(set(found[kinds == kind].tolist())) for kind in range(3)] == [1, 1, 1]
    assert len(set(found.tolist())) == 3
    assert all(found[at] == np.flatnonzero(kinds == kinds[at])[0] for at in range(len(boxes)))


def test_pieces_apart_of_other_heights_or_within_one_another_are_in_no_row() -> None:
    boxes = np.array([(0, 0, 20, 20), (60, 0, 80, 20), (90, 0, 110, 50), (92, 2, 108, 40)], np.float64)
    assert rows_of(boxes).tolist() == [0, 1, 2, 3]
    assert rows_of(boxes, RowSettings(near=2.5)).tolist() == [0, 0, 2, 3]


def test_no_pieces_are_in_no_rows() -> None:
    assert rows_of(np.zeros((0, 4))).tolist() == []
