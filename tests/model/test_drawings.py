"""Large letters that stand by themselves are read, and drawings beside words are not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page
from model.decode import Picture
from model.drawings import without_drawings
from model.elements import BoundingBox
from model.glances import Glances
from model.layout import TextLine
from model.reader import Reader
from model.segment import Fragment
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier

STYLE = PageStyle(font=FONT, letter_spacing=0.2, letter_height_px=300)


def card(large: str, words: tuple[str, ...], height: int) -> NDArray[np.uint8]:
    """A card with something large over small words."""
    parts = [
        draw_page(lines, replace(STYLE, letter_height_px=high), 1).grey
        for lines, high in (((large,), 300), (words, height))
    ]
    width = max(part.shape[1] for part in parts)
    padded = [np.pad(part, ((0, 0), (0, width - part.shape[1])), constant_values=int(part[0, 0])) for part in parts]
    return np.concatenate(padded)


def read(page: NDArray[np.uint8]) -> str:
    return Reader(TemplateClassifier()).read(Picture(page, page.shape[1], page.shape[0])).text


@pytest.mark.parametrize(
    ("large", "words"),
    [("K", ("KEY",)), ("R", ("RABBIT AND RAT",)), ("MY", ("HOLIDAY IN SPAIN", "WAS GOOD")), ("A4", ("PAPER",))],
    ids=lambda text: text if isinstance(text, str) else " ".join(text),
)
@pytest.mark.parametrize("height", [40, 60])
def test_cards_with_a_large_letter_and_small_words_are_read(large: str, words: tuple[str, ...], height: int) -> None:
    assert read(card(large, words, height)) == "\n".join((large, *words))


def test_a_large_drawing_over_words_is_left_out() -> None:
    page = card("K", ("RABBIT AND RAT",), 50)
    page[: page.shape[0] // 2] = page[0, 0]
    cv2.polylines(page, [np.array([(120, 300), (120, 180), (200, 90), (280, 180), (280, 300)])], True, 20, 9)
    cv2.line(page, (120, 180), (280, 180), 20, 9)
    assert read(page) == "RABBIT AND RAT"


def line(count: int, height: int, top: int) -> TextLine:
    boxes = [BoundingBox(20 + 2 * height * at, top, 20 + 2 * height * at + height, top + height) for at in range(count)]
    return TextLine(tuple(Fragment(box, np.full((height, height), 255, np.uint8)) for box in boxes), 0.0)


def test_only_large_lines_of_few_pieces_may_be_drawings() -> None:
    words, drawing, title, small = line(6, 40, 300), line(1, 120, 100), line(3, 70, 600), line(1, 60, 900)
    unsure = Glances(FlatClassifier())
    assert without_drawings([drawing, words, title, small], unsure) == [words, title, small]
    assert without_drawings([drawing, small], unsure) == [drawing, small]
    assert without_drawings([], unsure) == []
