"""Ink is turned without loss, and boxes find their way back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.arrangement.view import View
from model.binarize import Ink
from model.elements import BoundingBox
from model.picture.sheet import Surroundings

BOX = BoundingBox(120, 60, 180, 100)
WIDTH, HEIGHT = 500, 300


def ink(scale: float = 1.0, turns: int = 0) -> Ink:
    """A box of ink, turned counter-clockwise by quarters."""
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[BOX.top : BOX.bottom, BOX.left : BOX.right] = True
    mask = np.ascontiguousarray(np.rot90(mask, turns))
    return Ink(mask, 200 * mask.astype(np.uint8), scale)


def ink_box(view: View) -> BoundingBox:
    """Where the box lies in a view."""
    rows, columns = np.flatnonzero(view.ink.mask.any(axis=1)), np.flatnonzero(view.ink.mask.any(axis=0))
    return BoundingBox(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def farthest(one: BoundingBox, other: BoundingBox) -> int:
    """How far the sides lie apart at most, in pixels."""
    sides = (one.left - other.left, one.top - other.top, one.right - other.right, one.bottom - other.bottom)
    return max(abs(apart) for apart in sides)


@pytest.mark.parametrize("angle_deg", [0, 90, 180, 270, -90])
def test_quarter_turns_bring_boxes_back(angle_deg: float) -> None:
    view = View.straight(ink()).turned(angle_deg)
    assert view.ink.mask.shape == ((WIDTH, HEIGHT) if angle_deg % 180 else (HEIGHT, WIDTH))
    assert farthest(view.box_back(ink_box(view), WIDTH, HEIGHT), BOX) <= 1


@pytest.mark.parametrize("turns", range(4))
def test_turning_by_quarters_is_counter_clockwise(turns: int) -> None:
    view = View.straight(ink()).turned(90 * turns)
    # Measured: off by one pixel.
    assert farthest(ink_box(view), ink_box(View.straight(ink(turns=turns)))) <= 1


@pytest.mark.parametrize("angle_deg", [7, -7, 12, 30, 45, 97])
def test_middle_of_a_box_comes_back_from_any_angle(angle_deg: float) -> None:
    view = View.straight(ink()).turned(angle_deg)
    back = view.box_back(ink_box(view), WIDTH, HEIGHT)
    assert max(abs(one - other) for one, other in zip(back.centre, BOX.centre, strict=True)) <= 1.5
    # The box around a turned box is larger, never smaller.
    assert back.left <= BOX.left
    assert back.top <= BOX.top
    assert back.right >= BOX.right
    assert back.bottom >= BOX.bottom
    turn = np.deg2rad(angle_deg)
    grown = BOX.width + (BOX.width + BOX.height) * abs(np.sin(2 * turn))
    assert back.width <= grown + 4


def test_box_hardly_grows_when_turned_by_7_degrees() -> None:
    view = View.straight(ink()).turned(7)
    corner = BoundingBox(126, 142, 132, 148)
    back = view.box_back(corner, WIDTH, HEIGHT)
    assert max(back.width, back.height) <= 9


def test_two_turns_are_undone_together() -> None:
    view = View.straight(ink()).turned(90).turned(7)
    back = view.box_back(ink_box(view), WIDTH, HEIGHT)
    assert max(abs(one - other) for one, other in zip(back.centre, BOX.centre, strict=True)) <= 2


@pytest.mark.parametrize("angle_deg", [0, 90, 180])
def test_box_of_enlarged_ink_comes_back_to_the_size_of_the_picture(angle_deg: float) -> None:
    view = View.straight(ink(scale=2.0)).turned(angle_deg)
    half = BoundingBox(BOX.left // 2, BOX.top // 2, BOX.right // 2, BOX.bottom // 2)
    assert farthest(view.box_back(ink_box(view), WIDTH // 2, HEIGHT // 2), half) <= 1


def test_nothing_lies_beyond_the_edges_of_the_picture() -> None:
    full = Ink(np.ones((HEIGHT, WIDTH), np.bool_), np.full((HEIGHT, WIDTH), 90, np.uint8), 1.0)
    turned = View.straight(full).turned(20).ink
    assert not turned.mask[[0, 0, -1, -1], [0, -1, 0, -1]].any()
    assert abs(int(turned.mask.sum()) - HEIGHT * WIDTH) < 0.01 * HEIGHT * WIDTH


@pytest.mark.parametrize("angle_deg", [0, 7, 90, 180])
def test_box_stays_inside_the_picture(angle_deg: float) -> None:
    view = View.straight(ink()).turned(angle_deg)
    height, width = view.ink.mask.shape
    last = BoundingBox(width - 1, height - 1, width, height)
    for box in (BoundingBox(0, 0, width, height), BoundingBox(0, 0, 1, 1), last):
        back = view.box_back(box, WIDTH, HEIGHT)
        assert 0 <= back.left < back.right <= WIDTH
        assert 0 <= back.top < back.bottom <= HEIGHT


@pytest.mark.parametrize("turns", range(4))
def test_the_picture_is_seen_as_bright_in_a_shadow_as_beside_it(turns: int) -> None:
    page = np.full((HEIGHT, WIDTH), 200, np.uint8)
    page[BOX.top : BOX.bottom, BOX.left : BOX.right] = 40
    shadow = np.zeros((HEIGHT // 10, WIDTH // 10), np.uint8)
    shadow[:, 15:] = 1
    shaded = page.copy()
    shaded[:, 150:] //= 2
    view = View.straight(replace(ink(), around=Surroundings(shadow=shadow, light=0.5))).turned(90 * turns)
    assert np.abs(view.seen(shaded).astype(int) - np.rot90(page, turns)).max() <= 2
