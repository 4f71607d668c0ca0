"""Letters in a mirror and shapes that are no letters are told from fainter writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing.pens import FontPen
from model.elements import BoundingBox
from model.networks.glances import Glances
from model.segment import Fragment
from model.writing.legible import written
from tests.model.fakes import FONT, TemplateClassifier

GLANCES = Glances(TemplateClassifier())


def cropped(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    x, y, width, height = cv2.boundingRect(ink)
    return ink[y : y + height, x : x + width]


def row_of(letters: str, top: int = 0, darkness: int = 200) -> list[Fragment]:
    """Letters side by side, about 48 pixels high."""
    pen, rng = FontPen(FONT), np.random.default_rng(0)
    inks = [cropped(pen.draw(letter, 48, rng).ink) for letter in letters]
    left = np.cumsum([0, *(ink.shape[1] + 6 for ink in inks)]).tolist()
    boxes = [BoundingBox(x, top, x + ink.shape[1], top + ink.shape[0]) for x, ink in zip(left, inks, strict=False)]
    return [Fragment(box, ink, darkness=darkness) for box, ink in zip(boxes, inks, strict=True)]


def from_behind(letters: Sequence[Fragment], *, upside_down: bool = False) -> list[Fragment]:
    """The same letters as they are seen through the paper."""
    step = (slice(None, None, -1), slice(None)) if upside_down else (slice(None), slice(None, None, -1))
    return [replace(own, ink=np.ascontiguousarray(own.ink[step])) for own in letters]


def kept(faint: Sequence[Fragment], dark: Sequence[Fragment]) -> list[int]:
    """The numbers of the pieces that are writing."""
    writing = {id(own) for own in written(faint, dark, GLANCES)}
    return [at for at, own in enumerate(faint) if id(own) in writing]


def blots(count: int, darkness: int = 60, thickness: int = -1) -> list[Fragment]:
    """Leaves, as shade shows them, or their outlines."""
    ink = np.zeros((48, 48), np.uint8)
    cv2.ellipse(ink, (24, 24), (22, 11), 40, 0, 270, 255, thickness)
    boxes = [BoundingBox(100 * at, 300, 100 * at + 48, 348) for at in range(count)]
    return [Fragment(box, ink, darkness=darkness) for box in boxes]


DARK = row_of("FRANKGREEN")
WORDS = row_of("LEFTBACKRING", top=100, darkness=60)


@pytest.mark.parametrize("turns", range(4))
def test_fainter_words_are_writing(turns: int) -> None:
    dark, faint = ([replace(own, ink=np.rot90(own.ink, turns)) for own in letters] for letters in (DARK, WORDS))
    assert kept(faint, dark) == list(range(len(WORDS)))


@pytest.mark.parametrize("upside_down", [False, True], ids=["like a book", "like a calendar"])
def test_words_on_the_back_are_none(upside_down: bool) -> None:
    assert kept(from_behind(WORDS, upside_down=upside_down), DARK) == []


@pytest.mark.parametrize("letters", ["AHIMOTUVWXY", "MAMATOMATO", "8010018"])
def test_letters_that_are_alike_in_a_mirror_do_not_tell(letters: str) -> None:
    faint = row_of(letters, top=100, darkness=60)
    for own in (faint, from_behind(faint)):
        assert kept(own, DARK) == list(range(len(letters)))


def test_what_is_no_letter_is_none_and_the_words_beside_it_are() -> None:
    assert kept(blots(20), DARK) == []
    assert kept([*WORDS[:4], *blots(20)], DARK) == [0, 1, 2, 3]


def test_thin_scraps_stay_whatever_they_look_like() -> None:
    assert kept(blots(20, thickness=2), DARK) == list(range(20))


def test_pencil_stays_where_the_back_shows_through() -> None:
    back = from_behind(row_of("GREENPLANKSPEELEDEARLIER", top=200, darkness=30))
    assert kept([*(replace(own, darkness=80) for own in WORDS), *back], DARK) == list(range(len(WORDS)))


def test_nobody_is_asked_about_a_letter_or_two() -> None:
    assert kept(blots(2), DARK) == [0, 1]
    assert kept(blots(20), DARK[:2]) == list(range(20))


def test_a_page_that_cannot_be_read_keeps_all_its_ink() -> None:
    assert kept(from_behind(WORDS), blots(10, darkness=200)) == list(range(len(WORDS)))
