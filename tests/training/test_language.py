"""Tables of letters come out of words."""

from __future__ import annotations

import string
from pathlib import Path

import numpy as np
import pytest

from model.spelling.language import LANGUAGES, SPACE, TABLES
from training.language import plain_letters, trigrams, write_tables


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("cat", "CAT"),
        ("café", "CAFE"),
        ("straße", "STRASSE"),
        ("über", "UBER"),
        ("ångström", "ANGSTROM"),
        ("smørrebrød", "SMORREBROD"),
        ("łódź", "LODZ"),
        ("ñandú", "NANDU"),
        ("çà", "CA"),
        ("don't", "DONT"),
        ("e-mail 2", "EMAIL"),
        ("кот", ""),
        ("", ""),
    ],
)
def test_accents_and_all_that_is_no_letter_go(word: str, letters: str) -> None:
    assert plain_letters(word) == letters


def test_accent_may_be_a_character_of_its_own() -> None:
    assert plain_letters("cafe\u0301") == "CAFE"


def number(letter: str) -> int:
    return SPACE if letter == " " else string.ascii_uppercase.index(letter)


def probability(words: dict[str, float], letters: str) -> float:
    """Of the last of three letters after the two before; a space is the edge of a word."""
    table = trigrams(words, words.values())
    first, second, third = (number(letter) for letter in letters)
    return float(np.exp(table[first, second, third]))


WORDS = {"TEA": 3.0, "TEN": 1.0, "EAT": 2.0}


def test_what_may_follow_sums_to_one() -> None:
    table = trigrams(WORDS, WORDS.values())
    assert table.shape == (SPACE + 1,) * 3
    assert np.isfinite(table).all()
    assert np.abs(np.exp(table).sum(axis=2) - 1).max() < 1e-9


def test_shares_are_those_of_the_words() -> None:
    # After TE there was A three times and N once; what was never seen is left a little.
    assert abs(probability(WORDS, "TEA") - 0.75) < 0.01
    assert abs(probability(WORDS, "TEN") - 0.25) < 0.01
    assert 0 < probability(WORDS, "TEZ") < 0.001
    # Words begin with T in four of six.
    assert abs(probability(WORDS, "  T") - 4 / 6) < 0.01
    assert abs(probability(WORDS, "EN ") - 1) < 0.01


def test_rare_pairs_fall_back_on_the_last_letter_alone() -> None:
    # Nothing ever followed XE, but A follows E more often than N, and N more often than Z.
    assert probability(WORDS, "XEA") > probability(WORDS, "XEN") > 10 * probability(WORDS, "XEZ")


def test_only_shares_of_weights_count() -> None:
    doubled = {word: 2 * weight for word, weight in WORDS.items()}
    assert np.abs(trigrams(doubled, doubled.values()) - trigrams(WORDS, WORDS.values())).max() < 1e-9


def test_each_word_needs_a_weight() -> None:
    with pytest.raises(ValueError, match="shorter"):
        trigrams(["TEA", "TEN"], [1.0])


def test_tables_are_written_for_every_language(tmp_path: Path) -> None:
    paths = write_tables(tmp_path / "languages", words=100)
    assert [path.stem for path in paths] == list(LANGUAGES)
    for path in paths:
        with np.load(path) as few, np.load(TABLES / path.name) as bundled:
            assert few["trigrams"].dtype == bundled["trigrams"].dtype == np.float16
            assert few["trigrams"].shape == bundled["trigrams"].shape
            sums = np.exp(few["trigrams"].astype(np.float64)).sum(axis=2)
            assert np.abs(sums - 1).max() < 0.01
