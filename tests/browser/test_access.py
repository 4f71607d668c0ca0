"""For everyone: at any width, in light and dark, by screen reader, with little motion and little to load."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from tests.browser.conftest import playwright_api, upload, visited
from tests.browser.handwriting import write

pytestmark = pytest.mark.browser
expect = playwright_api.expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = [390, 1280]
SCHEMES = ["light", "dark"]


def show_nothing(page: Any, picture: Path) -> None:
    expect(page.locator("#examples")).to_be_visible()


def show_letter(page: Any, picture: Path) -> None:
    upload(page, picture, picture)
    expect(page.locator(".page-state", has_text="unsure")).to_have_count(2)
    page.get_by_role("button", name="Next unsure").click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("x")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("The same with curl").click()


def show_menu(page: Any, picture: Path) -> None:
    show_letter(page, picture)
    page.locator("#download summary").click()


def show_problem(page: Any, picture: Path) -> None:
    page.route("**/api/v1/read", lambda route: route.abort())
    page.set_input_files("#file", picture)
    expect(page.locator("#problem")).to_be_visible()
    page.console_errors.clear()


def show_pad(page: Any, picture: Path) -> None:
    page.get_by_role("button", name="Draw letters").click()
    write(page, "H", 60)
    expect(page.locator("#status")).to_contain_text("Read in")


def show_camera(page: Any, picture: Path) -> None:
    page.get_by_role("button", name="Take a photo").click()
    expect(page.locator("#viewfinder")).to_be_visible()


STATES = [show_nothing, show_letter, show_menu, show_problem, show_pad, show_camera]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.removeprefix("show_"))
def test_axe_finds_nothing_and_nothing_sticks_out(page: Any, picture: Path, state: Callable[[Any, Path], None]) -> None:
    # Still, so that axe sees no colour on its way to another.
    page.emulate_media(reduced_motion="reduce")
    state(page, picture)
    check_everywhere(page)


def check_everywhere(page: Any) -> None:
    """Fail where axe finds something, anything sticks out, or light and dark are not what was asked for."""
    page.evaluate(AXE)
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(int(part) for part in background[4:-1].split(",")) < 200) is (scheme == "dark")


def violations(page: Any) -> list[tuple[str, str]]:
    """What axe finds, with the first place of each."""
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert len(found["passes"]) > 10, "axe has looked at nothing"
    return [(one["id"], one["nodes"][0]["html"] + one["nodes"][0]["failureSummary"]) for one in found["violations"]]


def test_who_wants_no_motion_gets_none(chromium: Any, address: str, picture: Path) -> None:
    animated = "() => document.getAnimations().length"
    with visited(chromium, address, reduced_motion="reduce") as page:
        upload(page, picture)
        assert page.evaluate(animated) == 0
    with visited(chromium, address, reduced_motion="no-preference") as page:
        upload(page, picture)
        assert page.evaluate(animated) > 0


def test_every_control_has_a_name_and_is_reached_by_tab(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("body").click(position={"x": 2, "y": 2})
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    wanted = {"file", "photo", "draw", "charset", "language", "further", "closer", "whole", "copy", "next-unsure", "g"}
    assert wanted <= set(reached)


def test_the_page_is_light(chromium: Any, real_address: str) -> None:
    with visited(chromium, real_address) as page:
        page.wait_for_load_state("networkidle")
        assert page.locator("#example-list img").count() == 4
        assert 20_000 < loaded_bytes(page) < 150_000


def test_the_template_editor_is_light(chromium: Any, real_address: str) -> None:
    with visited(chromium, real_address) as page:
        page.goto("about:blank")
        # Nothing of the other page is at hand: this is the first load of whoever comes here first.
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.goto("/forms")
        page.wait_for_load_state("networkidle")
        expect(page.locator("#find")).to_be_visible()
        assert 20_000 < loaded_bytes(page) < 150_000


def loaded_bytes(page: Any) -> int:
    """What went over the wire for a page."""
    return page.evaluate(  # type: ignore[no-any-return]
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".reduce((sum, entry) => sum + entry.transferSize, 0)"
    )


def test_the_documentation_works_without_a_network(page: Any) -> None:
    page.goto("/docs")
    expect(page.get_by_text("/api/v1/read").first).to_be_visible()
    assert page.locator(".opblock").count() >= 4
