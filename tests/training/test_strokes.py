"""Pen strokes are drawn whole, at any width and size."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from training.strokes import DRAWN_SIDE, Stroke, draw_strokes, smooth_path, varied

CROSS: list[Stroke] = [np.array([[0.0, 0.0], [30.0, 60.0]]), np.array([[30.0, 0.0], [0.0, 60.0]])]


def ink_extent(ink: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> tuple[int, int]:
    """Height and width of the ink."""
    rows, columns = np.flatnonzero(ink.max(axis=1) > 127), np.flatnonzero(ink.max(axis=0) > 127)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("width", [0.01, 0.08, 0.2])
def test_strokes_keep_their_proportion_and_are_not_cut_off(width: float) -> None:
    ink = draw_strokes(CROSS, width)
    pen = max(1, round(width * DRAWN_SIDE))
    height, wide = ink_extent(ink)
    assert abs(height - DRAWN_SIDE - pen) <= 4
    assert abs(wide - DRAWN_SIDE / 2 - pen) <= 4
    edge = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    assert not edge.any()
    assert cv2.connectedComponents((ink > 127).astype(np.uint8))[0] == 2


def test_wider_pens_leave_more_ink() -> None:
    amounts = [int((draw_strokes(CROSS, width) > 127).sum()) for width in (0.03, 0.08, 0.16)]
    assert amounts[0] < amounts[1] < amounts[2]


def test_unit_and_place_of_the_points_do_not_matter() -> None:
    moved = [stroke * 7.5 + [300, -40] for stroke in CROSS]
    assert np.array_equal(draw_strokes(CROSS, 0.08), draw_strokes(moved, 0.08))


def test_a_single_point_is_a_dot() -> None:
    ink = draw_strokes([np.array([[4.0, 4.0]])], 0.1)
    height, width = ink_extent(ink)
    assert height == width > 5


def test_dot_over_a_stroke_is_drawn() -> None:
    ink = draw_strokes([np.array([[0.0, 30.0], [0.0, 90.0]]), np.array([[0.0, 0.0]])], 0.1)
    assert cv2.connectedComponents((ink > 127).astype(np.uint8))[0] == 3


def test_varied_glyphs_differ_and_keep_their_strokes() -> None:
    first, again = varied(CROSS, np.random.default_rng(1)), varied(CROSS, np.random.default_rng(1))
    other = varied(CROSS, np.random.default_rng(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.allclose(first[0], other[0])
    assert [stroke.shape for stroke in first] == [stroke.shape for stroke in CROSS]


def test_varied_areas_stay_what_they_were() -> None:
    corner = [np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])]
    for seed in range(20):
        (a, b, c) = varied(corner, np.random.default_rng(seed))[0]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        assert abs(area - 1) < 1e-9, "never mirrored or flattened"


def test_smooth_path_goes_through_its_points() -> None:
    points = [(0.0, 0.0), (1.0, 2.0), (3.0, 1.0), (4.0, 4.0)]
    path = smooth_path(points)
    assert len(path) > 3 * len(points)
    for point in points:
        assert np.abs(path - point).sum(axis=1).min() < 1e-9
    assert np.array_equal(smooth_path(points[:2]), np.array(points[:2]))
