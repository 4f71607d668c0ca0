"""Light that falls off towards the corners is evened out, and nothing else is taken for it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.arrangement.view import View
from model.binarize import find_ink
from model.decode import Image
from model.picture.light import LightSettings, evened, falling_off
from tests.model.fakes import FONT

LINES = ("TEST CASE", "SECOND LINE", "OPEN DOOR")
SIZE = (320, 240)


def frame(seed: int = 0) -> Image:
    """Letters in a picture as small as those of cheap cameras, grey on grey."""
    page = draw_page(LINES, PageStyle(font=FONT, letter_height_px=40, margin=2.5), seed).grey
    small = cv2.resize(page, SIZE, interpolation=cv2.INTER_AREA)
    return np.asarray(70 + small * 0.5, np.uint8)


def lamp(strength: float, x: float = 0.5, y: float = 0.5) -> NDArray[np.float64]:
    """(240, 320) 0..1, light that falls off around a place given in shares of the sides."""
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    far = ((columns / SIZE[0] - x) ** 2 + (0.75 * (rows / SIZE[1] - y)) ** 2) * 4
    return np.asarray(1 / (1 + strength * far) ** 2)


def lit(page: Image, light: NDArray[np.float64], noise: float = 1.5) -> Image:
    """The page under some light, seen by a camera with some noise."""
    grain = np.random.default_rng(0).normal(0, noise, page.shape)
    return np.asarray(np.clip(page * light + grain, 0, 255), np.uint8)


PLACES = {"the middle": (0.5, 0.5), "one side": (0.25, 0.5), "a corner": (0.2, 0.25)}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("strength", [0.3, 0.5])
def test_paper_is_as_bright_everywhere_as_in_full_light(strength: float, place: tuple[float, float]) -> None:
    page = lit(np.full(SIZE[::-1], 200, np.uint8), lamp(strength, *place))
    even = cv2.blur(evened(page, falling_off(page)), (9, 9)).astype(int)
    assert np.ptp(cv2.blur(page, (9, 9)).astype(int)) > 100
    assert np.ptp(even) < 20
    assert abs(int(even.max()) - int(page.max())) < 12


def test_low_pictures_are_evened_out_too() -> None:
    page = lit(np.full((70, SIZE[0]), 200, np.uint8), lamp(0.5)[80:150])
    even = cv2.blur(evened(page, falling_off(page)), (9, 9)).astype(int)
    assert np.ptp(cv2.blur(page, (9, 9)).astype(int)) > 50
    assert np.ptp(even) < 20


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_dark_corners_are_no_ink(place: tuple[float, float]) -> None:
    plain, dim = frame(), lit(frame(), lamp(1.0, *place))
    want, found = (find_ink(page).mask for page in (plain, dim))
    nearby = cv2.dilate(want.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    assert (found & ~nearby).sum() < 0.05 * want.sum()
    assert (found & want).sum() > 0.8 * want.sum()


def test_both_readers_see_the_same_light() -> None:
    dim = lit(frame(), lamp(1.0))
    ink = find_ink(dim)
    assert ink.gain is not None
    assert max(ink.gain.shape) == SIZE[0]
    corners = [page[-20:, -20:].mean() for page in (frame(), dim, View.straight(ink).seen(dim))]
    assert corners[1] < 0.4 * corners[0]
    assert corners[2] > 0.85 * corners[0]


def half_dark() -> Image:
    page = frame().copy()
    page[:, : SIZE[0] // 2] //= 3
    return page


def sheet_on_a_desk() -> Image:
    page = frame() // 4
    page[40:200, 60:260] = frame()[40:200, 60:260]
    return page


OTHERS: dict[str, Callable[[], Image]] = {
    "even light": frame,
    "a shadow with a sharp edge": half_dark,
    "a sheet on a desk": sheet_on_a_desk,
    "little": lambda: lit(frame(), lamp(0.2)),
    "blank": lambda: np.full((240, 320), 255, np.uint8),
    "black": lambda: np.zeros((240, 320), np.uint8),
    "noise": lambda: np.random.default_rng(0).integers(0, 256, (240, 320)).astype(np.uint8),
    "a strip": lambda: lit(frame(), lamp(1.0))[100:115],
    "a dot": lambda: np.zeros((1, 1), np.uint8),
}


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_is_evened_out(name: str) -> None:
    page = OTHERS[name]()
    assert falling_off(page) is None
    assert evened(page, None) is page


def test_nothing_is_made_brighter_than_told() -> None:
    page = lit(np.full(SIZE[::-1], 200, np.uint8), lamp(2.5))
    gain = falling_off(page)
    assert gain is not None
    assert gain.min() > 0.95
    assert gain.max() == pytest.approx(LightSettings().most)
