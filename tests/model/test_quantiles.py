"""Medians and quantiles are those of numpy."""

from __future__ import annotations

import numpy as np
import pytest

from model.quantiles import byte_quantiles, median

SHARES = (0.0, 0.01, 0.3, 0.5, 0.7, 0.995, 1.0)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 101])
def test_medians_are_those_of_numpy(count: int) -> None:
    rng = np.random.default_rng(count)
    for values in (rng.normal(size=count), rng.integers(0, 256, count, np.uint8), rng.integers(-9, 9, count).tolist()):
        assert median(values) == float(np.median(values))
    grid = rng.normal(size=(count, 3))
    assert median(grid) == float(np.median(grid))


def test_the_median_of_bytes_does_not_run_over() -> None:
    assert median(np.array([255, 255], np.uint8)) == 255


@pytest.mark.parametrize("shape", [(1,), (2,), (255,), (16, 40)])
def test_quantiles_of_bytes_are_those_of_numpy(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(len(shape)).integers(0, 256, shape, np.uint8)
    assert np.allclose(byte_quantiles(values, SHARES), np.quantile(values, SHARES))


def test_quantiles_are_told_of_every_second_pixel_too() -> None:
    page = np.arange(240, dtype=np.uint8).reshape(12, 20)
    assert byte_quantiles(page[::2, ::2], (0.5,)) == [float(np.median(page[::2, ::2]))]
