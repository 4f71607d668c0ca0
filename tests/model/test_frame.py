"""One framing recipe: EMNIST's place, size and orientation, whatever the glyph's own."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing.pens import FontPen
from model.frame import BORDER, SIDE, GlyphInk, frame_glyphs, frame_ink


def glyph(letter: str, height_px: int = 100) -> GlyphInk:
    """A letter of a handwriting font on a large canvas."""
    return FontPen("patrick-hand").draw(letter, height_px, np.random.default_rng(0)).ink


def shape_of_an_l(side: int = 60) -> GlyphInk:
    """An upright stroke with a foot that points to the right, twice as high as wide."""
    ink = np.zeros((side, side // 2), np.uint8)
    ink[:, : side // 6] = 255
    ink[-side // 6 :] = 255
    return ink


def test_frame_is_transposed_as_emnist_stores_letters() -> None:
    frame = frame_ink(shape_of_an_l())
    inked = frame > 127
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    assert frame.shape == (28, 28)
    assert np.ptp(columns) > 1.8 * np.ptp(rows), "the long stroke lies along the first row"
    assert inked[rows[0], columns[0] : columns[-1] + 1].all(), "the upright stroke comes first"
    assert inked[rows[0] : rows[-1] + 1, columns[-1]].all(), "the foot hangs at its far end"
    assert not inked[rows[-1], columns[0] : columns[-1] - 5].any()


@pytest.mark.parametrize("letter", "aBg8?-.,:")
def test_frame_fills_its_inside_and_keeps_the_border_free(letter: str) -> None:
    frame = frame_ink(glyph(letter))
    assert frame.dtype == np.uint8
    assert (frame.min(), frame.max()) == (0, 255)
    border = frame.copy()
    border[BORDER:-BORDER, BORDER:-BORDER] = 0
    assert not border.any()
    inked = frame > 40
    extents = [np.ptp(np.flatnonzero(inked.any(axis=axis))) + 1 for axis in (0, 1)]
    assert SIDE - 2 * BORDER - 1 <= max(extents) <= SIDE - 2 * BORDER


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=4), st.sampled_from("aBg8"))
def test_blank_paper_around_a_glyph_changes_nothing(margins: list[int], letter: str) -> None:
    top, bottom, left, right = margins
    ink = glyph(letter, 30)
    moved = np.pad(ink, ((top, bottom), (left, right)))
    assert np.array_equal(frame_ink(moved), frame_ink(ink))


# Measured in mean grey levels: 1.1, 3.7 and 6.8; two different letters are 22 and more apart.
@pytest.mark.parametrize(("shrink", "most"), [(2, 2), (4, 5), (8, 9)])
@pytest.mark.parametrize("letter", "aBg8")
def test_size_on_the_page_hardly_matters(letter: str, shrink: int, most: float) -> None:
    ink = glyph(letter, 480)
    smaller = cv2.resize(ink, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    difference = np.abs(frame_ink(ink).astype(np.float32) - frame_ink(np.asarray(smaller, np.uint8)))
    assert difference.mean() < most


def test_faint_ink_is_stretched() -> None:
    ink = glyph("B")
    faint = (ink // 4).astype(np.uint8)
    difference = np.abs(frame_ink(faint).astype(int) - frame_ink(ink))
    assert frame_ink(faint).max() == 255
    assert difference.max() < 12


def test_proportions_are_kept() -> None:
    bar = np.full((80, 10), 255, np.uint8)
    inked = frame_ink(bar) > 127
    rows, columns = inked.any(axis=1).sum(), inked.any(axis=0).sum()
    assert columns == 24
    assert abs(rows - 3) <= 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 2000), (5, 5)])
def test_slivers_can_be_framed(shape: tuple[int, int]) -> None:
    assert frame_ink(np.full(shape, 255, np.uint8)).max() == 255


def test_no_ink_gives_an_empty_frame() -> None:
    assert not frame_ink(np.zeros((9, 7), np.uint8)).any()


def test_glyph_is_left_as_it_was() -> None:
    ink = glyph("a")
    before = ink.copy()
    ink.setflags(write=False)
    frame_ink(ink)
    assert np.array_equal(ink, before)


def test_batch_holds_each_glyph_framed_alone() -> None:
    inks = [glyph(letter) for letter in "aB8"]
    frames = frame_glyphs(ink for ink in inks)
    assert frames.shape == (3, 28, 28)
    for frame, ink in zip(frames, inks, strict=True):
        assert np.array_equal(frame, frame_ink(ink))


def test_empty_batch_keeps_its_shape() -> None:
    frames = frame_glyphs([])
    assert frames.shape == (0, 28, 28)
    assert frames.dtype == np.uint8


def test_turned_glyph_gives_the_turned_frame() -> None:
    ink = shape_of_an_l()
    turned = np.asarray(cv2.rotate(ink, cv2.ROTATE_180), np.uint8)
    difference = np.abs(frame_ink(turned).astype(int) - frame_ink(ink)[::-1, ::-1])
    assert difference.max() <= 40
