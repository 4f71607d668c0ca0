"""The slope of points is found beside others that are off."""

from __future__ import annotations

import numpy as np
import pytest

from model.arrangement.theil_sen import median_slope


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.2])
def test_a_few_points_that_are_off_do_not_turn_a_row(slope: float) -> None:
    x = np.arange(12.0) * 30
    y = 100 + slope * x
    y[[2, 7]] += 40
    assert median_slope(x, y) == pytest.approx(slope, abs=1e-9)
    assert median_slope(x[::-1], y[::-1]) == pytest.approx(slope, abs=1e-9)


def test_near_points_do_not_count() -> None:
    x, y = np.array([0.0, 1.0, 100.0, 101.0]), np.array([0.0, 9.0, 10.0, 19.0])
    assert median_slope(x, y, apart=50) == pytest.approx(0.1, abs=0.1)
    assert median_slope(x[:2], y[:2], apart=50) is None


def test_points_over_one_another_have_no_slope() -> None:
    assert median_slope(np.array([5.0, 5.0]), np.array([1.0, 9.0])) is None
    assert median_slope(np.zeros(0), np.zeros(0)) is None
