"""Ink is found whatever the light, the pen and the colour of the paper."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.binarize import InkMask, find_ink
from tests.model.fakes import FONT

LINES = ("Hello World 42", "The quick fox (1)")
# Within the sides at which pages are worked on, so that masks are in page pixels.
PLAIN = PageStyle(font=FONT, letter_height_px=60)

#: A look of the page, and how much of the plain page's ink and its own must at least be shared (measured beside it).
LOOKS: dict[str, tuple[PageStyle, float]] = {
    "white on black": (PageStyle(inverted=True), 0.98),  # 1.00
    "black shadow": (PageStyle(shadow=1.0), 0.95),  # 1.00
    "glare": (PageStyle(glare=0.6), 0.95),  # 1.00
    "pencil": (PageStyle(ink_opacity=0.3), 0.95),  # 1.00
    "faint pencil": (PageStyle(ink_opacity=0.15), 0.9),  # 1.00
    "dark paper": (PageStyle(paper=(60, 60, 60), ink=(10, 10, 10)), 0.95),  # 1.00
    "chalk in a shadow": (PageStyle(inverted=True, shadow=1.0), 0.95),  # 1.00
    "hard JPEG": (PageStyle(jpeg_quality=30), 0.9),  # 0.98
    "blur": (PageStyle(blur_px=1.5), 0.85),  # 0.95
    "noise": (PageStyle(noise=5), 0.85),  # 0.96
}


def shared(one: InkMask, other: InkMask) -> float:
    """Pixels of ink in both, as a share of those in either."""
    return float((one & other).sum() / max((one | other).sum(), 1))


def looking(style: PageStyle) -> NDArray[np.uint8]:
    """The page in another look."""
    large = replace(style, font=PLAIN.font, letter_height_px=PLAIN.letter_height_px)
    return draw_page(LINES, large, seed=3).grey


def test_ink_is_where_it_was_drawn() -> None:
    grey = looking(PageStyle())
    ink = find_ink(grey)
    assert ink.scale == 1.0
    assert ink.mask.shape == ink.strength.shape == grey.shape
    assert shared(ink.mask, grey < 140) > 0.9
    assert ink.strength[ink.mask].min() > ink.strength[grey > 240].max()


@pytest.mark.parametrize(("style", "least"), LOOKS.values(), ids=LOOKS.keys())
def test_look_of_a_page_hardly_changes_its_ink(style: PageStyle, least: float) -> None:
    plain = find_ink(looking(PageStyle())).mask
    assert shared(find_ink(looking(style)).mask, plain) >= least


def test_page_is_left_as_it_was() -> None:
    grey = looking(PageStyle())
    before = grey.copy()
    find_ink(grey)
    assert np.array_equal(grey, before)


@pytest.mark.parametrize(("letter_height_px", "longest"), [(15, 800), (60, None)])
def test_pages_are_brought_to_a_size_to_work_at(letter_height_px: int, longest: int | None) -> None:
    grey = draw_page(LINES, PageStyle(font=FONT, letter_height_px=letter_height_px)).grey
    ink = find_ink(grey)
    assert max(ink.mask.shape) == (longest or max(grey.shape))
    assert abs(ink.scale - max(ink.mask.shape) / max(grey.shape)) < 1e-9


def drawn_with(pen_px: int) -> NDArray[np.uint8]:
    """A page of 3,200 pixels with lines, circles and a cross in a pen of some width."""
    page = np.full((2000, 3200), 240, np.uint8)
    for left in range(200, 3000, 400):
        cv2.circle(page, (left + 100, 500), 100, 40, pen_px)
        cv2.line(page, (left, 900), (left + 200, 1200), 40, pen_px)
        cv2.line(page, (left + 200, 900), (left, 1200), 40, pen_px)
    return page


@pytest.mark.parametrize(("pen_px", "longest"), [(4, 2000), (6, 2000), (24, 800), (40, 800)])
def test_pages_are_worked_at_half_the_size_only_where_no_stroke_is_lost(pen_px: int, longest: int) -> None:
    page = drawn_with(pen_px)
    ink = find_ink(page)
    assert max(ink.mask.shape) == longest
    truth = cv2.resize(page, ink.mask.shape[::-1], interpolation=cv2.INTER_AREA) < 140
    assert shared(ink.mask, truth) > 0.8


def test_fine_writing_on_a_page_with_broad_shade_is_not_lost() -> None:
    page = drawn_with(5)
    # Far more ink by its area than the strokes have.
    page[1400:1900:100, 200:3000] = 90
    cv2.blur(page, (5, 5), page)
    cv2.rectangle(page, (0, 1350), (3199, 1990), 60, 60)
    assert max(find_ink(page).mask.shape) == 2000


BLANK: dict[str, PageStyle] = {
    "plain": PageStyle(),
    "grey": PageStyle(paper=(120, 120, 120)),
    "grain": PageStyle(noise=4),
    "JPEG": PageStyle(noise=4, jpeg_quality=60),
    "blackboard": PageStyle(inverted=True),
    "blackboard with grain": PageStyle(inverted=True, noise=2),
}


@pytest.mark.parametrize("style", BLANK.values(), ids=BLANK.keys())
def test_blank_paper_has_hardly_any_ink(style: PageStyle) -> None:
    assert find_ink(draw_page([], replace(style, sheet_px=(1000, 700)), seed=1).grey).mask.mean() < 1e-3


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (3, 3), (2, 4000), (4000, 2), (9, 3000), (30, 30)])
@pytest.mark.parametrize("level", [128, 255])
def test_even_pictures_of_any_shape_have_no_ink(shape: tuple[int, int], level: int) -> None:
    ink = find_ink(np.full(shape, level, np.uint8))
    assert not ink.mask.any()
    assert min(ink.mask.shape) >= 1


def bold(lines: tuple[str, ...], width: int) -> NDArray[np.uint8]:
    """Written with a broad marker: every stroke wider by so many pixels."""
    style = replace(PLAIN, letter_height_px=40, letter_spacing=0.2)
    return np.asarray(cv2.erode(draw_page(lines, style, seed=3).grey, np.ones((width, width), np.uint8)), np.uint8)


@pytest.mark.parametrize("width", [5, 7])
@pytest.mark.parametrize("lines", [("SALE 50", "Milk"), ("please call", "Anna at 7")])
def test_bold_letters_are_ink_and_the_gaps_between_them_are_not(lines: tuple[str, ...], width: int) -> None:
    page = bold(lines, width)
    ink = find_ink(page)
    truth = cv2.resize(page, ink.mask.shape[::-1], interpolation=cv2.INTER_CUBIC) < 140
    assert shared(ink.mask, truth) > 0.9


def test_a_black_label_on_white_is_read_by_its_light_letters() -> None:
    label = looking(PageStyle(inverted=True))
    ink = find_ink(np.pad(label, label.shape[1] // 8, constant_values=245))
    inner = ink.mask[ink.mask.shape[0] // 4 : -ink.mask.shape[0] // 4, ink.mask.shape[1] // 4 : -ink.mask.shape[1] // 4]
    assert 0.02 < inner.mean() < 0.3


@pytest.mark.parametrize("tilt_deg", [0.0, 2.0])
def test_combs_whose_lines_are_like_ruled_paper_go_and_ones_stay(tilt_deg: float) -> None:
    lines = ("PACK MY BOX 111", "11 FIVE 1111111", "DOZEN JUGS 2011", "III ILL 11 TILL", "QUARTZ 1L1 1I11")
    style = replace(PLAIN, letter_height_px=40, form="comb", tilt_deg=tilt_deg, noise=2)
    page = draw_page(lines, style, seed=2)
    ink = draw_page(lines, replace(style, rule=style.paper, noise=0), seed=2).grey < 140
    found = find_ink(page.grey).mask
    comb = (page.grey < 225) & (cv2.dilate(ink.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0)
    assert comb.sum() > 1000
    assert (found & comb).sum() < 0.05 * comb.sum()
    for glyph in page.truth.glyphs:
        part = slice(glyph.box.top, glyph.box.bottom), slice(glyph.box.left, glyph.box.right)
        assert (found & ink)[part].sum() > 0.9 * ink[part].sum(), glyph.letter
