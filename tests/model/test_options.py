"""What cannot be done is refused before any work."""

from __future__ import annotations

import pytest

from model.errors import OptionError
from model.options import ReadOptions


@pytest.mark.parametrize("alternatives", [0, 3, 10])
def test_possible_options_are_taken(alternatives: int) -> None:
    assert ReadOptions("digits", alternatives=alternatives).alternatives == alternatives


@pytest.mark.parametrize(
    ("charset", "alternatives", "said"),
    [("mixed", -1, "alternatives must be 0 to 10"), ("mixed", 11, "not 11"), ("roman", 3, "no charset 'roman'")],
)
def test_impossible_options_are_refused(charset: str, alternatives: int, said: str) -> None:
    with pytest.raises(OptionError) as caught:
        ReadOptions(charset, alternatives=alternatives)
    assert said in str(caught.value)
