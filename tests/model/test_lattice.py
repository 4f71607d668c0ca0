"""Every sensible grouping of pieces of ink is a hypothesis, with all its ink."""

from __future__ import annotations

import numpy as np

from model.elements import BoundingBox
from model.lattice import Lattice, LatticeSettings, build_lattice
from model.layout import TextLine
from model.segment import Fragment


def lattice_of(*spans: tuple[int, int]) -> Lattice:
    """The groupings of upright strokes, 40 high, over these columns."""
    boxes = [BoundingBox(left, 0, right, 40) for left, right in spans]
    fragments = [Fragment(box, np.full((40, box.width), 255, np.uint8)) for box in boxes]
    return build_lattice(TextLine(tuple(fragments), 0.0), whole=range(len(fragments)))


#: Three strokes close together, then one far away.
LATTICE = lattice_of((0, 10), (12, 22), (24, 34), (90, 110))


def groups(lattice: Lattice) -> list[tuple[int, int]]:
    return [(one.start, one.stop) for one in lattice.hypotheses]


def test_neighbours_are_grouped_and_distant_fragments_are_not() -> None:
    assert set(groups(LATTICE)) == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4)}


def test_groups_hold_all_their_ink() -> None:
    for hypothesis in LATTICE.hypotheses:
        members = LATTICE.pieces[hypothesis.start : hypothesis.stop]
        assert hypothesis.glyph.box == BoundingBox.around(member.box for member in members)
        assert np.count_nonzero(hypothesis.glyph.ink) == sum(member.ink.size for member in members)


def test_groups_are_limited_in_number_and_width() -> None:
    limits = LatticeSettings()
    many = lattice_of(*((6 * n, 6 * n + 4) for n in range(14)))
    assert max(stop - start for start, stop in groups(many)) == limits.most
    wide = lattice_of(*((30 * n, 30 * n + 22) for n in range(4)))
    assert max(one.glyph.box.width for one in wide.hypotheses) <= limits.widest * 40
    assert {(0, 1), (1, 2), (2, 3), (3, 4)} <= set(groups(wide))
