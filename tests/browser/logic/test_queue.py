"""forms/queue.js and tables.js: which fields come up, in which order, and what is written of them."""

from __future__ import annotations

import csv
import io
import json
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
    rows = list(csv.DictReader(io.StringIO(run(modules, "forms/tables", "(m, pages) => m.csv(pages)", pages))))
    assert [row["value"] for row in rows] == ["'=1+1", "A,\nB", "-12"]
    assert [row["state"] for row in rows] == ["needs review", "confirmed", "corrected"]
    assert rows[0]["file"] == 'a "b".png'


def test_a_page_a_line_says_how_each_value_came_about(modules: Any) -> None:
    pages = [{"file": "a.png", "page": 1, "needs_review": True, "fields": [
        field("one", 0.5, "A", read="B", reviewed=True, corrected=True),
        field("two", 0.5, "C", read="C", reviewed=True),
    ]}, {"file": "b.png", "page": 1, "needs_review": True, "fields": [field("one", 0.5)]}]  # fmt: skip
    lines = run(modules, "forms/tables", "(m, pages) => m.jsonLines(pages)", pages).splitlines()
    first, second = (json.loads(line) for line in lines)
    assert [(own["value"], own["state"], own.get("read")) for own in first["fields"]] == [
        ("A", "corrected", "B"), ("C", "confirmed", None),
    ]  # fmt: skip
    assert (first["needs_review"], second["needs_review"]) == (False, True)


def test_skipped_fields_stay_away_and_back_brings_each_one_again(modules: Any) -> None:
    walk = """(m, pages) => {
      const queue = new m.Queue();
      const seen = [];
      const look = () => seen.push(queue.now && [queue.now.at, queue.now.number, queue.now.field.value, queue.left]);
      pages.forEach((page) => queue.add(page));
      look();
      queue.skip();
      look();
      queue.settle("Y");
      look();
      queue.back();
      look();
      queue.back();
      look();
      return seen;
    }"""
    pages = [
        {"file": "a.png", "fields": [field("one", 0.3), field("two", 0.4)]},
        {"file": "b.png", "fields": [field("one", 0.2)]},
    ]  # fmt: skip
    # The first page comes alone, so its least sure field is up when a less sure one arrives.
    assert run(modules, "forms/queue", walk, pages) == [
        [0, 0, "X", 3], [1, 0, "X", 2], [0, 1, "X", 1], [1, 0, "X", 2], [0, 0, "X", 3],
    ]  # fmt: skip
