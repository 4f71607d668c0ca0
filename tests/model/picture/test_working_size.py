"""Pages are enlarged, halved and scaled down without losing their proportions."""

from __future__ import annotations

import numpy as np
import pytest

from model.picture.working_size import half_as_large, half_enough, large_enough, shrunk, shrunk_by_halves, small_enough

FINE, BROAD = 0.5, 0.05


@pytest.mark.parametrize(("shape", "longest"), [((100, 150), 600), ((300, 400), 800), ((900, 500), 900), ((1, 1), 4)])
def test_small_pictures_are_enlarged_but_not_without_end(shape: tuple[int, int], longest: int) -> None:
    enlarged = large_enough(np.full(shape, 200, np.uint8))
    assert max(enlarged.shape) == longest
    assert abs(enlarged.shape[0] / enlarged.shape[1] - shape[0] / shape[1]) < 0.01
    assert (enlarged == 200).all()


@pytest.mark.parametrize(
    ("longest", "half", "small"),
    [(1500, None, 1500), (1700, 850, 1700), (2309, 1154, 2000), (4000, 1000, 2000), (7000, 875, 2000)],
)
def test_only_pages_of_broad_strokes_are_halved(longest: int, half: int | None, small: int) -> None:
    page = np.zeros((longest // 10, longest), np.uint8)
    halved = half_enough(page, BROAD)
    assert (halved is None) == (half is None)
    assert halved is None or max(halved.shape) == half
    assert half_enough(page, FINE) is None
    assert max(small_enough(page).shape) == small


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (2, 3), (5, 5), (8, 6)])
def test_halves_are_averages_of_any_shape(shape: tuple[int, int]) -> None:
    page = np.random.default_rng(1).integers(0, 255, shape, np.uint8)
    half = half_as_large(page)
    height, width = (max(1, side // 2) for side in shape)
    tall, wide = (side // 2 * 2 or 1 for side in shape)
    averaged = page[:tall, :wide].reshape(height, -1, width, wide // width).mean(axis=(1, 3))
    assert half.shape == (height, width)
    assert np.abs(half - averaged).max() <= 1


def test_scaling_down_by_anything_keeps_the_mean_and_the_proportions() -> None:
    page = np.random.default_rng(2).integers(100, 140, (700, 1100), np.uint8)
    for longest in (1100, 900, 551, 550, 300, 90):
        small = shrunk(page, longest)
        assert max(small.shape) == longest
        assert abs(small.shape[1] / small.shape[0] - 11 / 7) < 0.02
        assert abs(float(small.mean()) - float(page.mean())) < 0.6


def test_fine_lines_of_small_scans_are_no_fainter_in_one_place_than_in_another() -> None:
    page = np.full((700, 1050), 240, np.uint8)
    page[:, 7::13] = 0
    darkest = shrunk(page, 640).min(axis=0)
    along = [int(darkest[start : start + 12].min()) for start in range(0, 628, 12)]
    assert max(along) - min(along) < 110


def test_pages_of_broad_strokes_are_scaled_by_neighbours_alone() -> None:
    page = np.random.default_rng(3).integers(100, 140, (600, 900), np.uint8)
    averaged, quickly = (shrunk(page, 500, broad=broad) for broad in (False, True))
    assert averaged.shape == quickly.shape
    assert float(quickly.std()) > 1.1 * float(averaged.std())
    # So few pixels that neighbours would leave some of them out.
    assert np.array_equal(shrunk(page, 400), shrunk(page, 400, broad=True))


def test_halving_stops_before_a_page_becomes_too_small() -> None:
    page = np.zeros((500, 1000), np.uint8)
    assert [max(shrunk_by_halves(page, least).shape) for least in (501, 500, 250, 249)] == [1000, 500, 250, 250]
