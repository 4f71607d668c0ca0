"""Common letters win ties, and nothing else."""

from __future__ import annotations

import string

import numpy as np
import pytest

from model.alphabet import ALPHABET, NOT_A_CHARACTER, parse_charset
from model.networks.checkpoint import Card
from model.spelling.priors import class_weights
from model.spelling.settle import under_charset

CARD = Card("fakenet", "templates", "float32")


def weight(letter: str) -> float:
    return float(class_weights(ALPHABET)[ALPHABET.index(letter)])


def test_letters_weigh_about_one_and_the_common_ones_more() -> None:
    assert weight("e") == max(weight(letter) for letter in string.ascii_letters)
    assert weight("e") > 1 > weight("x")
    assert 0.8 < np.mean([weight(letter) for letter in string.ascii_lowercase]) < 1.2


def test_both_cases_weigh_the_same() -> None:
    assert [weight(letter) for letter in string.ascii_lowercase] == [weight(c) for c in string.ascii_uppercase]


def test_what_is_no_letter_digit_or_mark_is_not_weighed() -> None:
    assert weight(NOT_A_CHARACTER) == 1


@pytest.mark.parametrize(("probability", "answer"), [(0.5, "N"), (0.95, "X")])
def test_common_letters_win_ties_and_sure_letters_stay(probability: float, answer: str) -> None:
    logits = np.full((1, len(ALPHABET)), -40, np.float32)
    logits[0, ALPHABET.index("X")] = np.log(probability)
    logits[0, ALPHABET.index("N")] = np.log(1 - probability)
    upper = parse_charset("upper")
    assert upper.letters[int(under_charset(logits, CARD, upper).letters.argmax())] == answer


def test_digits_alone_are_not_weighed() -> None:
    logits = np.random.default_rng(1).normal(size=(5, len(ALPHABET))).astype(np.float32)
    digits = parse_charset("digits")
    plain = np.exp(logits.astype(np.float64))
    expected = plain / plain.sum(axis=1, keepdims=True) @ digits.columns(ALPHABET)
    assert np.abs(under_charset(logits, CARD, digits).letters - expected).max() < 1e-9
