"""Writing on the page, with a reader that truly reads."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import playwright_api, text_of, visited
from tests.browser.handwriting import LETTERS, write

pytestmark = pytest.mark.browser
expect = playwright_api.expect


def expect_decoded(picture: Any) -> None:
    """The page's policy forbids what `wait_for_function` polls with, so wait for what the picture promises."""
    picture.evaluate("picture => picture.decode()")


def test_letters_appear_as_they_are_written(real_page: Any) -> None:
    page = real_page
    for number, letter in enumerate("HEL"):
        write(page, letter, 60 + 110 * number)
        expect(page.locator("#overlay g")).to_have_count(number + 1)
    expect(page.locator("#transcript")).to_have_text("HEL")
    boxes = [mark.bounding_box() for mark in page.locator("#overlay .box").all()]
    pad = page.locator("#pad").bounding_box()
    for number, box in enumerate(boxes):
        assert abs(box["x"] - pad["x"] - (60 + 110 * number)) < 12
        assert abs(box["height"] - 100) < 16


def test_a_drawing_is_sent_before_the_page_does_anything_else(real_page: Any) -> None:
    page = real_page
    page.evaluate(
        """() => {
            const { fetch } = window;
            let sent = 0;
            window.fetch = (...request) => { sent += 1; return fetch(...request); };
            window.sent = new Promise((resolve) => {
                const noteNext = () => setTimeout(() => resolve(sent));
                document.getElementById("pad").addEventListener("pointerup", noteNext);
            });
        }"""
    )
    write(page, "L", 60)
    assert page.evaluate("window.sent") == 1
    expect(page.locator("#transcript")).to_have_text("L")


def test_strokes_of_a_quick_pen_are_read_together(real_page: Any) -> None:
    page = real_page
    page.evaluate(
        """() => {
            const { fetch } = window;
            const open = new Promise((resolve) => { window.goOn = resolve; });
            window.signals = [];
            window.fetch = async (address, options) => {
                window.signals.push(options.signal);
                await open;
                return fetch(address, options);
            };
        }"""
    )
    write(page, "H", 60)
    write(page, "E", 170)
    assert page.evaluate("window.signals.length") == 1
    page.evaluate("window.goOn()")
    expect(page.locator("#transcript")).to_have_text("HE")
    assert page.evaluate("window.signals.map(({ aborted }) => aborted)") == [False, False]


def test_letters_may_be_large_for_a_phone(chromium: Any, real_address: str) -> None:
    with visited(chromium, real_address, viewport={"width": 390, "height": 844}) as page:
        page.get_by_role("button", name="Draw letters").click()
        for number, letter in enumerate("HEL"):
            write(page, letter, 30 + 110 * number)
        expect(page.locator("#transcript")).to_have_text("HEL")


def test_strokes_are_taken_back_and_cleared(real_page: Any) -> None:
    page = real_page
    write(page, "H", 60)
    write(page, "L", 170)
    expect(page.locator("#transcript")).to_have_text("HL")
    for _ in LETTERS["L"]:
        page.get_by_role("button", name="Undo stroke").click()
    expect(page.locator("#transcript")).to_have_text("H")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#overlay g")).to_have_count(0)
    write(page, "E", 60)
    expect(page.locator("#transcript")).to_have_text("E")


def test_a_finished_drawing_is_a_page_like_others(real_page: Any) -> None:
    page = real_page
    page.get_by_role("button", name="Draw letters").click()
    write(page, "H", 60)
    write(page, "E", 170)
    expect(page.locator("#transcript")).to_have_text("HE")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#picture")).to_be_visible()
    expect_decoded(page.locator("#picture"))
    page.locator("#overlay g").nth(1).click()
    page.keyboard.press("F")
    assert text_of(page) == ["HF"]
    for words in ("drawing.png", "engine=glyph", "deskew=false"):
        expect(page.locator("#curl")).to_contain_text(words)


def test_the_last_stroke_is_read_when_the_pad_is_closed_at_once(real_page: Any) -> None:
    page = real_page
    write(page, "H", 60)
    write(page, "E", 170)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#transcript")).to_have_text("HE")
    expect_decoded(page.locator("#picture"))


def test_a_letter_can_be_corrected_while_writing(real_page: Any) -> None:
    page = real_page
    write(page, "H", 60)
    expect(page.locator("#transcript")).to_have_text("H")
    page.locator("#transcript span").first.click()
    page.keyboard.press("N")
    expect(page.locator("#transcript")).to_have_text("N")
    write(page, "E", 170)
    expect(page.locator("#transcript")).to_have_text("NE")


def test_a_pen_and_a_finger_write_too(real_page: Any) -> None:
    page = real_page
    page.get_by_role("button", name="Draw letters").click()
    for kind, left in (("pen", 60), ("touch", 170)):
        page.evaluate(
            """([kind, strokes, left]) => {
                const pad = document.getElementById("pad");
                const { x, y } = pad.getBoundingClientRect();
                // A pointer that no device has cannot be captured.
                pad.setPointerCapture = () => {};
                const send = (name, [across, down]) => pad.dispatchEvent(new PointerEvent(name, {
                    pointerType: kind, pointerId: 7, isPrimary: true, pressure: 0.5, bubbles: true,
                    clientX: x + left + across, clientY: y + 60 + down }));
                for (const stroke of strokes) {
                    send("pointerdown", stroke[0]);
                    stroke.slice(1).forEach((point) => send("pointermove", point));
                    send("pointerup", stroke.at(-1));
                }
            }""",
            [kind, LETTERS["H"], left],
        )
    expect(page.locator("#transcript")).to_have_text("HH")


def test_a_finger_on_the_empty_page_only_scrolls(page: Any) -> None:
    page.evaluate(
        """() => {
            const pad = document.getElementById("pad");
            for (const [name, x] of [["pointerdown", 10], ["pointermove", 90], ["pointerup", 90]]) {
                const finger = { pointerType: "touch", pointerId: 7, isPrimary: true, clientX: x };
                pad.dispatchEvent(new PointerEvent(name, finger));
            }
        }"""
    )
    assert page.locator("#view").get_attribute("data-mode") == "empty"
