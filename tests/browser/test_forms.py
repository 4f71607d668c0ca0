"""Templates of forms are drawn, tried, saved and loaded in the browser."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from model.fields.document import parse_template
from tests.browser.conftest import playwright_api
from tests.browser.editor import INKED, bring
from tests.browser.test_access import check_everywhere
from tests.model.fields.forms import TEMPLATE, filled

pytestmark = pytest.mark.browser
expect = playwright_api.expect


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one place of the form's page to another, in its pixels."""
    box = page.locator("#overlay").bounding_box()
    scale = box["width"] / TEMPLATE.width
    page.mouse.move(box["x"] + start[0] * scale, box["y"] + start[1] * scale)
    page.mouse.down()
    page.mouse.move(box["x"] + end[0] * scale, box["y"] + end[1] * scale, steps=4)
    page.mouse.up()


def saved(page: Any, path: Path) -> Any:
    """The template that is saved."""
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(path)
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_field_is_drawn_named_tried_and_saved(editor: Any, form: Path, tmp_path: Path) -> None:
    bring(editor, form)
    drag(editor, (95, 500), (510, 578))
    expect(editor.locator("#f-name")).to_be_focused()
    editor.keyboard.type("code")
    editor.keyboard.press("Tab")
    editor.select_option("#f-charset", "alnum")
    editor.fill("#f-pattern", "[A-Z]{2}[0-9]{3}")
    editor.check("#f-required")
    editor.click("#try")
    expect(editor.locator(".row-value b")).to_have_text("KX472")
    expect(editor.locator("#overlay text")).to_have_text("code: KX472")
    template = parse_template(json.dumps(saved(editor, tmp_path / "template.json")))
    (field,) = template.fields
    assert (field.name, field.charset, field.pattern, field.optional) == ("code", "alnum", "[A-Z]{2}[0-9]{3}", False)
    assert field.region.shared(TEMPLATE.fields[3].region) > 0.9


def test_fields_are_found_and_a_saved_template_is_loaded_again(editor: Any, form: Path, tmp_path: Path) -> None:
    bring(editor, form)
    editor.click("#find")
    expect(editor.locator("#overlay g")).to_have_count(5)
    editor.locator(".row").first.click()
    expect(editor.locator("#f-cells")).to_have_value("10")
    editor.fill("#form-name", "Club")
    editor.check("#with-blank")
    first = saved(editor, tmp_path / "Club.json")
    assert first["blank"]
    editor.click("#new")
    expect(editor.locator("#view")).to_have_attribute("data-mode", "empty")
    editor.set_input_files("#template-file", tmp_path / "Club.json")
    expect(editor.locator("#overlay g")).to_have_count(5)
    expect(editor.locator("#picture")).to_be_visible()
    assert saved(editor, tmp_path / "again.json") == first


def test_keys_move_resize_and_remove_and_undo_brings_back(editor: Any, form: Path) -> None:
    bring(editor, form)
    drag(editor, (100, 100), (300, 200))
    group = editor.locator("#overlay g")
    group.focus()
    before = place(editor)
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight"):
        editor.keyboard.press(key)
    after = place(editor)
    assert after["x"] > before["x"]
    assert after["y"] > before["y"]
    assert after["width"] > before["width"]
    assert after["height"] == pytest.approx(before["height"])
    editor.keyboard.press("Delete")
    expect(group).to_have_count(0)
    editor.keyboard.press("Control+z")
    assert place(editor) == after
    editor.keyboard.press("Control+y")
    expect(group).to_have_count(0)


def test_keys_alone_add_place_and_name_a_field(editor: Any, form: Path) -> None:
    bring(editor, form)
    editor.locator("#add").focus()
    editor.keyboard.press("Enter")
    expect(editor.locator("#status")).to_contain_text("field 1 is added. Arrows move it")
    before = place(editor)
    for key in ("ArrowLeft", "Control+ArrowUp", "Shift+ArrowRight"):
        editor.keyboard.press(key)
    after = place(editor)
    assert (after["x"] < before["x"], after["y"] < before["y"], after["width"] > before["width"]) == (True, True, True)
    assert after["y"] - before["y"] < 3 * (after["x"] - before["x"])
    expect(editor.locator("#announce")).to_contain_text(f"{round(after['width'])} wide")
    editor.keyboard.press("Enter")
    editor.keyboard.type("town")
    editor.keyboard.press("Tab")
    expect(editor.locator(".row-name")).to_have_text("town")
    editor.locator("#add").focus()
    editor.keyboard.press("Enter")
    expect(editor.locator("#overlay g")).to_have_count(2)
    expect(editor.locator(".row-fault")).to_have_count(0)
    editor.keyboard.press("Delete")
    expect(editor.locator("#view")).to_be_focused()
    expect(editor.locator("#overlay g")).to_have_count(1)


