"""Large letters that stand by themselves are read, and drawings beside words are not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, draw_page, draw_poster
from model.binarize import find_ink
from model.decode import Picture
from model.elements import BoundingBox
from model.networks.glances import Glances
from model.reader import Reader
from model.segment import Fragment, find_fragments
from model.writing.drawings import without_drawings
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier

STYLE = PageStyle(font=FONT, letter_spacing=0.2, letter_height_px=300)


def card(large: str, words: tuple[str, ...], height: int) -> NDArray[np.uint8]:
    """A card with something large over small words."""
    return draw_poster([((large,), 300), (words, height)], STYLE, 1)


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


def outline(name: str) -> NDArray[np.int32]:
    """The corners of a shape about 210 pixels high, in its own pixels."""
    turn = np.linspace(0, 2 * np.pi, 60)
    x, y = {
        "circle": (70 * np.cos(turn), 70 * np.sin(turn)),
        "heart": (
            72 * np.sin(turn) ** 3,
            -5 * (13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)),
        ),
        "arrow": (np.array([0, 0, -35, 0, 35]), np.array([70, -70, -25, -70, -25])),
        "star": (75 * np.sin(2 * turn[::12] * 2), -75 * np.cos(2 * turn[::12] * 2)),
        "crease": (np.array([-30, 30]), np.array([-70, 70])),
    }[name]
    return (1.5 * np.stack([x, y], axis=1)).round().astype(np.int32)


@pytest.mark.parametrize("over", [True, False], ids=["over the words", "below them"])
@pytest.mark.parametrize("shape", ["circle", "heart", "arrow", "star", "crease"])
def test_large_shapes_beside_words_are_no_letters(shape: str, over: bool) -> None:
    words = ("MEETING AT NINE", "BRING YOUR BOOK")
    page = draw_page(words, replace(STYLE, letter_height_px=45), 1).grey
    room = np.full((330, page.shape[1]), page[0, 0], np.uint8)
    cv2.polylines(room, [outline(shape) + np.array([260, 165])], False, 60, 6, cv2.LINE_AA)
    page = np.concatenate([room, page] if over else [page, room])
    found = Reader.load(engine="glyph").read(Picture(page, page.shape[1], page.shape[0]))
    assert len(found.lines) == len(words)


def piece(*, doubted: bool) -> Fragment:
    return Fragment(BoundingBox(20, 20, 140, 200), np.full((180, 120), 255, np.uint8), doubted=doubted)


def test_only_doubted_pieces_may_be_drawings() -> None:
    letter, drawing = piece(doubted=False), piece(doubted=True)
    unsure = Glances(FlatClassifier())
    assert without_drawings([letter, drawing], unsure) == [letter]
    assert without_drawings([letter], unsure) == [letter]
    assert without_drawings([], unsure) == []


def test_a_doubted_letter_that_is_read_stays() -> None:
    page = draw_page(("K",), STYLE, 1).grey
    letter, = find_fragments(find_ink(page))
    doubted = replace(letter, doubted=True)
    assert without_drawings([doubted], Glances(TemplateClassifier())) == [doubted]
    assert not letter.doubted


def test_large_letters_among_small_ones_are_doubted() -> None:
    fragments = find_fragments(find_ink(card("R", ("RABBIT AND RAT",), 50)))
    assert [own.doubted for own in sorted(fragments, key=lambda own: own.box.top)] == [True] + [False] * 12
