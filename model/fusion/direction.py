"""Which way up a page is, where its letters alone do not tell: the way its lines are read clearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import fsum, sqrt

import numpy as np

from model.arrangement.upright import letters_as_they_stand
from model.arrangement.view import View
from model.decode import Image
from model.layout import TextLine, find_lines
from model.lines.gather import runs
from model.lines.reading import LineReader
from model.lines.show import ShowSettings, read_runs
from model.lines.slots import all_slots
from model.lines.strip import Cutter
from model.networks.glances import Glances
from model.segment import Fragment, find_fragments, stroke_width


@dataclass(frozen=True, slots=True)
class DirectionSettings:
    """When a page is turned.

    Worths were fitted on pages in fonts that training sees and on training names that nothing learns from, upright and
    upside down; ``python -m benchmarks.direction`` measures them on others.

    Attributes:
        lines: So many lines are read in each direction, the longest ones,
        pieces: and more until they hold so many pieces of ink.
        letter: Pieces that stand alone are letters where they are at most so many times as long as wide,
        stem: or so many times as wide as their strokes: nobody reads them as lines.
        alone: No page is turned to where letters stand alone that are fewer.
        clear: A page read at least this clearly as it is stands upright.
        dim: No page is turned to where it is read less clearly than this.
        closer: How lines are shown in directions that it may not stand in.
        clearer: What it is worth that a page is read clearer by 1 in another direction, in nats, times the square root
            of its letters: the more letters, the less chance is in how clear they are,
        letters: beside each nat by which its letters alone are read better.
        turned: And what it must be worth all in all: few pages are not upright.
    """

    lines: int = 3
    pieces: int = 40
    letter: float = 1.5
    stem: float = 2.0
    alone: int = 4
    clear: float = 0.95
    dim: float = 0.8
    closer: ShowSettings = field(default_factory=lambda: ShowSettings(hopeless=0.4))
    clearer: float = 13.0
    letters: float = 1.2
    turned: float = 3.0


def settle_turns(
    candidates: Mapping[int, float],
    view: View,
    grey: Image,
    fragments: Sequence[Fragment],
    line_reader: LineReader,
    glances: Glances,
    settings: DirectionSettings | None = None,
) -> int:
    """Decide with the line reader how often a page must be turned by 90 degrees counter-clockwise.

    Args:
        candidates: What its letters leave open, each 0 to 3, and by how much better letters are read so than as they
            stand, in nats; the likeliest or the page as it is first.
        view: The ink of the page as it is.
        grey: (H, W) uint8, the page.
        fragments: The pieces of its ink.
        line_reader: Reads its longest lines.
        glances: What the network says of its letters.
        settings: The tunables; the defaults if None.

    Returns:
        0 to 3.
    """
    settings = settings or DirectionSettings()
    first, *others = candidates
    if not others:
        return first
    clarity = partial(_clarity, grey=grey, line_reader=line_reader, glances=glances, settings=settings)
    as_first = view.turned(90 * first) if first else view
    pieces = find_fragments(as_first.ink) if first else fragments
    clear, letters = clarity(as_first, fragments=pieces)
    if first == 0 and clear >= settings.clear:
        return first
    worth = {first: settings.turned}
    for way in others:
        turned = view.turned(90 * way)
        pieces = find_fragments(turned.ink)
        found, _ = clarity(turned, fragments=pieces, fewest=settings.alone, show=settings.closer)
        better = candidates[way] - candidates[first]
        if found >= settings.dim:
            worth[way] = settings.letters * better + settings.clearer * sqrt(letters) * (found - clear)
    return max(worth, key=worth.__getitem__)


def _clarity(
    view: View, grey: Image, fragments: Sequence[Fragment], line_reader: LineReader, glances: Glances,
    settings: DirectionSettings, fewest: int = 0, show: ShowSettings | None = None,
) -> tuple[float, int]:  # fmt: skip
    """How sure the letters on the longest lines are, 0..1, and how many these are.

    A line reader takes letters that stand alone for some letter whichever way they lie: of them the network tells. They
    count as nothing where there are fewer than `fewest` letters. So do several that the line reader takes for one.
    """
    lines = find_lines(fragments)
    every = [(run, number) for number in _longest(lines, settings) for run in runs(lines[number])]
    several = [(run, number) for run, number in every if not _is_letter(run, settings)]
    seen = read_runs(Cutter(view.seen(grey), view.ink, lines), several, line_reader, show)
    sure: list[float] = []
    alone = [letter for run, _ in every if _is_letter(run, settings) for letter in _letters_of(run)]
    for (run, _), reading in zip(several, seen, strict=True):
        slots = all_slots(reading)
        letters = _letters_of(run)
        if len(slots) > 1:
            sure += slots.letters.max(axis=1).tolist()
        elif len(letters) > 1:
            sure += [0.0] * len(letters)
        else:
            alone += letters
    few = len(sure) + len(alone) < fewest
    sure += [0.0] * len(alone) if few else letters_as_they_stand(alone, glances).max(axis=1).tolist()
    return (fsum(sure) / len(sure) if sure else 0.0), len(sure)


def _letters_of(run: TextLine) -> list[Fragment]:
    """The pieces of a run that may be letters: no dots."""
    high = max(fragment.box.height for fragment in run.fragments)
    return [fragment for fragment in run.fragments if 2 * fragment.box.height > high]


def _is_letter(run: TextLine, settings: DirectionSettings) -> bool:
    """Whether a run is one letter and no word that hangs together: about as wide as high, or a single stroke."""
    letters = _letters_of(run)
    if len(letters) > 1:
        return False
    box = letters[0].box
    shorter, longer = sorted((box.width, box.height))
    return longer <= settings.letter * shorter or shorter <= settings.stem * stroke_width(letters[0].ink > 0)


def _longest(lines: Sequence[TextLine], settings: DirectionSettings) -> list[int]:
    """The numbers of the longest lines."""
    pieces = [len(line.fragments) for line in lines]
    order = sorted(range(len(lines)), key=lambda number: -pieces[number])
    before = np.cumsum([0, *(pieces[number] for number in order)])
    return [number for place, number in enumerate(order) if place < settings.lines or before[place] < settings.pieces]
