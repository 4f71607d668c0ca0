import io

import numpy as np
import pytest
from PIL import Image as Pillow

from model.elements import BoundingBox, Glyph, Line, Page, Word
from model.formats.picture import COLOURS, LONGEST_SIDE, UNSURE_BELOW, MediaType, annotate, colour_of
from tests.model.formats.pages import BLANK, PAGE


def paper(width: int, height: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.full((height, width, 3), 240, np.uint8)


def drawn(page: Page, width: int = 400, height: int = 200) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(Pillow.open(io.BytesIO(annotate(paper(width, height), page).content)))


def alone(letter: str, confidence: float, box: BoundingBox) -> Page:
    return Page(400, 200, (Line((Word((Glyph(letter, confidence, box),)),)),))


@pytest.mark.parametrize(("media_type", "magic"), [("image/png", b"\x89PNG"), ("image/jpeg", b"\xff\xd8\xff")])
def test_encodes_what_was_asked_for(media_type: MediaType, magic: bytes) -> None:
    picture = annotate(paper(400, 200), PAGE, media_type)
    assert picture.content.startswith(magic)
    assert (picture.media_type, picture.width, picture.height) == (media_type, 400, 200)


def test_a_blank_page_stays_untouched() -> None:
    assert (drawn(BLANK) == 240).all()


def test_the_preview_is_not_changed() -> None:
    preview = paper(400, 200)
    annotate(preview, PAGE)
    assert (preview == 240).all()


@pytest.mark.parametrize("confidence", [1.0, 0.9, 0.8, UNSURE_BELOW, 0.2, 0.0])
def test_the_box_has_the_colour_of_its_confidence(confidence: float) -> None:
    pixels = drawn(alone("A", confidence, BoundingBox(100, 80, 140, 140)))
    assert tuple(pixels[139, 100]) == colour_of(confidence)
    assert tuple(pixels[110, 120]) == (240, 240, 240)


def test_each_band_has_a_colour_of_its_own() -> None:
    assert len({colour_of(least) for least, _ in COLOURS}) == len(COLOURS)


def test_an_unsure_box_is_dashed_and_a_sure_one_is_not() -> None:
    box = BoundingBox(100, 80, 160, 140)
    sure, unsure = drawn(alone("A", 0.99, box)), drawn(alone("A", 0.3, box))
    assert (sure[139, 100:160] != 240).any(axis=1).all()
    share = (unsure[139, 100:160] != 240).any(axis=1).mean()
    assert 0.3 < share < 0.8


def test_the_letter_stands_above_its_box() -> None:
    pixels = drawn(alone("A", 0.99, BoundingBox(100, 80, 140, 140)))
    assert (pixels[40:78, 100:140] != 240).any()


def test_the_letter_of_a_box_at_the_top_stays_on_the_picture() -> None:
    without, with_letter = (
        drawn(alone(" ", 0.99, BoundingBox(100, 0, 140, 60))),
        drawn(alone("A", 0.99, BoundingBox(100, 0, 140, 60))),
    )
    assert (without != with_letter).any(axis=(1, 2))[:40].sum() >= 15


def test_boxes_follow_a_preview_that_is_smaller_than_the_page() -> None:
    pixels = drawn(alone("A", 0.99, BoundingBox(200, 100, 280, 180)), width=200, height=100)
    assert tuple(pixels[89, 100]) == colour_of(0.99)


def test_the_longest_side_is_bounded() -> None:
    picture = annotate(paper(3000, 1000), Page(3000, 1000))
    assert (picture.width, picture.height) == (LONGEST_SIDE, 533)


@pytest.mark.parametrize(
    "box",
    [BoundingBox(0, 0, 1, 1), BoundingBox(399, 199, 400, 200), BoundingBox(0, 0, 400, 200), BoundingBox(0, 0, 400, 1)],
    ids=["first pixel", "last pixel", "everything", "a row"],
)
@pytest.mark.parametrize("confidence", [0.1, 0.99])
def test_odd_boxes_are_drawn(box: BoundingBox, confidence: float) -> None:
    assert (drawn(alone("W", confidence, box)) != 240).any()
