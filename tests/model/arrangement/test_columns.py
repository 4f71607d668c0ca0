"""Columns are read one after the other; what only looks like columns is read across."""

from __future__ import annotations

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.arrangement.columns import in_columns
from model.binarize import find_ink
from model.decode import Image
from model.layout import TextLine, find_lines
from model.segment import find_fragments
from tests.model.fakes import FONT
from tests.model.test_layout import boxes, fragment

STYLE = PageStyle(font=FONT, letter_height_px=30, letter_spacing=0.2)
# One stroke makes each of these letters, and nothing brings them to touch.
LEFT, MIDDLE, RIGHT = ["SUN NOD", "COLD SOUP", "DUNES"], ["LOUD SOD", "NO CLOUDS", "SCOLDS"], [
    "SOLD OUN", "UNLOCS", "DO SOLOS"
]  # fmt: skip


def beside(*columns: list[str], gutter: int = 100, down: int = 0) -> Image:
    """Columns of text on one page, each `down` pixels lower than the one before."""
    margin = round(STYLE.margin * STYLE.letter_height_px) - 6
    pages = [draw_page(column, STYLE, seed).grey[:, margin:-margin] for seed, column in enumerate(columns)]
    height = max(page.shape[0] for page in pages) + down * len(pages)
    paper = int(pages[0][0, 0])
    lowered = [
        np.pad(page, ((at * down, height - page.shape[0] - at * down), (0, gutter)), constant_values=paper)
        for at, page in enumerate(pages)
    ]
    return np.pad(np.hstack(lowered), ((0, 0), (margin, margin)), constant_values=paper)


def lengths(page: Image) -> list[int]:
    """How many pieces of ink each line has, in reading order."""
    return [len(line.fragments) for line in in_columns(find_lines(find_fragments(find_ink(page))))]


def letters(*columns: list[str]) -> list[int]:
    return [len(line.replace(" ", "")) for column in columns for line in column]


@pytest.mark.parametrize("down", [0, 8, 20], ids=["on one baseline", "a little lower", "half a line lower"])
def test_columns_are_read_one_after_the_other(down: int) -> None:
    assert lengths(beside(LEFT, RIGHT, down=down)) == letters(LEFT, RIGHT)


def test_three_columns() -> None:
    assert lengths(beside(LEFT, MIDDLE, RIGHT)) == letters(LEFT, MIDDLE, RIGHT)


def test_words_are_no_columns() -> None:
    across = [f"{one} {other}" for one, other in zip(LEFT, RIGHT, strict=True)]
    assert lengths(beside(LEFT, RIGHT, gutter=10)) == letters(across)


def row(y: int, *starts: int, letters: int = 6) -> TextLine:
    """Runs of letters 40 high and 45 apart from each start."""
    return TextLine(tuple(fragment(start + 45 * n, y) for start in starts for n in range(letters)), 0.0)


def in_cells(y: int, *cells: int) -> TextLine:
    """Low letters nearly as wide as the cells of a comb, 44 apart."""
    return TextLine(tuple(fragment(44 * cell, y, 38, 26) for cell in cells), 0.0)


def test_heading_stays_before_its_columns() -> None:
    heading = row(0, 0, 270, 540)
    rows = [row(y, 0, 165, 500, 665, letters=3) for y in (90, 180, 270)]
    lines = in_columns([heading, *rows])
    assert lines[0] is heading
    assert [(line.fragments[0].box.left, line.fragments[0].box.top) for line in lines[1:]] == [
        (0, 90), (0, 180), (0, 270), (500, 90), (500, 180), (500, 270)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [row(y, 0, 165, 500, 665, letters=3) for y in (0, 90)],
        [row(y, 0, 500) for y in (0, 90, 180, 270)],
        [row(y, 0, 500, 1000, 1500, 2000) for y in range(0, 720, 90)],
        [row(y, 0, 165, 500, 665, letters=3) for y in (0, 150, 300, 450)],
        [row(y, 0, 150, 300, 450, 600, letters=1) for y in (0, 90, 180, 270)],
        [TextLine((fragment(0, y), *row(y, 200, letters=9).fragments), 0.0) for y in (0, 90, 180, 270)],
        [
            row(y, at, at + 165, at + 500, at + 665, letters=3)
            for y, at in ((0, 0), (90, 200), (180, 0))
        ],
        [in_cells(y, *range(6), *range(7, 13)) for y in (0, 90, 180, 270)],
    ],
    ids=[
        "two lines", "one word each", "a table", "lines far apart", "a grid of letters", "a numbered list",
        "gaps that do not agree", "an empty cell",
    ],
)
def test_what_is_read_across(rows: list[TextLine]) -> None:
    assert [boxes(line) for line in in_columns(rows)] == [boxes(line) for line in rows]
