from __future__ import annotations

import pytest

from benchmarks.boxes import compare_boxes
from drawing import PageStyle, draw_page
from model.elements import BoundingBox, Glyph, Line, Page, Word


def page_of(*words: str, shift: int = 0) -> Page:
    """Words on one line, each glyph 8 pixels wide, 10 from the next, and one free place between words."""
    made, at = [], 0
    for word in words:
        boxes = [BoundingBox(10 * (at + n) + shift, 0, 10 * (at + n) + 8 + shift, 10) for n in range(len(word))]
        made.append(Word(tuple(Glyph(letter, 1.0, box) for letter, box in zip(word, boxes, strict=True))))
        at += len(word) + 1
    return Page(500, 20, (Line(tuple(made)),))


@pytest.mark.parametrize(
    ("other", "share"),
    [((0, 0, 10, 10), 1.0), ((5, 0, 15, 10), 1 / 3), ((10, 0, 20, 10), 0.0), ((0, 0, 10, 20), 0.5)],
)
def test_overlap(other: tuple[int, int, int, int], share: float) -> None:
    assert BoundingBox(0, 0, 10, 10).overlap(BoundingBox(*other)) == share


def test_truth_is_perfect() -> None:
    page = draw_page(["Touch me", "12:45 now"], PageStyle(touching=0.5, broken=0.3), seed=2)
    counted = compare_boxes(page.truth, page.truth, page.touching, page.broken)
    assert counted.box_f1 == counted.space_f1 == 1
    assert counted.right == counted.true == 15
    assert counted.spaces == 2
    assert counted.touching_right == counted.touching == len(page.touching) > 0
    assert counted.broken_right == counted.broken == len(page.broken) > 0
    assert counted.marked_wrong == 0
    assert counted.marked == len("Touch me 12:45 now")


def test_case_counts_with_marks_only() -> None:
    counted = compare_boxes(page_of("aB."), page_of("Ab,"), (), ())
    assert counted.right == 2
    assert counted.marked_wrong == 3


def test_boxes_far_off_are_not_found() -> None:
    assert compare_boxes(page_of("AB"), page_of("AB", shift=2), (), ()).found == 2
    assert compare_boxes(page_of("AB"), page_of("AB", shift=4), (), ()).found == 0


def test_missed_space_and_added_space() -> None:
    counted = compare_boxes(page_of("AB", "CD"), _respaced(page_of("AB", "CD"), (1, 3)), (), ())
    assert (counted.spaces_right, counted.spaces, counted.spaces_read) == (0, 1, 1)
    assert counted.space_f1 == 0


def test_pair_is_right_only_if_both_are() -> None:
    counted = compare_boxes(page_of("ABC"), page_of("AXC"), {1, 2}, {0, 1})
    assert (counted.touching_right, counted.touching) == (0, 2)
    assert (counted.broken_right, counted.broken) == (1, 2)


def test_letters_may_stand_in_the_text_though_their_boxes_are_not_found() -> None:
    counted = compare_boxes(page_of("ABC"), page_of("aBX", shift=4), {1, 2}, {1, 2})
    assert (counted.touching_right, counted.touching_read) == (0, 1)
    assert (counted.broken_right, counted.broken_read) == (0, 1)


def _respaced(page: Page, sizes: tuple[int, ...]) -> Page:
    glyphs = list(page.glyphs)
    words = [Word(tuple(glyphs.pop(0) for _ in range(size))) for size in sizes]
    return Page(page.width, page.height, (Line(tuple(words)),))
