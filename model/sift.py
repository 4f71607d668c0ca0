"""Leaving out what is too doubtful."""

from __future__ import annotations

from dataclasses import replace

from model.elements import Line, Page, Word


def keep_confident(page: Page, least: float) -> Page:
    """A page without the glyphs below a confidence, and without words and lines that hold no others."""
    if least <= 0:
        return page
    lines = (replace(line, words=tuple(_words(line, least))) for line in page.lines)
    return replace(page, lines=tuple(line for line in lines if line.words))


def _words(line: Line, least: float) -> list[Word]:
    words = (
        replace(word, glyphs=tuple(glyph for glyph in word.glyphs if glyph.confidence >= least)) for word in line.words
    )
    return [word for word in words if word.glyphs]
