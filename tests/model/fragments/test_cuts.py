"""Ink of several letters may be cut where it is thin; no ink is lost."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.fragments.cuts import CutSettings, cut
from model.segment import Fragment, merged


def fragment(ink: NDArray[np.uint8], left: int = 70, top: int = 30) -> Fragment:
    return Fragment(BoundingBox(left, top, left + ink.shape[1], top + ink.shape[0]), ink)


def joined_rings(count: int = 2, joint: int = 3) -> NDArray[np.uint8]:
    """Rings of 41 pixels in a row, 9 apart, with a stroke of this width between each two."""
    canvas = np.zeros((41, 50 * count - 9), np.uint8)
    for n in range(count):
        cv2.circle(canvas, (20 + 50 * n, 20), 18, 255, 5)
    for n in range(1, count):
        cv2.line(canvas, (50 * n - 13, 20), (50 * n + 3, 20), 255, joint)
    return canvas


@pytest.mark.parametrize("count", [2, 3])
def test_joined_letters_can_be_taken_apart(count: int) -> None:
    pieces = cut(fragment(joined_rings(count)), 40.0)
    starts = [piece.box.left - 70 for piece in pieces if piece.cut_cost]
    for n in range(1, count):
        assert any(50 * n - 12 <= start <= 50 * n + 2 for start in starts), starts


def test_no_ink_is_lost_or_moved() -> None:
    whole = fragment(joined_rings(3))
    again = merged(cut(whole, 40.0))
    assert again.box == BoundingBox.around(piece.box for piece in cut(whole, 40.0))
    left, top = again.box.left - whole.box.left, again.box.top - whole.box.top
    placed = np.zeros_like(whole.ink)
    placed[top : top + again.box.height, left : left + again.box.width] = again.ink
    assert np.array_equal(placed, whole.ink)


def test_pieces_stand_from_left_to_right_and_only_cuts_cost() -> None:
    pieces = cut(fragment(joined_rings(3)), 40.0)
    lefts = [piece.box.left for piece in pieces]
    assert lefts == sorted(lefts)
    assert pieces[0].cut_cost == 0
    assert all(piece.cut_cost > 0 for piece in pieces[1:])


def test_thicker_joints_cost_more() -> None:
    cheapest = [min(piece.cut_cost for piece in cut(fragment(joined_rings(joint=joint)), 40.0)[1:]) for joint in (3, 7)]
    assert cheapest[0] < cheapest[1]


@pytest.mark.parametrize(
    "ink",
    [
        pytest.param(joined_rings(1), id="no wider than the line is high"),
        pytest.param(np.full((40, 12), 255, np.uint8), id="an upright stroke"),
        pytest.param(np.full((6, 30), 255, np.uint8), id="a dash"),
    ],
)
def test_what_is_narrow_stays_whole(ink: NDArray[np.uint8]) -> None:
    whole = fragment(ink)
    pieces = cut(whole, 110.0)
    assert len(pieces) == 1
    assert pieces[0].box == whole.box


@pytest.mark.parametrize("asked", [20.0, 33.0, 70.0])
def test_ink_is_cut_where_a_cut_is_asked_for(asked: float) -> None:
    whole = fragment(joined_rings())
    pieces = cut(whole, 40.0, asked=[asked, -3.0, 500.0])
    assert any(abs(piece.box.left - whole.box.left - asked) <= 8 for piece in pieces[1:])
    assert np.count_nonzero(merged(pieces).ink) == np.count_nonzero(whole.ink)


def test_a_long_stroke_is_not_cut() -> None:
    stroke = fragment(np.full((8, 400), 255, np.uint8))
    assert len(cut(stroke, 12.0)) == 1
    assert len(cut(fragment(np.full((40, 400), 255, np.uint8)), 12.0, CutSettings(thickness=99.0))) > 1
