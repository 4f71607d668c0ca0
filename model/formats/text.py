"""A page as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.elements import Page
from model.formats.reading import PageReading

#: Stands between two pages, as in the text of other recognisers.
FORM_FEED = "\f"


def page_text(page: Page) -> str:
    """The lines of a page, each ended by a line break; nothing for a page without writing."""
    return f"{page.text}\n" if page.lines else ""


def write_text(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """The text of pages in UTF-8, a form feed between two of them."""
    for count, reading in enumerate(readings):
        yield ((FORM_FEED if count else "") + page_text(reading.page)).encode()
