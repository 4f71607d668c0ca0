"""The dividers of combs and boxes go, figures one between them stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.binarize import Ink
from model.clutter.combs import Rule, without_dividers
from model.clutter.rules import without_rules
from tests.model.fakes import FONT

LINES = ("H1LL 1117 B1RD", "2011 11111 KEY")


@pytest.mark.parametrize("tilt_deg", [0, 1, -1.5, 3])
@pytest.mark.parametrize("letter_height_px", [24, 40, 110])
@pytest.mark.parametrize("form", ["comb", "boxes"])
def test_form_goes_and_what_stands_in_its_cells_stays(
    form: Literal["comb", "boxes"], letter_height_px: int, tilt_deg: float
) -> None:
    style = PageStyle(font=FONT, letter_height_px=letter_height_px, tilt_deg=tilt_deg, form=form,
                      rule=(90, 90, 110), rule_px=max(1, letter_height_px / 20))  # fmt: skip
    page = draw_page(LINES, style, seed=1)
    ink = draw_page(LINES, replace(style, rule=style.paper), seed=1).grey < 140
    full = page.grey < 200
    found = without_rules(Ink(full, 255 - page.grey, 1.0))
    lines = full & (cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0)
    assert lines.sum() > 200
    # Measured: none is left, and every letter is whole.
    assert (found & lines).sum() < 0.02 * lines.sum()
    for glyph in page.truth.glyphs:
        part = slice(glyph.box.top, glyph.box.bottom), slice(glyph.box.left, glyph.box.right)
        assert (found & ink)[part].sum() > 0.95 * ink[part].sum(), glyph.letter


HIGH = 40.0
BASELINE = Rule(start=20, end=420, height=100, slope=0.0, thickness=2.0)


def upright(*places: int, top: int = 85, bottom: int = 99) -> NDArray[np.bool_]:
    """Lines three pixels wide, just above the rule."""
    mask = np.zeros((140, 440), np.bool_)
    for x in places:
        mask[top:bottom, x - 1 : x + 2] = True
    return mask


COMB = tuple(range(20, 421, 50))


def dividers_gone(
    mask: NDArray[np.bool_], rules: list[Rule], strength: int = 100, poles: tuple[Rule, ...] = ()
) -> NDArray[np.bool_]:
    """The ink without dividers, all of it equally dark."""
    return without_dividers(mask, np.full(mask.shape, strength, np.uint8), rules, poles, HIGH)


def test_dividers_at_equal_distances_go() -> None:
    comb = upright(*COMB)
    assert not dividers_gone(comb, [BASELINE]).any()
    assert comb.any()


@pytest.mark.parametrize(
    "places",
    [
        pytest.param(COMB[1:-1], id="none at the ends"),
        pytest.param((20, 420), id="only two"),
        pytest.param((20, 170, 420), id="three"),
    ],
)
def test_too_few_or_no_end_is_no_comb(places: tuple[int, ...]) -> None:
    mask = upright(*places)
    assert np.array_equal(dividers_gone(mask, [BASELINE]), mask)


def test_one_that_stands_on_the_rule_between_two_dividers_stays() -> None:
    one = upright(143, top=60)
    found = dividers_gone(upright(*COMB) | one, [BASELINE])
    assert np.array_equal(found, one)


@pytest.mark.parametrize(
    "off_rule", [upright(*COMB, top=30, bottom=60), upright(*COMB, top=120, bottom=135)], ids=["above", "below"]
)
def test_what_does_not_touch_the_rule_stays(off_rule: NDArray[np.bool_]) -> None:
    assert np.array_equal(dividers_gone(off_rule, [BASELINE]), off_rule)


def test_dividers_may_hang_from_the_rule() -> None:
    assert not dividers_gone(upright(*COMB, top=102, bottom=116), [BASELINE]).any()


def test_thick_letters_stay() -> None:
    letters = cv2.dilate(upright(*COMB).astype(np.uint8), np.ones((1, 9), np.uint8)) > 0
    assert np.array_equal(dividers_gone(letters, [BASELINE]), letters)


def test_pieces_over_one_another_are_no_comb() -> None:
    pieces = upright(50, 90, top=90, bottom=97) | upright(50, 90, top=99, bottom=107)
    assert np.array_equal(dividers_gone(pieces, [BASELINE]), pieces)


def test_letters_on_a_thick_line_stay() -> None:
    letters = cv2.dilate(upright(*COMB, top=60).astype(np.uint8), np.ones((1, 11), np.uint8)) > 0
    assert np.array_equal(dividers_gone(letters, [replace(BASELINE, thickness=20.0)]), letters)


def test_what_is_darker_than_its_rule_stays() -> None:
    comb = upright(*COMB)
    assert np.array_equal(dividers_gone(comb, [replace(BASELINE, darkest=80.0)], strength=100), comb)
    assert not dividers_gone(comb, [replace(BASELINE, darkest=120.0)], strength=100).any()


def test_dividers_of_a_falling_rule_go() -> None:
    mask = np.zeros((140, 440), np.bool_)
    rule = Rule(start=20, end=420, height=80, slope=0.05, thickness=2.0)
    for x, y in zip(COMB, rule.y(np.array(COMB, np.float64)), strict=True):
        mask[round(y) - 14 : round(y), x - 1 : x + 2] = True
    assert not dividers_gone(mask, [rule]).any()


def test_without_a_rule_nothing_goes() -> None:
    mask = upright(*COMB)
    assert dividers_gone(mask, []) is mask


def test_very_many_at_equal_distances_go_wherever_the_rule_ends() -> None:
    long = replace(BASELINE, start=-100, end=700)
    assert not dividers_gone(upright(*COMB), [long]).any()
    # A few may be figures, and so may many that are not evenly spaced.
    assert dividers_gone(upright(*COMB[:6]), [long]).any()
    assert dividers_gone(upright(*COMB[:8], 395), [long]).any()


def test_dividers_above_and_below_a_rule_are_two_combs() -> None:
    # As in a wall of bricks.
    above, below = upright(*COMB), upright(*(x + 11 for x in COMB), top=101, bottom=118)
    assert not dividers_gone(above | below, [replace(BASELINE, end=440)]).any()


def crossed(mask: NDArray[np.bool_], *places: int) -> NDArray[np.bool_]:
    """Thick strokes across these dividers, grown together with them."""
    strokes = np.zeros_like(mask)
    for x in places:
        strokes[88:95, x - 14 : x + 15] = True
    return strokes


def test_dividers_that_letters_touch_go_where_others_tell_where_they_are() -> None:
    strokes = crossed(upright(), *COMB[3:6])
    found = dividers_gone(upright(*COMB, top=50) | strokes, [BASELINE])
    assert np.array_equal(found, strokes)


def test_an_end_that_a_letter_touches_is_an_end() -> None:
    strokes = crossed(upright(), COMB[0], COMB[-1])
    assert np.array_equal(dividers_gone(upright(*COMB, top=50) | strokes, [BASELINE]), strokes)


def test_strokes_where_dividers_would_be_stay() -> None:
    # A thick one, one that leans, and a letter's foot.
    letter = cv2.line(np.zeros((140, 440), np.uint8), (160, 99), (180, 60), 1, 3) > 0
    letter[60:99, 216:227] = True
    letter[96:99, 260:281] = True
    found = dividers_gone(upright(*COMB[:3], *COMB[6:], top=50) | letter, [BASELINE])
    assert np.array_equal(found, letter)


#: A row of boxes from y 60 to 100, of whose dividers the first five are also those of the rows above and below.
BOXED = [BASELINE, replace(BASELINE, height=60)]
SHARED = tuple(Rule(start=0, end=140, height=x, slope=0.0, thickness=2.0) for x in COMB[:5])


@pytest.mark.parametrize("places", [COMB[5:], COMB[-1:], COMB[5:6]], ids=["the rest", "the last", "the next"])
def test_dividers_go_beside_those_that_rows_of_boxes_share(places: tuple[int, ...]) -> None:
    mask = upright(*places, top=61, bottom=99)
    assert np.array_equal(dividers_gone(mask, BOXED), mask)
    assert not dividers_gone(mask, BOXED, poles=SHARED).any()


@pytest.mark.parametrize(
    "ones",
    [
        pytest.param(upright(143, top=61), id="in the middle of a cell"),
        pytest.param(upright(320, top=75), id="not from rule to rule"),
        pytest.param(upright(120, top=61), id="where a divider was"),
    ],
)
def test_figures_one_between_shared_dividers_stay(ones: NDArray[np.bool_]) -> None:
    assert np.array_equal(dividers_gone(ones, BOXED, poles=SHARED), ones)
