"""Two strokes of one width, one over the other, are an equals sign, two dots a colon; nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.alphabet import COLON, EQUALS, Charset, parse_charset
from model.elements import BoundingBox
from model.layout import TextLine
from model.reader import Reader
from model.segment import Fragment
from model.spelling.lattice import build_lattice
from model.spelling.settle import Reading
from model.spelling.stacked import strokes_of_equals, with_stacked
from tests.model.fakes import FONT, TemplateClassifier

MIXED, DIGITS = parse_charset("mixed"), parse_charset("digits")
#: Draws the ink of a box.
Ink = Callable[[BoundingBox], NDArray[np.uint8]]


def filled(box: BoundingBox) -> NDArray[np.uint8]:
    return np.full((box.height, box.width), 255, np.uint8)


def ellipse(box: BoundingBox, start: int, stop: int) -> NDArray[np.uint8]:
    """A part of an ellipse, in degrees."""
    drawn, axes = np.zeros((box.height, box.width), np.uint8), (box.width // 2 - 1, box.height - 2)
    centre = (box.width // 2, box.height - 2 if start else 1)
    return np.asarray(cv2.ellipse(drawn, centre, axes, 0, start, stop, 255, 2), np.uint8)


def loop(box: BoundingBox) -> NDArray[np.uint8]:
    drawn = np.zeros((box.height, box.width), np.uint8)
    return np.asarray(cv2.rectangle(drawn, (0, 0, box.width - 1, box.height - 1), 255, 2), np.uint8)


#: A digit, as high as the letters of its line.
DIGIT = BoundingBox(0, 0, 26, 40)
OVER, UNDER = BoundingBox(40, 12, 64, 16), BoundingBox(41, 24, 65, 28)


def line_of(*boxes: BoundingBox, ink: Ink = filled) -> TextLine:
    """Pieces of ink, those but the first of a shape of their own."""
    inks = [filled(boxes[0]), *map(ink, boxes[1:])]
    return TextLine(tuple(Fragment(box, own) for box, own in zip(boxes, inks, strict=True)), 0.0)


@pytest.mark.parametrize(
    ("over", "under", "equals"),
    [
        (OVER, UNDER, True),
        (OVER, BoundingBox(44, 24, 62, 29), True),
        (OVER, BoundingBox(52, 24, 76, 28), False),
        (OVER, BoundingBox(40, 24, 50, 28), False),
        (OVER, BoundingBox(40, 60, 64, 64), False),
        (OVER, BoundingBox(45, 19, 59, 29), False),
        (BoundingBox(40, 12, 100, 16), BoundingBox(40, 24, 100, 28), False),
        (BoundingBox(40, 30, 46, 33), BoundingBox(40, 36, 46, 39), False),
        (OVER, BoundingBox(70, 12, 94, 16), False),
    ],
    ids=[
        "equals", "shorter", "beside", "far shorter", "far below", "no stroke", "a letter and a half wide", "specks",
        "two dashes",
    ],
)  # fmt: skip
def test_two_strokes_over_one_another_are_an_equals_sign(over: BoundingBox, under: BoundingBox, equals: bool) -> None:
    line = line_of(DIGIT, over, under)
    assert strokes_of_equals(line) == ({1, 2} if equals else set())


@pytest.mark.parametrize(
    ("ink", "equals"),
    [
        (filled, True),
        (partial(ellipse, start=180, stop=360), False),
        (partial(ellipse, start=0, stop=180), False),
        (loop, False),
    ],
    ids=["strokes", "upper halves", "lower halves", "loops"],
)
def test_halves_of_broken_letters_are_none(ink: Ink, equals: bool) -> None:
    line = line_of(DIGIT, BoundingBox(40, 5, 64, 15), BoundingBox(40, 22, 64, 32), ink=ink)
    assert bool(strokes_of_equals(line)) is equals


@pytest.mark.parametrize(("charset", "read"), [(MIXED, EQUALS), (DIGITS, "")], ids=["mixed", "digits"])
def test_it_is_read_as_one_where_the_charset_has_one_and_as_nothing_elsewhere(charset: Charset, read: str) -> None:
    lattice = build_lattice(line_of(DIGIT, OVER, UNDER), range(3))
    count = len(lattice.hypotheses)
    letters = np.full((count, len(charset.letters)), 1 / len(charset.letters))
    said = Reading(letters, np.full(count, 0.9), np.full(count, 0.1))
    after = with_stacked(lattice, said, charset)
    both = [(one.start, one.stop) for one in lattice.hypotheses].index((1, 3))
    others = np.arange(count) != both
    assert np.array_equal(after.letters[others], said.letters[others])
    assert np.array_equal(after.reject[others], said.reject[others])
    best = charset.letters[int(after.letters[both].argmax())] if after.reject[both] < 0.5 else ""
    assert best == read
    assert (after.inside[both] > 0.9) == bool(read)


def says(letter: str, count: int) -> Reading:
    """The network sees the same letter everywhere."""
    letters = np.full((count, len(MIXED.letters)), 0.001)
    letters[:, MIXED.letters.index(letter)] = 0.9
    return Reading(letters, np.full(count, 0.99), np.full(count, 0.01))


def both_read_as(said: str, over: BoundingBox, under: BoundingBox) -> str:
    """What the two pieces are together after a digit."""
    lattice = build_lattice(line_of(DIGIT, over, under), range(3))
    after = with_stacked(lattice, says(said, len(lattice.hypotheses)), MIXED)
    both = [(one.start, one.stop) for one in lattice.hypotheses].index((1, 3))
    return MIXED.letters[int(after.letters[both].argmax())]


@pytest.mark.parametrize(
    ("over", "under", "read"),
    [
        pytest.param(OVER, UNDER, EQUALS, id="level strokes"),
        pytest.param(BoundingBox(40, 6, 64, 18), BoundingBox(40, 26, 64, 38), "Z", id="thick ones"),
        pytest.param(OVER, BoundingBox(46, 24, 70, 28), "Z", id="not over one another"),
    ],
)
def test_what_the_network_reads_as_a_letter_is_one_unless_it_is_two_level_strokes(
    over: BoundingBox, under: BoundingBox, read: str
) -> None:
    assert both_read_as("Z", over, under) == read


@pytest.mark.parametrize(
    ("over", "under", "read"),
    [
        pytest.param((40, 14, 46, 20), (40, 33, 46, 39), COLON, id="dots"),
        pytest.param((40, 14, 46, 20), (43, 33, 49, 40), COLON, id="leaning dots"),
        pytest.param((40, 5, 46, 11), (41, 15, 45, 39), "s", id="a dot over a stem"),
        pytest.param((40, 14, 46, 20), (40, 21, 46, 27), "s", id="halves of a dot"),
        pytest.param((40, 2, 46, 8), (40, 38, 46, 44), "s", id="dots far apart"),
        pytest.param((40, 14, 46, 20), (41, 33, 43, 35), "s", id="a dot and a speck"),
        pytest.param((40, 14, 46, 20), (47, 33, 53, 39), "s", id="dots side by side"),
        pytest.param((40, 4, 56, 18), (40, 24, 56, 39), "s", id="halves of a letter"),
    ],
)
def test_two_dots_one_over_the_other_are_a_colon(
    over: tuple[int, int, int, int], under: tuple[int, int, int, int], read: str
) -> None:
    assert both_read_as("s", BoundingBox(*over), BoundingBox(*under)) == read


def test_sums_are_read_and_the_sign_has_one_box() -> None:
    drawn = draw_page(["7 = 24", "FOX = 19"], PageStyle(font=FONT, letter_height_px=48))
    page = Reader(TemplateClassifier()).read(drawn.png())
    assert page.text.replace(" ", "") == "7=24\nFOX=19"
    signs = [glyph for glyph in page.glyphs if glyph.letter == EQUALS]
    true = [glyph.box for glyph in drawn.truth.glyphs if glyph.letter == EQUALS]
    assert len(signs) == len(true) == 2
    assert min(sign.box.overlap(box) for sign, box in zip(signs, true, strict=True)) > 0.6
