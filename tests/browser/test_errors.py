"""What goes wrong is said in words that help, and goes away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import playwright_api, text_of, upload

pytestmark = pytest.mark.browser
expect = playwright_api.expect


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose the picture again"),
        (b"Dear Sir or Madam", "Send a JPEG, PNG"),
        (b"x" * 2_000_001, "Send a smaller file"),
    ],
    ids=["empty", "no picture", "too large"],
)
def test_errors_say_what_to_do_and_go_away(page: Any, picture: Path, tmp_path: Path, content: bytes, said: str) -> None:
    expect(page.locator("#model")).to_contain_text("fakenet")
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(content)
    page.set_input_files("#file", bad)
    expect(page.locator("#problem")).to_be_visible()
    assert page.locator("#problem-title").inner_text().startswith(said)
    assert page.locator("#empty").is_visible()
    assert page.locator("#busy").is_hidden()
    upload(page, picture)
    assert page.locator("#problem").is_hidden()


def test_a_refused_picture_is_tried_again(page: Any, picture: Path) -> None:
    page.route("**/api/v1/read", lambda route: route.fulfill(status=500), times=1)
    page.set_input_files("#file", picture)
    expect(page.locator("#problem")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#overlay g").first).to_be_attached()
    assert page.locator("#problem").is_hidden()
    page.console_errors.clear()


def test_a_busy_service_is_asked_again_by_itself(page: Any, picture: Path) -> None:
    busy = {"status": 503, "headers": {"Retry-After": "1"}}
    page.route("**/api/v1/read", lambda route: route.fulfill(**busy), times=1)
    upload(page, picture)
    assert page.locator("#problem").is_hidden()
    page.console_errors.clear()


def test_an_error_in_the_middle_leaves_no_old_letters(page: Any, picture: Path, tmp_path: Path) -> None:
    upload(page, picture)
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    page.set_input_files("#file", bad)
    expect(page.locator("#problem")).to_be_visible()
    assert page.locator("#overlay g").count() == 0
    assert text_of(page) == ["What stands in the picture appears here, letter by letter."]
    assert page.locator("#copy").is_disabled()


def test_a_service_that_is_gone_is_said_so(page: Any, picture: Path) -> None:
    page.route("**/api/v1/read", lambda route: route.abort())
    page.set_input_files("#file", picture)
    expect(page.locator("#problem")).to_contain_text("Check that the service runs and that you are connected")
    expect(page.locator("#offline")).to_contain_text("The service cannot be reached")
    page.unroute("**/api/v1/read")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#overlay g").first).to_be_attached()
    expect(page.locator("#offline")).to_be_hidden()
    page.console_errors.clear()
