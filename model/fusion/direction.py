"""Which way up a page is, where its letters alone do not tell: the way its lines are read clearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from model.decode import Image
from model.layout import find_lines
from model.lines.gather import runs
from model.lines.reading import LineReader
from model.lines.show import read_runs
from model.lines.slots import all_slots
from model.lines.strip import Cutter
from model.segment import Fragment, find_fragments
from model.view import View


@dataclass(frozen=True, slots=True)
class DirectionSettings:
    """When a page is turned.

    Attributes:
        lines: So many lines are read in each direction, the longest ones.
        few: Pages with fewer fragments are too short for their letters to tell.
        clear: A short page read at least this clearly as it is stands upright.
        margin: A page is turned where it is read clearer by this much over the square root of its letters: the more
            letters, the less chance is in how clear they are.
    """

    lines: int = 3
    few: int = 8
    clear: float = 0.95
    margin: float = 0.2


def settle_turns(
    candidates: Sequence[int],
    view: View,
    grey: Image,
    fragments: Sequence[Fragment],
    line_reader: LineReader,
    settings: DirectionSettings | None = None,
) -> int:
    """Decide with the line reader how often a page must be turned by 90 degrees counter-clockwise.

    Args:
        candidates: What its letters leave open, each 0 to 3, the likeliest or the page as it is first; they have the
            say where it is one that is not 0.
        view: The ink of the page as it is.
        grey: (H, W) uint8, the page.
        fragments: The pieces of its ink.
        line_reader: Reads its longest lines.
        settings: The tunables; the defaults if None.

    Returns:
        0 to 3.
    """
    settings = settings or DirectionSettings()
    first, *others = candidates
    few = 2 <= len(fragments) < settings.few
    if not others and (first or not few):
        return first
    as_first = view.turned(90 * first) if first else view
    pieces = find_fragments(as_first.ink) if first else fragments
    clearest, letters = _clarity(as_first, grey, pieces, line_reader, settings)
    if not others and clearest >= settings.clear:
        return first
    best = first
    clearest += settings.margin / sqrt(max(letters, 1))
    for candidate in others or (1, 2, 3):
        turned = view.turned(90 * candidate)
        clarity, _ = _clarity(turned, grey, find_fragments(turned.ink), line_reader, settings)
        if clarity > clearest:
            best, clearest = candidate, clarity
    return best


def _clarity(
    view: View, grey: Image, fragments: Sequence[Fragment], line_reader: LineReader, settings: DirectionSettings
) -> tuple[float, int]:
    """How sure the line reader is of the letters on the longest lines, 0..1, and how many these are.

    Letters that stand alone count nothing.
    """
    lines = find_lines(fragments)
    longest = sorted(range(len(lines)), key=lambda number: -len(lines[number].fragments))[: settings.lines]
    several = [(run, number) for number in longest for run in runs(lines[number])]
    sure, letters = 0.0, 0
    for reading in read_runs(Cutter(view.seen(grey), view.ink, lines), several, line_reader):
        slots = all_slots(reading)
        letters += max(len(slots), 1)
        sure += float(slots.letters.max(axis=1).sum()) if len(slots) > 1 else 0.0
    return (sure / letters if letters else 0.0), letters
