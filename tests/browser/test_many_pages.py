"""Several pages in turn."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import LINES, UNSURE, playwright_api, text_of, upload

pytestmark = pytest.mark.browser
expect = playwright_api.expect


@pytest.fixture
def pictures(picture: Path, tmp_path: Path) -> list[Path]:
    """The drawn page as three files, the second of which is none."""
    files = [tmp_path / f"{number}.png" for number in range(3)]
    for file in files:
        file.write_bytes(picture.read_bytes())
    files[1].write_bytes(b"no picture")
    return files


def test_pages_are_read_in_turn_and_each_says_how_it_went(page: Any, pictures: list[Path]) -> None:
    gate = threading.Event()
    held: list[Any] = []
    page.route("**/api/v1/read", lambda route: route.continue_() if gate.is_set() else held.append(route))
    page.set_input_files("#file", pictures)
    expect(page.locator("#status")).to_have_text("Reading page 1 of 3 …")
    expect(page.locator(".page-state")).to_have_text(["reading …", "waits", "waits"])
    assert page.locator("#progress").evaluate("bar => [bar.value, bar.max]") == [0, 3]
    gate.set()
    for route in held:
        route.continue_()
    expect(page.locator(".page-state")).to_have_text(["1 unsure", "not read", "1 unsure"])
    expect(page.locator("#progress")).to_be_hidden()
    assert text_of(page) == list(LINES)


def test_a_page_is_shown_by_a_click_and_removed(page: Any, pictures: list[Path]) -> None:
    upload(page, *pictures)
    expect(page.locator(".page-state")).to_have_text(["1 unsure", "not read", "1 unsure"])
    page.get_by_role("button", name="2. 1.png").click()
    expect(page.locator("#problem")).to_be_visible()
    expect(page.get_by_role("button", name="2. 1.png")).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Remove page 2").click()
    expect(page.locator("#strip li")).to_have_count(2)
    expect(page.locator("#problem")).to_be_hidden()
    page.get_by_role("button", name="Remove page 2").click()
    expect(page.locator("#strip")).to_be_hidden()
    assert text_of(page) == list(LINES)


def test_corrections_stay_with_their_page(page: Any, pictures: list[Path]) -> None:
    upload(page, pictures[0], pictures[2])
    expect(page.locator(".page-state")).to_have_text(["1 unsure", "1 unsure"])
    page.locator("#overlay g").nth(0).click()
    page.keyboard.press("J")
    page.get_by_role("button", name="2. 2.png").click()
    assert text_of(page)[0] == LINES[0]
    page.get_by_role("button", name="1. 0.png").click()
    assert text_of(page)[0] == "JELLO 42"


def test_next_unsure_goes_on_to_other_pages(page: Any, pictures: list[Path]) -> None:
    upload(page, pictures[0], pictures[2])
    expect(page.locator(".page-state")).to_have_text(["1 unsure", "1 unsure"])
    for number in (0, 1):
        page.get_by_role("button", name="Next unsure").click()
        assert page.locator("[aria-current]").inner_text().startswith(f"{number + 1}.")
        page.keyboard.press("Enter")
    expect(page.locator(".page-state")).to_have_text(["read ✓", "read ✓"])
    assert page.get_by_role("button", name="Next unsure").is_disabled()


#: Makes one letter of each page as sure as is said.
DOUBTFUL = """([number, doubts]) => {
  const ask = window.fetch;
  window.fetch = async (address, options) => {
    const response = await ask(address, options);
    if (!address.endsWith("/read")) return response;
    const reading = await response.json();
    reading.lines[0].words[0].glyphs[number].confidence = doubts.shift();
    return Response.json(reading);
  };
}"""


def test_the_least_sure_letter_of_all_pages_comes_first(page: Any, pictures: list[Path]) -> None:
    pictures[1].write_bytes(pictures[0].read_bytes())
    page.evaluate(DOUBTFUL, [UNSURE, [0.4, 0.2, 0.3]])
    upload(page, *pictures)
    expect(page.locator(".page-state")).to_have_text(["1 unsure", "1 unsure", "1 unsure"])
    page.get_by_role("button", name="Least sure").click()
    for number in (2, 3, 1, 2):
        expect(page.locator("[aria-current]")).to_contain_text(f"{number}.")
        assert "unsure" in page.evaluate("document.activeElement.getAttribute('aria-label')")
        page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    expect(page.locator("[aria-current]")).to_contain_text("2.")
    expect(page.locator("#announce")).to_have_text("Page 2, 1.png")
    # What is right is passed over from then on.
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Least sure")).to_be_disabled()


def test_all_pages_are_read_again_with_other_options(page: Any, pictures: list[Path]) -> None:
    upload(page, pictures[0], pictures[2])
    page.select_option("#charset", "digits")
    expect(page.locator("#transcript")).to_contain_text("77777")
    page.get_by_role("button", name="2. 2.png").click()
    expect(page.locator("#transcript")).to_contain_text("77777")
