"""Vocabularies come out of lists of words."""

from __future__ import annotations

import string
from pathlib import Path

import numpy as np

from model.spelling.language import LANGUAGES, SPACE
from model.spelling.vocabulary import TABLES
from training.vocabulary import listed_words, vocabulary, write_vocabularies


def test_words_are_folded_and_rows_of_one_letter_left_out() -> None:
    words = listed_words("fr", 3_000)
    assert {"ETRE", "AVEC", "TRES"} <= set(words)
    assert all(set(word) <= set(string.ascii_uppercase) and len(set(word)) > 1 and len(word) > 2 for word in words)
    assert words["AVEC"] > words["ENFANTS"]


def test_worth_is_how_much_likelier_a_word_is_than_its_letters_one_after_another() -> None:
    even = np.full((SPACE + 1,) * 3, np.log(1 / 27))
    columns = vocabulary({"TEA": 1e-3, "EAT": 1e-4, "TEAS": 1e-3}, even)
    assert sorted(columns) == ["letters3", "letters4", "worth3", "worth4"]
    spelled = ["".join(string.ascii_uppercase[letter] for letter in word) for word in columns["letters3"].T]
    assert spelled == ["EAT", "TEA"]
    # Three letters and the end of the word.
    expected = np.log([1e-4, 1e-3]) + 4 * np.log(27)
    assert np.abs(columns["worth3"].astype(np.float64) - expected).max() < 0.01


def test_vocabularies_are_written_for_every_language_and_for_all(tmp_path: Path) -> None:
    paths = write_vocabularies(tmp_path / "vocabularies", words=200)
    assert [path.stem for path in paths] == [*LANGUAGES, "any"]
    for path in paths:
        with np.load(path) as few, np.load(TABLES / path.name) as bundled:
            assert set(few) <= set(bundled)
            assert few["letters5"].dtype == bundled["letters5"].dtype == np.uint8
            assert few["worth5"].dtype == bundled["worth5"].dtype == np.float16
            known = {bytes(word) for word in bundled["letters5"].T}
            assert {bytes(word) for word in few["letters5"].T} <= known
