from collections.abc import Sequence

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.binarize import find_ink
from model.fusion.direction import settle_turns
from model.lines.reading import LineReading
from model.lines.strip import Strip, StripSettings
from model.segment import find_fragments
from model.view import View
from tests.model.lines.fakes import seen

GREY = draw_page(["HELLO"], PageStyle(font="patrick-hand", letter_height_px=48)).grey


class WideLineReader:
    """Reads strips that are wider than high, and nothing else."""

    name = "wide"
    strip = StripSettings()
    stretches = ()

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """See a word in every wide strip."""
        return [seen("HELLO" if strip.grey.shape[1] > 150 else "", 0, 100) for strip in strips]


@pytest.mark.parametrize(
    ("page_turns", "candidates", "turns"), [(0, (0,), 0), (0, (0, 1), 0), (1, (0,), 1), (1, (0, 1), 1), (1, (3,), 3)]
)
def test_a_page_is_turned_to_where_its_lines_are_read(page_turns: int, candidates: tuple[int, ...], turns: int) -> None:
    grey = np.ascontiguousarray(np.rot90(GREY, -page_turns))
    view = View.straight(find_ink(grey))
    assert settle_turns(candidates, view, grey, find_fragments(view.ink), WideLineReader()) == turns
