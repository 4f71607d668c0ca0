"""A page as plain text."""

from __future__ import annotations

from model.elements import Page


def write_text(page: Page) -> str:
    """The lines of a page, each ended by a line break; nothing for a page without writing."""
    return f"{page.text}\n" if page.lines else ""
