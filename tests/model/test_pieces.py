"""Pieces are numbered alike however many there are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.pieces import common_height, connected_pieces


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.7, 1.0])
def test_pieces_are_those_of_four_bytes_a_pixel(share: float) -> None:
    ink = (np.random.default_rng(7).random((240, 330)) < share).astype(np.uint8)
    count, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    own, own_stats, own_middles = connected_pieces(ink)
    assert np.array_equal(own, labels)
    assert np.array_equal(own_stats, stats)
    assert np.array_equal(own_middles[1:], middles[1:])
    assert len(own_stats) == count


def test_more_pieces_than_two_bytes_can_number_are_all_found() -> None:
    ink = np.zeros((600, 600), np.uint8)
    ink[::2, ::2] = 1
    labels, stats, _ = connected_pieces(ink)
    assert len(stats) == 300 * 300 + 1
    assert labels.max() == 300 * 300


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1)])
def test_narrow_pictures_have_pieces_too(shape: tuple[int, int]) -> None:
    assert len(connected_pieces(np.ones(shape, np.uint8))[1]) == 2


def test_paper_around_the_ink_changes_nothing() -> None:
    ink = np.zeros((200, 300), np.uint8)
    ink[60:150, 90:160] = np.random.default_rng(8).random((90, 70)) < 0.3
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    own, own_stats, own_middles = connected_pieces(ink)
    assert np.array_equal(own, labels)
    assert np.array_equal(own_stats[1:], stats[1:])
    assert np.allclose(own_middles[1:], middles[1:])


def strokes(*lengths: int, width: int = 6) -> NDArray[np.uint8]:
    """Upright strokes in rows of ten, a dot over each."""
    ink = np.zeros((110 * (len(lengths) // 10 + 1), 1100), np.uint8)
    for number, length in enumerate(lengths):
        top, left = 110 * (number // 10), 40 + 100 * (number % 10)
        ink[top + 5 : top + 15, left : left + 10] = 1
        ink[top + 25 : top + 25 + length, left : left + width] = 1
    return ink


def test_stems_tell_the_height_of_letters_where_they_are_many_and_alike() -> None:
    assert common_height(strokes(*[56, 60, 64] * 10)) == 60
    assert common_height(strokes(60)) == 10
    assert common_height(strokes(*[25, 40, 55, 70] * 7)) == 10


def test_compact_pieces_tell_the_height_of_letters_among_long_lines() -> None:
    ink = np.zeros((600, 1600), np.uint8)
    ink[300:303, 100:1500] = 1
    for left in range(100, 1500, 100):
        ink[240:280, left : left + 30] = 1
    assert common_height(ink) == 40
    assert common_height(ink[290:]) == 400


def test_blanks_to_be_filled_in_are_no_stems() -> None:
    ink = np.zeros((1000, 1000), np.uint8)
    for at in range(12):
        ink[80 + 75 * at : 83 + 75 * at, 400:580] = 1
    for at in range(8):
        ink[50 + 75 * at : 74 + 75 * at, 300:318] = 1
    assert common_height(ink) == 24
