"""Small noisy pictures lose their noise and keep their strokes; all others stay as they are."""

from __future__ import annotations

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.binarize import find_ink
from model.decode import Image, Picture
from model.picture.noise import NoiseSettings, denoised, noise_of, smoothed
from model.reader import Reader
from model.segment import find_fragments
from tests.model.fakes import FONT, TemplateClassifier

#: Pale letters as a webcam sees them: 22 pixels high, in strokes of two or three.
LINES = ("HOUSE 27", "TREE 45")
PAGE = np.asarray(draw_page(LINES, PageStyle(font=FONT, letter_height_px=22), seed=1).grey // 4 + 100, np.uint8)


def noisy(page: Image, deviation: float) -> Image:
    grain = np.random.default_rng(4).normal(0, deviation, page.shape)
    return np.clip(page + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("deviation", [0, 5, 10, 20])
def test_noise_is_measured_beside_writing_and_on_light_that_falls_off(deviation: float) -> None:
    sloping = PAGE - np.linspace(0, 60, PAGE.shape[1]).astype(np.uint8)
    for page in (PAGE, sloping):
        assert noise_of(noisy(page, deviation)) == pytest.approx(deviation, abs=1.2)


def test_pale_letters_are_found_under_noise_and_read() -> None:
    page, letters = noisy(PAGE, 14), len("".join(LINES).replace(" ", ""))
    assert max(PAGE.shape) < NoiseSettings().side
    assert len(find_fragments(find_ink(PAGE))) == letters
    assert abs(len(find_fragments(find_ink(denoised(page)))) - letters) <= 1
    read = Reader(TemplateClassifier()).read(Picture(page, page.shape[1], page.shape[0]))
    assert read.text == "\n".join(LINES)


def test_pictures_without_noise_or_of_many_pixels_stay_as_they_are() -> None:
    page = noisy(PAGE, 12)
    assert denoised(PAGE) is PAGE
    assert denoised(page, NoiseSettings(side=max(page.shape) - 1)) is page
    assert denoised(page, NoiseSettings(least=20)) is page
    assert denoised(page) is not page


def test_dots_of_print_and_pictures_of_a_few_pixels_are_no_noise() -> None:
    dither = (np.random.default_rng(0).random((60, 80)) < 0.5).astype(np.uint8) * 255
    assert denoised(dither) is dither
    for shape in ((1, 1), (2, 90), (3, 3)):
        tiny = np.full(shape, 90, np.uint8)
        assert denoised(tiny) is tiny


def test_smoothing_takes_fine_patterns_away_and_leaves_strokes() -> None:
    page = np.full((1500, 2000), 128, np.uint8)
    page[::2] += 40
    page[:, 900:912] -= 100
    smooth = smoothed(page).astype(int)
    assert np.ptp(smooth[:, 100]) <= 1
    assert smooth[:, 100].mean() - smooth[:, 906].mean() > 90
