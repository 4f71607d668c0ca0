"""Every sensible grouping of pieces of ink is a hypothesis, with all its ink."""

from __future__ import annotations

import numpy as np

from model.elements import BoundingBox
from model.layout import TextLine
from model.segment import Fragment
from model.spelling.lattice import Lattice, LatticeSettings, build_lattice


def lattice_of(*spans: tuple[int, int]) -> Lattice:
    """The groupings of upright strokes, 40 high, over these columns."""
    boxes = [BoundingBox(left, 0, right, 40) for left, right in spans]
    fragments = [Fragment(box, np.full((40, box.width), 255, np.uint8)) for box in boxes]
    return build_lattice(TextLine(tuple(fragments), 0.0), whole=range(len(fragments)))


#: Three strokes close together, then one far away.
LATTICE = lattice_of((0, 10), (12, 22), (24, 34), (90, 110))


def boxes_of(*boxes: tuple[int, int, int, int]) -> list[Fragment]:
    """Fragments full of ink: left, top, right and bottom of each."""
    several = [BoundingBox(*box) for box in boxes]
    return [Fragment(box, np.full((box.height, box.width), 255, np.uint8)) for box in several]


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


def test_no_two_plain_letters_are_one_and_other_pieces_join_either() -> None:
    close = boxes_of((0, 0, 10, 40), (12, 0, 22, 40), (24, 0, 34, 40))
    every = {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
    assert set(groups(build_lattice(TextLine(tuple(close), 0.0), range(3), [1]))) == every
    joined = set(groups(build_lattice(TextLine(tuple(close), 0.0), range(3), [0, 2])))
    assert joined == every - {(0, 3)}


def test_a_dot_stands_beside_its_stem_even_where_another_letter_begins_before_it() -> None:
    # The stem of an i, an n beside it that begins left of the dot, which leans to the right.
    stem, arch, dot = boxes_of((0, 10, 6, 40), (8, 10, 30, 40), (9, 0, 13, 4))
    lattice = build_lattice(TextLine((stem, arch, dot), 0.0), whole=range(3))
    assert [piece.box.left for piece in lattice.pieces] == [0, 9, 8]
    assert (0, 2) in groups(lattice)


def test_a_full_stop_stays_where_it_is() -> None:
    stem, arch, stop = boxes_of((0, 0, 6, 40), (8, 0, 30, 40), (12, 42, 16, 46))
    lattice = build_lattice(TextLine((stem, arch, stop), 0.0), whole=range(3))
    assert [piece.box.left for piece in lattice.pieces] == [0, 8, 12]


def test_lines_torn_into_very_many_pieces_are_neither_cut_nor_joined() -> None:
    few = lattice_of(*((3 * n, 3 * n + 2) for n in range(30)))
    many = lattice_of(*((3 * n, 3 * n + 2) for n in range(120)))
    assert len(few.hypotheses) > len(few.pieces)
    assert len(many.hypotheses) == len(many.pieces) == 120


def test_a_comb_of_ink_that_hangs_together_is_grouped_by_a_few_parts() -> None:
    ink = np.zeros((40, 240), np.uint8)
    ink[38:] = ink[:, ::16] = ink[:, 1::16] = 255
    comb = Fragment(BoundingBox(0, 0, 240, 40), ink)
    lattice = build_lattice(TextLine((comb,), 0.0))
    assert len(lattice.pieces) > 20
    assert max(stop - start for start, stop in groups(lattice)) == LatticeSettings().most_connected
