from __future__ import annotations

import pytest

from benchmarks.alignment import Pairing, align
from benchmarks.marks import ADDED, IGNORED, RIGHT, WRONG, marks_of
from benchmarks.scoring import edit_distance
from model.elements import BoundingBox, Glyph, Line, Page, Word


def page_of(text: str) -> Page:
    glyphs = tuple(Glyph(letter, 1.0, BoundingBox(9 * at, 0, 9 * at + 8, 9)) for at, letter in enumerate(text))
    return Page(200, 20, (Line((Word(glyphs),)),))


@pytest.mark.parametrize(
    ("want", "got", "steps"),
    [
        ("AB", "AB", [(0, 0), (1, 1)]),
        ("AB", "B", [(0, None), (1, 0)]),
        ("A", "XA", [(None, 0), (0, 1)]),
        ("ABC", "AXC", [(0, 0), (1, 1), (2, 2)]),
        ("", "", []),
    ],
)
def test_align(want: str, got: str, steps: list[tuple[int | None, int | None]]) -> None:
    assert align(want, got) == [Pairing(*step) for step in steps]


@pytest.mark.parametrize(("want", "got"), [("KITTEN", "SITTING"), ("HAIKUSAREEASY", "HAKUSAAREBASY"), ("", "AB")])
def test_alignment_costs_the_edit_distance(want: str, got: str) -> None:
    steps = align(want, got)
    wrong = sum(step.want is None or step.got is None or want[step.want] != got[step.got] for step in steps)
    assert wrong == edit_distance(want, got)
    assert [step.want for step in steps if step.want is not None] == list(range(len(want)))
    assert [step.got for step in steps if step.got is not None] == list(range(len(got)))


def test_marks() -> None:
    marks, missing = marks_of(page_of("T0D-XE"), "to die now")
    assert [mark.colour for mark in marks] == [RIGHT, WRONG, RIGHT, IGNORED, WRONG, RIGHT]
    assert [mark.caption for mark in marks] == ["T", "0>O", "D", "-", "X>I", "E"]
    assert missing == "NOW"


def test_added_letter() -> None:
    assert [mark.colour for mark in marks_of(page_of("ABXC"), "ABC")[0]] == [RIGHT, RIGHT, ADDED, RIGHT]


def test_letters_are_missing_before_the_next_one_read() -> None:
    marks, missing = marks_of(page_of("NAP"), "A NAP")
    assert [mark.missing for mark in marks] == ["A", "", ""]
    assert not missing


def test_page_of_one_letter() -> None:
    marks, missing = marks_of(page_of("9q9"), "9*")
    assert [mark.colour for mark in marks] == [RIGHT, WRONG, RIGHT]
    assert not missing
