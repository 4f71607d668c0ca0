"""Corrections made on the page teach the service a hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from app.main import create_app
from app.settings import Settings
from drawing import DrawnPage
from tests.browser.conftest import KnowingReader, playwright_api, upload, visited
from tests.browser.serving import served

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


def test_a_service_that_keeps_nothing_offers_nothing(page: Any, picture: Path) -> None:
    upload(page, picture)
    expect(page.locator("#teach")).to_be_hidden()
