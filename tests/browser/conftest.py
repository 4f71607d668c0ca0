"""The service on a port of its own, and Debian's Chromium to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings
from drawing import DrawnPage, PageStyle, draw_page
from model.decode import Picture
from model.elements import Alternative, Glyph, Line, Page, Word
from model.fields.reading import FormOptions, FormPage
from model.fields.template import Template
from model.lines.reading import LineReader
from model.options import ReadOptions
from tests.app.fakes import FakeClassifier, form_page
from tests.browser.serving import FLAGS, served
from tests.conftest import skip_or_fail
from tests.model.fields.forms import filled

playwright_api = pytest.importorskip("playwright.sync_api")

#: A machine that does other things as well may take its time.
WAIT_MS = 30_000
playwright_api.expect.set_options(timeout=WAIT_MS)
UNSURE = 2
#: What a console says that nobody should have to read.
LOUD = {"error", "warning"}
#: Refusals that a test provokes, and the worker that `visited` keeps out.
FINE = ("status of 4", "Service Worker registration blocked by Playwright")
LINES = ("HELLO 42", "WORLD")


class KnowingReader:
    """Answers what was drawn; the third glyph is unsure, and other charsets make all letters one."""

    classifier = FakeClassifier()
    line_reader: LineReader | None = None
    linenet: LineReader | None = None

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
                glyph, letter=only or glyph.letter, confidence=confidence, alternatives=(Alternative("Q", 0.02),),
                needs_review=confidence < 0.5,
            )  # fmt: skip

        if (source.width, source.height) != (self.drawn.truth.width, self.drawn.truth.height):
            return Page(source.width, source.height)
        return replace(self.drawn.truth, lines=tuple(_each(line, doubt) for line in self.drawn.truth.lines))

    def prepare(self) -> Iterator[None]:
        return iter(())

    def read_form(self, picture: Picture, template: Template, options: FormOptions | None = None) -> FormPage:
        return form_page(picture.width, picture.height, template)


def _each(line: Line, change: Callable[[Glyph], Glyph]) -> Line:
    return Line(tuple(Word(tuple(change(glyph) for glyph in word.glyphs)) for word in line.words))


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
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Watched:
    """A page that remembers what its console said and what it asked of others."""

    def __init__(self, context: Any, address: str) -> None:
        """Open an empty page.

        Args:
            context: The browser's context.
            address: Where the service answers; all other addresses are outside.
        """
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type in LOUD else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda sent: None if _inside(sent.url, address) else self.outside.append(sent.url))
        self.page.console_errors = self.errors

    def check(self) -> None:
        """Fail where anything went wrong but what the service refused on purpose."""
        assert self.outside == []
        assert [error for error in self.errors if not any(fine in error for fine in FINE)] == []


@contextmanager
def visited(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """The demo page, opened; fails where the console shows an error or anything leaves this machine."""
    # With a worker between them the tests could not break the connection; test_offline.py has one.
    settings = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block", **options}
    context = browser.new_context(base_url=address, **settings)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched = Watched(context, address)
    watched.page.goto("/")
    yield watched.page
    context.close()
    watched.check()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """The demo page of a service that knows the drawn page."""
    with visited(chromium, address) as opened:
        yield opened


@pytest.fixture(scope="session")
def real_address() -> Iterator[str]:
    """Where a service answers that truly reads, with the project's examples."""
    with served(create_app(Settings(concurrent_reads=2))) as base:
        yield base


@pytest.fixture
def real_page(chromium: Any, real_address: str) -> Iterator[Any]:
    """The demo page of a service that truly reads."""
    with visited(chromium, real_address) as opened:
        yield opened


def _inside(url: str, address: str) -> bool:
    return url.startswith((address, "blob:", "data:"))


@pytest.fixture
def picture(drawn: DrawnPage, tmp_path: Path) -> Path:
    """The drawn page as a file."""
    path = tmp_path / "page.png"
    path.write_bytes(drawn.png())
    return path


def upload(page: Any, *pictures: Path) -> None:
    """Choose files and wait for the boxes of the first."""
    page.set_input_files("#file", list(pictures))
    playwright_api.expect(page.locator("#overlay g").first).to_be_attached()


def text_of(page: Any) -> list[str]:
    """The lines of the text as they stand on the page."""
    return [row.strip() for row in page.locator("#transcript p").all_inner_texts()]


def run(page: Any, module: str, function: str, *arguments: Any) -> Any:
    """Call a JavaScript function with a module of the page and arguments; answers what it answers."""
    code = f"async (values) => ({function})(await import('/static/{module}.js'), ...values)"
    return page.evaluate(code, list(arguments))


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A filled form as a file."""
    path = tmp_path / "form.png"
    path.write_bytes(filled().picture.png())
    return path


@pytest.fixture
def editor(chromium: Any, real_address: str) -> Iterator[Any]:
    """The editor, empty."""
    with visited(chromium, real_address) as page:
        page.goto("/forms")
        yield page
