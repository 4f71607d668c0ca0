"""Words that people write are preferred where letters are in doubt, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.alphabet import parse_charset
from model.errors import OptionError
from model.spelling.language import LANGUAGES
from model.spelling.vocabulary import TABLES, is_word, load_vocabulary, shapes_of_words, weigh_words

LETTERS = parse_charset("mixed").letters


def readings(*glyphs: str | dict[str, float]) -> NDArray[np.float64]:
    """Rows of probabilities, a letter by itself being nearly sure."""
    rows = np.full((len(glyphs), len(LETTERS)), 1e-6)
    for row, glyph in zip(rows, glyphs, strict=True):
        for letter, probability in ({glyph: 0.99} if isinstance(glyph, str) else glyph).items():
            row[LETTERS.index(letter)] = probability
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def text(probabilities: NDArray[np.float64]) -> str:
    return "".join(LETTERS[best] for best in probabilities.argmax(axis=1))


def weighed(*glyphs: str | dict[str, float], starts: tuple[int, ...] = (0,), language: str = "any") -> str:
    return text(weigh_words(readings(*glyphs), starts, LETTERS, language))


R_OR_C = {"r": 0.75, "c": 0.2}


@pytest.mark.parametrize(
    ("glyphs", "starts", "read"),
    [
        (("s", "e", R_OR_C, "o", "n", "d"), (0,), "second"),
        (("S", "E", {"R": 0.75, "C": 0.2}, "O", "N", "D"), (0,), "SECOND"),
        (("s", "e", {"r": 0.9999, "c": 1e-5}, "o", "n", "d"), (0,), "serond"),
        (("q", "x", R_OR_C, "w", "k", "d"), (0,), "qxrwkd"),
        (("(", "s", "e", R_OR_C, "o", "n", "d", ","), (0,), "(second,"),
        (("s", "e", R_OR_C, "o", "n", "d"), (0, 3), "serond"),
        (("a", "s", "e", R_OR_C, "o", "n", "d"), (0, 1), "asecond"),
        (({"Z": 0.6, "2": 0.4}, "0", "0"), (0,), "Z00"),
    ],
    ids=["a word", "in capitals", "a sure letter", "no word", "by marks", "in two words", "the second", "digits"],
)  # fmt: skip
def test_words_decide_what_letters_leave_open(
    glyphs: tuple[str | dict[str, float], ...], starts: tuple[int, ...], read: str
) -> None:
    assert weighed(*glyphs, starts=starts) == read


def test_words_of_another_language_count_for_less() -> None:
    glyphs = ("v", "o", {"n": 0.6, "u": 0.38}, "s")
    assert weighed(*glyphs, language="fr") == "vous"
    assert weighed(*glyphs, language="none") == weighed(*glyphs, language="pl") == "vons"


def test_which_case_a_letter_has_is_left_as_it_was() -> None:
    before = readings("S", "e", {"r": 0.7, "C": 0.06, "c": 0.18}, "o", "n", "d")
    after = weigh_words(before, [0], LETTERS, "en")
    small, capital = LETTERS.index("c"), LETTERS.index("C")
    assert after[2, small] > 0.5
    assert abs(after[2, capital] / after[2, small] - 1 / 3) < 1e-6


def test_a_charset_without_letters_has_no_words() -> None:
    digits = parse_charset("digits").letters
    rows = np.full((3, len(digits)), 1 / len(digits))
    assert weigh_words(rows, [0], digits, "any").tolist() == rows.tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["s", "e", "o", "n", "d", "(", "7"]), min_size=0, max_size=9), st.integers(0, 2**31))
def test_no_certainty_is_made_up(glyphs: list[str], seed: int) -> None:
    rng = np.random.default_rng(seed)
    before = (readings(*glyphs) if glyphs else np.zeros((0, len(LETTERS)))) * rng.uniform(0.1, 1, (len(glyphs), 1))
    before = before * rng.uniform(0.2, 1, before.shape)
    starts = [0, *sorted(set(rng.integers(1, 9, 2).tolist()))] if glyphs else []
    after = weigh_words(before, [start for start in starts if start < len(glyphs)], LETTERS, "any")
    assert after.shape == before.shape
    assert (after >= 0).all()
    assert np.allclose(after.sum(axis=1), before.sum(axis=1))


@pytest.mark.parametrize("name", [*LANGUAGES, "any"])
def test_every_language_has_words(name: str) -> None:
    vocabulary = load_vocabulary(name)
    assert sum(words.letters.shape[1] for words in vocabulary.values()) > 10_000
    for length, words in vocabulary.items():
        assert words.letters.shape == (length, len(words.worth))
        assert words.letters.max() < 26
        assert np.isfinite(words.worth).all()


def test_every_vocabulary_is_of_a_language() -> None:
    assert {path.stem for path in TABLES.glob("*.npz")} == {*LANGUAGES, "any"}


def test_no_words_without_a_language_and_none_of_an_unknown_one() -> None:
    assert not load_vocabulary("none")
    with pytest.raises(OptionError, match="no language"):
        load_vocabulary("xx")


@pytest.mark.parametrize(("word", "known"), [("water", True), ("WATER", True), ("waterq", False), ("q", False)])
def test_words_are_known_in_either_case(word: str, known: bool) -> None:
    spelled = shapes_of_words(LETTERS)[[LETTERS.index(letter) for letter in word]]
    assert is_word(spelled, "en") == known
