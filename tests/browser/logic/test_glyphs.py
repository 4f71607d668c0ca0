"""glyphs.js: how sure a letter is, how it is said, and where the keys lead."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import run
from tests.browser.logic.readings import glyph, reading

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ({"confidence": 0.9}, "sure"),
        ({"confidence": 0.89}, "fair"),
        ({"confidence": 0.7}, "fair"),
        ({"confidence": 0.69}, "unsure"),
        ({"confidence": 0.99, "needs_review": True}, "unsure"),
        ({"confidence": 0.5, "needs_review": False}, "fair"),
        ({"confidence": 0.1, "source": "person"}, "corrected"),
        ({"confidence": 0.95, "source": "line"}, "sure"),
    ],
)
def test_certainty(modules: Any, found: dict[str, Any], kind: str) -> None:
    assert run(modules, "glyphs", "(m, glyph) => m.certainty(glyph)", found) == kind


@pytest.mark.parametrize(
    ("confidence", "said"), [(1, "100 %"), (0.9999, "99 %"), (0.5, "50 %"), (0.0001, "1 %"), (0, "0 %")]
)
def test_percent_is_whole_but_never_claims_what_is_not_so(modules: Any, confidence: float, said: str) -> None:
    assert run(modules, "glyphs", "(m, value) => m.percent(value)", confidence) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (glyph("K", confidence=0.4), "capital K, unsure, 40 %; or capital Q"),
        (glyph("k"), "k, 95 %; or capital Q"),
        (glyph("ri", source="person"), "ri, corrected"),
        (glyph("", source="person"), "not a letter, corrected"),
    ],
    ids=["unsure", "sure", "corrected", "removed"],
)
def test_glyphs_are_said_in_words(modules: Any, found: dict[str, Any], said: str) -> None:
    assert run(modules, "glyphs", "(m, glyph) => m.describe(glyph)", found) == said


def test_a_reading_is_summed_up(modules: Any) -> None:
    summed = "(m, glyphs) => m.summarize(glyphs)"
    assert run(modules, "glyphs", summed, []) == "No letters found"
    assert run(modules, "glyphs", summed, [glyph("A")]) == "1 letter, none unsure"
    several = [glyph("A"), glyph("B", confidence=0.2), glyph("C", source="person")]
    assert run(modules, "glyphs", summed, several) == "3 letters, 1 unsure, 1 corrected"


#: Sure, unsure, sure, unsure, sure.
FIVE = [glyph(letter, confidence=0.4 if letter in "bd" else 0.95) for letter in "abcde"]
SURE = [glyph(letter) for letter in "abc"]


@pytest.mark.parametrize(
    ("key", "shift", "start", "glyphs", "target"),
    [
        ("ArrowRight", False, 0, FIVE, 1),
        ("ArrowDown", False, 1, FIVE, 3),
        ("ArrowRight", False, 3, FIVE, 1),
        ("ArrowLeft", False, 1, FIVE, 3),
        ("ArrowUp", False, 3, FIVE, 1),
        ("ArrowLeft", False, 4, FIVE, 3),
        ("ArrowRight", True, 0, FIVE, 1),
        ("ArrowRight", True, 4, FIVE, 4),
        ("ArrowLeft", True, 0, FIVE, 0),
        ("ArrowRight", False, 0, SURE, 1),
        ("ArrowRight", False, 2, SURE, 2),
        ("Home", False, 3, FIVE, 0),
        ("End", False, 0, FIVE, 4),
        ("x", False, 0, FIVE, None),
        ("Tab", False, 0, FIVE, None),
    ],
)
def test_arrows_walk_from_unsure_letter_to_unsure_letter(
    modules: Any, key: str, shift: bool, start: int, glyphs: list[dict[str, Any]], target: int | None
) -> None:
    assert run(modules, "glyphs", "(m, ...values) => m.walk(...values)", key, shift, start, glyphs) == target


def test_the_walk_begins_at_either_end(modules: Any) -> None:
    found = run(modules, "glyphs", "(m, glyphs) => [1, -1].map((step) => m.nextUnsure(glyphs, -1, step))", FIVE)
    assert found == [1, 3]
    assert run(modules, "glyphs", "(m, glyphs) => m.nextUnsure(glyphs, -1)", []) == -1


def test_glyphs_know_their_line_and_word(modules: Any) -> None:
    flat = run(modules, "glyphs", "(m, reading) => m.flatten(reading)", reading("AB C", "D"))
    assert [(one["letter"], one["lineNumber"], one["wordNumber"]) for one in flat] == [
        ("A", 0, 0), ("B", 0, 0), ("C", 0, 1), ("D", 1, 0),
    ]  # fmt: skip
    assert run(modules, "glyphs", "(m, glyphs) => m.lineHeights(glyphs)", flat) == [20, 20]
