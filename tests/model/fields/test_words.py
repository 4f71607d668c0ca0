from __future__ import annotations

import pytest

from model.errors import LexiconError, PatternError
from model.fields.words import word_list


def written(values: tuple[str, ...], charset: str = "mixed", pattern: str = "") -> list[str]:
    return [word for several in word_list(values, charset, pattern).lexicon.written for word in several]


def test_values_that_cannot_be_read_are_left_out() -> None:
    assert written(("Bern", "K2", "---", "Łódź"), "letters") == ["Bern", "Łódź"]


def test_values_that_do_not_obey_the_pattern_are_left_out() -> None:
    assert written(("Bern", "New Haven", "K2"), "alnum", "[A-Z]+[0-9]") == ["K2"]


def test_only_letters_of_the_list_are_looked_for() -> None:
    assert "".join(word_list(("Aé-1",), "mixed", "").charset.letters) == "1AEae-"
    assert word_list(("Ab",), "letters", "").charset.letters == ("A", "B")


@pytest.mark.parametrize(
    ("charset", "pattern", "error", "says"),
    [("digits", "", LexiconError, "charset 'digits'"), ("letters", "[A-Z]{9}", PatternError, "matches no value")],
)
def test_a_list_of_nothing_is_refused(charset: str, pattern: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        word_list(("Bern",), charset, pattern)
