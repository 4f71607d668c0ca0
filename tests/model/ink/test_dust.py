"""Dust goes, and letters, their dots and their full stops stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from drawing import DrawnPage, PageStyle, draw_page
from model.binarize import find_ink
from model.decode import Image, Picture
from model.ink.dust import find_dust
from model.pieces import Stats, connected_pieces
from model.reader import Reader
from model.segment import find_fragments

LINES = ("INVOICE 2041", "Deliver to Anna", "by Friday noon.")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def drawn(lines: tuple[str, ...] = LINES) -> DrawnPage:
    return draw_page(lines, PageStyle(font="patrick-hand", letter_height_px=40), 5)


def dusted(page: Image, specks: int, size: int = 3) -> Image:
    """A copy that was taken on dirty glass."""
    rng, dusty = np.random.default_rng(specks), page.copy()
    for _ in range(specks):
        x, y = (int(rng.integers(0, side)) for side in page.shape[::-1])
        if rng.random() < 0.5:
            cv2.circle(dusty, (x, y), max(1, size // 2), int(rng.integers(20, 120)), -1)
        else:
            dusty[y : y + size, x : x + size] = int(rng.integers(20, 120))
    return dusty


def pieces_of(page: Image) -> Stats:
    return connected_pieces(find_ink(page).mask.view(np.uint8))[1][1:]


@pytest.mark.parametrize("specks", [60, 150, 400])
def test_letters_stay_and_dust_goes(specks: int) -> None:
    page = drawn()
    ink = find_ink(dusted(page.grey, specks))
    found = find_fragments(ink)
    boxes = np.array([(own.box.left, own.box.top, own.box.right, own.box.bottom) for own in found]) / ink.scale
    middles = np.array(
        [
            ((glyph.box.left + glyph.box.right) / 2, (glyph.box.top + glyph.box.bottom) / 2)
            for glyph in page.truth.glyphs
        ]
    )
    inside = np.asarray(
        np.logical_and(boxes[:, None, :2] <= middles, middles <= boxes[:, None, 2:]).all(axis=2), np.bool_
    )
    high = np.asarray(boxes[:, 3] - boxes[:, 1] > 15, np.bool_)
    assert inside[high].any(axis=0).sum() >= len(middles) - 1
    assert len(found) <= len(middles) + specks // 10


@pytest.mark.parametrize("specks", [0, 60, 150])
def test_a_dusty_page_is_read(reader: Reader, specks: int) -> None:
    page = dusted(drawn().grey, specks)
    read = reader.read(Picture(page, page.shape[1], page.shape[0])).text
    assert read.replace(".", "").upper().split() == "\n".join(LINES).replace(".", "").upper().split()


@pytest.mark.parametrize(
    "lines",
    [LINES, ("iiii jijij iii", "i.e. j.i.i.j", "ii jj ii ....", "jiji iiji..."), (". . . . .", "- - - -")],
    ids=["words", "dots", "marks alone"],
)
def test_clean_pages_hold_no_dust(lines: tuple[str, ...]) -> None:
    assert not find_dust(pieces_of(drawn(lines).grey)).any()


def test_a_speck_that_stands_alone_stays() -> None:
    letters = [(20 + 30 * at, 100, 10, 40, 120) for at in range(10)]
    crowd = [(5 * at % 200, 10 + 7 * (at % 5), 4, 4, 14) for at in range(40)]
    alone = [(330, 136, 4, 4, 14)]
    dust = find_dust(np.array([*letters, *crowd, *alone], np.int32))
    assert dust.tolist() == [False] * 10 + [True] * 40 + [False]


def test_small_letters_in_rows_below_a_title_are_no_dust() -> None:
    title = [(120 * at, 0, 90, 120, 3000) for at in range(8)]
    rows = [(20 * at, 200 + 40 * row, 14, 18, 200) for row in range(3) for at in range(20)]
    specks = [(31 * at, 400 + 37 * (at % 3), 12, 12, 130) for at in range(30)]
    dust = find_dust(np.array([*title, *rows, *specks], np.int32))
    assert not dust[:68].any()
    assert dust[68:].all()


def test_joined_words_are_as_many_letters_as_they_are_wide() -> None:
    words = [(10, 100 * row, 900, 40, 9000) for row in range(3)]
    dots = [(30 * at, 20 + 100 * (at % 3), 4, 4, 14) for at in range(30)]
    assert not find_dust(np.array([*words, *dots], np.int32)).any()


def test_bold_letters_beside_a_fold_are_no_dust() -> None:
    page = np.full((900, 1400), 240, np.uint8)
    cv2.line(page, (690, 0), (697, 899), 40, 12)
    places = [(60 + 140 * column, 60 + 160 * row) for row in range(5) for column in range(4)]
    for x, y in places:
        cv2.rectangle(page, (x, y), (x + 55, y + 65), 30, -1)
        cv2.rectangle(page, (x + 20, y), (x + 35, y + 40), 240, -1)
    assert len(find_fragments(find_ink(page))) == len(places)


def test_one_letter_as_large_as_the_picture_is_no_fold() -> None:
    page = np.full((800, 640), 240, np.uint8)
    cv2.ellipse(page, (310, 400), (180, 290), 0, 0, 360, 30, 24)
    rng = np.random.default_rng(2)
    for x, y in rng.integers(0, (630, 790), (300, 2)).tolist():
        page[y : y + 9, x : x + 9] = 60
    assert len(find_fragments(find_ink(page))) == 1


@pytest.mark.parametrize("count", [0, 1, 500])
def test_specks_alone_are_left_to_others(count: int) -> None:
    assert not find_dust(np.full((count, 5), (5, 5, 4, 4, 14), np.int32)).any()
