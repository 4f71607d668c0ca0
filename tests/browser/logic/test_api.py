"""api.js: one page, several in one answer, and several one after the other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.conftest import run
from tests.browser.logic.readings import reading

pytestmark = pytest.mark.browser

READ = """async (m) => {
    const found = [];
    for await (const page of m.readPages(new Blob(["x"]), "x.pdf", { format: "ndjson" })) {
        found.push(page.problem ? `${page.page}: ${page.problem.title}` : page.text);
    }
    return found;
}"""
PAGES = [reading("ONE"), reading("TWO \u00e9")]
PROBLEM = {"page": 3, "problem": {"title": "Save it again", "detail": "It is damaged.", "status": 422}}


@pytest.mark.parametrize(
    ("media_type", "body", "found"),
    [
        ("application/json", json.dumps(PAGES[0]), ["ONE"]),
        ("application/json", json.dumps({"pages": PAGES, "text": ""}), ["ONE", "TWO \u00e9"]),
        (
            "application/x-ndjson",
            "\n".join(json.dumps(line, ensure_ascii=False) for line in [*PAGES, PROBLEM]) + "\n",
            ["ONE", "TWO \u00e9", "3: Save it again"],
        ),
        ("application/x-ndjson", json.dumps(PAGES[0]), ["ONE"]),
    ],
    ids=["one", "several", "one after the other", "no last line break"],
)
def test_every_page_of_an_answer_is_found(modules: Any, media_type: str, body: str, found: list[str]) -> None:
    modules.route("**/api/v1/read", lambda route: route.fulfill(body=body, content_type=media_type), times=1)
    assert run(modules, "api", READ) == found
