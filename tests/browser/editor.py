"""What tests of the template editor do again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.conftest import playwright_api

expect = playwright_api.expect

#: The share of dark pixels of a canvas.
INKED = """(canvas) => {
  const pen = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, place) => place % 4 === 0 && value < 128 && data[place + 3]).length / (data.length / 4);
}"""


def bring(page: Any, form: Path) -> None:
    """Choose a form and wait until it is there."""
    page.set_input_files("#file", form)
    expect(page.locator("#view")).to_have_attribute("data-mode", "picture")
    expect(page.locator("#busy")).to_be_hidden()