def test_keys_alone_add_move_and_remove_a_mark(editor: Any, form: Path, tmp_path: Path) -> None:
    bring(editor, form)
    drag(editor, (100, 500), (500, 580))
    editor.locator("#tool-field").focus()
    editor.keyboard.press("ArrowRight")
    expect(editor.locator("#add")).to_have_text("Add a mark")
    for _ in range(2):
        editor.locator("#add").focus()
        editor.keyboard.press("Enter")
    mark = editor.get_by_role("button", name="Printed mark 2")
    expect(mark).to_be_focused()
    editor.keyboard.press("Control+ArrowRight")
    first, second = saved(editor, tmp_path / "template.json")["marks"]
    assert (second["x"] > first["x"], second["y"] == first["y"]) == (True, True)
    mark.focus()
    editor.keyboard.press("Delete")
    expect(editor.locator("#overlay .mark")).to_have_count(1)


def place(page: Any) -> dict[str, float]:
    """Where the only field is."""
    box = page.locator("#overlay .box")
    return {name: float(box.get_attribute(name)) for name in ("x", "y", "width", "height")}


def test_keys_walk_over_the_list_of_fields(editor: Any, form: Path) -> None:
    bring(editor, form)
    editor.click("#find")
    editor.locator(".row").first.focus()
    for number in range(2):
        editor.keyboard.press("Enter")
        expect(editor.locator(".row").nth(number)).to_be_focused()
        expect(editor.locator(".row").nth(number)).to_have_attribute("aria-current", "true")
        editor.keyboard.press("Tab")


def test_handles_resize_and_the_field_itself_moves(editor: Any, form: Path) -> None:
    bring(editor, form)
    drag(editor, (100, 100), (300, 200))
    drag(editor, (300, 200), (400, 260))
    grown = place(editor)
    assert abs(grown["width"] - 300) < 4
    assert abs(grown["height"] - 160) < 4
    drag(editor, (250, 180), (290, 200))
    moved = place(editor)
    assert abs(moved["x"] - grown["x"] - 40) < 4
    assert abs(moved["y"] - grown["y"] - 20) < 4
    assert moved["width"] == pytest.approx(grown["width"])


def test_what_the_service_refuses_stands_at_the_field(editor: Any, form: Path) -> None:
    bring(editor, form)
    drag(editor, (95, 500), (510, 578))
    editor.fill("#f-pattern", "(a+)+")
    editor.click("#try")
    expect(editor.locator("#problem")).to_be_visible()
    expect(editor.locator("#f-fault")).to_contain_text("repeats a part")
    expect(editor.locator(".row-fault")).to_have_count(1)
    editor.fill("#f-pattern", "")
    editor.locator("#f-pattern").blur()
    expect(editor.locator("#f-fault")).to_be_hidden()


def test_two_fields_of_one_name_are_told(editor: Any, form: Path) -> None:
    bring(editor, form)
    drag(editor, (100, 100), (300, 200))
    drag(editor, (100, 300), (300, 400))
    editor.fill("#f-name", "field 1")
    editor.locator("#f-name").blur()
    expect(editor.locator(".row-fault").first).to_have_text("Another field has this name")


def test_marks_are_pointed_at(editor: Any, form: Path, tmp_path: Path) -> None:
    bring(editor, form)
    drag(editor, (100, 500), (500, 580))
    editor.get_by_text("Printed marks").click()
    for mark in TEMPLATE.marks[:2]:
        drag(editor, (mark.x, mark.y), (mark.x, mark.y))
    expect(editor.locator("#form-fault")).to_contain_text("at least three")
    drag(editor, (TEMPLATE.marks[2].x, TEMPLATE.marks[2].y), (TEMPLATE.marks[2].x, TEMPLATE.marks[2].y))
    expect(editor.locator("#form-fault")).to_be_hidden()
    # One that was missed is dragged to its place.
    first, missed = TEMPLATE.marks[0], (TEMPLATE.marks[0].x + 90, TEMPLATE.marks[0].y + 60)
    drag(editor, (first.x, first.y), missed)
    expect(editor.locator("#overlay .printed")).to_have_count(3)
    drag(editor, missed, (first.x, first.y))
    marks = saved(editor, tmp_path / "template.json")["marks"]
    assert [(round(mark["x"], -1), round(mark["y"], -1)) for mark in marks] == [(50, 50), (850, 50), (850, 750)]


