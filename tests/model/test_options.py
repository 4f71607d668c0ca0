"""What cannot be done is refused before any work."""

from __future__ import annotations

from typing import Any

import pytest

from model.errors import OptionError
from model.options import ReadOptions


@pytest.mark.parametrize("alternatives", [0, 3, 10])
def test_possible_options_are_taken(alternatives: int) -> None:
    assert ReadOptions("digits", alternatives=alternatives).alternatives == alternatives


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"alternatives": -1}, "alternatives must be 0 to 10"),
        ({"alternatives": 11}, "not 11"),
        ({"charset": "roman"}, "no charset 'roman'"),
        ({"language": "xx"}, "no language 'xx'"),
        ({"min_confidence": 1.5}, "min_confidence must be 0 to 1"),
        ({"min_confidence": float("nan")}, "min_confidence must be 0 to 1"),
    ],
)
def test_impossible_options_are_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError) as caught:
        ReadOptions(**options)
    assert said in str(caught.value)
