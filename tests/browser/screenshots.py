"""Draw the pictures of the demo page for the README anew: ``python -m tests.browser.screenshots``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import ViewportSize, expect, sync_playwright

from app.main import create_app
from examples.make_examples import FOLDER
from tests.browser.handwriting import write
from tests.browser.serving import FLAGS, served

DOCS = Path(__file__).parent.parent.parent / "docs"
DESKTOP, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=844)
TALL = ViewportSize(width=1280, height=1180)
Scene = Callable[[Any], None]
QUALITY = 82
expect.set_options(timeout=60_000)


def note(page: Any) -> None:
    """A photo that is read, its first doubt settled and the next one chosen."""
    page.set_input_files("#file", FOLDER / "note.jpg")
    page.get_by_role("button", name="Next unsure").click()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")


def pages(page: Any) -> None:
    """Four pages, the last one shown."""
    page.set_input_files("#file", [FOLDER / name for name in ("todo.jpg", "note.jpg", "form.jpg", "board.png")])
    page.locator("#progress").wait_for(state="hidden")
    page.get_by_role("button", name="4. board.png").click()
    page.get_by_role("button", name="Next unsure").click()


def drawing(page: Any) -> None:
    """A word that is being written."""
    page.get_by_role("button", name="Draw letters").click()
    word = "HELLO" if page.viewport_size["width"] > 500 else "HEL"
    for place, letter in enumerate(word):
        write(page, letter, 40 + 110 * place, pause_ms=100)
    expect(page.locator("#overlay g")).to_have_count(len(word))


def form(page: Any) -> None:
    """The fields of a form, tried, and a filled one whose doubtful field is looked at."""
    page.get_by_role("link", name="Forms").click()
    page.set_input_files("#file", FOLDER / "form.jpg")
    page.locator('#view[data-mode="picture"]').wait_for()
    page.set_input_files("#template-file", FOLDER / "form.json")
    page.locator("#overlay g").last.wait_for()
    page.set_input_files("#other-file", FOLDER / "form.jpg")
    page.locator("#outcome-page").wait_for()
    page.set_input_files("#stack-files", FOLDER / "form.jpg")
    page.locator("#review-crop").wait_for()
    page.evaluate("scrollTo(0, 0)")


def main() -> None:
    """Photograph every scene."""
    scenes: tuple[tuple[str, Scene, ViewportSize, Literal["light", "dark"]], ...] = (
        ("page-light", note, DESKTOP, "light"),
        ("page-dark", pages, DESKTOP, "dark"),
        ("page-drawing", drawing, DESKTOP, "light"),
        ("page-forms", form, TALL, "light"),
        ("page-phone-light", note, PHONE, "light"),
        ("page-phone-dark", drawing, PHONE, "dark"),
    )
    with served(create_app()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for name, scene, viewport, scheme in scenes:
            context = browser.new_context(viewport=viewport, reduced_motion="reduce")
            page = context.new_page()
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(address)
            scene(page)
            page.mouse.move(2, 2)
            expect(page.locator("#status")).not_to_contain_text("Reading")
            page.screenshot(path=DOCS / f"{name}.jpg", type="jpeg", quality=QUALITY)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
