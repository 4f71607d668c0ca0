"""The pages open without a network once one has been loaded, and say what they cannot do then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from os.path import normpath
from pathlib import Path
from typing import Any

import pytest

from app.settings import STATIC
from tests.browser.conftest import playwright_api, text_of, upload

pytestmark = pytest.mark.browser
expect = playwright_api.expect
PAGES = {"/": "index.html", "/forms": "forms/index.html"}


def parts_of(html: Path) -> set[str]:
    """The addresses of all files that a page consists of: what it names, and what its modules import."""
    found: set[str] = set()
    named = {path.removeprefix("/static/") for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', html.read_text())}
    while named:
        name = named.pop()
        found.add(name)
        text = (STATIC / name).read_text(encoding="utf-8")
        imported = re.findall(r'from "(\.[^"]+)"', text) if name.endswith(".js") else []
        named |= {normpath(f"{Path(name).parent}/{path}") for path in imported} - found
    return {f"/static/{name}" for name in found}


@pytest.mark.parametrize("address", PAGES)
def test_the_worker_keeps_every_file_of_a_page_and_no_other(address: str) -> None:
    text = (STATIC / "worker.js").read_text(encoding="utf-8")
    kept = re.findall(r'"(.*)",\n', text.partition(f'"{address}": [\n')[2].partition("]")[0])
    assert kept == sorted(parts_of(STATIC / PAGES[address]))


def test_every_file_belongs_to_a_page() -> None:
    parts = set().union(*(parts_of(STATIC / html) for html in PAGES.values()))
    # The worker itself is kept by the browser; the documentation is a page of its own.
    files = {path.relative_to(STATIC) for path in STATIC.rglob("*") if path.is_file() and path.parent.name != "docs"}
    assert {f"/static/{path.as_posix()}" for path in files} - parts == {
        "/static/worker.js", *(f"/static/{html}" for html in PAGES.values()),
    }  # fmt: skip


@pytest.fixture
def worked(chromium: Any, address: str) -> Iterator[Any]:
    """An empty page that fails where a script does; a worker may stand between it and the service."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def keep(page: Any) -> None:
    """Wait until the worker has what it keeps."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.evaluate(
        """() => navigator.serviceWorker.controller ? null
            : new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", () => taken(null)))"""
    )


def test_the_page_opens_without_a_network_and_says_so(worked: Any, picture: Path) -> None:
    page = worked
    page.goto("/")
    keep(page)
    upload(page, picture)
    letters = text_of(page)
    page.context.set_offline(True)
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
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#overlay g").first).to_be_attached()
    assert text_of(page) == letters


def test_forms_are_drawn_without_a_network_too(worked: Any, picture: Path, tmp_path: Path) -> None:
    page = worked
    page.goto("/forms")
    keep(page)
    page.set_input_files("#file", picture)
    expect(page.locator("#view")).to_have_attribute("data-mode", "picture")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.goto("/forms")
    expect(page.locator("#picture")).to_be_visible()
    page.click("#add")
    page.click("#try")
    expect(page.locator("#problem")).to_contain_text("Check that the service runs")
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(tmp_path / "form.json")
    assert len(json.loads((tmp_path / "form.json").read_text(encoding="utf-8"))["fields"]) == 1
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    page.click("#try")
    expect(page.locator(".row-value b")).to_have_text("HI")
    expect(page.locator("#problem")).to_be_hidden()


def test_the_other_page_is_kept_once_somebody_went_there(worked: Any) -> None:
    page = worked
    page.goto("/")
    keep(page)
    page.goto("/forms")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.goto("/forms")
    expect(page.locator("#offline")).to_be_visible()
    page.get_by_role("link", name="Read pages").click()
    expect(page.locator("#draw")).to_be_visible()
