"""corrections.js: what people say a glyph is, in text and reading."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from app.schemas import Reading
from tests.browser.conftest import run
from tests.browser.logic.readings import reading

pytestmark = pytest.mark.browser

PAGE = reading("NANA IS", "OK")
CORRECTED = "(m, reading, letters) => m.correctedReading(reading, new Map(letters))"


def corrected(modules: Any, *letters: tuple[int, str]) -> dict[str, Any]:
    answer = run(modules, "corrections", CORRECTED, PAGE, [list(pair) for pair in letters])
    assert isinstance(answer, dict)
    return answer


def test_text_follows_at_every_level(modules: Any) -> None:
    page = corrected(modules, (0, "M"), (2, "ri"))
    assert page["text"] == "MAriA IS\nOK"
    assert [line["text"] for line in page["lines"]] == ["MAriA IS", "OK"]
    assert [word["text"] for word in page["lines"][0]["words"]] == ["MAriA", "IS"]
    assert page["width"] == PAGE["width"]


def test_a_corrected_glyph_is_certain_and_says_who_said_so(modules: Any) -> None:
    glyph = corrected(modules, (1, "E"))["lines"][0]["words"][0]["glyphs"][1]
    before = PAGE["lines"][0]["words"][0]["glyphs"][1]
    assert glyph == {**before, "letter": "E", "confidence": 1, "source": "person"}


def test_what_is_no_letter_leaves_no_trace(modules: Any) -> None:
    page = corrected(modules, (4, ""), (5, ""), (6, ""), (7, ""))
    assert page["text"] == "NANA"
    assert len(page["lines"]) == 1
    assert page["lines"][0]["box"] == PAGE["lines"][0]["words"][0]["box"]
    shorter = corrected(modules, (3, ""))
    assert shorter["lines"][0]["words"][0]["box"]["right"] == PAGE["lines"][0]["words"][0]["box"]["right"] - 12


def test_without_corrections_nothing_changes(modules: Any) -> None:
    assert corrected(modules) == PAGE


def test_all_can_be_no_letter(modules: Any) -> None:
    page = corrected(modules, *((number, "") for number in range(8)))
    assert (page["text"], page["lines"]) == ("", [])


def test_a_corrected_reading_is_still_a_reading(modules: Any) -> None:
    page = {**corrected(modules, (0, "M"), (5, "")), "model": "letternet"}
    for line in page["lines"]:
        for word in line["words"]:
            for glyph in word["glyphs"]:
                glyph["source"] = "glyph"
    assert Reading.model_validate(page).text == "MANA I\nOK"


def test_corrections_stay_on_glyphs_that_a_later_reading_finds_again(modules: Any) -> None:
    later = copy.deepcopy(PAGE)
    glyphs = later["lines"][0]["words"][0]["glyphs"]
    del glyphs[0]
    glyphs[1]["box"]["left"] += 1
    glyphs[2]["box"]["top"] += 18
    carried = run(
        modules, "corrections", "(m, before, letters, after) => [...m.carried(before, new Map(letters), after)]",
        PAGE, [[0, "M"], [2, "X"], [3, "Y"]], later,
    )  # fmt: skip
    assert carried == [[1, "X"]]


@pytest.mark.parametrize(("words", "letter"), [(" a ", "a"), ("e\u0301", "\u00e9"), ("  ", "")])
def test_what_is_typed_is_trimmed_and_composed(modules: Any, words: str, letter: str) -> None:
    assert run(modules, "corrections", "(m, words) => m.typed(words)", words) == letter
