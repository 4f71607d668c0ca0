"""Printed lines go, the writing on them stays."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from drawing import DrawnPage, PageStyle, draw_page
from model.binarize import Ink, InkMask, find_ink
from model.clutter.rules import without_rules
from tests.model.fakes import FONT

LINES = ("PACK MY BOX WITH FIVE", "DOZEN LIQUOR JUGS 2468", "ON PAPER WITH LINES", "OR WITH SQUARES 1357")
#: Small g, j, p, q and y reach across the rule below their line.
CROSSING = ("gypsy jay", "pig quay yogi")
RULE = (90, 90, 110)


def ruled(style: PageStyle) -> PageStyle:
    """The style with dark rules, a little thinner than the pen."""
    return replace(style, font=FONT, rule=RULE, rule_px=max(1.5, style.letter_height_px / 30))


def writing(lines: tuple[str, ...], style: PageStyle) -> InkMask:
    """The letters alone."""
    return np.asarray(draw_page(lines, replace(style, rule=style.paper), seed=1).grey < 140)


def dark(page: DrawnPage) -> Ink:
    """Letters and rules."""
    return Ink(np.asarray(page.grey < 200), 255 - page.grey, 1.0)


def beside(ink: InkMask) -> InkMask:
    """What lies at least three pixels from any letter."""
    return np.asarray(cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0)


PAPERS = {
    "ruled": PageStyle(paper_pattern="ruled"),
    "ruled, small": PageStyle(paper_pattern="ruled", letter_height_px=24),
    "ruled, large": PageStyle(paper_pattern="ruled", letter_height_px=90),
    "ruled, falling": PageStyle(paper_pattern="ruled", tilt_deg=3),
    "ruled, rising": PageStyle(paper_pattern="ruled", tilt_deg=-2),
    # Squares of two letter heights.
    "squared": PageStyle(paper_pattern="squared", line_pitch=4),
    "squared, small": PageStyle(paper_pattern="squared", line_pitch=4, letter_height_px=30),
    "squared, large": PageStyle(paper_pattern="squared", line_pitch=4, letter_height_px=70),
    "squared, falling": PageStyle(paper_pattern="squared", line_pitch=4, tilt_deg=2),
    "squared, rising": PageStyle(paper_pattern="squared", line_pitch=4, tilt_deg=-1),
}


@pytest.mark.parametrize("style", PAPERS.values(), ids=PAPERS.keys())
def test_rules_go_and_letters_stay(style: PageStyle) -> None:
    page, ink = dark(draw_page(LINES, ruled(style), seed=1)), writing(LINES, ruled(style))
    before = page.mask.copy()
    found = without_rules(page)
    assert np.array_equal(page.mask, before)
    assert not (found & ~page.mask).any()
    rules = page.mask & beside(ink)
    # Measured: 0.017 at most, and 0.94 at least (small and squared; the others 0.96).
    assert (found & rules).sum() < 0.04 * rules.sum()
    assert (found & ink).sum() > 0.92 * ink.sum()


@pytest.mark.parametrize("letter_height_px", [40, 80])
@pytest.mark.parametrize("tilt_deg", [0, 1.5, -2])
def test_strokes_across_a_rule_stay_whole(letter_height_px: int, tilt_deg: float) -> None:
    style = ruled(PageStyle(paper_pattern="ruled", letter_height_px=letter_height_px, tilt_deg=tilt_deg))
    page, ink = draw_page(CROSSING, style, seed=1), writing(CROSSING, style)
    found = without_rules(dark(page))
    crossed = 0
    for glyph in page.truth.glyphs:
        part = slice(glyph.box.top, glyph.box.bottom), slice(glyph.box.left, glyph.box.right)
        crossed += glyph.letter in "gjpqy"
        # Measured: 0.91 at least.
        assert (found & ink)[part].sum() > 0.86 * ink[part].sum()
    assert crossed >= 9
    pieces = cv2.connectedComponents((found & ~beside(ink)).astype(np.uint8))[0]
    assert pieces == cv2.connectedComponents(ink.astype(np.uint8))[0]


PLAIN = {
    "capitals": (("PACK MY BOX WITH FIVE", "HELLO - 17/3 LITTLE EELS"), PageStyle()),
    "large": (("HTELF",), PageStyle(letter_height_px=150)),
    "small": (("quick brown foxes", "jump over lazy dogs"), PageStyle(letter_height_px=20)),
    "tilted": (("EEL HELD THE FILE",), PageStyle(tilt_deg=4)),
    "a row of dashes": (("- - - - - - -", "T T T T"), PageStyle()),
}


@pytest.mark.parametrize(("lines", "style"), PLAIN.values(), ids=PLAIN.keys())
def test_page_without_rules_is_left_as_it_is(lines: tuple[str, ...], style: PageStyle) -> None:
    page = dark(draw_page(lines, replace(style, font=FONT), seed=1))
    assert np.array_equal(without_rules(page), page.mask)


@pytest.mark.parametrize("blank", [np.zeros((60, 90), np.bool_), np.ones((60, 90), np.bool_)], ids=["paper", "ink"])
def test_page_of_one_colour_is_left_as_it_is(blank: InkMask) -> None:
    assert np.array_equal(without_rules(Ink(blank, 255 * blank.astype(np.uint8), 1.0)), blank)


def test_rules_are_the_same_on_a_page_on_its_side() -> None:
    style = ruled(PageStyle(paper_pattern="ruled"))
    page, ink = dark(draw_page(LINES, style, seed=1)), writing(LINES, style)
    turned = Ink(np.ascontiguousarray(page.mask.T), np.ascontiguousarray(page.strength.T), 1.0)
    found = without_rules(turned).T
    rules = page.mask & beside(ink)
    assert (found & rules).sum() < 0.04 * rules.sum()
    assert (found & ink).sum() > 0.92 * ink.sum()


@pytest.mark.parametrize(
    "strokes",
    [
        pytest.param(((0, 0, 0, 100), (60, 0, 60, 100), (0, 50, 60, 50)), id="H"),
        pytest.param(((0, 0, 0, 100), (0, 100, 55, 100)), id="L"),
    ],
)
@pytest.mark.parametrize("size", [(364, 405), (300, 300), (500, 405), (180, 150)])
def test_a_letter_that_fills_the_picture_is_no_rule(
    strokes: tuple[tuple[int, int, int, int], ...], size: tuple[int, int]
) -> None:
    picture = np.full(size[::-1], 255, np.uint8)
    for x1, y1, x2, y2 in strokes:
        cv2.line(picture, (45 + x1, 25 + y1), (45 + x2, 25 + y2), 30, 8, cv2.LINE_AA)
    ink = find_ink(picture)
    assert np.count_nonzero(without_rules(ink)) == np.count_nonzero(ink.mask)


def test_stems_below_one_another_are_no_rule() -> None:
    mask = np.zeros((300, 200), np.bool_)
    for top in (20, 100, 180):
        # An I of 60 pixels at the margin of each line, and small letters of 40 beside it.
        mask[top : top + 60, 20:25] = True
        for left in (40, 70, 100, 130):
            mask[top + 20 : top + 60, left : left + 5] = mask[top + 20 : top + 25, left : left + 20] = True
    assert np.array_equal(without_rules(Ink(mask, mask * np.uint8(200), 1.0)), mask)


def test_stems_below_one_another_are_no_rule_on_a_page_of_dotted_letters() -> None:
    mask = np.zeros((660, 2000), np.bool_)
    for top in range(30, 600, 150):
        for left in range(100, 1900, 180):
            mask[top : top + 12, left : left + 12] = True
            mask[top + 40 : top + 110, left : left + 8] = True
    assert np.array_equal(without_rules(Ink(mask, mask * np.uint8(200), 1.0)), mask)


def test_a_rule_goes_where_it_is_thicker_and_what_stands_on_it_stays() -> None:
    mask = np.zeros((200, 700), np.bool_)
    mask[100:104, 40:640] = True
    # The last is longer than the rest, too.
    thicker = [(98, 106, 200, 215), (97, 106, 400, 412), (99, 106, 640, 646)]
    for top, bottom, left, right in thicker:
        mask[top:bottom, left:right] = True
    letters = np.zeros_like(mask)
    for left in range(50, 600, 50):
        letters[30:80, left : left + 6] = True
        letters[30:36, left : left + 30] = True
    # One reaches across the rule.
    letters[30:115, 300:306] = True
    found = without_rules(Ink(mask | letters, np.full(mask.shape, 100, np.uint8), 1.0))
    assert np.array_equal(found, found & letters)
    assert found.sum() > 0.9 * letters.sum()
