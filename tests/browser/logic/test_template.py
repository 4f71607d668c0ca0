"""forms/template.js, geometry.js, history.js: what a template is and where its fields lie."""

from __future__ import annotations

import json
from typing import Any

import pytest

from model.fields.document import parse_template, template_document
from model.fields.template import Anchor, Field, Lexicon, Mark, Rect, Template
from tests.browser.conftest import run

pytestmark = pytest.mark.browser

PAGE = {"width": 400, "height": 300}
FIELDS = (
    Field("name", Rect(20, 30, 200, 40), marking="comb", cells=8, charset="upper", optional=False),
    Field("town", Rect(5, 100, 100, 40), "title", lexicon=Lexicon(("BERLIN", "ROME"), strict=False), language="de"),
    Field("born", Rect(20, 200, 150, 30), type="date", pattern="[0-9]{4}", lexicon=Lexicon(name="years")),
)
TEMPLATE = Template(FIELDS, 400, 300, "Club", "px", (Mark(10, 10), Mark(390, 10), Mark(10, 290)),
                    anchors=(Anchor("title", Rect(15, 5, 50, 20)),))  # fmt: skip
ROUND = "(m, document) => m.toDocument(m.fromDocument(document))"


def test_a_template_of_the_service_comes_back_as_it_was(modules: Any) -> None:
    back = run(modules, "forms/template", ROUND, template_document(TEMPLATE))
    assert parse_template(json.dumps(back)) == TEMPLATE


def test_shares_of_the_page_become_pixels(modules: Any) -> None:
    field = {"name": "one", "region": {"x": 0.1, "y": 0.2, "width": 0.5, "height": 0.1}}
    document = {"page": PAGE, "fields": [field], "marks": [{"x": 0.5, "y": 0.5}]}
    back = run(modules, "forms/template", ROUND, document)
    assert back["unit"] == "px"
    assert back["fields"][0]["region"] == {"x": 40, "y": 60, "width": 200, "height": 30}
    assert back["marks"] == [{"x": 200, "y": 150}]


def test_names_are_free(modules: Any) -> None:
    fields = [{"name": "field 1"}, {"name": "field 3"}]
    assert run(modules, "forms/template", "(m, fields) => m.freeName(fields)", fields) == "field 2"


def test_faults_are_told_by_field(modules: Any) -> None:
    fields = [
        {"name": "a", "marking": "comb", "cells": 0}, {"name": "", "marking": "free"}, {"name": "a", "marking": "free"},
    ]  # fmt: skip
    form = {"fields": fields, "marks": [{"x": 1, "y": 1}]}
    found = run(modules, "forms/template", "(m, form) => m.faults(form)", form)
    assert [number for number, _ in found] == [0, 1, 2, -1]


@pytest.mark.parametrize(
    ("call", "region"),
    [
        ("spanned({ x: 90, y: 80 }, { x: -5, y: 20 }, page)", (0, 20, 90, 60)),
        ("moved(one, 1000, -1000, page)", (300, 0, 100, 50)),
        ("resized(one, 'se', 20, 10, page)", (50, 60, 120, 60)),
        ("resized(one, 'nw', 500, 500, page)", (142, 102, 8, 8)),
        ("resized(one, 'w', -500, 500, page)", (0, 60, 150, 50)),
    ],
)
def test_regions_stay_on_the_page(modules: Any, call: str, region: tuple[int, ...]) -> None:
    one = {"x": 50, "y": 60, "width": 100, "height": 50}
    found = run(modules, "forms/geometry", f"(m, one, page) => m.{call}", one, PAGE)
    assert tuple(found[key] for key in ("x", "y", "width", "height")) == region


@pytest.mark.parametrize(
    ("taken", "top"), [([], 45), ([45], 56), ([45, 59, 73, 87], 34), ([*range(0, 100, 10)], 45)],
    ids=["free", "below", "above", "nowhere"],
)  # fmt: skip
def test_another_field_is_placed_where_none_is(modules: Any, taken: list[int], top: float) -> None:
    within = {"x": 100, "y": 0, "width": 200, "height": 100}
    fields = [{"x": 0, "y": y, "width": 400, "height": 10} for y in taken]
    call = "(m, within, fields) => m.freeSpot(within, { width: 50, height: 10 }, fields)"
    spot = run(modules, "forms/geometry", call, within, fields)
    assert spot == {"x": 175, "y": pytest.approx(top), "width": 50, "height": 10}


def test_cells_and_lines_are_divided_evenly(modules: Any) -> None:
    field = {"x": 10, "y": 20, "width": 90, "height": 60, "cells": 3, "lines": 2}
    found = run(modules, "forms/geometry", "(m, field) => m.dividers(field)", field)
    assert found == [[40, 20, 40, 80], [70, 20, 70, 80], [10, 50, 100, 50]]


def test_undo_and_redo_walk_over_what_was_kept(modules: Any) -> None:
    walk = """(m) => {
      const kept = new m.History({ at: 0 });
      kept.add({ at: 1 }); kept.add({ at: 1 }); kept.add({ at: 2 });
      const seen = [kept.undo(), kept.undo(), kept.undo(), kept.redo()];
      kept.add({ at: 9 });
      return [...seen, kept.redo(), kept.canUndo, kept.canRedo];
    }"""
    found = run(modules, "forms/history", walk)
    assert found == [{"at": 1}, {"at": 0}, {"at": 0}, {"at": 1}, {"at": 9}, True, False]
