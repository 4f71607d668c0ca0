"""Searchable PDFs, read again by another program: text, places, invisibility, picture."""

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from model.elements import BoundingBox, Glyph, Line, Page, Word
from model.formats.pdf import CAPITAL, DEPTH, MOST_POINTS, POINTS_A_PIXEL, SMALL, baseline, write_pdf
from tests.model.formats.pages import BLANK, MARKS, PAGE, reading, word, written


def opened(*pages: Page, picture: bool = True) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(written(write_pdf, [reading(page, picture=picture) for page in pages]))


def letters_of(page: pdfium.PdfPage) -> list[tuple[str, float, float]]:
    """Each visible character with the left and right of its place, in pixels of the picture."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        left, _, right, _ = text.get_charbox(index, loose=True)
        if letter.strip():
            found.append((letter, left / POINTS_A_PIXEL, right / POINTS_A_PIXEL))
    return found


@pytest.mark.parametrize("page", [PAGE, MARKS], ids=["page", "marks"])
def test_the_text_comes_back(page: Page) -> None:
    text = opened(page)[0].get_textpage().get_text_range()
    assert text.split() == page.text.split()
    assert [line.strip() for line in text.splitlines()] == page.text.splitlines()


@pytest.mark.parametrize("page", [PAGE, MARKS], ids=["page", "marks"])
def test_letters_stand_where_they_stand_in_the_picture(page: Page) -> None:
    found = letters_of(opened(page)[0])
    assert [letter for letter, _, _ in found] == [glyph.letter for glyph in page.glyphs]
    for (_, left, right), glyph in zip(found, page.glyphs, strict=True):
        assert abs(left - glyph.box.left) < 1.5
        assert glyph.box.right - 20 < right < glyph.box.right + 11.5


def test_letters_are_as_high_as_in_the_picture() -> None:
    text = opened(PAGE)[0].get_textpage()
    for index, glyph in ((0, next(iter(PAGE.glyphs))),):
        _, bottom, _, top = text.get_charbox(index)
        assert abs((PAGE.height - bottom / POINTS_A_PIXEL) - glyph.box.bottom) < 1.5
        assert abs((PAGE.height - top / POINTS_A_PIXEL) - glyph.box.top) < 1.5


def test_searching_finds_words_over_a_space() -> None:
    text = opened(PAGE)[0].get_textpage()
    assert text.search("HI YOU").get_next() is not None
    assert text.search("HIYOU").get_next() is None


def test_the_text_is_invisible_and_the_picture_is_shown() -> None:
    page = opened(PAGE)[0]
    kinds = [found.type for found in page.get_objects()]
    assert raw.FPDF_PAGEOBJ_IMAGE in kinds
    modes = {raw.FPDFTextObj_GetTextRenderMode(o.raw) for o in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])}
    assert modes == {raw.FPDF_TEXTRENDERMODE_INVISIBLE}
    pixels = page.render(scale=1).to_numpy()
    assert abs(int(pixels.min()) - 240) <= 2
    assert abs(int(pixels.max()) - 240) <= 2


def test_a_page_is_as_large_as_at_300_dots_per_inch() -> None:
    assert opened(Page(2480, 3508))[0].get_size() == pytest.approx((595.2, 841.92), abs=0.01)


def test_a_very_long_page_stays_within_what_a_pdf_may_be() -> None:
    assert max(opened(Page(70_000, 300), picture=False)[0].get_size()) == pytest.approx(MOST_POINTS, abs=0.1)


def test_every_page_is_there_a_blank_one_too() -> None:
    document = opened(PAGE, BLANK, MARKS)
    assert [len(letters_of(page)) for page in document] == [7, 0, 13]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("HI", (70, 30 / CAPITAL)),
        ("oo", (70, 30 / SMALL)),
        ("pp", (70 - DEPTH * 30 / (SMALL + DEPTH), 30 / (SMALL + DEPTH))),
        ("--", None),
    ],
)
def test_the_baseline_knows_small_and_hanging_letters(letters: str, expected: tuple[float, float] | None) -> None:
    base, size = baseline(word(letters, 20, 40))
    if expected:
        assert (base, size) == pytest.approx(expected)
    assert 40 < base <= 70


def test_a_hanging_letter_does_not_pull_the_others_down() -> None:
    hanging = Glyph("g", 0.9, BoundingBox(60, 50, 80, 82))
    page = Page(400, 200, (Line((Word((*word("HI", 0, 40).glyphs, hanging)),)),))
    assert baseline(page.lines[0].words[0])[0] == 70
