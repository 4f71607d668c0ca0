"""Pieces of ink become fragments; dust, blots and frames do not."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.binarize import Ink, find_ink
from model.elements import BoundingBox
from model.pieces import letter_height
from model.segment import Fragment, SegmentSettings, find_fragments, merged
from tests.model.fakes import FONT

#: (H, W) uint8, ink 255 on 0.
Canvas = NDArray[np.uint8]


def ink_of(canvas: Canvas) -> Ink:
    return Ink(canvas > 0, canvas, 1.0)


def letters(canvas: Canvas) -> None:
    """Three letters of 40 pixels: E, O and an I."""
    canvas[60:100, 40:46] = 255
    for top in (60, 77, 94):
        canvas[top : top + 6, 40:65] = 255
    cv2.ellipse(canvas, (110, 80), (15, 18), 0, 0, 360, 255, 4)
    cv2.rectangle(canvas, (190, 62), (195, 100), 255, -1)


def page(height: int = 200, width: int = 400) -> Canvas:
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


def added(
    draw: Callable[[Canvas], object], settings: SegmentSettings | None = None
) -> set[tuple[int, int, int, int]]:
    """The boxes that more ink on the page of three letters adds."""
    canvas = page()
    draw(canvas)
    found, plain = (corners(find_fragments(ink_of(drawn), settings)) for drawn in (canvas, page()))
    assert plain <= found, "the letters stay"
    return found - plain


def ring(middle: int, left: int = 300) -> Callable[[Canvas], object]:
    """An O, 40 high."""
    return lambda canvas: cv2.ellipse(canvas, (left, middle), (15, 18), 0, 0, 360, 255, 4)


@pytest.mark.parametrize("middle", [-4, 204], ids=["upper edge", "lower edge"])
def test_half_a_letter_at_the_upper_or_lower_edge_is_left_out(middle: int) -> None:
    assert added(ring(middle)) == set()


@pytest.mark.parametrize("middle", [15, 185, 100], ids=["nearly whole above", "nearly whole below", "clear of it"])
def test_letter_that_the_edge_hardly_cuts_stays(middle: int) -> None:
    assert len(added(ring(middle))) == 1


def test_low_piece_clear_of_the_edge_stays() -> None:
    assert len(added(lambda canvas: cv2.line(canvas, (300, 8), (320, 12), 255, 4))) == 1


@pytest.mark.parametrize("left", [0, 399])
def test_half_a_letter_at_the_left_or_right_edge_stays(left: int) -> None:
    assert len(added(ring(150, left))) == 1


def test_scraps_stay_where_nothing_is_whole() -> None:
    canvas = np.zeros((40, 200), np.uint8)
    for left in (20, 70, 120):
        cv2.rectangle(canvas, (left, -20), (left + 30, 25), 255, 4)
    assert len(find_fragments(ink_of(canvas))) == 3


def test_slab_far_thicker_than_the_strokes_is_left_out() -> None:
    def slab(thickness: int) -> Callable[[Canvas], object]:
        return lambda canvas: cv2.ellipse(canvas, (300, 120), (30, 30), 0, 0, 360, 255, thickness)

    assert len(added(slab(5))) == 1
    assert added(slab(30)) == set()
    assert len(added(slab(30), SegmentSettings(thickest=100))) == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [((230, 20), (360, 130)), ((270, 170), (330, 62)), ((215, 30), (390, 90))],
    ids=["falling", "steep", "flat"],
)
def test_stray_line_is_left_out_and_a_stroke_of_a_letter_is_not(start: tuple[int, int], end: tuple[int, int]) -> None:
    assert added(lambda canvas: cv2.line(canvas, start, end, 255, 4)) == set()
    third = start[0] + (end[0] - start[0]) // 3, start[1] + (end[1] - start[1]) // 3
    assert len(added(lambda canvas: cv2.line(canvas, start, third, 255, 4))) == 1


def test_a_line_as_high_as_the_picture_does_not_tell_how_high_letters_are() -> None:
    canvas = np.zeros((1500, 400), np.uint8)
    letters(canvas)
    plain = corners(find_fragments(ink_of(canvas)))
    # Wavy, so that it is no rule.
    points = np.array([(330 + 14 * np.sin(y / 12), y) for y in range(0, 1500, 4)], np.int32)
    cv2.polylines(canvas, [points], False, 255, 3)
    assert plain
    assert corners(find_fragments(ink_of(canvas))) == plain


def test_shade_along_the_edge_is_left_out() -> None:
    def shade(canvas: Canvas) -> None:
        canvas[110:160, 394:] = 255

    assert added(shade) == set()


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


def test_letters_that_stand_on_the_edge_of_a_cut_out_stay() -> None:
    cut_out = page()[:100]
    standing = find_fragments(ink_of(cut_out))
    # The E runs along the edge with all of its foot.
    assert len(standing) == 3
    shaded = cut_out.copy()
    cv2.ellipse(shaded, (320, 104), (70, 30), 0, 0, 360, 255, -1)
    assert corners(find_fragments(ink_of(shaded))) == corners(standing)


def test_letter_gone_over_again_stays_and_a_finger_does_not() -> None:
    bold = page()
    cv2.ellipse(bold, (250, 80), (15, 16), 0, 0, 360, 255, 10)
    assert len(find_fragments(ink_of(bold))) == 4
    capital = page()
    cv2.polylines(capital, [np.array([[220, 70], [290, 70], [270, 70], [262, 128], [235, 128]])], False, 255, 14)
    assert len(find_fragments(ink_of(capital))) == 4
    fingered = page()
    cv2.ellipse(fingered, (260, 100), (24, 60), 20, 0, 360, 255, -1)
    assert corners(find_fragments(ink_of(fingered))) == corners(find_fragments(ink_of(page())))


def test_letter_that_fills_a_strip_stays() -> None:
    strip = page()[60:101]
    strip[30:40, 250:254] = 255
    assert corners(find_fragments(ink_of(strip))) >= {(40, 0, 65, 40)}
    # The frame of a page is as high, and far larger than its letters.
    framed = page(height=400)
    framed[5:395, 20:24] = 255
    assert corners(find_fragments(ink_of(framed))) == corners(find_fragments(ink_of(page(height=400))))


def test_bold_letter_with_small_counters_stays() -> None:
    def bold(canvas: Canvas) -> None:
        canvas[60:100, 290:320] = 255
        canvas[68:77, 299:311] = canvas[83:92, 299:311] = 0
        canvas[60:68, 314:320] = canvas[92:100, 314:320] = canvas[78:82, 314:320] = 0

    assert len(added(bold)) == 1


def test_filled_letter_of_common_height_stays() -> None:
    marker = np.asarray(cv2.dilate(page(), np.ones((9, 9), np.uint8)), np.uint8)
    canvas = marker.copy()
    cv2.circle(canvas, (40, 160), 20, 255, -1)
    assert len(find_fragments(ink_of(canvas))) == len(find_fragments(ink_of(marker))) + 1


def test_joined_letters_stay_beside_scraps_of_the_line_below() -> None:
    strip = page()[:130]
    for left in range(20, 380, 20):
        strip[106:, left : left + 4] = 255
    # Two T under one bar.
    strip[60:65, 250:340] = 255
    strip[60:100, 270:275] = strip[60:100, 315:320] = 255
    assert (250, 60, 340, 100) in corners(find_fragments(ink_of(strip)))


def test_bold_letters_whose_counters_close_stay_and_a_blot_does_not() -> None:
    canvas = page()
    for left in (20, 90, 160, 230):
        cv2.circle(canvas, (left + 20, 150), 22, 255, -1)
        cv2.circle(canvas, (left + 20, 150), 3, 0, -1)
    few = page()
    cv2.circle(few, (40, 150), 22, 255, -1)
    assert len(find_fragments(ink_of(canvas))) == len(find_fragments(ink_of(page()))) + 4
    assert len(find_fragments(ink_of(few))) == len(find_fragments(ink_of(page())))


@pytest.mark.parametrize(
    ("row", "dusty", "kept"), [(52, False, True), (20, False, False), (52, True, False)],
    ids=["over a letter", "far from all", "among dust"],
)  # fmt: skip
def test_a_tiny_dot_stays_only_over_a_letter(row: int, dusty: bool, kept: bool) -> None:
    canvas = page()
    canvas[row : row + 4, 191:195] = 255
    if dusty:
        for x in range(10, 390, 15):
            canvas[130:136, x : x + 6] = canvas[150:156, x : x + 6] = 255
    assert ((191, row, 195, row + 4) in corners(find_fragments(ink_of(canvas)))) is kept


def test_what_towers_over_the_letters_at_the_side_of_a_picture_is_left_out() -> None:
    canvas = page()
    # The grain of a desk, which touches the edge here and there.
    grain = np.array([(0, 30), (18, 60), (2, 90), (18, 120), (0, 150)], np.int32)
    cv2.polylines(canvas, [grain], isClosed=False, color=255, thickness=5)
    assert corners(find_fragments(ink_of(canvas))) == corners(find_fragments(ink_of(page())))
