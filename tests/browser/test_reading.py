"""Bringing pictures to the demo page, and what it shows of them."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from tests.browser.conftest import LINES, UNSURE, playwright_api, text_of, upload
from tests.conftest import skip_or_fail
from tests.drawing import DrawnPage

pytestmark = pytest.mark.browser
expect = playwright_api.expect

LETTERS = "".join(LINES).replace(" ", "")


def test_a_picture_becomes_text_with_boxes_on_the_letters(page: Any, picture: Path, drawn: DrawnPage) -> None:
    upload(page, picture)
    assert text_of(page) == list(LINES)
    assert page.locator("#overlay text").all_text_contents() == list(LETTERS)
    assert page.locator("#status").inner_text().startswith(f"{len(LETTERS)} letters, 1 unsure. Read in")
    shown = page.locator("#picture").bounding_box()
    scale = shown["width"] / drawn.truth.width
    assert abs(shown["height"] - drawn.truth.height * scale) < 1
    first, box = next(drawn.truth.glyphs).box, page.locator("#overlay .box").first.bounding_box()
    assert abs(box["x"] - (shown["x"] + first.left * scale)) < 4
    assert abs(box["height"] - first.height * scale) < 8


def test_unsure_letters_are_marked_by_more_than_colour(page: Any, picture: Path) -> None:
    upload(page, picture)
    assert page.locator("#overlay g.unsure").count() == 1
    style = "element => getComputedStyle(element).strokeDasharray"
    assert page.locator("#overlay g.unsure .box").evaluate(style) != "none"
    assert page.locator("#overlay g.sure .box").first.evaluate(style) == "none"
    decoration = "element => getComputedStyle(element).textDecorationStyle"
    assert page.locator("#transcript .unsure").evaluate(decoration) == "dashed"


def test_boxes_and_text_are_linked_both_ways(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.locator("#overlay g").nth(1).hover()
    assert page.locator("#transcript .selected").inner_text() == LETTERS[1]
    page.locator("#transcript span").nth(4).hover()
    assert "selected" in page.locator("#overlay g").nth(4).get_attribute("class")
    page.locator("#transcript span").nth(5).click()
    page.mouse.move(1, 1)
    assert page.evaluate("[...document.querySelectorAll('#overlay g')].indexOf(document.activeElement)") == 5
    page.locator("#overlay g").nth(UNSURE).click()
    page.mouse.move(1, 1)
    assert page.locator("#transcript .selected").inner_text() == LETTERS[UNSURE]
    assert page.locator("#details .percent").all_inner_texts() == ["35 %", "2 %"]


@pytest.mark.parametrize(("kind", "holder"), [("drop", "dataTransfer"), ("paste", "clipboardData")])
def test_a_picture_is_dropped_or_pasted(page: Any, drawn: DrawnPage, kind: str, holder: str) -> None:
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
    page.get_by_alt_text("Read the example two lines").click()
    expect(page.locator("#overlay g").first).to_be_attached()
    assert text_of(page) == list(LINES)


def test_a_photo_is_taken_with_the_camera(page: Any) -> None:
    page.get_by_role("button", name="Take a photo").click()
    expect(page.locator("#viewfinder")).to_be_visible()
    page.locator("#viewfinder").evaluate(
        "video => video.videoWidth || new Promise((seen) => video.addEventListener('loadedmetadata', seen))"
    )
    page.get_by_role("button", name="Take the photo").click()
    # The reader knows no test card.
    expect(page.locator("#status")).to_contain_text("No letters found")
    assert page.locator("#picture").evaluate("picture => picture.naturalWidth") >= 320
    assert page.locator("#viewfinder").evaluate("video => video.srcObject") is None


def test_the_camera_can_be_closed_again(page: Any) -> None:
    page.get_by_role("button", name="Take a photo").click()
    expect(page.locator("#viewfinder")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#empty")).to_be_visible()


def test_a_phone_is_asked_for_its_own_camera(page: Any) -> None:
    assert page.locator("#capture").get_attribute("capture") == "environment"
    assert page.locator("#capture").get_attribute("accept") == "image/*"


def test_a_picture_the_browser_cannot_show_is_shown_as_the_service_drew_it(
    page: Any, drawn: DrawnPage, tmp_path: Path
) -> None:
    path = tmp_path / "page.tif"
    path.write_bytes(drawn.encoded("TIFF"))
    upload(page, path)
    expect(page.locator("#picture")).to_have_attribute("src", re.compile("^data:image/jpeg;base64,"))
    assert text_of(page) == list(LINES)


def test_a_page_without_letters_says_so(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    Pillow.new("L", (333, 222), 255).save(path)
    page.set_input_files("#file", path)
    expect(page.locator("#status")).to_contain_text("No letters")
    assert "No letters were found" in page.locator("#transcript").inner_text()


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


def test_the_curl_line_asks_for_the_same(page: Any, picture: Path, address: str) -> None:
    if shutil.which("curl") is None:
        skip_or_fail("curl is not installed")
    upload(page, picture)
    page.select_option("#charset", "chars:")
    page.keyboard.type("XY")
    page.keyboard.press("Enter")
    expect(page.locator("#transcript")).to_contain_text("XXXXX")
    page.get_by_text("The same with curl").click()
    line = page.locator("#curl").inner_text()
    assert line == (
        f"curl -s -F image=@page.png -F charset=chars:XY -F alternatives=4 -F annotate=false {address}/api/v1/read"
    )
    done = subprocess.run(["bash", "-c", line], cwd=picture.parent, capture_output=True, timeout=30, check=True)
    assert json.loads(done.stdout)["text"].splitlines() == text_of(page)
    page.get_by_role("button", name="Copy the command").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == line


def test_the_page_zooms_pans_and_comes_back(page: Any, picture: Path) -> None:
    upload(page, picture)
    before = page.locator("#picture").bounding_box()
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    close = page.locator("#picture").bounding_box()
    assert close["width"] > 3 * before["width"]
    frame = page.locator("#view").bounding_box()
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 40, steps=4)
    page.mouse.up()
    dragged = page.locator("#picture").bounding_box()
    assert abs(dragged["x"] - close["x"] - 60) < 2
    page.locator("#view").dispatch_event("wheel", {"deltaY": 120, "ctrlKey": True})
    assert page.locator("#picture").bounding_box()["width"] < dragged["width"] - 1
    page.get_by_role("button", name="Whole page").click()
    assert abs(page.locator("#picture").bounding_box()["width"] - before["width"]) < 1
