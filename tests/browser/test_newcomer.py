"""A visitor who has read nothing: goes only by the words on the screen, never by the page's inner names."""

from __future__ import annotations

import re
from typing import Any

import pytest

from examples.make_examples import FOLDER
from tests.browser.conftest import playwright_api, visited

pytestmark = pytest.mark.browser
expect = playwright_api.expect

NOTE = FOLDER / "note.jpg"


def copied(page: Any) -> str:
    text = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("width", [390, 1280])
def test_a_newcomer_uploads_fixes_one_letter_and_copies_the_text(chromium: Any, real_address: str, width: int) -> None:
    with visited(chromium, real_address, viewport={"width": width, "height": 844}) as page:
        # "Choose pictures": the only filled button.
        with page.expect_file_chooser() as chooser:
            page.get_by_text("Choose pictures").click()
        chooser.value.set_files(NOTE)
        # The text appears under the heading "Text".
        text = page.get_by_role("region", name="Text")
        expect(text).to_contain_text("the blue key is under")
        # "Click a letter to see what else it could be, and type to correct it."
        expect(page.get_by_text("Click a letter")).to_be_visible()
        page.get_by_role("option", name="capital D").first.click()
        page.get_by_label("Type the right letter").fill("B")
        page.keyboard.press("Enter")
        expect(text).to_contain_text("Bear")
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert copied(page).startswith("Bear ")


def test_a_newcomer_follows_the_doubts(real_page: Any) -> None:
    page = real_page
    page.get_by_role("button", name="Read the example note").click()
    page.get_by_role("button", name="Next unsure").click()
    letters = page.get_by_role("listbox", name=re.compile("letters found"))
    unsure = letters.get_by_role("option", selected=True)
    expect(unsure).to_have_accessible_name(re.compile("unsure"))
    page.get_by_role("button", name="It is right").click()
    expect(page.get_by_text("1 corrected")).to_be_visible()
