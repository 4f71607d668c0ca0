"""Pages without writing are not shown to line readers run by run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from model.elements import BoundingBox
from model.fusion.grain import GrainSettings, Run, is_grain
from model.layout import TextLine
from model.lines.reading import LineReading
from model.segment import Fragment
from tests.model.lines.fakes import seen


def runs(count: int) -> list[Run]:
    """One below the other, each a line of its own."""
    ink = np.full((20, 60), 255, np.uint8)
    boxes = [BoundingBox(0, 40 * row, 60, 40 * row + 20) for row in range(count)]
    return [(TextLine((Fragment(box, ink),), 0.0), row) for row, box in enumerate(boxes)]


class Looking:
    """Sees the same text in every run, and remembers which it was shown."""

    def __init__(self, text: str, sure: float = 0.99) -> None:
        self.text, self.sure = text, sure
        self.shown: list[int] = []

    def __call__(self, wanted: Sequence[Run]) -> list[LineReading]:
        self.shown += [number for _, number in wanted]
        return [seen(self.text, 0, 60, self.sure) for _ in wanted]


@pytest.mark.parametrize(
    ("text", "sure", "grain"), [("JUMP", 0.99, False), ("JUMP", 0.4, True), ("", 0.99, True)],
    ids=["writing", "doubtful letters", "nothing"],
)  # fmt: skip
def test_a_glimpse_tells_writing_from_grain(text: str, sure: float, grain: bool) -> None:
    look = Looking(text, sure)
    assert is_grain(runs(40), True, look) is grain
    assert look.shown == [*range(0, 40, 5)]


@pytest.mark.parametrize(("count", "doubted", "grain"), [(40, True, True), (8, True, False), (40, False, False)])
def test_a_doubted_page_must_be_clearer_where_more_would_have_to_be_read(
    count: int, doubted: bool, grain: bool
) -> None:
    settings = GrainSettings()
    between = (settings.clear + settings.clear_rest) / 2
    assert is_grain(runs(count), doubted, Looking("JUMP", between)) is grain


def test_many_unclear_runs_are_looked_at_even_where_the_page_is_believed() -> None:
    many = GrainSettings().many
    assert is_grain(runs(many + 1), False, Looking(""))
    assert not is_grain(runs(many + 1), False, Looking("JUMP"))


def test_what_the_glyph_reader_believes_is_not_looked_at_twice() -> None:
    look = Looking("")
    assert not is_grain(runs(GrainSettings().many), False, look)
    assert not is_grain([], True, look)
    assert look.shown == []


def test_pages_of_very_many_runs_are_grain() -> None:
    look = Looking("JUMP")
    assert is_grain(runs(GrainSettings().most + 1), False, look)
    assert look.shown == []
