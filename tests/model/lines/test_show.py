"""What is read unclearly is shown wider, and the likeliest reading is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.alphabet import parse_charset
from model.binarize import find_ink
from model.layout import find_lines
from model.lines.reading import LineReading
from model.lines.show import Look, ShowSettings, read_runs
from model.lines.slots import find_slots
from model.lines.strip import Cutter, Strip, StripSettings
from model.segment import find_fragments
from tests.model.fakes import FONT
from tests.model.lines.fakes import STEPS, seen


class FickleLineReader:
    """Sees another text, more or less surely, each time it is shown a line."""

    name = "fickle"
    strip = StripSettings(height=32)
    stretches = (1.5, 2.0)

    def __init__(self, *readings: tuple[str, float]) -> None:
        """Take what to see, one after the other."""
        self.readings = list(readings)
        self.widths: list[int] = []

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """See the next texts."""
        self.widths += [strip.grey.shape[1] for strip in strips]
        return [seen(text, 0, 100, sure) for text, sure in (self.readings.pop(0) for _ in strips)]


@pytest.mark.parametrize(
    ("readings", "shown", "kept"),
    [
        ([("CLEAR", 0.99)], 1, "CLEAR"),
        ([("DIM", 0.6), ("CLEAR", 0.99)], 2, "CLEAR"),
        ([("DIM", 0.6), ("BAD", 0.4), ("LOW", 0.5)], 3, "DIM"),
        ([("DIM", 0.5), ("BAD", 0.4), ("BET", 0.7)], 3, "BET"),
    ],
    ids=["clear at once", "clear when wider", "never clear", "least unclear at last"],
)
def test_a_line_is_shown_wider_until_it_is_clear(readings: list[tuple[str, float]], shown: int, kept: str) -> None:
    page = draw_page(["WORD"], PageStyle(font=FONT))
    ink = find_ink(page.grey)
    lines = find_lines(find_fragments(ink))
    reader, mixed = FickleLineReader(*readings), parse_charset("mixed")
    (reading,) = read_runs(Cutter(page.grey, ink, lines), [(lines[0], 0)], reader, ShowSettings(wide=STEPS + 1))
    slots = find_slots(reading, mixed)
    assert "".join(mixed.letters[best] for best in slots.letters.argmax(axis=1)) == kept
    assert len(reader.widths) == shown
    assert np.all(np.diff(reader.widths) > 0)


def test_hopeless_lines_are_shown_once() -> None:
    page = draw_page(["WORD"], PageStyle(font=FONT))
    ink = find_ink(page.grey)
    lines = find_lines(find_fragments(ink))
    cutter, dim, wider = Cutter(page.grey, ink, lines), ("DIM", 0.5), ("CLEAR", 0.99)
    for hopeless, shown in ((0.45, 2), (0.55, 1)):
        reader = FickleLineReader(dim, wider)
        read_runs(cutter, [(lines[0], 0)], reader, ShowSettings(hopeless=hopeless, wide=STEPS + 1))
        assert len(reader.widths) == shown


@pytest.mark.parametrize(
    ("text", "wide", "shown"), [("DIM", STEPS + 1, 2), ("DIM", STEPS, 1), ("AB", STEPS, 2)],
    ids=["crowded", "far apart already", "two letters that may be more"],
)
def test_only_lines_whose_letters_may_be_crowded_are_shown_wider(text: str, wide: float, shown: int) -> None:
    page = draw_page(["WORD"], PageStyle(font=FONT))
    ink = find_ink(page.grey)
    lines = find_lines(find_fragments(ink))
    reader = FickleLineReader((text, 0.6), ("CLEAR", 0.99))
    read_runs(Cutter(page.grey, ink, lines), [(lines[0], 0)], reader, ShowSettings(wide=wide))
    assert len(reader.widths) == shown


def test_no_run_is_shown_twice() -> None:
    page = draw_page(["ONE", "TWO"], PageStyle(font=FONT))
    ink = find_ink(page.grey)
    lines = find_lines(find_fragments(ink))
    reader, runs = FickleLineReader(("ONE", 0.99), ("TWO", 0.99)), [(line, number) for number, line in enumerate(lines)]
    look = Look(Cutter(page.grey, ink, lines), reader)
    (first,) = look(runs[:1])
    assert len(reader.widths) == 1
    both = look(runs)
    assert both[0] is first
    assert len(reader.widths) == 2
