"""What is no writing is not answered; doubtful writing is."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from drawing.scenes import SCENES, Scene
from model import DEFAULT_CHECKPOINT
from model.elements import BoundingBox
from model.reader import Reader
from model.spelling.spell import SpelledLine
from model.writing.credible import clear_lines, credible_by_both, leaves_doubt, only_credible, rightness

LETTERS = tuple("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(DEFAULT_CHECKPOINT, 1)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES.keys())
def test_nothing_is_read_where_nothing_is_written(
    reader: Reader, scene: Callable[[np.random.Generator], Scene]
) -> None:
    _, file = cv2.imencode(".jpg", scene(np.random.default_rng(1)))
    assert reader.read(file.tobytes()).text == ""


def spelled(text: str, sure: float, grouped: float = 1.0) -> SpelledLine:
    """A line whose letters are as sure as given."""
    rows = np.zeros((len(text), len(LETTERS)))
    for row, letter in zip(rows, text, strict=True):
        row[LETTERS.index(letter)] = sure
    boxes = tuple(BoundingBox(20 * at, 0, 20 * at + 10, 30) for at in range(len(text)))
    return SpelledLine(boxes, rows, np.full(len(text), grouped), (0,))


def test_doubtful_lines_of_a_sure_page_go() -> None:
    sure, doubtful, short = spelled("WRITING", 0.9), spelled("TEXTURE", 0.25), spelled("n", 0.45)
    assert only_credible([sure, None, doubtful, short], LETTERS) == [sure, None, None, None]
    assert only_credible([sure, spelled("FAINT", 0.4)], LETTERS)[1] is not None


def test_page_is_believed_or_not_as_a_whole() -> None:
    assert only_credible([spelled("TEXTURE", 0.4), spelled("GRAIN", 0.45)], LETTERS) == [None, None]
    assert only_credible([spelled("GROUPED", 0.9, grouped=0.4)], LETTERS) == [None]
    assert only_credible([spelled("..,,.,..A", 0.9)], LETTERS) == [None]
    assert only_credible([spelled("n", 0.35)], LETTERS)[0] is not None
    assert only_credible([spelled("n", 0.2)], LETTERS) == [None]
    assert only_credible([None], LETTERS) == [None]
    assert only_credible([], LETTERS) == []


def test_many_letters_tell_more_surely_that_a_page_is_written_on() -> None:
    few, many = spelled("WRITING", 0.45), spelled("WRITING" * 5, 0.45)
    assert only_credible([few], LETTERS) == [None]
    assert only_credible([many], LETTERS) == [many]
    assert only_credible([spelled("TEXTURE" * 50, 0.32)], LETTERS) == [None]


def test_both_readers_must_be_sure_of_what_one_does_not_believe() -> None:
    texture, clear = spelled("TEXTURE", 0.3), spelled("WRITING", 0.95)
    doubtful = spelled("TEXTURE", 0.7)
    assert credible_by_both([texture], [doubtful], LETTERS) == [None]
    assert credible_by_both([texture], [clear], LETTERS) == [clear]
    assert credible_by_both([clear], [doubtful], LETTERS) == [doubtful]
    assert credible_by_both([None], [None], LETTERS) == [None]


def test_cases_and_lookalikes_are_no_doubt() -> None:
    line = spelled("OK", 0.2)
    for letter in "o0kK":
        line.probabilities[0 if letter in "o0" else 1, LETTERS.index(letter)] = 0.3
    assert only_credible([line], LETTERS) == [line]


def test_narrow_charsets_are_believed() -> None:
    digits = LETTERS[:10]
    line = SpelledLine((BoundingBox(0, 0, 5, 9),), np.full((1, 10), 0.02), np.ones(1), (0,))
    assert only_credible([line], digits) == [line]


def test_a_clear_line_is_believed_beside_texture() -> None:
    clear, texture = spelled("Ab12", 0.95), spelled("..,.,,." * 8, 0.3)
    assert only_credible([texture, clear, texture], LETTERS) == [None, clear, None]
    strokes, hardly = spelled("IIlI1lII", 0.95), spelled("Ab12", 0.8)
    assert only_credible([texture, strokes, hardly, texture], LETTERS) == [None] * 4


def test_lines_of_different_letters_that_are_sure_are_clear() -> None:
    lines = [spelled("TEXTURE", 0.4), None, spelled("SIGN", 0.95), spelled("llllll", 0.99), spelled("LABEL", 0.9)]
    assert clear_lines(lines, LETTERS) == 2
    assert clear_lines([spelled("TEXTURE", 0.8), None], LETTERS) == clear_lines([], LETTERS) == 0


def test_pages_of_one_letter_leave_no_doubt_where_it_is_sure() -> None:
    assert not leaves_doubt([spelled("TEXTURE", 0.4), spelled("SIGN", 0.95)], LETTERS)
    assert not leaves_doubt([spelled("aaaaaa", 0.95), None], LETTERS)
    assert leaves_doubt([spelled("aaaaaa", 0.7)], LETTERS)
    assert leaves_doubt([spelled("llllll", 0.99)], LETTERS)
    assert leaves_doubt([spelled("SIGN", 0.7)], LETTERS)
    assert leaves_doubt([None], LETTERS)
    assert leaves_doubt([], LETTERS)


def test_few_letters_that_are_sure_are_worth_more_than_many_that_are_not() -> None:
    assert rightness([], LETTERS) == rightness([None], LETTERS) == 0
    assert rightness([spelled("SIGN", 0.95)], LETTERS) > rightness([spelled("TEXTURE" * 2, 0.55)], LETTERS) > 0
    assert rightness([spelled("WRITING", 0.9)], LETTERS) > rightness([spelled("SIGN", 0.95)], LETTERS)
