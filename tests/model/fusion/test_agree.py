import numpy as np
import pytest
from numpy.typing import NDArray

from model.alphabet import parse_charset
from model.elements import BoundingBox
from model.fusion.agree import AgreeSettings, agree
from model.layout import TextLine
from model.lines.slots import Slots, find_slots
from model.segment import Fragment
from model.spelling.spell import SpelledLine
from tests.model.lines.fakes import seen

MIXED = parse_charset("mixed")
WIDTH, PITCH = 30, 40


def rows(letters: str, sure: float) -> NDArray[np.float64]:
    """How likely each letter of the charset is, the one that is named this sure."""
    every = np.full((len(letters), len(MIXED.letters)), (1 - sure) / (len(MIXED.letters) - 1))
    every[np.arange(len(letters)), [MIXED.letters.index(letter) for letter in letters]] = sure
    return every


def boxes(letters: str) -> tuple[BoundingBox, ...]:
    return tuple(BoundingBox(PITCH * n, 0, PITCH * n + WIDTH, 40) for n in range(len(letters)))


def run(letters: str, first: int = 0) -> TextLine:
    """The ink of letters that stand on a line from the `first` place on."""
    ink = np.full((40, WIDTH), 255, np.uint8)
    return TextLine(tuple(Fragment(box, ink) for box in boxes(" " * first + letters)[first:]), 0.0)


def spelled(letters: str, sure: float = 0.9, groupings: float = 1.0) -> SpelledLine:
    return SpelledLine(boxes(letters), rows(letters, sure), np.full(len(letters), groupings), (0,))


def slots(letters: str, sure: float = 0.9) -> Slots:
    return find_slots(seen(letters, 0.0, float(PITCH * max(len(letters), 1)), sure), MIXED)


@pytest.mark.parametrize(
    ("glyphs", "line", "same"),
    [
        ("LIA", "LIA", True), ("LIA", "LiA", True), ("COW", "cow", True), ("LIA", "LTA", False), ("LIA", "LA", False),
        ("1O", "10", False), ("10", "10", True), ("LIA", "", False),
    ],
)  # fmt: skip
def test_readers_agree_on_letters_whatever_their_case(glyphs: str, line: str, same: bool) -> None:
    assert agree(run(glyphs), spelled(glyphs), slots(line), MIXED.letters) is same


def test_only_letters_on_the_ink_count() -> None:
    assert agree(run("IA", first=1), spelled("LIA"), slots("IA"), MIXED.letters)
    assert not agree(run("IA", first=1), spelled("LIA"), slots("LIA"), MIXED.letters)


def test_readers_who_doubt_agree_on_nothing() -> None:
    least = AgreeSettings()
    for glyph, grouping, line, same in (
        (least.glyph + 0.05, 1.0, least.line + 0.05, True),
        (least.glyph - 0.05, 1.0, 0.9, False),
        (0.9, least.glyph, 0.9, False),
        (0.9, 1.0, least.line - 0.05, False),
    ):
        own = spelled("LEA", glyph, grouping)
        assert agree(run("LEA"), own, slots("LEA", line), MIXED.letters) is same, (glyph, grouping, line)


def test_where_the_glyph_reader_sees_nothing_nobody_agrees() -> None:
    assert not agree(run("LIA"), None, slots("LIA"), MIXED.letters)


@pytest.mark.parametrize(("spaced", "same"), [("LI A", True), ("LIA", False), ("L IA", False)])
def test_readers_agree_on_words_as_well(spaced: str, same: bool) -> None:
    own = SpelledLine(boxes("LIA"), rows("LIA", 0.9), np.ones(3), (0, 2))
    assert agree(run("LIA"), own, slots(spaced), MIXED.letters) is same
