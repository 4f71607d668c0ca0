from __future__ import annotations

import numpy as np
import pytest

from model.picture.tiles import middles, tile_samples

RNG = np.random.default_rng(4)


@pytest.mark.parametrize("pixels", [1, 2, 7, 64])
def test_the_middle_is_the_median(pixels: int) -> None:
    tiles = RNG.integers(0, 65_536, (3, 5, pixels))
    assert np.array_equal(middles(tiles), np.median(tiles, axis=2).astype(np.float32))


@pytest.mark.parametrize("tile", [1, 3, 16, 40])
def test_samples_are_pixels_of_their_tile(tile: int) -> None:
    page = np.repeat(np.repeat(np.arange(4, dtype=np.uint8).reshape(2, 2), tile, axis=0), tile, axis=1)
    samples = tile_samples(page, tile)
    assert samples.shape[:2] == (2, 2)
    assert (samples == np.arange(4).reshape(2, 2, 1)).all()


def test_what_is_no_whole_tile_is_left_out() -> None:
    assert tile_samples(np.zeros((50, 33), np.uint8), 16).shape[:2] == (3, 2)
