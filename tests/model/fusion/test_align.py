"""Letters are laid over the ink that begins and ends where they are seen to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.alphabet import parse_charset
from model.elements import BoundingBox
from model.fusion.align import AlignSettings, align
from model.fusion.fuse import Draft
from model.layout import TextLine
from model.lines.reading import LineReading
from model.segment import Fragment
from tests.model.fakes import UNSEEN
from tests.model.lines.fakes import seen

MIXED = parse_charset("mixed")
WIDTH, HEIGHT = 120, 40
THIN = (40, 60, 80)


def bar(height: int = HEIGHT) -> TextLine:
    """One piece of ink that is thinnest at three columns."""
    ink = np.zeros((height, WIDTH), np.uint8)
    for column in range(WIDTH):
        half = 2 + min(abs(column - thin) for thin in THIN) // 2
        ink[height // 2 - half : height // 2 + half, column] = 255
    ink[[0, -1], 0] = 255
    return TextLine((Fragment(BoundingBox(100, 100, 100 + WIDTH, 100 + height), ink),), 0.0)


def two_letters(border: float) -> LineReading:
    """The line reader sees two letters whose common border it tells."""
    told = seen("NU", 100, 220)
    ends = np.where(told.x[:, None] < 160, (100.0, border), (border, 220.0))
    return LineReading(told.probabilities, told.x, ends)


def border_of(reading: LineReading, line: TextLine) -> int:
    """Where the ink of the second letter begins; the glyph reader knows nothing."""
    draft = Draft.of(line, reading, MIXED, UNSEEN)
    letters = np.full((len(draft.lattice.hypotheses), len(MIXED.letters)), -4.0)
    laid = align(draft.lattice, letters, np.full(len(letters), -4.0), draft.slots)
    assert [own.slot for own in laid] == [0, 1]
    return draft.lattice.hypotheses[laid[1].hypothesis].glyph.box.left


@pytest.mark.parametrize("border", [140.0, 160.0, 180.0])
def test_ink_is_parted_where_letters_end(border: float) -> None:
    assert abs(border_of(two_letters(border), bar()) - border) <= 6


def test_a_reader_without_eyes_for_it_asks_one_that_has() -> None:
    knowing = two_letters(140.0)
    draft = Draft.of(bar(), replace(knowing, ends=None), MIXED, UNSEEN, knowing)
    assert draft.slots.ends == pytest.approx(np.array([[100, 140], [140, 220]]))
    assert np.isnan(Draft.of(bar(), replace(knowing, ends=None), MIXED, UNSEEN).slots.ends).all()


def test_a_word_that_is_seen_keeps_its_letters() -> None:
    draft = Draft.of(bar(), seen("NAME", 100, 220), MIXED, UNSEEN)
    # To the glyph reader most of it looks like one letter.
    wide = np.array([own.stop - own.start >= 3 for own in draft.lattice.hypotheses])
    fits = np.where(wide[:, None], 0.0, np.full((len(wide), len(MIXED.letters)), -22.0))
    letters = [
        len(align(draft.lattice, fits, np.full(len(wide), -9.0), draft.slots, words=words))
        for words in ((), (slice(0, 4),))
    ]
    assert letters == [2, 4]


def test_ink_is_cut_where_either_line_reader_sees_several_letters() -> None:
    block = Fragment(BoundingBox(40, 100, 70, 100 + HEIGHT), np.full((HEIGHT, 30), 255, np.uint8))
    line = TextLine((block, *bar().fragments), 0.0)
    # A space is a letter's width wide.
    fewer, more = seen("AN", 2, 213), seen("A NU", 35, 195)
    pieces = [len(Draft.of(line, fewer, MIXED, UNSEEN, also).lattice.pieces) for also in (None, more)]
    assert pieces[0] == 2
    assert pieces[1] > 2


def test_the_glyph_reader_counts_less_for_ink_that_was_cut() -> None:
    reading = two_letters(160.0)
    draft = Draft.of(bar(60), reading, MIXED, UNSEEN)
    # It sees one letter in all of the ink, and nothing in any part of it.
    whole = draft.lattice.whole_fragments()
    letters = np.where(whole[:, None], -0.5, np.full((len(whole), len(MIXED.letters)), -9.0))
    reject = np.full(len(whole), -9.0)
    laid = [
        len(align(draft.lattice, letters, reject, draft.slots, AlignSettings(glyph_cut=own))) for own in (0.1, 0.67)
    ]
    assert whole.any()
    assert laid == [2, 1]
