"""forms/queue.js: which fields come up, in which order, and what is written of them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.browser.conftest import run

pytestmark = pytest.mark.browser


def field(name: str, confidence: float, value: str = "X", **more: Any) -> dict[str, Any]:
    kept = {"name": name, "type": "text", "value": value, "confidence": confidence, "needs_review": True}
    return {**kept, "reasons": ["low-confidence"], "alternatives": [], **more}


PAGES = [
    {"file": "a.png", "page": 1, "fields": [field("one", 0.6), field("two", 0.9, needs_review=False)]},
    {"file": "b.png", "page": 1, "fields": [field("one", 0.3), field("two", 0.5, reviewed=True)]},
]


def test_the_least_sure_field_of_all_pages_comes_first(modules: Any) -> None:
    found = run(modules, "forms/queue", "(m, pages) => m.doubtful(pages)", PAGES)
    assert [(one["at"], one["number"]) for one in found] == [(1, 0), (0, 0)]


@pytest.mark.parametrize(("value", "corrected"), [("X", False), ("Y", True)])
def test_what_was_confirmed_is_told_from_what_was_corrected(modules: Any, value: str, corrected: bool) -> None:
    found = run(modules, "forms/queue", "(m, field, value) => m.settled(field, value)", field("one", 0.6), value)
    assert (found["value"], found["reviewed"], found["corrected"]) == (value, True, corrected)


def test_the_table_can_be_read_again_and_holds_no_formulas(modules: Any) -> None:
    pages = [{"file": 'a "b".png', "page": 2, "fields": [
        field("one", 0.5, "=1+1"), field("two", 0.5, "A,\nB", reviewed=True),
        field("three", 0.5, "-12", corrected=True),
    ]}]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run(modules, "forms/queue", "(m, pages) => m.table(pages)", pages))))
    assert [row["value"] for row in rows] == ["'=1+1", "A,\nB", "-12"]
    assert [row["state"] for row in rows] == ["needs review", "confirmed", "corrected"]
    assert rows[0]["file"] == 'a "b".png'
