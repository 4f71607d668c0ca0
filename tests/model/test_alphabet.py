"""Charsets say what may be answered, and where the probability of every class goes."""

from __future__ import annotations

import string

import numpy as np
import pytest

from model.alphabet import ALPHABET, EQUALS, NAMED_CHARSETS, NOT_A_CHARACTER, PUNCTUATION, TWINS, parse_charset
from model.errors import OptionError

EMNIST_LETTERS = tuple(string.ascii_uppercase)


def share(charset: str, shape: str, alphabet: tuple[str, ...] = ALPHABET) -> dict[str, float]:
    """Where a class's probability goes, without the zeros."""
    parsed = parse_charset(charset)
    row = parsed.columns(alphabet)[alphabet.index(shape)]
    return {letter: float(part) for letter, part in zip(parsed.letters, row, strict=True) if part}


def test_alphabet_is_emnist_byclass_then_punctuation_then_the_rest() -> None:
    assert "".join(ALPHABET[:62]) == string.digits + string.ascii_uppercase + string.ascii_lowercase
    assert "".join(ALPHABET[62:-1]) == PUNCTUATION == ".,-/'&@+:()?!"
    assert ALPHABET[-1] == NOT_A_CHARACTER
    assert len(set(ALPHABET)) == len(ALPHABET) == 76


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("mixed", "".join(ALPHABET[:-1]) + EQUALS),
        ("letters", string.ascii_uppercase),
        ("alnum", string.digits + string.ascii_uppercase),
        ("digits", string.digits),
        ("upper", string.ascii_uppercase),
        ("lower", string.ascii_lowercase),
        ("chars:BAx7", "BAx7"),
        ("chars:ABBA", "AB"),
        ("chars:,:", ",:"),
        ("chars:1=", "1="),
    ],
)
def test_charset_answers_these_letters(name: str, letters: str) -> None:
    charset = parse_charset(name)
    assert "".join(charset.letters) == letters
    assert charset.name == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "no charset ''"),
        ("Digits", "Use one of mixed, letters"),
        ("hex", "no charset 'hex'"),
        ("chars:", "no letters are named"),
        ("chars:AB ", "' ' cannot be read"),
        ("chars:é", "'é' cannot be read"),
        ("x" * 5000, "Use one of"),
    ],
)
def test_wrong_charset_says_what_to_write(name: str, said: str) -> None:
    with pytest.raises(OptionError) as caught:
        parse_charset(name)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("name", [*NAMED_CHARSETS, "chars:A", "chars:0Oo", "chars:?!"])
def test_no_class_counts_twice_and_every_letter_has_its_own_class(name: str) -> None:
    charset = parse_charset(name)
    columns = charset.columns(ALPHABET)
    assert columns.shape == (76, len(charset.letters))
    sums = columns.sum(axis=1)
    assert set(np.round(sums, 6).tolist()) <= {0.0, 1.0}
    assert sums[ALPHABET.index(NOT_A_CHARACTER)] == 0
    named = [(letter, column) for column, letter in enumerate(charset.letters) if letter != EQUALS]
    own = [columns[ALPHABET.index(letter), column] for letter, column in named]
    assert own == [1.0] * len(named)


@pytest.mark.parametrize(
    ("charset", "shape", "answers"),
    [
        ("mixed", "o", {"o": 1}),
        ("letters", "a", {"A": 1}),
        ("letters", "A", {"A": 1}),
        ("letters", "7", {}),
        ("letters", "0", {"O": 1}),
        ("alnum", "l", {"L": 1}),
        ("alnum", "?", {}),
        ("digits", "O", {"0": 1}),
        ("digits", "l", {"1": 1}),
        ("digits", "K", {}),
        ("upper", "k", {"K": 1}),
        ("upper", "a", {}),
        ("lower", "0", {"o": 1}),
        ("lower", "1", {"l": 1}),
        ("chars:Oo", "0", {"O": 0.5, "o": 0.5}),
        ("chars:0O", "o", {"0": 0.5, "O": 0.5}),
    ],
)
def test_class_that_may_not_be_answered_counts_for_its_twins_only(
    charset: str, shape: str, answers: dict[str, float]
) -> None:
    assert share(charset, shape) == answers


def test_alphabet_without_small_letters_still_answers_them() -> None:
    assert share("lower", "S", EMNIST_LETTERS) == {"s": 1}
    assert share("lower", "A", EMNIST_LETTERS) == {}
    assert parse_charset("alnum").columns(EMNIST_LETTERS).shape == (26, 36)


def test_columns_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(ValueError, match="read-only"):
        parse_charset("digits").columns(ALPHABET)[0, 0] = 2


def test_no_letter_has_two_sets_of_twins() -> None:
    letters = "".join(TWINS)
    assert len(set(letters)) == len(letters)
    assert set(letters) <= set(ALPHABET)
