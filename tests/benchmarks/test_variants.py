from __future__ import annotations

import numpy as np
import pytest

from benchmarks.variants import (
    GRAIN,
    LAMP,
    SHADE,
    VARIANTS,
    WEAK_SIDE,
    bolder,
    dusted,
    filmed,
    halved,
    lamplit,
    ruled,
    shaded,
    turned,
)
from drawing import draw_page

PAGE = draw_page(["ABC 123"]).grey


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_are_pages_and_leave_the_original_alone(name: str) -> None:
    before = PAGE.copy()
    changed = VARIANTS[name](PAGE)
    assert changed.dtype == np.uint8
    assert changed.ndim == 2
    assert np.array_equal(PAGE, before)
    # Ink and paper are still there, whichever is lighter.
    assert np.ptp(changed.astype(int)) > 150


def test_quarter_turns_are_exact_and_clockwise() -> None:
    assert np.array_equal(turned(PAGE, 90), np.rot90(PAGE, -1))
    assert np.array_equal(turned(turned(PAGE, 180), 180), PAGE)


def test_turning_keeps_all_ink() -> None:
    assert abs((turned(PAGE, 10) < 128).sum() - (PAGE < 128).sum()) < 0.03 * (PAGE < 128).sum()


def test_lines_darken_paper_only_where_they_are() -> None:
    lined = ruled(PAGE)
    rows = (lined != PAGE).any(axis=1)
    assert 0 < rows.sum() < 0.2 * len(rows)
    assert (lined <= PAGE).all()
    assert (ruled(PAGE, squared=True) != PAGE).any(axis=0).all()


def test_halved() -> None:
    assert halved(PAGE).shape == (PAGE.shape[0] // 2, PAGE.shape[1] // 2)


def test_a_weak_camera_makes_pages_small_and_noisy() -> None:
    small, large = np.full((60, 90), 120, np.uint8), np.full((1000, 2000), 120, np.uint8)
    assert filmed(small).shape == small.shape
    assert filmed(large).shape == (WEAK_SIDE // 2, WEAK_SIDE)
    assert filmed(large).std() == pytest.approx(GRAIN, rel=0.05)


def test_a_shadow_darkens_one_side_evenly() -> None:
    bright = np.full((100, 200), 200, np.uint8)
    assert set(np.unique(shaded(bright))) == {200, int(200 * SHADE)}


def test_light_falls_off_around_a_lamp() -> None:
    lit = lamplit(np.full((300, 500), 200, np.uint8))
    brightest = np.array(np.unravel_index(lit.argmax(), lit.shape)) / (299, 499) * 2 - 1
    assert brightest[::-1] == pytest.approx(LAMP, abs=0.1)
    assert lit.max() >= 199
    assert lit[-1, 0] < 0.25 * 200
    assert (np.diff(lit[0, 320:].astype(int)) <= 0).all()


def test_dust_and_bolder_strokes_only_darken() -> None:
    paper = np.full((300, 500), 250, np.uint8)
    assert 0.001 < (dusted(paper) < 130).mean() < 0.05
    assert (bolder(PAGE) <= PAGE).all()
    assert (bolder(PAGE) < 128).sum() > (PAGE < 128).sum()
