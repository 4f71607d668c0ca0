"""viewport.js: where the sheet lies when it is fitted, zoomed, moved, and walked over."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import run
from tests.browser.logic.readings import box

pytestmark = pytest.mark.browser

PAGE, FRAME = {"width": 2000, "height": 1000}, {"width": 800, "height": 600}


def view(modules: Any, function: str, *values: Any) -> dict[str, float]:
    answer = run(modules, "viewport", f"(m, ...values) => m.{function}(...values)", *values)
    assert isinstance(answer, dict)
    return answer


def fitted(modules: Any) -> dict[str, float]:
    return view(modules, "fit", PAGE, FRAME)


def test_a_page_is_shown_whole_and_in_the_middle(modules: Any) -> None:
    assert fitted(modules) == {"scale": 0.4, "x": 0, "y": 100}
    small = view(modules, "fit", {"width": 100, "height": 50}, FRAME)
    assert small == {"scale": 2, "x": 300, "y": 250}


def test_zooming_keeps_what_lies_under_the_pointer(modules: Any) -> None:
    point = {"x": 500, "y": 300}
    before, after = fitted(modules), view(modules, "zoomAt", fitted(modules), 4, point, PAGE, FRAME)
    assert after["scale"] == pytest.approx(1.6)
    for axis in ("x", "y"):
        place = (point[axis] - before[axis]) / before["scale"]
        assert abs(after[axis] + place * after["scale"] - point[axis]) < 1e-6


@pytest.mark.parametrize(("factor", "scale"), [(0.1, 0.4), (1000, 8)])
def test_zoom_has_bounds(modules: Any, factor: float, scale: float) -> None:
    assert view(modules, "zoomAt", fitted(modules), factor, {"x": 400, "y": 300}, PAGE, FRAME)["scale"] == scale


def test_a_sheet_cannot_be_lost(modules: Any) -> None:
    close = view(modules, "zoomAt", fitted(modules), 5, {"x": 400, "y": 300}, PAGE, FRAME)
    far = view(modules, "moved", close, 9999, 9999, PAGE, FRAME)
    assert (far["x"], far["y"]) == (0, 0)
    other = view(modules, "moved", close, -99999, -99999, PAGE, FRAME)
    assert (other["x"], other["y"]) == (800 - 4000, 600 - 2000)


def test_a_letter_walked_to_is_large_enough_and_in_sight(modules: Any) -> None:
    tiny = box(1900, 900, 1910, 915)
    shown = view(modules, "revealed", fitted(modules), tiny, PAGE, FRAME)
    assert 15 * shown["scale"] >= 18
    assert shown["x"] + tiny["left"] * shown["scale"] >= 0
    assert shown["x"] + tiny["right"] * shown["scale"] <= FRAME["width"]


def test_a_letter_in_sight_moves_nothing(modules: Any) -> None:
    large = box(900, 400, 1000, 500)
    assert view(modules, "revealed", fitted(modules), large, PAGE, FRAME) == fitted(modules)


@pytest.mark.parametrize(("height", "frame"), [(1000, 400), (10, 260), (9000, 600)])
def test_the_frame_is_as_high_as_the_page_needs(modules: Any, height: int, frame: int) -> None:
    page = {"width": 2000, "height": height}
    assert run(modules, "viewport", "(m, page) => m.frameHeight(page, 800, 260, 600)", page) == frame
