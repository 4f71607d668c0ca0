"""The drawer tells the truth about what it drew."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image

from drawing import FONTS, TEACHING_FONTS, DrawnPage, GlyphSource, PageStyle, draw_page, draw_poster
from model.alphabet import ALPHABET
from model.elements import BoundingBox

LINES = ("Hello World, 12:45?", "Quick (fox) & dog's", "a@b.co +3/7 - JIG!")
PLAIN = PageStyle()

STYLES = {
    "plain": PLAIN,
    "slanted": PageStyle(slant_deg=15, wobble=0.05),
    "curved": PageStyle(curve=1.0),
    "tilted": PageStyle(tilt_deg=10),
    "on its side": PageStyle(tilt_deg=90),
    "upside down": PageStyle(tilt_deg=180),
    "perspective": PageStyle(perspective=0.2, tilt_deg=-5),
    "tiny": PageStyle(letter_height_px=8),
    "touching": PageStyle(touching=1.0),
    "broken": PageStyle(broken=1.0),
    "jittering pen": PageStyle(pen_width_jitter=0.4),
}

LOOKS = {
    "ruled": PageStyle(paper_pattern="ruled"),
    "squared": PageStyle(paper_pattern="squared"),
    "desk": PageStyle(desk=0.1),
    "shadow": PageStyle(shadow=1),
    "vignette": PageStyle(vignette=1),
    "glare": PageStyle(glare=0.8),
    "blur": PageStyle(blur_px=1),
    "noise": PageStyle(noise=5),
    "specks": PageStyle(specks=5),
    "bleed-through": PageStyle(bleed_through=1),
    "pencil": PageStyle(ink_opacity=0.5),
    "JPEG": PageStyle(jpeg_quality=50),
}


def ink_of(page: DrawnPage) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return page.grey < 140


def test_a_poster_is_its_parts_below_one_another() -> None:
    parts = [(("SALE",), 90), (("ONLY UNTIL SUNDAY",), 30)]
    poster = draw_poster(parts, PageStyle(), seed=3)
    drawn = [draw_page(lines, PageStyle(letter_height_px=height), 3).grey for lines, height in parts]
    assert poster.shape == (sum(len(part) for part in drawn), max(part.shape[1] for part in drawn))
    for part, top in zip(drawn, (0, len(drawn[0])), strict=True):
        assert np.array_equal(poster[top : top + len(part), : part.shape[1]], part)


def test_the_back_shows_through_in_a_mirror() -> None:
    written, bare = (draw_page(LINES, PageStyle(bleed_through=share), seed=3).grey for share in (1.0, 0.0))
    back, front = bare.astype(np.int64) - written, bare.max() - bare.astype(np.int64)
    seen = front[:, ::-1] > 100
    # Under the writing itself nothing shows.
    assert back[seen & (front < 5)].min() > 20
    assert back[~cv2.dilate(seen.astype(np.uint8), np.ones((25, 25))).view(np.bool_)].max() < 5


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_boxes_hold_all_ink_and_fit_it(style: PageStyle) -> None:
    page = draw_page(LINES, style, seed=3)
    ink = ink_of(page)
    outside = ink.copy()
    for glyph in page.truth.glyphs:
        box = glyph.box
        inside = ink[box.top : box.bottom, box.left : box.right]
        outside[box.top : box.bottom, box.left : box.right] = False
        # Strokes of less than a pixel do not reach the threshold at all.
        if style.letter_height_px > 20 and glyph.letter not in ".,-:'":
            slack = 2
            assert np.ptp(np.flatnonzero(inside.any(axis=0))) + 1 >= box.width - slack, glyph
            assert np.ptp(np.flatnonzero(inside.any(axis=1))) + 1 >= box.height - slack, glyph
    assert not outside.any()


@pytest.mark.parametrize("style", [*STYLES.values(), PageStyle(form="comb"), PageStyle(form="boxes")])
def test_truth_is_the_text(style: PageStyle) -> None:
    assert draw_page(LINES, style).truth.text == "\n".join(LINES)


def test_same_seed_same_pixels() -> None:
    style = PageStyle(touching=0.5, broken=0.2, wobble=0.05, noise=4, shadow=0.5, desk=0.1, perspective=0.1, specks=1)
    first, again = draw_page(LINES, style, 7), draw_page(LINES, style, 7)
    assert np.array_equal(first.image, again.image)
    assert first.truth == again.truth
    assert not np.array_equal(first.image[:99, :99], draw_page(LINES, style, 8).image[:99, :99])


def test_inverted_is_the_negative() -> None:
    plain, inverted = draw_page(LINES), draw_page(LINES, PageStyle(inverted=True))
    assert np.array_equal(inverted.image, 255 - plain.image)
    assert inverted.truth == plain.truth


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_looks_change_pixels_and_not_the_text(look: PageStyle) -> None:
    plain, changed = draw_page(LINES), draw_page(LINES, look)
    assert changed.truth.text == plain.truth.text
    assert changed.image.shape != plain.image.shape or not np.array_equal(changed.image, plain.image)
    if not look.desk:
        assert changed.truth == plain.truth


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_quarter_turns_are_exact(turns: int) -> None:
    plain, turned = draw_page(LINES), draw_page(LINES, PageStyle(tilt_deg=90 * turns))
    difference = np.rot90(plain.image, -turns).astype(int) - turned.image
    assert np.abs(difference).max() <= 1


def test_tilt_moves_boxes_with_the_page() -> None:
    plain, tilted = draw_page(LINES), draw_page(LINES, PageStyle(tilt_deg=10))
    turn = np.array([[np.cos(np.pi / 18), -np.sin(np.pi / 18)], [np.sin(np.pi / 18), np.cos(np.pi / 18)]])
    # The lower left corner of the sheet becomes the picture's left edge.
    shift = np.array([plain.truth.height * np.sin(np.pi / 18), 0])
    for before, after in zip(plain.truth.glyphs, tilted.truth.glyphs, strict=True):
        expected = turn @ np.array(before.box.centre) + shift
        assert np.abs(expected - after.box.centre).max() < 0.12 * PLAIN.letter_height_px + 1


@pytest.mark.parametrize("font", FONTS)
def test_letter_height_is_that_of_capitals(font: str) -> None:
    boxes = [glyph.box for glyph in draw_page(["HENT"], PageStyle(font=font, letter_height_px=60)).truth.glyphs]
    assert abs(np.median([box.height for box in boxes]) - 60) <= 5


def test_letters_are_apart_unless_told_to_touch() -> None:
    apart = draw_page(["MWILTAVO", "hello world"], PageStyle(letter_spacing=-0.1), seed=1)
    count = cv2.connectedComponents(ink_of(apart).astype(np.uint8))[0] - 1
    assert count == 18
    assert not apart.touching


def test_touching_letters_touch() -> None:
    page = draw_page(["MNHUB"], PageStyle(touching=1.0, font="patrick-hand"))
    assert page.touching == {1, 2, 3, 4}
    assert cv2.connectedComponents(ink_of(page).astype(np.uint8))[0] - 1 == 1


def test_broken_letters_fall_apart() -> None:
    page = draw_page(["DHNUEMWT"], PageStyle(broken=1.0, font="patrick-hand"))
    assert page.broken == set(range(8))
    assert cv2.connectedComponents(ink_of(page).astype(np.uint8))[0] - 1 >= 14


def test_word_gaps_are_as_wide_as_asked() -> None:
    words = draw_page(["one two three"], PageStyle(word_gap=1.5)).truth.lines[0].words
    for before, after in pairwise(words):
        assert abs(after.box.left - before.box.right - 1.5 * PLAIN.letter_height_px) <= 2


def test_glyph_source_is_used_where_it_has_the_letter() -> None:
    block = np.zeros((28, 28), np.uint8)
    block[4:24, 8:18] = 255
    source: GlyphSource = {"A": [block]}
    page = draw_page(["AB"], PageStyle(font="kalam"), glyphs=source)
    first, second = (glyph.box for glyph in page.truth.glyphs)
    assert (first.width, first.height) == (20, 40)
    assert page.grey[first.top : first.bottom, first.left : first.right].max() < 60
    assert second.right <= page.truth.width


def test_sheet_size_can_be_asked_for() -> None:
    assert draw_page(["Hi"], PageStyle(sheet_px=(2000, 3000))).image.shape == (3000, 2000, 3)
    with pytest.raises(ValueError, match="needs a sheet"):
        draw_page(["a long line of text"], PageStyle(sheet_px=(200, 3000)))


def test_empty_page_has_no_lines() -> None:
    page = draw_page([])
    assert page.truth.lines == ()
    assert page.grey.min() == page.grey.max()


@pytest.mark.parametrize("font", [*FONTS, *TEACHING_FONTS])
def test_fonts_have_every_letter_of_the_alphabet(font: str) -> None:
    letters = "".join(letter for letter in ALPHABET if len(letter) == 1)
    page = draw_page([letters[:38], letters[38:]], PageStyle(font=font))
    assert "".join(line.text for line in page.truth.lines) == letters


def test_files_decode_to_the_picture() -> None:
    page = draw_page(LINES)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(page.png()))), page.image)
    jpeg = np.asarray(Image.open(io.BytesIO(page.jpeg(95)))).astype(int)
    assert np.abs(jpeg - page.image).mean() < 3


def test_boxes_stay_inside_the_picture() -> None:
    style = replace(PLAIN, margin=0.0, tilt_deg=3)
    page = draw_page(["gjpqy Test"], style)
    whole = BoundingBox(0, 0, page.truth.width, page.truth.height)
    assert BoundingBox.around([whole, *(glyph.box for glyph in page.truth.glyphs)]) == whole
