"""What shows through, what was wiped away and shade are left out, and nothing that was written is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.binarize import find_ink
from model.decode import Picture
from model.networks.glances import Glances
from model.reader import Reader
from model.segment import find_fragments
from model.writing.ghosts import without_ghosts
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier

STYLE = PageStyle(font=FONT, letter_spacing=0.2, sheet_px=(1000, 520))
FRONT = ("REPAIR THE ROOF", "BEFORE WINTER")
BACK = ("GREEN LEEKS", "BREAD AND BEER", "FIFTEEN EGGS", "KEGS OF FRUIT")

Grey = NDArray[np.uint8]


def sheet(lines: Sequence[str], style: PageStyle = STYLE) -> Grey:
    return draw_page(lines, style, 1).grey


def laid_over(grey: Grey, other: Grey, strength: float) -> Grey:
    """A page with the ink of another that is so much fainter."""
    return np.asarray(np.round(grey * (1 - strength * (1 - other / other.max()))), np.uint8)


def through(grey: Grey, back: Grey, strength: float = 0.35) -> Grey:
    """A page whose back shows through."""
    return laid_over(grey, np.asarray(cv2.GaussianBlur(back, (0, 0), 1.5), np.uint8), strength)


def leaves(count: int, shape: tuple[int, ...]) -> Grey:
    """The shadows of leaves."""
    shade, rng = np.full(shape, 255, np.uint8), np.random.default_rng(3)
    for middle in rng.integers((0, 0), shape[::-1], (count, 2)).tolist():
        cv2.ellipse(shade, middle, (26, 13), float(rng.uniform(0, 180)), 0, 360, 0, -1)
    return np.asarray(cv2.GaussianBlur(shade, (0, 0), 3), np.uint8)


def read(grey: Grey) -> str:
    return Reader(TemplateClassifier()).read(Picture(grey, grey.shape[1], grey.shape[0])).text


@pytest.mark.parametrize("flip", [np.fliplr, np.flipud], ids=["like a book", "like a calendar"])
@pytest.mark.parametrize("turns", [0, 1])
def test_the_back_of_a_sheet_is_not_read(flip: Callable[[Grey], Grey], turns: int) -> None:
    assert read(np.rot90(through(sheet(FRONT), flip(sheet(BACK))), turns).copy()) == "\n".join(FRONT)


@pytest.mark.parametrize("strength", [0.25, 0.4])
def test_letters_that_hang_together_with_the_back_are_cut_off_it(strength: float) -> None:
    front = sheet(FRONT)
    ink = find_ink(through(front, np.fliplr(sheet(BACK)), strength))
    writing = without_ghosts(ink, find_fragments(ink), Glances(TemplateClassifier()))
    assert writing is not None
    alone = find_fragments(find_ink(front))
    assert abs(len(find_fragments(writing)) - len(alone)) <= 1


def test_shade_is_not_read() -> None:
    front = sheet(FRONT)
    assert read(laid_over(front, leaves(30, front.shape), 0.4)) == "\n".join(FRONT)


def lines_in(strengths: Sequence[float], lines: Sequence[str]) -> Grey:
    """Lines written so dark each."""
    pages = [sheet([line if at == own else "" for at, line in enumerate(lines)]) for own in range(len(lines))]
    page = np.full_like(pages[0], 250)
    for own, strength in zip(pages, strengths, strict=True):
        page = laid_over(page, own, strength)
    return page


@pytest.mark.parametrize(
    "strengths",
    [(0.9, 0.3, 0.3), (0.9, 0.9, 0.35), (0.35, 0.9, 0.9), (0.9, 0.6, 0.4)],
    ids=["pencil under pen", "a faint last line", "a faint title", "a fading pen"],
)
@pytest.mark.parametrize(
    "lines",
    [("FIVE GREEN", "KEGS LEFT", "BRING REST"), ("FRANK", "MAMA TOTO", "WAIT MAY"), ("SUMS", "125 739", "8018")],
    ids=["words", "alike in a mirror", "digits"],
)
def test_fainter_writing_is_read(strengths: Sequence[float], lines: Sequence[str]) -> None:
    assert read(lines_in(strengths, lines)) == "\n".join(lines)


@pytest.mark.parametrize(
    "style",
    [STYLE, replace(STYLE, ink_opacity=0.3), replace(STYLE, shadow=0.5), replace(STYLE, vignette=0.5, noise=3)],
    ids=["ink", "pencil", "a shadow", "dark corners"],
)
def test_of_one_ink_nobody_is_asked(style: PageStyle) -> None:
    ink, asked = find_ink(sheet(FRONT, style)), FlatClassifier()
    assert without_ghosts(ink, find_fragments(ink), Glances(asked)) is None
    assert asked.calls == []
