"""Spaces are counted in the lines whose letters are right."""

from __future__ import annotations

import pytest

from benchmarks.spaces import compare, spaces_of, wide_pages


@pytest.mark.parametrize(
    ("got", "counted"),
    [
        pytest.param("the old mill\nby me", (2, 3, 0, 0), id="right"),
        pytest.param("THE OLD MILL\nBY ME", (2, 3, 0, 0), id="of another case"),
        pytest.param("theold mill\nby me", (2, 3, 1, 0), id="one missed"),
        pytest.param("the o ld mi ll\nby me", (2, 3, 0, 2), id="two added"),
        pytest.param("the oldmi ll\nby me", (2, 3, 1, 1), id="one elsewhere"),
        pytest.param("the cld mill\nby me", (1, 1, 0, 0), id="a letter is wrong"),
        pytest.param("", (0, 0, 0, 0), id="nothing read"),
    ],
)
def test_missed_and_added_spaces_are_counted(got: str, counted: tuple[int, int, int, int]) -> None:
    assert compare("the old mill\nby me", got) == counted


def test_marks_alone_are_no_words() -> None:
    assert spaces_of("a - b, c") == {1, 2}


def test_pages_have_the_spacing_asked_for() -> None:
    (narrow,), (wide,) = (list(wide_pages(letters, 1.0, 1)) for letters in (0.0, 0.3))
    assert narrow.truth.text == wide.truth.text
    assert wide.grey.shape[1] > 1.2 * narrow.grey.shape[1]
