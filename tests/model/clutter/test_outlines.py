"""What is drawn round letters goes, letters that hold a part of their own stay."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.binarize import Ink
from model.clutter.outlines import find_outlines
from model.pieces import connected_pieces
from model.segment import find_fragments

Canvas = NDArray[np.uint8]


def page() -> Canvas:
    """A row of letters of 30 x 40 pixels."""
    canvas = np.zeros((220, 500), np.uint8)
    for left in range(40, 460, 70):
        cv2.rectangle(canvas, (left, 90), (left + 30, 130), 255, 5)
    return canvas


def circle(canvas: Canvas) -> None:
    cv2.ellipse(canvas, (195, 110), (34, 45), 0, 0, 360, 255, 4)


def open_circle(canvas: Canvas) -> None:
    cv2.ellipse(canvas, (195, 110), (34, 45), 0, 20, 350, 255, 4)


def frame_of_two(canvas: Canvas) -> None:
    cv2.rectangle(canvas, (165, 70), (300, 150), 255, 3)


def circle_round_a_small_number(canvas: Canvas) -> None:
    canvas[:, 160:230] = 0
    cv2.ellipse(canvas, (195, 110), (22, 24), 0, 0, 360, 255, 4)
    cv2.rectangle(canvas, (190, 98), (200, 122), 255, 3)


def test_a_circle_no_larger_than_letters_goes_round_a_number() -> None:
    canvas = page()
    circle_round_a_small_number(canvas)
    found = sorted(piece.box.left for piece in find_fragments(Ink(canvas > 0, canvas, 1.0)))
    assert len(found) == 6
    assert any(185 <= left <= 192 for left in found)


@pytest.mark.parametrize("drawn", [circle, open_circle, frame_of_two])
def test_what_is_drawn_round_letters_goes(drawn: Callable[[Canvas], None]) -> None:
    canvas = page()
    drawn(canvas)
    ink = Ink(canvas > 0, canvas, 1.0)
    plain = find_fragments(Ink(page() > 0, page(), 1.0))
    assert sorted(piece.box.left for piece in find_fragments(ink)) == sorted(piece.box.left for piece in plain)


def at_sign(canvas: Canvas) -> None:
    cv2.ellipse(canvas, (250, 185), (22, 26), 0, 0, 360, 255, 4)
    cv2.ellipse(canvas, (250, 187), (7, 8), 0, 0, 360, 255, 4)


def small_letter_in_a_capital(canvas: Canvas) -> None:
    cv2.ellipse(canvas, (250, 60), (60, 55), 0, 50, 310, 255, 5)
    cv2.ellipse(canvas, (255, 62), (12, 15), 0, 0, 360, 255, 5)


def circle_round_nothing(canvas: Canvas) -> None:
    cv2.ellipse(canvas, (250, 45), (34, 40), 0, 0, 360, 255, 4)


@pytest.mark.parametrize("drawn", [at_sign, small_letter_in_a_capital, circle_round_nothing])
def test_letters_stay(drawn: Callable[[Canvas], None]) -> None:
    canvas = page()
    drawn(canvas)
    labels, stats, _ = connected_pieces((canvas > 0).astype(np.uint8))
    assert not find_outlines(labels, stats, list(range(1, len(stats)))).any()


def test_no_pieces_are_no_outlines() -> None:
    labels, stats, _ = connected_pieces(np.zeros((30, 40), np.uint8))
    assert not find_outlines(labels, stats, []).any()
