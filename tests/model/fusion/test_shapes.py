import numpy as np
import pytest

from model.alphabet import parse_charset
from model.fusion.shapes import without_context

LETTERS = parse_charset("mixed").letters


def rows(*answers: dict[str, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    line = np.zeros((len(answers), len(LETTERS)))
    for row, answer in zip(line, answers, strict=True):
        for letter, probability in answer.items():
            row[LETTERS.index(letter)] = probability
    return line


def test_a_line_of_one_shape_says_nothing_of_which_letter_it_is() -> None:
    even = without_context(rows({"0": 0.99}, {"0": 0.9, "Q": 0.1}), LETTERS)
    assert even[0, [LETTERS.index(letter) for letter in "0Oo"]] == pytest.approx([0.33] * 3)
    assert even[1, LETTERS.index("Q")] == pytest.approx(0.1)
    assert even.sum(axis=1) == pytest.approx([0.99, 1.0])


def test_a_line_of_several_shapes_stays_as_it_is() -> None:
    line = rows({"1": 0.9}, {"0": 0.9}, {"7": 0.9})
    assert without_context(line, LETTERS) is line


def test_a_charset_without_twins_has_no_shapes() -> None:
    digits = parse_charset("digits").letters
    line = np.full((2, len(digits)), 0.1)
    assert without_context(line, digits) is line
