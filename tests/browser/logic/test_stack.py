"""forms/stack.js: what goes into one request, and what is asked for again."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.browser.conftest import run

pytestmark = pytest.mark.browser

READ = """async (m, names, limits) => {
  const found = [];
  const files = names.map((name) => new File(["x"], name));
  for await (const { at, reading } of m.readStack(files, {}, limits ? { limits } : {})) {
    found.push([at, reading.page ?? null, reading.problem?.title ?? null]);
  }
  return found;
}"""
TYPE = "urn:blockletter:problem:"
CUT_SHORT = {"problem": {"title": "Send fewer", "type": f"{TYPE}too-slow"}}
NO_SUCH_PAGE = {"title": "Correct the options", "type": f"{TYPE}unknown-option", "status": 422}
DAMAGED = {"title": "Save it again", "type": f"{TYPE}damaged-picture"}


def page(file: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"file": file, "page": number, "fields": [], **more}


def answer(modules: Any, *answers: list[dict[str, Any]] | dict[str, Any]) -> list[list[str]]:
    """Let the service give these answers, one after the other; what it was asked for is in the list."""
    asked: list[list[str]] = []
    left = list(answers)

    def fulfill(route: Any) -> None:
        body = route.request.post_data_buffer.decode()
        pages = re.findall(r'name="pages"\r\n\r\n(.*?)\r\n', body)
        asked.append([*re.findall(r'name="image"; filename="(.*?)"', body), *pages])
        given = left.pop(0)
        if isinstance(given, dict):
            route.fulfill(status=given["status"], body=json.dumps(given), content_type="application/problem+json")
        else:
            lines = "".join(f"{json.dumps(line)}\n" for line in given)
            route.fulfill(body=lines, content_type="application/x-ndjson")

    modules.route("**/api/v1/fields", fulfill, times=len(answers))
    return asked


def test_all_files_go_into_one_request_and_every_line_finds_its_own(modules: Any) -> None:
    asked = answer(modules, [
        page("a.png"), {"file": "a.png", "problem": DAMAGED}, page("b.pdf"), page("b.pdf", 2, problem=DAMAGED),
        page("b.pdf", 3), page("c.png"),
    ])  # fmt: skip
    names = ["a.png", "a.png", "b.pdf", "c.png"]
    assert run(modules, "forms/stack", READ, names, None) == [
        [0, 1, None], [1, None, "Save it again"], [2, 1, None], [2, 2, "Save it again"], [2, 3, None], [3, 1, None],
    ]  # fmt: skip
    assert asked == [names]


def test_more_files_than_a_request_holds_are_asked_for_in_several(modules: Any) -> None:
    asked = answer(modules, [page("a"), page("b")], [page("c")])
    limits = {"files": 2, "request_bytes": 100}
    assert run(modules, "forms/stack", READ, ["a", "b", "c"], limits) == [[0, 1, None], [1, 1, None], [2, 1, None]]
    assert asked == [["a", "b"], ["c"]]


def test_files_of_too_many_bytes_together_are_parted(modules: Any) -> None:
    asked = answer(modules, [page("a"), page("b")], [page("c")])
    assert len(run(modules, "forms/stack", READ, ["a", "b", "c"], {"files": 9, "request_bytes": 2.5})) == 3
    assert asked == [["a", "b"], ["c"]]


def test_what_a_request_did_not_get_to_is_asked_for_again(modules: Any) -> None:
    asked = answer(
        modules, [page("a"), page("b"), page("b", 2), CUT_SHORT], [page("b", 3)], [page("c"), page("d")],
    )  # fmt: skip
    found = run(modules, "forms/stack", READ, ["a", "b", "c", "d"], {"files": 3, "request_bytes": 100})
    assert found == [[0, 1, None], [1, 1, None], [1, 2, None], [1, 3, None], [2, 1, None], [3, 1, None]]
    assert asked == [["a", "b", "c"], ["b", "3-"], ["c", "d"]]


def test_a_file_that_was_complete_when_a_request_was_cut_short_is_no_problem(modules: Any) -> None:
    asked = answer(modules, [page("a"), CUT_SHORT], NO_SUCH_PAGE, [page("b")])
    assert run(modules, "forms/stack", READ, ["a", "b"], None) == [[0, 1, None], [1, 1, None]]
    assert asked == [["a", "b"], ["a", "2-"], ["b"]]


def test_a_file_whose_pages_were_too_many_beside_others_is_asked_for_alone(modules: Any) -> None:
    many = {"file": "b", "problem": {"title": "Choose some", "type": f"{TYPE}too-many-pages"}}
    asked = answer(modules, [page("a"), many, page("c")], [page("b")])
    assert run(modules, "forms/stack", READ, ["a", "b", "c"], None) == [[0, 1, None], [2, 1, None], [1, 1, None]]
    assert asked == [["a", "b", "c"], ["b"]]


def test_a_single_file_that_is_refused_is_told(modules: Any) -> None:
    answer(modules, {**DAMAGED, "status": 422})
    assert run(modules, "forms/stack", READ, ["a"], None) == [[0, None, "Save it again"]]
