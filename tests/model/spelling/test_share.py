"""Letters that touch are parted where both look like what they were read as, and may share a stroke."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from drawing.pens import FontPen
from model.alphabet import parse_charset
from model.elements import BoundingBox
from model.fragments.cuts import between
from model.networks.glances import Glances
from model.segment import Fragment, merged
from model.spelling.share import share_strokes
from model.spelling.spell import SpelledLine
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier

CHARSET = parse_charset("upper")
#: How many columns both letters have.
SHARED = 8


def letter(name: str, left: int) -> Fragment:
    canvas = FontPen(FONT).draw(name, 96, np.random.default_rng(0)).ink
    rows, columns = np.flatnonzero(canvas.any(axis=1)), np.flatnonzero(canvas.any(axis=0))
    ink = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Fragment(BoundingBox(left, 0, left + ink.shape[1], ink.shape[0]), ink)


def touching(one: str, other: str) -> list[Fragment]:
    """Two letters, each with all of its ink."""
    first = letter(one, 0)
    return [first, letter(other, first.box.right - SHARED)]


def line_of(names: str, inks: list[Fragment]) -> SpelledLine:
    rows = np.full((len(names), len(CHARSET.letters)), 0.001)
    rows[np.arange(len(names)), [CHARSET.letters.index(name) for name in names]] = 0.9
    boxes = tuple(ink.box for ink in inks)
    return SpelledLine(boxes, rows, np.full(len(names), 0.7), (0,), inks=tuple(inks))


def cut_at(true: list[Fragment], column: int, cost: float = 3.0) -> list[Fragment]:
    """The ink of two letters cut straight down."""
    both = merged(true)
    edges: list[NDArray[np.int64]] = [np.full(both.box.height, at) for at in (0, column, both.box.width)]
    parts = between(both, edges[0], edges[1], 0.0), between(both, edges[1], edges[2], cost)
    assert parts[0] is not None
    assert parts[1] is not None
    return [*parts]  # type: ignore[list-item]


@pytest.mark.parametrize("names", ["OK", "AR", "SH", "NB"])
@pytest.mark.parametrize("off", [-14, 14])
def test_a_cut_is_moved_so_that_both_letters_have_their_strokes(names: str, off: int) -> None:
    true = touching(*names)
    line = line_of(names, cut_at(true, true[1].box.left + SHARED // 2 + off))
    shared, = share_strokes([line], CHARSET, Glances(TemplateClassifier()))
    assert shared is not None
    for before, after, letter in zip(line.boxes, shared.boxes, true, strict=True):
        assert after.overlap(letter.box) > max(0.8, before.overlap(letter.box) - 0.05)
    assert shared.inks[1].cut_cost == 3.0
    assert np.array_equal(shared.probabilities, line.probabilities)


def test_of_three_letters_in_one_stroke_the_middle_one_is_parted_twice() -> None:
    first, second = touching("D", "E")
    third = letter("R", second.box.right - SHARED)
    left, middle = cut_at([first, second], second.box.left + SHARED // 2 + 12)
    middle, right = cut_at([middle, third], third.box.left - middle.box.left + SHARED // 2 - 12)
    line = line_of("DER", [left, Fragment(middle.box, middle.ink, 3.0), right])
    shared, = share_strokes([line], CHARSET, Glances(TemplateClassifier()))
    assert shared is not None
    pairs = zip(shared.boxes, (first, second, third), strict=True)
    assert min(box.overlap(own.box) for box, own in pairs) > 0.8


def test_letters_that_were_not_cut_stay_and_nobody_is_asked() -> None:
    true, classifier = touching("D", "E"), FlatClassifier()
    line = line_of("DE", true)
    shared, = share_strokes([line], CHARSET, Glances(classifier))
    assert shared is not None
    assert shared.boxes == line.boxes
    assert classifier.calls == []


def test_where_no_cut_is_better_the_one_that_was_made_stays() -> None:
    line = line_of("DE", cut_at(touching("D", "E"), 40))
    shared, = share_strokes([line], CHARSET, Glances(FlatClassifier()))
    assert shared is not None
    assert shared.boxes == line.boxes


def test_lines_without_letters_or_without_their_ink_stay() -> None:
    bare = SpelledLine((BoundingBox(0, 0, 5, 9),), np.ones((1, len(CHARSET.letters))), np.ones(1), (0,))
    assert share_strokes([None, bare], CHARSET, Glances(FlatClassifier())) == [None, bare]
