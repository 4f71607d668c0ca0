"""A single stroke beside a letter stays a letter of its own."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import parse_charset
from model.elements import BoundingBox
from model.layout import TextLine
from model.segment import Fragment
from model.spelling.lattice import Lattice, build_lattice
from model.spelling.settle import Reading
from model.spelling.stems import without_stems

MIXED = parse_charset("mixed")
#: An H and, close to it, a stroke as high as it is.
LETTER, STROKE = BoundingBox(0, 0, 30, 40), BoundingBox(33, 0, 39, 40)


def lattice_of(*boxes: BoundingBox) -> Lattice:
    fragments = tuple(Fragment(box, np.full((box.height, box.width), 255, np.uint8)) for box in boxes)
    return build_lattice(TextLine(fragments, 0.0), whole=range(len(fragments)))


def reading_of(lattice: Lattice, said: dict[tuple[int, int], str]) -> Reading:
    """Each group of pieces read as one letter."""
    letters = np.full((len(lattice.hypotheses), len(MIXED.letters)), 0.0005)
    for row, own in zip(letters, lattice.hypotheses, strict=True):
        row[MIXED.letters.index(said[own.start, own.stop])] = 0.95
    return Reading(letters, np.ones(len(letters)), np.zeros(len(letters)))


def kept(lattice: Lattice, said: dict[tuple[int, int], str]) -> float:
    """How much of the probability of the two pieces as one letter is left, all others keeping theirs."""
    reading = reading_of(lattice, said)
    after = without_stems(lattice, reading, MIXED)
    joined = [(own.start, own.stop) for own in lattice.hypotheses].index((0, 2))
    others = np.arange(len(lattice.hypotheses)) != joined
    assert np.array_equal(after.letters[others], reading.letters[others])
    return float(after.letters[joined].max() / reading.letters[joined].max())


@pytest.mark.parametrize(
    ("boxes", "said", "swallowed"),
    [
        ((LETTER, STROKE), "HlH", True),
        ((LETTER, STROKE), "HIh", True),
        ((LETTER, STROKE), "HlM", False),
        ((LETTER, STROKE), "HCH", False),
        ((LETTER, STROKE), "1l1", False),
        ((LETTER, BoundingBox(33, 15, 37, 40)), "HlH", False),
        ((LETTER, BoundingBox(33, 0, 55, 40)), "HlH", False),
        ((LETTER, BoundingBox(20, 0, 26, 40)), "HlH", False),
    ],
    ids=[
        "the same letter", "in the other case", "another letter", "no stroke", "two strokes", "lower", "wide", "over it"
    ],
)  # fmt: skip
def test_a_stroke_that_changes_nothing_is_no_part(
    boxes: tuple[BoundingBox, ...], said: str, swallowed: bool
) -> None:
    one, other, both = list(said)
    lattice = lattice_of(*boxes)
    left = kept(lattice, {(0, 1): one, (1, 2): other, (0, 2): both})
    assert (left < 0.1) == swallowed


def test_strokes_before_letters_are_none_of_their_parts_either() -> None:
    lattice = lattice_of(BoundingBox(0, 0, 6, 40), BoundingBox(9, 0, 39, 40))
    assert kept(lattice, {(0, 1): "1", (1, 2): "N", (0, 2): "N"}) < 0.1
