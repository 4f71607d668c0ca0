"""On a line with an equals sign numbers are numbers whole; words and other lines stay as they are."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import parse_charset
from model.elements import BoundingBox
from model.spelling.spell import SpelledLine
from model.spelling.sums import read_sums

LETTERS = parse_charset("mixed").letters
#: What else a letter may be.
LIKE = {"S": "5", "O": "0", "/": "1", "Z": "2", "I": "1", "A": "4"}


def line_of(text: str, rival: float = 0.1) -> SpelledLine:
    """A line that was read so, its letters having rivals as likely as that."""
    glyphs = text.replace(" ", "")
    rows = np.full((len(glyphs), len(LETTERS)), 1e-6)
    for row, glyph in zip(rows, glyphs, strict=True):
        row[LETTERS.index(LIKE.get(glyph, glyph))] = rival
        row[LETTERS.index(glyph)] = 0.8
    starts = [at - text[:at].count(" ") for at in range(len(text)) if at == 0 or text[at - 1] == " "]
    boxes = tuple(BoundingBox(10 * at, 0, 10 * at + 8, 20) for at in range(len(glyphs)))
    return SpelledLine(boxes, rows, np.ones(len(glyphs)), tuple(starts))


def text_of(line: SpelledLine | None) -> str:
    assert line is not None
    return "".join(LETTERS[best] for best in line.probabilities.argmax(axis=1))


@pytest.mark.parametrize(
    ("read", "answered"),
    [
        ("S6 - 33 = 2Z", "56-33=22"),
        ("26+/9=4S", "26+19=45"),
        ("24xS1 = 1224", "24x51=1224"),
        ("x = S", "x=S"),
        ("SO = 3", "SO=3"),
        ("S6 / 33", "S6/33"),
    ],
)
def test_numbers_of_sums_are_whole(read: str, answered: str) -> None:
    (answer,) = read_sums([line_of(read)], LETTERS)
    assert text_of(answer) == answered


@pytest.mark.parametrize("read", ["3A + B = 5", "1/2 = 3/6"])
def test_what_is_read_plainly_stays(read: str) -> None:
    (answer,) = read_sums([line_of(read, 0.01)], LETTERS)
    assert text_of(answer) == read.replace(" ", "")


def test_letters_are_as_sure_together_as_before() -> None:
    line = line_of("S6 - 33 = 23")
    (answer,) = read_sums([line], LETTERS)
    assert answer is not None
    assert answer.probabilities.sum(axis=1) == pytest.approx(line.probabilities.sum(axis=1))


def test_lines_without_an_equals_sign_and_charsets_without_one_stay() -> None:
    line = line_of("S6 33")
    assert read_sums([None, line], LETTERS)[1] is line
    digits = parse_charset("digits").letters
    assert read_sums([None], digits) == [None]
