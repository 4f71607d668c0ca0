"""The service on a port of its own, and Debian's Chromium to look at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from drawing import DrawnPage, PageStyle, draw_page
from model.decode import Picture
from model.elements import Alternative, Glyph, Line, Page, Word
from model.lines.reading import LineReader
from model.options import ReadOptions
from tests.app.fakes import FakeClassifier
from tests.conftest import skip_or_fail

playwright_api = pytest.importorskip("playwright.sync_api")

WAIT_MS = 10_000
UNSURE = 2
LINES = ("HELLO 42", "WORLD")


class KnowingReader:
    """Answers what was drawn; the third glyph is unsure, and other charsets make all letters one."""

    classifier = FakeClassifier()
    line_reader: LineReader | None = None

    def __init__(self, drawn: DrawnPage) -> None:
        """Take the page it will be shown."""
        self.drawn = drawn

    def read(self, source: Picture, options: ReadOptions | None = None) -> Page:
        count = iter(range(10_000))
        charset = options.charset if options else "mixed"
        only = "7" if charset == "digits" else charset.removeprefix("chars:")[:1] if "chars:" in charset else ""

        def doubt(glyph: Glyph) -> Glyph:
            confidence = 0.35 if next(count) == UNSURE else 0.97
            return replace(
                glyph, letter=only or glyph.letter, confidence=confidence, alternatives=(Alternative("Q", 0.02),)
            )

        if (source.width, source.height) != (self.drawn.truth.width, self.drawn.truth.height):
            return Page(source.width, source.height)
        return replace(self.drawn.truth, lines=tuple(_each(line, doubt) for line in self.drawn.truth.lines))


def _each(line: Line, change: Callable[[Glyph], Glyph]) -> Line:
    return Line(tuple(Word(tuple(change(glyph) for glyph in word.glyphs)) for word in line.words))


class _ThreadServer(uvicorn.Server):
    """Tells when it answers, so that nobody has to try."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="warning", server_header=False))
        self.answering = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.answering.set()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an app in a thread; yields its address."""
    server = _ThreadServer(app)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.answering.wait(20)
        port = server.servers[0].sockets[0].getsockname()[1]
        app.state.service.first_page.result(timeout=20)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def drawn() -> DrawnPage:
    """A page with two lines of printed letters."""
    return draw_page(LINES, PageStyle(tilt_deg=2), seed=3)


@pytest.fixture(scope="session")
def address(drawn: DrawnPage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the service answers, with one example picture and a limit of 2 MB."""
    examples = tmp_path_factory.mktemp("examples")
    (examples / "two-lines.png").write_bytes(drawn.png())
    settings = Settings(examples=examples, max_bytes=2_000_000, concurrent_reads=2)
    with served(create_app(settings, lambda _: KnowingReader(drawn))) as base:
        yield base


# Not for the whole session: while Playwright runs, no other test can run an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running browser."""
    path = shutil.which("chromium")
    if not path:
        skip_or_fail("chromium is not installed")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """The demo page, opened; fails where the browser's console shows an error or anything leaves this machine."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(WAIT_MS)
    errors: list[str] = []
    outside: list[str] = []
    opened.on("console", lambda said: errors.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("request", lambda sent: None if _inside(sent.url, address) else outside.append(sent.url))
    opened.console_errors = errors
    opened.goto("/")
    yield opened
    context.close()
    assert outside == []
    assert [error for error in errors if "status of 4" not in error] == []


def _inside(url: str, address: str) -> bool:
    return url.startswith((address, "blob:", "data:"))


@pytest.fixture
def picture(drawn: DrawnPage, tmp_path: Path) -> Path:
    """The drawn page as a file."""
    path = tmp_path / "page.png"
    path.write_bytes(drawn.png())
    return path
