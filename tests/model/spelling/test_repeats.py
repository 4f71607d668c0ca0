"""Lines that repeat one shape are told from words and numbers."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import parse_charset
from model.spelling.repeats import repeats_a_shape

LETTERS = parse_charset("mixed").letters


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("OOOO", True), ("oO0oO", True), ("IIl1I", True), ("AAAAE", True), ("CcCc", True),
        ("OOO", False), ("", False), ("OTTO", False), ("HELLO", False), ("LILLI", False), ("1010", False),
    ],
)  # fmt: skip
def test_most_letters_have_the_shape(text: str, repeats: bool) -> None:
    rows = np.eye(len(LETTERS))[[LETTERS.index(letter) for letter in text]]
    assert repeats_a_shape(rows, LETTERS) == repeats
