"""Saying what a letter is: by click, by key, by typing; and walking to the letters that need it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import LINES, UNSURE, playwright_api, text_of, upload

pytestmark = pytest.mark.browser
expect = playwright_api.expect

LETTERS = "".join(LINES).replace(" ", "")
FOCUSED = "document.activeElement.getAttribute('aria-label')"


def test_a_click_picks_an_alternative(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(UNSURE).click()
    page.locator("#details").get_by_role("button", name="Q").click()
    assert text_of(page)[0] == "HEQLO 42"
    mark = page.locator("#overlay g").nth(UNSURE)
    assert "corrected" in mark.get_attribute("class")
    assert mark.locator("text").text_content() == "Q"
    assert mark.locator(".box").evaluate("box => getComputedStyle(box).rx") == "28%"
    expect(page.locator("#announce")).to_have_text("capital Q, corrected")
    expect(page.locator("#status")).to_contain_text("none unsure, 1 corrected")


def test_typing_corrects_and_undo_takes_it_back(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(0).click()
    page.keyboard.press("j")
    assert text_of(page)[0] == "jELLO 42"
    page.keyboard.press("K")
    assert text_of(page)[0] == "KELLO 42"
    page.keyboard.press("Control+z")
    assert text_of(page)[0] == "jELLO 42"
    page.get_by_role("button", name="Undo").click()
    assert text_of(page)[0] == LINES[0]
    assert page.locator("#undo").is_disabled()


def test_two_letters_in_one_box_are_typed_into_the_field(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(1).click()
    page.get_by_label("Type the right letter").fill(" ri ")
    page.keyboard.press("Enter")
    assert text_of(page)[0] == "HriLLO 42"


def test_what_is_no_letter_goes(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(1).click()
    page.get_by_role("button", name="Not a letter").click()
    assert text_of(page)[0] == "HLLO 42"
    page.keyboard.press("Control+z")
    page.locator("#overlay g").nth(0).click()
    page.keyboard.press("Delete")
    assert text_of(page)[0] == "ELLO 42"


def test_everything_works_by_keyboard(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#next-unsure").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == f"capital {LETTERS[UNSURE]}, unsure, 35 %; or capital Q"
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate(FOCUSED).startswith(f"capital {LETTERS[UNSURE + 1]}")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(FOCUSED).startswith(f"capital {LETTERS[UNSURE]}, unsure")
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED).startswith(f"capital {LETTERS[UNSURE]}, unsure")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == f"capital {LETTERS[UNSURE]}, corrected"
    assert page.locator("#next-unsure").is_disabled()
    # Nothing is unsure any more, so the arrows lead from letter to letter.
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED).startswith(f"capital {LETTERS[UNSURE + 1]}")
    page.keyboard.press("Home")
    assert page.locator("#details .letter").first.inner_text() == LETTERS[0]


def test_only_one_letter_is_reached_by_tab(page: Any, picture: Path) -> None:
    upload(page, picture)
    assert page.locator("#overlay g[tabindex='0']").count() == 1
    page.locator("#overlay g").nth(3).click()
    assert page.locator("#overlay g[tabindex='0']").count() == 1
    assert page.locator("#overlay g").nth(3).get_attribute("aria-selected") == "true"


def test_the_corrected_text_is_copied(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(0).click()
    page.keyboard.press("J")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(LINES).replace("H", "J", 1)


def test_corrections_outlive_another_reading(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(0).click()
    page.keyboard.press("J")
    page.select_option("#charset", "digits")
    expect(page.locator("#transcript")).to_contain_text("J7777 77")
