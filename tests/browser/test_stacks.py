"""Stacks of filled forms are read in the browser, and their doubts settled."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import playwright_api
from tests.browser.editor import INKED, bring
from tests.model.fields.forms import filled

pytestmark = pytest.mark.browser
expect = playwright_api.expect


def bring_with_capitals(editor: Any, form: Path) -> None:
    """Choose a form, find its fields and let the second one hold capitals only."""
    bring(editor, form)
    editor.click("#find")
    editor.locator(".row").nth(1).click()
    editor.select_option("#f-charset", "upper")


def test_a_stack_is_read_and_doubts_are_settled_by_keys(editor: Any, form: Path, tmp_path: Path) -> None:
    bring(editor, form)
    editor.click("#find")
    # Digits in a field for letters are doubtful.
    editor.locator(".row").nth(1).click()
    editor.select_option("#f-charset", "upper")
    editor.locator(".row").nth(2).click()
    editor.select_option("#f-charset", "digits")
    second = tmp_path / "second.png"
    second.write_bytes(filled({}).picture.png())
    editor.locator("#stack").focus()
    editor.set_input_files("#stack-files", [form, second])
    expect(editor.locator("#review-progress")).to_be_hidden()
    expect(editor.locator("#review-left")).to_contain_text("2 pages read")
    expect(editor.locator("#review-crop")).to_be_visible()
    expect(editor.locator("#review-value")).to_be_focused()
    where = editor.locator("#review-where").inner_text()
    assert where.endswith("form.png")
    editor.keyboard.type("27051968")
    editor.keyboard.press("Enter")
    expect(editor.locator("#review-where")).not_to_have_text(where)
    editor.keyboard.press("ArrowUp")
    expect(editor.locator("#review-where")).to_have_text(where)
    editor.locator("#review-value").fill("27051968")
    editor.keyboard.press("Enter")
    while editor.locator("#review-form").is_visible():
        editor.keyboard.press("ArrowDown")
    with editor.expect_download() as download:
        editor.click("#review-save")
    download.value.save_as(tmp_path / "form.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "form.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 10
    assert {(row["file"], row["value"]) for row in rows if row["state"] == "corrected"} == {("form.png", "27051968")}


def test_a_stack_is_one_request_and_pages_of_a_pdf_are_shown(editor: Any, form: Path, tmp_path: Path) -> None:
    bring_with_capitals(editor, form)
    with Image.open(form) as page:
        page.convert("RGB").save(tmp_path / "two.pdf", save_all=True, append_images=[page.convert("RGB")])
    (tmp_path / "bad.png").write_bytes(b"no picture")
    asked: list[str] = []
    editor.on("request", lambda request: asked.append(request.url) if request.url.endswith("/fields") else None)
    editor.locator("#stack").focus()
    editor.set_input_files("#stack-files", [tmp_path / "two.pdf", tmp_path / "bad.png", form])
    expect(editor.locator("#review-progress")).to_be_hidden()
    expect(editor.locator("#review-left")).to_contain_text("3 pages read")
    expect(editor.locator("#review-failed li")).to_contain_text(["bad.png"])
    assert len(asked) == 1
    seen = set()
    while editor.locator("#review-form").is_visible():
        seen.add(editor.locator("#review-where").inner_text().split(" of ")[1])
        expect(editor.locator("#review-crop")).to_be_visible()
        assert editor.locator("#review-crop").evaluate(INKED) > 0.01
        editor.keyboard.press("ArrowDown")
    assert seen == {"two.pdf", "two.pdf, page 2", "form.png"}
    with editor.expect_download() as download:
        editor.click("#review-lines")
    download.value.save_as(tmp_path / "form.jsonl")
    pages = [json.loads(line) for line in (tmp_path / "form.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(page["file"], page["page"]) for page in pages] == [("two.pdf", 1), ("two.pdf", 2), ("form.png", 1)]
    assert "needs review" in {field["state"] for page in pages for field in page["fields"]}


def test_new_clears_what_was_read_of_filled_forms(editor: Any, form: Path) -> None:
    bring_with_capitals(editor, form)
    editor.locator("#stack").focus()
    editor.set_input_files("#stack-files", form)
    expect(editor.locator("#review-crop")).to_be_visible()
    editor.keyboard.press("Enter")
    editor.once("dialog", lambda asked: asked.dismiss())
    editor.click("#new")
    expect(editor.locator("#review-left")).to_contain_text("1 page read")
    editor.once("dialog", lambda asked: asked.accept())
    editor.click("#new")
    expect(editor.locator("#review")).to_be_hidden()
    bring(editor, form)
    editor.click("#find")
    editor.set_input_files("#stack-files", form)
    expect(editor.locator("#review-left")).to_contain_text("1 page read")


def test_what_was_said_of_filled_forms_is_not_lost_by_mistake(editor: Any, form: Path) -> None:
    bring_with_capitals(editor, form)
    editor.locator("#f-charset").focus()
    editor.set_input_files("#stack-files", form)
    # Who works on a field is not called away by a page that was read.
    expect(editor.locator("#review-crop")).to_be_visible()
    expect(editor.locator("#f-charset")).to_be_focused()
    editor.get_by_role("button", name="Right").click()
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    editor.on("dialog", leave)
    editor.reload()
    assert asked == ["beforeunload"]


def test_a_stack_is_read_on_where_the_service_was_away(editor: Any, form: Path) -> None:
    bring(editor, form)
    editor.click("#find")
    editor.route("**/api/v1/fields", lambda route: route.abort(), times=1)
    editor.set_input_files("#stack-files", [form, form])
    expect(editor.locator("#review-failed")).to_contain_text("2 files not read yet.")
    expect(editor.locator("#problem")).to_contain_text("Check that the service runs")
    editor.console_errors.clear()
    editor.get_by_role("button", name="Read on").click()
    expect(editor.locator("#review-left")).to_contain_text("2 pages read")
    expect(editor.locator("#review-failed li")).to_have_count(0)
