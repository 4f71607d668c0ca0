from collections.abc import Sequence

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model import DEFAULT_CHECKPOINT
from model.arrangement.view import View
from model.binarize import find_ink
from model.classifier import OpenVinoClassifier
from model.decode import Image
from model.fusion.direction import settle_turns
from model.lines.linenet import LineNetReader
from model.lines.reading import LineReader, LineReading
from model.lines.strip import Strip, StripSettings
from model.networks.glances import Glances
from model.reader import Reader
from model.segment import find_fragments
from tests.model.fakes import FlatClassifier
from tests.model.lines.fakes import seen

GREY = draw_page(["HELLO"], PageStyle(font="patrick-hand", letter_height_px=48)).grey


@pytest.fixture(scope="module")
def linenet() -> LineNetReader:
    """The bundled network on one thread."""
    return LineNetReader.load(threads=1)


def settled(candidates: Sequence[int], grey: Image, line_reader: LineReader) -> int:
    """How often a page is turned whose letters leave open in which of these directions it stands."""
    view, glances = View.straight(find_ink(grey)), Glances(FlatClassifier())
    fragments = find_fragments(view.ink)
    return settle_turns(dict.fromkeys(candidates, 0.0), view, grey, fragments, line_reader, glances)


class WideLineReader:
    """Reads strips that are wider than high, and nothing else."""

    name = "wide"
    strip = StripSettings()
    stretches = ()

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """See a word in every wide strip."""
        return [seen("HELLO" if strip.grey.shape[1] > 150 else "", 0, 100) for strip in strips]


@pytest.mark.parametrize(
    ("page_turns", "candidates", "turns"),
    [(0, (0,), 0), (0, (0, 1), 0), (1, (0, 1, 2, 3), 1), (1, (0, 1), 1), (1, (3,), 3)],
)
def test_a_page_is_turned_to_where_its_lines_are_read(page_turns: int, candidates: tuple[int, ...], turns: int) -> None:
    grey = np.ascontiguousarray(np.rot90(GREY, -page_turns))
    assert settled(candidates, grey, WideLineReader()) == turns


class ClearerUpsideDown:
    """Reads every strip, a little clearer where its left half is the darker one."""

    name = "clearer"
    strip = StripSettings()
    stretches = ()

    def __init__(self, letters: int) -> None:
        """See so many letters."""
        self._letters = letters

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """See the same letters whichever way the strip stands."""
        return [self._seen(strip) for strip in strips]

    def _seen(self, strip: Strip) -> LineReading:
        middle = strip.grey.shape[1] // 2
        upright = strip.grey[:, :middle].sum() < strip.grey[:, middle:].sum()
        return seen("AB" * (self._letters // 2), 0, 100, sure=0.9 if upright else 0.95)


@pytest.mark.parametrize(("letters", "turns"), [(4, 0), (40, 2)])
def test_the_fewer_letters_the_clearer_they_must_be_to_turn_a_page(letters: int, turns: int) -> None:
    grey = draw_page(["HHHIII"], PageStyle(font="patrick-hand")).grey
    assert settled((0, 2), grey, ClearerUpsideDown(letters)) == turns


@pytest.mark.parametrize("page_turns", [0, 2])
@pytest.mark.parametrize("lines", [["fragile"], ["keep the door", "open please"], ["12345 9870"]])
def test_short_pages_upside_down_are_turned(lines: list[str], page_turns: int, linenet: LineNetReader) -> None:
    grey = np.ascontiguousarray(np.rot90(draw_page(lines, PageStyle(font="patrick-hand")).grey, page_turns))
    assert settled((0, 2), grey, linenet) == page_turns


def test_letters_below_one_another_are_no_word_on_its_side(linenet: LineNetReader) -> None:
    reader = Reader(OpenVinoClassifier.load(DEFAULT_CHECKPOINT, 1), linenet=linenet)
    page = draw_page(["L", "M", "R", "6", "M", "5"], PageStyle(font="patrick-hand"))
    assert reader.read(page.png()).text == page.truth.text
