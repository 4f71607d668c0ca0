"""The demo page as a visitor uses it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from drawing import DrawnPage
from tests.browser.conftest import LINES, UNSURE, playwright_api

pytestmark = pytest.mark.browser
expect = playwright_api.expect

LETTERS = "".join(LINES).replace(" ", "")


def upload(page: Any, picture: Path) -> None:
    page.set_input_files("#file", picture)
    expect(page.locator("#overlay g").first).to_be_attached()


def text_of(page: Any) -> list[str]:
    return [row.strip() for row in page.locator("#transcript p").all_inner_texts()]


def test_a_picture_becomes_text_with_boxes_on_the_letters(page: Any, picture: Path, drawn: DrawnPage) -> None:
    upload(page, picture)
    assert text_of(page) == list(LINES)
    assert page.locator("#overlay g").count() == len(LETTERS)
    assert page.locator("#overlay text").all_text_contents() == list(LETTERS)
    assert page.locator("#status").inner_text().startswith(f"Read {len(LETTERS)} letters in")
    shown = page.locator("#picture").bounding_box()
    scale = min(shown["width"] / drawn.truth.width, shown["height"] / drawn.truth.height)
    left = shown["x"] + (shown["width"] - drawn.truth.width * scale) / 2
    first, box = next(drawn.truth.glyphs).box, page.locator("#overlay .box").first.bounding_box()
    assert abs(box["x"] - (left + first.left * scale)) < 4
    assert abs(box["height"] - first.height * scale) < 8


def test_unsure_letters_are_marked_by_more_than_colour(page: Any, picture: Path) -> None:
    upload(page, picture)
    assert page.locator("#overlay g.unsure").count() == 1
    style = "element => getComputedStyle(element).strokeDasharray"
    assert page.locator("#overlay g.unsure .box").evaluate(style) != "none"
    assert page.locator("#overlay g.sure .box").first.evaluate(style) == "none"
    decoration = page.locator("#transcript .unsure").evaluate(
        "element => getComputedStyle(element).textDecorationStyle"
    )
    assert decoration == "dashed"


def test_pointing_shows_and_clicking_keeps_a_letter(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(1).hover()
    assert page.locator("#details .letter").all_inner_texts() == [LETTERS[1], "Q"]
    page.locator("#overlay g").nth(UNSURE).click()
    page.mouse.move(1, 1)
    assert page.locator("#details .percent").all_inner_texts() == ["35 %", "2 %"]
    assert page.locator("#transcript .selected").inner_text() == LETTERS[UNSURE]
    page.locator("#transcript span").nth(4).click()
    assert "selected" in page.locator("#overlay g").nth(4).get_attribute("class")


def test_everything_works_by_keyboard(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#next-unsure").focus()
    page.keyboard.press("Enter")
    focused = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(focused) == f"capital {LETTERS[UNSURE]}, unsure, 35 %; or capital Q"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused).startswith(f"capital {LETTERS[UNSURE + 1]}")
    page.keyboard.press("End")
    assert page.locator("#details .letter").first.inner_text() == LETTERS[-1]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    assert page.locator("#details .letter").first.inner_text() == LETTERS[0]


def test_the_text_is_copied(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.click("#copy")
    expect(page.locator("#copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(LINES)


def test_another_charset_reads_again(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.select_option("#charset", "digits")
    expect(page.locator("#transcript")).to_contain_text("77777 77")
    assert text_of(page) == ["77777 77", "77777"]


def test_letters_of_ones_own_are_asked_for(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.select_option("#charset", "chars:")
    page.keyboard.type("XYZ")
    page.keyboard.press("Enter")
    expect(page.locator("#transcript")).to_contain_text("XXXXX XX")


def test_a_picture_is_dropped_or_pasted(page: Any, drawn: DrawnPage) -> None:
    for kind, holder in (("drop", "dataTransfer"), ("paste", "clipboardData")):
        page.reload()
        page.evaluate(
            """([kind, holder, encoded]) => {
                const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], "page.png", { type: "image/png" }));
                const event = new Event(kind, { bubbles: true, cancelable: true });
                Object.defineProperty(event, holder, { value: transfer });
                document.body.dispatchEvent(event);
            }""",
            [kind, holder, base64.b64encode(drawn.png()).decode()],
        )
        expect(page.locator("#overlay g").first).to_be_attached()
        assert text_of(page) == list(LINES)


def test_an_example_is_one_click_away(page: Any) -> None:
    page.get_by_alt_text("Read two lines").click()
    expect(page.locator("#overlay g").first).to_be_attached()
    assert text_of(page) == list(LINES)


def test_a_picture_the_browser_cannot_show_is_shown_as_the_service_drew_it(
    page: Any, drawn: DrawnPage, tmp_path: Path
) -> None:
    path = tmp_path / "page.tif"
    path.write_bytes(drawn.encoded("TIFF"))
    upload(page, path)
    assert page.locator("#picture").get_attribute("src").startswith("data:image/jpeg;base64,")
    assert text_of(page) == list(LINES)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose the picture again"),
        (b"Dear Sir or Madam", "Send a JPEG, PNG, TIFF, BMP, WebP or GIF"),
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
    upload(page, picture)
    assert page.locator("#problem").is_hidden()


def test_a_picture_that_was_refused_is_shown_once_it_is_read(page: Any, picture: Path) -> None:
    page.route("**/api/v1/read", lambda route: route.fulfill(status=503), times=1)
    page.set_input_files("#file", picture)
    expect(page.locator("#problem")).to_be_visible()
    page.select_option("#charset", "digits")
    expect(page.locator("#transcript")).to_contain_text("77777")
    assert page.locator("#sheet").is_visible()
    page.console_errors.clear()


def test_an_error_in_the_middle_leaves_no_old_letters(page: Any, picture: Path, tmp_path: Path) -> None:
    upload(page, picture)
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    page.set_input_files("#file", bad)
    expect(page.locator("#problem")).to_be_visible()
    assert page.locator("#overlay g").count() == 0
    assert page.locator("#copy").is_disabled()


def test_a_page_without_letters_says_so(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    Pillow.new("L", (333, 222), 255).save(path)
    page.set_input_files("#file", path)
    expect(page.locator("#status")).to_contain_text("No letters")
    assert "No letters were found" in page.locator("#transcript").inner_text()


def test_a_service_that_is_gone_is_said_so(page: Any, picture: Path) -> None:
    page.route("**/api/v1/read", lambda route: route.abort())
    page.set_input_files("#file", picture)
    expect(page.locator("#problem")).to_be_visible()
    assert page.locator("#problem-title").inner_text().startswith("Check that the service runs")
    page.console_errors.clear()


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(page: Any, picture: Path, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    upload(page, picture)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(int(part) for part in background[4:-1].split(",")) < 200) is (scheme == "dark")


def test_the_page_is_light(page: Any) -> None:
    spent = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".filter((entry) => !entry.name.includes('/examples/')).reduce((sum, entry) => sum + entry.transferSize, 0)"
    )
    assert 0 < spent < 150_000


def test_the_documentation_works_without_a_network(page: Any) -> None:
    page.goto("/docs")
    expect(page.get_by_text("/api/v1/read").first).to_be_visible()
    assert page.locator(".opblock").count() >= 4
