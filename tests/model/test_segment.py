"""Pieces of ink become fragments; dust, blots and frames do not."""

from __future__ import annotations

import cv2
import numpy as np

from model.binarize import Ink, find_ink
from model.elements import BoundingBox
from model.segment import Fragment, SegmentSettings, find_fragments, letter_height, merged
from tests.drawing import PageStyle, draw_page
from tests.model.fakes import FONT


def ink_of(canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Ink:
    return Ink(canvas > 0, canvas, 1.0)


def letters(canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """Three letters of 40 pixels: E, O and an I."""
    canvas[60:100, 40:46] = 255
    for top in (60, 77, 94):
        canvas[top : top + 6, 40:65] = 255
    cv2.ellipse(canvas, (110, 80), (15, 18), 0, 0, 360, 255, 4)
    cv2.rectangle(canvas, (190, 62), (195, 100), 255, -1)


def page(height: int = 200, width: int = 400) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    canvas = np.zeros((height, width), np.uint8)
    letters(canvas)
    return canvas


def corners(fragments: list[Fragment]) -> set[tuple[int, int, int, int]]:
    return {(f.box.left, f.box.top, f.box.right, f.box.bottom) for f in fragments}


def test_each_letter_is_a_fragment_with_its_own_ink() -> None:
    drawn = draw_page(["MWE H"], PageStyle(font=FONT, letter_height_px=150))
    ink = find_ink(drawn.grey)
    assert ink.scale == 1.0
    fragments = sorted(find_fragments(ink), key=lambda fragment: fragment.box.left)
    assert len(fragments) == 4
    for fragment, glyph in zip(fragments, drawn.truth.glyphs, strict=True):
        assert fragment.ink.shape == (fragment.box.height, fragment.box.width)
        assert fragment.ink.max() == 255
        for edge in ("left", "top", "right", "bottom"):
            assert abs(getattr(fragment.box, edge) - getattr(glyph.box, edge)) <= 3


def test_no_ink_gives_no_fragments() -> None:
    assert find_fragments(ink_of(np.zeros((50, 60), np.uint8))) == []


def test_dust_is_left_out() -> None:
    clean, dusty = page(), page()
    dusty[20:23, 20:380:9] = 255
    assert len(find_fragments(ink_of(clean))) == 3
    assert corners(find_fragments(ink_of(dusty))) == corners(find_fragments(ink_of(clean)))


def test_frame_around_the_page_is_left_out() -> None:
    framed = page()
    cv2.rectangle(framed, (3, 3), (396, 196), 255, 2)
    assert corners(find_fragments(ink_of(framed))) == corners(find_fragments(ink_of(page())))


def test_blot_is_left_out_and_an_i_is_not() -> None:
    blotted = page()
    cv2.circle(blotted, (300, 100), 45, 255, -1)
    assert corners(find_fragments(ink_of(blotted))) == corners(find_fragments(ink_of(page())))


def test_ink_of_a_neighbour_in_the_box_is_left_out() -> None:
    canvas = np.zeros((100, 100), np.uint8)
    cv2.line(canvas, (10, 80), (70, 10), 255, 5)
    cv2.line(canvas, (40, 85), (85, 30), 255, 5)
    one, other = find_fragments(ink_of(canvas))
    for fragment in (one, other):
        count, _ = cv2.connectedComponents((fragment.ink > 0).astype(np.uint8))
        assert count == 2, "paper and one piece of ink"


def test_only_the_largest_pieces_of_texture_are_kept() -> None:
    rng = np.random.default_rng(0)
    texture = (cv2.GaussianBlur(rng.random((400, 400)), (0, 0), 2) > 0.52).astype(np.uint8) * 255
    everything = find_fragments(ink_of(np.asarray(texture, np.uint8)))
    few = find_fragments(ink_of(np.asarray(texture, np.uint8)), SegmentSettings(most=5))
    assert len(everything) > 50
    assert len(few) == 5
    assert min(np.count_nonzero(f.ink) for f in few) >= np.median([np.count_nonzero(f.ink) for f in everything])


def test_faint_strokes_count_like_strong_ones() -> None:
    faint = page() // 6
    pairs = zip(find_fragments(ink_of(faint)), find_fragments(ink_of(page())), strict=True)
    assert all(np.array_equal(weak.ink, strong.ink) for weak, strong in pairs)


def test_typical_height_is_that_of_letters_among_dust() -> None:
    heights = np.array([40.0] * 10 + [3.0] * 60)
    assert letter_height(heights) == 40
    assert letter_height(np.array([7.0])) == 7


def test_merged_holds_all_ink_in_its_place() -> None:
    dot = Fragment(BoundingBox(10, 2, 13, 5), np.full((3, 3), 200, np.uint8))
    stem = Fragment(BoundingBox(9, 8, 12, 20), np.full((12, 3), 255, np.uint8))
    whole = merged([dot, stem])
    assert whole.box == BoundingBox(9, 2, 13, 20)
    assert (whole.ink[:3, 1:] == 200).all()
    assert (whole.ink[6:, :3] == 255).all()
    assert np.count_nonzero(whole.ink) == 9 + 36
    assert merged([dot]) is dot
