"""The page opens without a network once it has been loaded, and says what it cannot do then."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.settings import STATIC
from tests.browser.conftest import playwright_api, text_of, upload

pytestmark = pytest.mark.browser
expect = playwright_api.expect
#: The worker itself is kept by the browser.
OWN = {path.name for path in STATIC.iterdir() if path.is_file()} - {"index.html", "worker.js"}


def test_the_worker_keeps_every_file_of_the_page_and_no_other() -> None:
    kept = re.findall(r'^  "(.*)",$', (STATIC / "worker.js").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert kept == ["/", *sorted(f"/static/{name}" for name in OWN)]


def test_the_page_opens_without_a_network_and_says_so(chromium: Any, address: str, picture: Path) -> None:
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.evaluate(
        """() => navigator.serviceWorker.controller ? null
            : new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", () => taken(null)))"""
    )
    upload(page, picture)
    letters = text_of(page)
    context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    # What is read stays and can still be corrected.
    page.locator("#overlay g").first.click()
    page.keyboard.press("J")
    assert text_of(page)[0] == "J" + letters[0][1:]
    page.goto("/")
    expect(page.get_by_role("heading", name="Blockletter")).to_be_visible()
    expect(page.locator("#offline")).to_contain_text("cannot be reached")
    page.set_input_files("#file", picture)
    expect(page.locator("#problem")).to_contain_text("Check that the service runs")
    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#overlay g").first).to_be_attached()
    assert text_of(page) == letters
    assert problems == []
    context.close()
