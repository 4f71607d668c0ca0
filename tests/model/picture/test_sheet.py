"""A sheet is found on a darker desk, and light that falls off is no desk."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from drawing.style import BLACK, WHITE
from model.binarize import find_ink
from model.picture.sheet import NOTHING_AROUND, SheetSettings, look_around, without_shadow
from tests.model.fakes import FONT

LINES = ("PACK MY BOX WITH FIVE", "DOZEN LIQUOR JUGS 2468")
PLAIN = PageStyle(font=FONT, letter_height_px=30)

ON_A_DESK = {
    "wood": PageStyle(desk=0.1),
    "little desk": PageStyle(desk=0.05),
    "much desk": PageStyle(desk=0.25),
    "black desk": PageStyle(desk=0.1, desk_colour=(20, 20, 25)),
    "light desk": PageStyle(desk=0.1, desk_colour=(200, 195, 190)),
    "perspective": PageStyle(desk=0.1, perspective=0.12),
    "tilted": PageStyle(desk=0.1, tilt_deg=8),
    "shadow": PageStyle(desk=0.1, shadow=0.5),
    "noise": PageStyle(desk=0.1, noise=6),
}
WITHOUT_DESK = {
    "plain": PageStyle(),
    "ruled": PageStyle(paper_pattern="ruled"),
    "vignette": PageStyle(vignette=1),
    "shadow": PageStyle(shadow=1),
    "shadow and vignette": PageStyle(shadow=0.7, vignette=1),
    "glare on grey paper": PageStyle(paper=(150, 150, 150), glare=1),
}


def looking(style: PageStyle) -> PageStyle:
    """The style with the letters of all pages here."""
    return replace(style, font=PLAIN.font, letter_height_px=PLAIN.letter_height_px)


def where_the_sheet_is(style: PageStyle, seed: int) -> NDArray[np.bool_]:
    """What changes with the colour of the paper."""
    white, black = (draw_page(LINES, replace(style, paper=own, ink=own, noise=0), seed).grey for own in (WHITE, BLACK))
    return np.asarray(cv2.absdiff(white, black) > 40)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("style", ON_A_DESK.values(), ids=ON_A_DESK.keys())
def test_sheet_on_a_darker_desk_is_found_and_nothing_beyond_it(style: PageStyle, seed: int) -> None:
    page = draw_page(LINES, looking(style), seed)
    sheet = look_around(page.grey).sheet
    assert sheet is not None
    assert max(sheet.shape) == SheetSettings().side
    found = cv2.resize(sheet, page.grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    truth = where_the_sheet_is(looking(style), seed)
    assert not (found & ~truth).any()
    # Measured: 0.89 at least; the margin is left out.
    assert (found & truth).sum() > 0.84 * truth.sum()
    for glyph in page.truth.glyphs:
        assert found[glyph.box.top : glyph.box.bottom, glyph.box.left : glyph.box.right].all()


@pytest.mark.parametrize("style", WITHOUT_DESK.values(), ids=WITHOUT_DESK.keys())
def test_picture_without_a_desk_has_no_sheet(style: PageStyle) -> None:
    assert look_around(draw_page(LINES, looking(style), seed=1).grey).sheet is None


@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_picture_has_no_sheet(level: int) -> None:
    assert look_around(np.full((300, 400), level, np.uint8)).sheet is None


def test_sheet_may_leave_the_picture() -> None:
    page = np.full((300, 400), 240, np.uint8)
    page[:, :80] = 90
    sheet = look_around(page).sheet
    assert sheet is not None
    assert sheet[:, 70:].all()
    assert not sheet[:, :64].any()


@pytest.mark.parametrize("wide", [40, 60])
def test_thick_letters_that_touch_the_edge_are_no_desk(wide: int) -> None:
    page = np.full((600, 900), 230, np.uint8)
    for left in range(60, 800, 260):
        page[250:, left : left + wide] = 40
        page[250 : 250 + wide, left : left + 200] = 40
    assert look_around(page).sheet is None


def test_two_sheets_are_found_beside_each_other_and_no_scrap() -> None:
    desk = np.full((600, 900), 90, np.uint8)
    for left, top, right, bottom in ((40, 60, 420, 520), (480, 140, 850, 560)):
        desk[top:bottom, left:right] = 230
    desk[20:50, 600:660] = 230
    sheet = look_around(desk).sheet
    assert sheet is not None
    found = cv2.resize(sheet, (900, 600), interpolation=cv2.INTER_NEAREST) > 0
    assert found[80:500, 60:400].all()
    assert found[160:540, 500:830].all()
    assert not found[20:50, 600:660].any()
    assert not found[:, 440:460].any()


def test_checked_cloth_is_a_desk_and_no_shadow() -> None:
    rows, columns = np.mgrid[:600, :900]
    cloth = np.where((rows // 12 + columns // 12) % 2, 60, 120).astype(np.uint8)
    cloth[80:520, 150:750] = 235
    cv2.putText(cloth, "HALLO", (220, 330), cv2.FONT_HERSHEY_SIMPLEX, 4, 30, 9)
    around = look_around(cloth)
    assert around.shadow is None
    assert around.sheet is not None
    assert not around.sheet[:20].any()


def test_bright_part_that_fades_on_one_side_is_no_sheet() -> None:
    board = np.full((600, 900), 130, np.uint8)
    board[100:500, 100:700] = 230
    assert look_around(board).sheet is not None
    board[100:500, 300:700] = np.linspace(230, 130, 400).astype(np.uint8)
    assert look_around(board) == NOTHING_AROUND


def test_small_bright_things_are_no_sheet() -> None:
    desk = np.full((300, 400), 90, np.uint8)
    desk[100:180, 100:200] = 240
    assert look_around(desk).sheet is None


def test_light_that_fades_is_no_edge() -> None:
    fading = np.broadcast_to(np.linspace(60, 250, 400).astype(np.uint8), (300, 400))
    assert look_around(np.ascontiguousarray(fading)).sheet is None


def test_desk_holds_no_ink() -> None:
    style = looking(PageStyle(desk=0.12, tilt_deg=3))
    page = draw_page(LINES, style, seed=2)
    ink = find_ink(page.grey).mask
    truth = cv2.resize(where_the_sheet_is(style, 2).astype(np.uint8), ink.shape[::-1]) > 0
    assert ink.any()
    assert not (ink & ~truth).any()


@pytest.mark.parametrize("kept", [0.4, 0.6])
def test_a_shadow_with_a_sharp_edge_is_no_desk(kept: float) -> None:
    page = draw_page(LINES, replace(PLAIN, noise=3), seed=2).grey
    across = np.arange(page.shape[1]) + 0.6 * np.arange(page.shape[0])[:, None] > 0.7 * page.shape[1]
    shaded = np.where(across, page * kept, page).astype(np.uint8)
    around = look_around(shaded)
    assert around.sheet is None
    assert around.light == pytest.approx(kept, abs=0.05)
    lit = without_shadow(shaded, around)
    # But for a rim along the edge all is as it was.
    assert (np.abs(lit.astype(int) - page) > 20).mean() < 0.02
    bare = look_around(np.where(across, 250 * kept, page).astype(np.uint8))
    assert bare.sheet is not None
    assert without_shadow(page, bare) is page


@pytest.mark.parametrize("shape", [(1, 1000), (1000, 1), (8, 400)])
def test_narrow_pictures_have_no_sheet(shape: tuple[int, int]) -> None:
    strip = np.full(shape, 30, np.uint8)
    strip[: shape[0] // 2 + 1, : shape[1] // 2] = 230
    assert look_around(strip) == NOTHING_AROUND
