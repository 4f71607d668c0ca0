"""doubts.js: the unsure letters of all pages, the least sure first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import run
from tests.browser.logic.readings import reading

pytestmark = pytest.mark.browser

WALK = """(m, readings, corrected, from, step) => {
  const pages = readings.map((reading, at) => ({ reading, letters: new Map(corrected.filter(([page]) => page === at).map(([, number]) => [number, "A"])) }));
  const found = m.nextDoubt(pages, from && { page: pages[from[0]], number: from[1] }, step);
  return found && [pages.indexOf(found.page), found.number];
}"""  # noqa: E501


def page(*confidences: float) -> dict[str, Any]:
    read = reading("X" * len(confidences))
    for glyph, confidence in zip(read["lines"][0]["words"][0]["glyphs"], confidences, strict=True):
        glyph.update(confidence=confidence, needs_review=confidence < 0.5)
    return read


PAGES = [page(0.9, 0.4, 0.2), page(0.3, 0.3), page(0.1)]
ORDER = [[2, 0], [0, 2], [1, 0], [1, 1], [0, 1]]


def test_letters_are_walked_over_all_pages_and_round(modules: Any) -> None:
    seen, place = [], None
    for _ in range(len(ORDER) + 1):
        place = run(modules, "doubts", WALK, PAGES, [], place, 1)
        seen.append(place)
    assert seen == [*ORDER, ORDER[0]]
    for wanted in [*reversed(ORDER[:-1]), ORDER[-1]]:
        previous = ORDER[(ORDER.index(wanted) + 1) % len(ORDER)]
        assert run(modules, "doubts", WALK, PAGES, [], previous, -1) == wanted


def test_a_letter_that_was_corrected_keeps_its_place_in_the_walk(modules: Any) -> None:
    assert run(modules, "doubts", WALK, PAGES, [[0, 2]], [0, 2], 1) == [1, 0]


def test_from_a_sure_letter_the_walk_begins_anew(modules: Any) -> None:
    assert run(modules, "doubts", WALK, PAGES, [], [0, 0], 1) == ORDER[0]


def test_where_nothing_is_unsure_there_is_nowhere_to_go(modules: Any) -> None:
    assert run(modules, "doubts", WALK, [page(0.9)], [], None, 1) is None