def test_a_reload_loses_nothing(editor: Any, form: Path) -> None:
    bring(editor, form)
    drag(editor, (100, 100), (300, 200))
    before = place(editor)
    editor.reload()
    assert place(editor) == before
    expect(editor.locator("#picture")).to_be_visible()


def test_what_is_no_template_and_no_picture_is_told(editor: Any, tmp_path: Path) -> None:
    field = {"region": {"x": 0, "y": 0, "width": 1, "height": 1}}
    nameless = json.dumps({"page": {"width": 90, "height": 80}, "fields": [field]})
    for name, content, words in (("other.json", "{}", "that was saved"), ("nameless.json", nameless, "that was saved"),
                                 ("other.png", "{}", "")):  # fmt: skip
        (tmp_path / name).write_text(content, encoding="utf-8")
        editor.set_input_files("#template-file" if name.endswith("json") else "#file", tmp_path / name)
        expect(editor.locator("#problem")).to_be_visible()
        expect(editor.locator("#problem")).to_contain_text(words)


def test_the_pages_lead_to_one_another(editor: Any) -> None:
    editor.get_by_role("link", name="Read pages").click()
    expect(editor.locator("#draw")).to_be_visible()
    editor.get_by_role("link", name="Forms").click()
    expect(editor.locator("#find")).to_be_visible()


@pytest.mark.parametrize("full", [False, True], ids=["empty", "with fields"])
def test_axe_finds_nothing_in_the_editor(editor: Any, form: Path, full: bool) -> None:
    if full:
        bring(editor, form)
        editor.click("#find")
        editor.locator(".row").nth(1).click()
        editor.select_option("#f-charset", "upper")
        editor.click("#try")
        expect(editor.locator("#outcome-page")).to_be_visible()
        broken = form.with_name("broken.png")
        broken.write_bytes(b"no picture")
        editor.set_input_files("#stack-files", [form, broken])
        expect(editor.locator("#review-crop")).to_be_visible()
        expect(editor.locator("#review-failed li")).to_have_count(1)
    check_everywhere(editor)


def test_a_trial_shows_alternatives_reasons_and_where_the_form_lies(editor: Any, form: Path) -> None:
    bring(editor, form)
    editor.click("#find")
    editor.locator(".row").nth(1).click()
    editor.select_option("#f-charset", "upper")
    editor.click("#try")
    doubtful = editor.locator(".row").nth(1)
    expect(doubtful.locator(".row-value")).to_contain_text("% sure: not sure enough")
    expect(doubtful.locator(".row-others")).to_contain_text("or ")
    expect(editor.locator("#outcome-words")).to_contain_text("Recognised by its lines, within 0.")
    expect(editor.locator("#outcome-page")).to_be_visible()
    assert editor.locator("#outcome-page").evaluate(INKED) > 0.01
    # Whatever is changed, the trial is of another template.
    editor.locator(".row").nth(1).click()
    editor.locator("#overlay g").nth(1).focus()
    editor.keyboard.press("ArrowRight")
    expect(editor.locator("#outcome")).to_be_hidden()


def test_a_loaded_template_is_tried_on_its_own_blank_form(editor: Any, form: Path, tmp_path: Path) -> None:
    bring(editor, form)
    drag(editor, (95, 500), (510, 578))
    empty = tmp_path / "empty.png"
    empty.write_bytes(filled({}).picture.png())
    document = saved(editor, tmp_path / "template.json")
    document["blank"] = base64.b64encode(empty.read_bytes()).decode()
    (tmp_path / "blank.json").write_text(json.dumps(document), encoding="utf-8")
    editor.set_input_files("#template-file", tmp_path / "blank.json")
    expect(editor.locator("#with-blank")).to_be_checked()
    editor.click("#try")
    expect(editor.locator(".row-value b")).to_have_text("empty")
    editor.reload()
    expect(editor.locator("#with-blank")).to_be_checked()
