"""How light and how quick the demo page is: ``python -m benchmarks.page``."""

from __future__ import annotations

import base64
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated, Any, Self

import typer
from playwright.sync_api import sync_playwright
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.main import create_app
from benchmarks.speed.pictures import LETTERS
from benchmarks.speed.rounds import load
from benchmarks.tables import Figures, wide_console
from drawing import PageStyle, draw_page
from tests.browser.handwriting import strokes
from tests.browser.serving import FLAGS, served

#: Four megapixels, as a phone takes them at its small setting.
PHOTO_PX = (2312, 1736)
PHOTO = PageStyle(
    letter_height_px=84, font="patrick-hand", sheet_px=PHOTO_PX, wobble=0.02, shadow=0.3, blur_px=0.8, noise=2
)
LINES = tuple(LETTERS[start : start + 12] for start in (0, 12, 24, 36))
SEED = 7
#: What is written: four letters, each pen lift timed on its own.
WORD = "HELT"
PITCH_PX = 110

#: Drops a picture and answers the milliseconds until its boxes are on the screen, and what the page says then.
DROP = """(encoded) => new Promise((resolve) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
    const event = new Event("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: transfer });
    const overlay = document.getElementById("overlay");
    const start = performance.now();
    new MutationObserver((_, observer) => {
        if (!overlay.childElementCount) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() =>
            resolve([performance.now() - start, document.getElementById("status").textContent])));
    }).observe(overlay, { childList: true });
    document.body.dispatchEvent(event);
})"""

#: Has every lift of the pen answer the milliseconds until its letters are on the screen, and what the page says then.
WATCH = """() => {
    const stage = document.getElementById("stage");
    document.getElementById("pad").addEventListener("pointerup", ({ timeStamp }) => {
        window.lift = new Promise((resolve) => new MutationObserver((_, observer) => {
            if (stage.getAttribute("aria-busy") === "true") return;
            observer.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() =>
                resolve([performance.now() - timeStamp, document.getElementById("status").textContent])));
        }).observe(stage, { attributeFilter: ["aria-busy"] }));
    });
}"""


class Counted:
    """An app whose answers are weighed."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app
        self.weights: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; bodies and headers count."""

        async def send_counted(message: Message) -> None:
            if scope["type"] == "http":
                headers = sum(len(name) + len(value) + 4 for name, value in message.get("headers", ()))
                path = scope["path"]
                self.weights[path] = self.weights.get(path, 0) + headers + len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, send_counted)


@contextmanager
def opened() -> Iterator[tuple[Any, str, Counted]]:
    """A browser, the address of a service that truly reads, and the scales it stands on."""
    app = create_app()
    counted = Counted(app)
    with served(app, counted) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser, address, counted
        browser.close()


def first_load(browser: Any, address: str, counted: Counted, path: str = "/") -> dict[str, int]:
    """Bytes that a first visit to a page takes for each path, worker and examples included."""
    counted.weights.clear()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}{path}")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_load_state("networkidle")
    context.close()
    return dict(counted.weights)


@dataclass(frozen=True, slots=True)
class Answer:
    """How long an answer took, in milliseconds: on the page, and (of that) in the reader."""

    shown: float
    read: float

    @classmethod
    def of(cls, found: tuple[float, str]) -> Self:
        """Out of what `DROP` and `WATCH` note."""
        elapsed, status = found
        read = re.search(r"Read in (\d+) ms", status)
        assert read, f"the page says {status!r}"
        return cls(elapsed, float(read[1]))


def drop_times(browser: Any, address: str, repeats: int) -> list[Answer]:
    """From dropping a photo to its boxes, after one to warm up; each on a fresh page."""
    photo = base64.b64encode(draw_page(LINES, PHOTO, SEED).jpeg()).decode()
    times = []
    for _ in range(repeats + 1):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        times.append(Answer.of(page.evaluate(DROP, photo)))
        page.close()
    return times[1:]


def lift_times(browser: Any, address: str, repeats: int) -> list[Answer]:
    """From the pen's lift to the letters, for every stroke; the next one waits for them."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.evaluate(WATCH)
    times = []
    for _ in range(repeats):
        for place, letter in enumerate(WORD):
            times += [page.evaluate("window.lift") for _ in strokes(page, letter, 60 + PITCH_PX * place)]
        page.click("#pad-clear")
    page.close()
    return [Answer.of(time) for time in times]


def row(what: str, answers: list[Answer], asked: int) -> list[str | int]:
    """A line of the table: median, ninth decile and worst of some times, and what is asked of them."""
    ordered = sorted(answer.shown for answer in answers)
    decile = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
    read = median(answer.read for answer in answers)
    return [what, len(answers), *(f"{time:.0f}" for time in (median(ordered), decile, ordered[-1], read)), asked]


def main(
    repeats: Annotated[int, typer.Option(min=1, help="Photos dropped and words written.")] = 10,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Weigh the first load, time a dropped photo and the lift of a pen."""
    if shutil.which("chromium") is None:
        sys.exit("Install chromium: the page is looked at in it.")
    with opened() as (browser, address, counted):
        editor = first_load(browser, address, counted, "/forms")
        weights = first_load(browser, address, counted)
        drops = drop_times(browser, address, repeats)
        lifts = lift_times(browser, address, repeats)
    columns = ("", "times", "median", "90 %", "most", "median in the reader", "asked")
    notes = (f"Service and Chromium on the same machine, {load()}.",)
    figures = Figures("The demo page, milliseconds", columns, notes=notes)
    figures.rows.append(row(f"photo of {PHOTO_PX[0]} x {PHOTO_PX[1]} pixels, from drop to boxes", drops, 1000))
    figures.rows.append(row("pen's lift to letters", lifts, 150))
    heaviest = ", ".join(f"{path} {weights[path]:,}" for path in sorted(weights, key=lambda path: -weights[path])[:3])
    size = Figures("First load, bytes over the wire", ("", "bytes", "asked"), notes=(f"Heaviest: {heaviest}.",))
    size.rows.append(["page, modules, style, worker, examples", f"{sum(weights.values()):,}", "150,000"])
    size.rows.append(["the template editor, the same", f"{sum(editor.values()):,}", "150,000"])
    for table in (size, figures):
        wide_console().print(table.for_terminal())
    if markdown:
        markdown.write_text(f"{size.markdown()}\n\n{figures.markdown()}\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
