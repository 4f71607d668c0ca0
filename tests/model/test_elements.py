"""Boxes are never empty and never leave their page; texts are put together from glyphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.elements import BoundingBox, Glyph, Line, Page, Word

SIDES = st.integers(-50, 5000)


@st.composite
def boxes_on_pages(draw: st.DrawFn) -> tuple[BoundingBox, int, int]:
    """A box with the width and height of a page that holds it."""
    width, height = draw(st.integers(1, 3000)), draw(st.integers(1, 3000))
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    box = BoundingBox(left, top, draw(st.integers(left + 1, width)), draw(st.integers(top + 1, height)))
    return box, width, height


def word(letters: str, left: int = 0) -> Word:
    boxes = [BoundingBox(left + n, 5, left + n + 1, 9) for n in range(len(letters))]
    return Word(tuple(Glyph(letter, 1.0, box) for letter, box in zip(letters, boxes, strict=True)))


@pytest.mark.parametrize("corners", [(3, 0, 3, 5), (0, 5, 9, 5), (4, 0, 3, 5), (0, 6, 9, 5)])
def test_box_without_area_is_refused(corners: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="left < right and top < bottom"):
        BoundingBox(*corners)


def test_box_knows_its_size_and_middle() -> None:
    box = BoundingBox(10, 20, 15, 40)
    assert (box.width, box.height, box.centre) == (5, 20, (12.5, 30.0))


@pytest.mark.parametrize(
    ("corners", "held"),
    [
        ((10, 20, 30, 40), True), ((11, 21, 29, 39), True), ((9, 21, 29, 39), False), ((11, 19, 29, 39), False),
        ((11, 21, 31, 39), False), ((11, 21, 29, 41), False), ((50, 21, 60, 39), False),
    ],
    ids=["itself", "inside", "left", "over", "right", "below", "beside"],
)  # fmt: skip
def test_box_holds_what_lies_in_it(corners: tuple[int, int, int, int], held: bool) -> None:
    assert BoundingBox(10, 20, 30, 40).holds(BoundingBox(*corners)) is held


@given(boxes_on_pages(), st.floats(0.01, 20))
def test_scaled_box_lies_on_the_scaled_page(placed: tuple[BoundingBox, int, int], factor: float) -> None:
    box, width, height = placed
    wide, high = max(1, round(width * factor)), max(1, round(height * factor))
    scaled = box.scaled(factor, wide, high)
    assert 0 <= scaled.left < scaled.right <= wide
    assert 0 <= scaled.top < scaled.bottom <= high
    for edge, was in ((scaled.left, box.left), (scaled.top, box.top), (scaled.right, box.right)):
        # The page's own size is rounded, too.
        assert abs(edge - was * factor) <= 1.5


@given(boxes_on_pages())
def test_scaling_by_one_changes_nothing(placed: tuple[BoundingBox, int, int]) -> None:
    box, width, height = placed
    assert box.scaled(1.0, width, height) == box


@given(st.lists(boxes_on_pages(), min_size=1, max_size=6))
def test_box_around_holds_all_and_no_more(placed: list[tuple[BoundingBox, int, int]]) -> None:
    several = [box for box, _, _ in placed]
    around = BoundingBox.around(several)
    assert around.left in {box.left for box in several}
    assert all(around.left <= box.left and box.right <= around.right for box in several)
    assert all(around.top <= box.top and box.bottom <= around.bottom for box in several)
    assert BoundingBox.around([around, *several]) == around


def test_no_boxes_have_no_box_around() -> None:
    with pytest.raises(ValueError, match="empty"):
        BoundingBox.around([])


def test_texts_are_put_together() -> None:
    page = Page(100, 50, (Line((word("To"), word("DO", 10))), Line((word("42"),))))
    assert page.text == "To DO\n42"
    assert page.lines[0].text == "To DO"
    assert [glyph.letter for glyph in page.glyphs] == list("ToDO42")
    assert page.lines[0].box == BoundingBox(0, 5, 12, 9)
    assert (Page(100, 50).text, list(Page(100, 50).glyphs)) == ("", [])
