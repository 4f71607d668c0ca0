"""Fragments make lines in reading order, marks join the line they belong to, gaps part words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing import PageStyle, draw_page
from model.binarize import find_ink
from model.elements import BoundingBox
from model.layout import AreLetters, TextLine, find_lines
from model.segment import Fragment, find_fragments
from tests.model.fakes import FONT


def fragment(left: float, top: float, width: int = 30, height: int = 40) -> Fragment:
    box = BoundingBox(round(left), round(top), round(left) + width, round(top) + height)
    return Fragment(box, np.full((height, width), 255, np.uint8))


def rows(counts: list[int], angle_deg: float = 0.0) -> list[list[Fragment]]:
    """Lines of letters 40 high and 45 apart, 90 from line to line, falling to the right by an angle."""
    fall = np.tan(np.deg2rad(angle_deg))
    return [
        [fragment(100 + 45 * n, 300 + 90 * row + 45 * n * fall) for n in range(count)]
        for row, count in enumerate(counts)
    ]


def boxes(line: TextLine) -> list[BoundingBox]:
    return [member.box for member in line.fragments]


@pytest.mark.parametrize("angle_deg", [-12, -5, -1, 0, 2, 7, 13])
def test_lines_are_found_at_any_tilt(angle_deg: float) -> None:
    written = rows([14, 9, 12], angle_deg)
    mixed = [member for line in written for member in line]
    np.random.default_rng(4).shuffle(mixed)
    lines = find_lines(mixed)
    assert [boxes(line) for line in lines] == [[member.box for member in line] for line in written]
    assert all(abs(line.angle_deg - angle_deg) <= 1.5 for line in lines)


@pytest.mark.parametrize("angle_deg", [-12, 9])
def test_a_short_small_word_has_the_tilt_of_its_page(angle_deg: float) -> None:
    large = [member for line in rows([8, 9], angle_deg) for member in line]
    lines = find_lines([*large, *(fragment(110 + 20 * place, 40, 10, 14) for place in range(3))])
    assert [len(line.fragments) for line in lines] == [3, 8, 9]
    assert all(abs(line.angle_deg - angle_deg) <= 1.5 for line in lines)


@settings(deadline=None, max_examples=25, derandomize=True)
@given(st.permutations(range(18)), st.integers(0, 500), st.integers(0, 500))
def test_order_and_place_of_the_fragments_do_not_matter(order: list[int], right: int, down: int) -> None:
    plain = [member for line in rows([8, 10]) for member in line]
    moved = [fragment(f.box.left + right, f.box.top + down) for f in plain]
    lines = find_lines([moved[index] for index in order])
    assert [len(line.fragments) for line in lines] == [8, 10]
    shifted = [[(box.left - right, box.top - down) for box in boxes(line)] for line in lines]
    assert shifted == [[(box.left, box.top) for box in boxes(line)] for line in find_lines(plain)]


def test_nothing_makes_no_lines() -> None:
    assert find_lines([]) == []


def test_a_single_letter_is_a_line() -> None:
    assert [boxes(line) for line in find_lines([fragment(5, 5)])] == [[BoundingBox(5, 5, 35, 45)]]


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(fragment(240, 286, 8, 8), id="dot over a letter"),
        pytest.param(fragment(180, 334, 7, 7), id="full stop"),
        pytest.param(fragment(178, 318, 16, 5), id="dash"),
        pytest.param(fragment(545, 332, 6, 12), id="comma after the last letter"),
    ],
)
def test_marks_join_their_line(mark: Fragment) -> None:
    first, second = rows([10, 10])
    lines = find_lines([*first, *second, mark])
    assert len(lines) == 2
    assert mark in lines[0].fragments
    lefts = [box.left for box in boxes(lines[0])]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("slope_deg", [3, 5, 7])
def test_lines_that_fan_out_are_followed_over_wide_gaps(slope_deg: float) -> None:
    places = [45 * n + 140 * (n // 6) for n in range(18)]
    fall = np.tan(np.deg2rad(slope_deg))
    fan = [fragment(x, 300 + 90 * line + line * fall * x) for x in places for line in (-1, 0, 1)]
    assert [len(line.fragments) for line in find_lines(fan)] == [18, 18, 18]


def test_large_dots_beside_the_tops_of_leaning_stems_make_no_line() -> None:
    # A row that rises, so that the last stems stand as high as the first dots.
    stems = [fragment(100 + 80 * n, 200 - 6 * n, 15, 60) for n in range(10)]
    dots = [fragment(88 + 80 * n, 164 - 6 * n, 18, 26) for n in range(10)]
    line, *others = find_lines([*stems, *dots])
    assert not others
    assert len(line.fragments) == 20


def hollow(own: Fragment) -> Fragment:
    """The outline of a piece: a digit, or a ring."""
    ink = own.ink.copy()
    ink[3:-3, 3:-3] = 0
    return Fragment(own.box, ink)


def test_small_digits_carried_over_a_sum_are_a_line_of_their_own() -> None:
    sums = [fragment(100 + 45 * n, 300, 30, 48) for n in range(5)]
    carried = [hollow(fragment(100 + 45 * n, 262, 18, 22)) for n in (1, 2)]
    lines = find_lines([*sums, *carried])
    assert [boxes(line) for line in lines] == [[own.box for own in row] for row in (carried, sums)]
    # What fills its box is a dot.
    dots = [fragment(own.box.left, own.box.top, 18, 22) for own in carried]
    assert [len(line.fragments) for line in find_lines([*sums, *dots])] == [7]


def test_rings_over_stems_are_dots() -> None:
    stems = [fragment(100 + 45 * n, 300, 12, 48) for n in range(8)]
    rings = [hollow(fragment(97 + 45 * n, 272, 18, 22)) for n in range(8)]
    assert [len(line.fragments) for line in find_lines([*stems, *rings])] == [16]


def test_lines_of_small_letters_stand_closer_than_those_of_the_page() -> None:
    heights, gaps = (150, 120, 100, 80, 66), (45, 36, 30, 21, 0)
    tops = np.cumsum([0, *(height + gap for height, gap in zip(heights, gaps, strict=True))])
    page = [
        [fragment(100 + 1.2 * height * n, top, round(0.8 * height), height) for n in range(count)]
        for count, (top, height) in enumerate(zip(tops.tolist(), heights, strict=False), 1)
    ]
    lines = find_lines([own for row in page for own in row])
    assert [boxes(line) for line in lines] == [[own.box for own in row] for row in page]


def read_as(*letters: Fragment) -> AreLetters:
    """The network takes these for letters."""
    plain = {id(own) for own in letters}
    return lambda fragments: np.array([id(own) in plain for own in fragments])


@pytest.mark.parametrize(
    ("lower", "plain", "lines"),
    [(40, 7, [4, 3]), (40, 5, [7]), (40, 0, [7]), (26, 7, [7])],
    ids=["letters", "one row of letters alone", "halves", "far lower"],
)
def test_rows_as_close_as_halves_are_parted_where_both_are_letters(lower: int, plain: int, lines: list[int]) -> None:
    rows = ((4, 100, 40), (3, 145, lower))
    page = [fragment(100 + 50 * n, top, 30, high) for many, top, high in rows for n in range(many)]
    found = find_lines(page, read_as(*page[:plain]))
    assert [len(line.fragments) for line in found] == lines
    assert [len(line.fragments) for line in find_lines(page)] == [7]


def test_a_large_apostrophe_far_from_tall_letters_makes_no_line() -> None:
    # As in o'clock with wide spaces: it ends above the small letters beside it.
    letters = [fragment(0, 116, 24, 24), *(fragment(left, 100, 24, 40) for left in (180, 240, 300))]
    apostrophe = fragment(62, 95, 6, 18)
    small = fragment(120, 116, 24, 24)
    line, *others = find_lines([*letters, small, apostrophe])
    assert not others
    assert apostrophe in line.fragments
    alone = fragment(62, 70, 6, 18)
    assert len(find_lines([*letters, small, alone])) == 2


def test_mark_far_from_every_line_is_left_out() -> None:
    stray = fragment(300, 700, 8, 8)
    assert all(stray not in line.fragments for line in find_lines([*rows([10])[0], stray]))


STYLES: dict[str, PageStyle] = {
    "plain": PageStyle(font=FONT),
    "falling": PageStyle(font=FONT, tilt_deg=6),
    "rising": PageStyle(font=FONT, tilt_deg=-6),
    "bent": PageStyle(font=FONT, curve=0.5),
    "unsteady": PageStyle(font=FONT, wobble=0.04),
    "seen from the side": PageStyle(font=FONT, perspective=0.05),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_drawn_lines_stay_apart_and_whole(style: PageStyle) -> None:
    text = ["HANDPRINTED LETTERS", "STAND ON LINES", "ONE UNDER ANOTHER"]
    lines = find_lines(find_fragments(find_ink(draw_page(text, style, seed=5).grey)))
    # Every letter of this font is one piece of ink.
    assert [len(line.fragments) for line in lines] == [len(line.replace(" ", "")) for line in text]
