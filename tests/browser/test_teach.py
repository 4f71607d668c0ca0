"""Corrections made on the page teach the service a hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from PIL import Image

from app.main import create_app
from app.settings import Settings
from drawing import DrawnPage
from tests.browser.conftest import KnowingReader, playwright_api, upload, visited
from tests.browser.editor import bring
from tests.browser.serving import served
from tests.browser.test_access import check_everywhere
from tests.model.fields.forms import filled

pytestmark = pytest.mark.browser
expect = playwright_api.expect


@pytest.fixture
def keeping(drawn: DrawnPage, tmp_path: Path) -> Iterator[str]:
    """Where a service answers that keeps corrections."""
    settings = Settings(corrections=f"sqlite:///{tmp_path / 'kept.db'}", concurrent_reads=2)
    with served(create_app(settings, lambda _: KnowingReader(drawn))) as base:
        yield base


def kept(address: str, profile: str) -> list[str]:
    """The letters that the service keeps of somebody."""
    with urlopen(f"{address}/api/v1/corrections/{profile}") as answer:
        return [glyph["letter"] for glyph in json.load(answer)["glyphs"]]


def test_corrected_letters_are_kept_and_later_pages_read_with_them(chromium: Any, keeping: str, picture: Path) -> None:
    with visited(chromium, keeping) as page:
        upload(page, picture)
        expect(page.locator("#teach-keep")).to_be_disabled()
        page.get_by_role("button", name="Next unsure").click()
        page.keyboard.type("N")
        page.fill("#profile", "Anna")
        expect(page.locator("#teach-keep")).to_have_text("Keep 1 corrected letter")
        page.click("#teach-keep")
        expect(page.locator("#taught")).to_contain_text("1 kept")
        expect(page.locator("#teach-keep")).to_be_disabled()
        assert kept(keeping, "Anna") == ["N"]
        assert "profile" not in page.locator("#curl").text_content()
        page.set_input_files("#file", picture)
        expect(page.locator("#curl")).to_contain_text("profile=Anna")


def test_a_known_hand_is_read_for_and_an_unknown_one_is_told(chromium: Any, keeping: str, picture: Path) -> None:
    with visited(chromium, keeping) as page:
        upload(page, picture)
        page.fill("#profile", "Nobody")
        page.locator("#profile").blur()
        expect(page.locator("#taught")).to_contain_text("Nothing is kept of Nobody")


def test_letters_that_no_network_knows_are_not_offered(chromium: Any, keeping: str, picture: Path) -> None:
    with visited(chromium, keeping) as page:
        upload(page, picture)
        page.fill("#profile", "Anna")
        page.get_by_role("button", name="Next unsure").click()
        page.keyboard.type("ö")
        expect(page.locator("#teach-keep")).to_be_disabled()


#: Notes whose hand the fields of a form are read in.
HANDS = """() => {
  const ask = window.fetch;
  window.hands = [];
  window.fetch = (address, options) => {
    if (address.endsWith("/fields")) window.hands.push(options.body.get("profile"));
    return ask(address, options);
  };
}"""


def test_fields_that_somebody_looked_at_are_kept(chromium: Any, tmp_path: Path) -> None:
    form = tmp_path / "form.png"
    form.write_bytes(filled().picture.png())
    settings = Settings(corrections=f"sqlite:///{tmp_path / 'kept.db'}", concurrent_reads=2)
    with served(create_app(settings)) as base, visited(chromium, base) as page:
        page.goto("/forms")
        bring(page, form)
        page.click("#find")
        # Digits in a field for letters are doubtful.
        page.locator(".row").nth(1).click()
        page.select_option("#f-charset", "upper")
        with Image.open(form) as picture:
            picture.convert("RGB").save(tmp_path / "form.pdf", resolution=300)
        page.locator("#stack").focus()
        page.set_input_files("#stack-files", tmp_path / "form.pdf")
        expect(page.locator("#review-value")).to_be_focused()
        page.keyboard.type("27051968")
        page.keyboard.press("Enter")
        page.fill("#profile", "Anna")
        expect(page.locator("#teach-keep")).to_have_text("Keep 8 corrected letters")
        page.click("#teach-keep")
        expect(page.locator("#taught")).to_contain_text("8 kept")
        assert kept(base, "Anna") == list("27051968")
        expect(page.locator("#teach-keep")).to_be_disabled()
        check_everywhere(page)
        page.evaluate(HANDS)
        page.set_input_files("#stack-files", form)
        expect(page.locator("#review-left")).to_contain_text("2 pages read")
        page.click("#try")
        expect(page.locator("#outcome")).to_be_visible()
        assert page.evaluate("hands") == ["Anna", "Anna"]


def test_a_service_that_keeps_nothing_offers_nothing(page: Any, picture: Path) -> None:
    upload(page, picture)
    expect(page.locator("#teach")).to_be_hidden()
