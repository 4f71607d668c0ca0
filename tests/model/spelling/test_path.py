"""Of all ways through a lattice, the likeliest is found; a language decides where shapes do not."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.spelling.language import SPACE, load_language, symbol_numbers
from model.spelling.lattice import Lattice
from model.spelling.path import Evidence, PathSettings, best_path
from tests.model.spelling.test_lattice import LATTICE, groups, lattice_of

#: No gap is a word gap.
FAR = 1e6


def evidence(letter: list[float], reject: list[float]) -> Evidence:
    """These log probabilities of one letter and of no character for each hypothesis."""
    return Evidence(np.array(letter)[:, None], np.array(reject), np.array([SPACE]))


def read(
    lattice: Lattice, likely: dict[tuple[int, int], float], reject: dict[tuple[int, int], float] | None = None
) -> list[tuple[int, int]]:
    """The groups on the best path where these are likely and all others are not."""
    letter = [float(np.log(likely.get(group, 0.01))) for group in groups(lattice)]
    no_character = [float(np.log((reject or {}).get(group, 1e-6))) for group in groups(lattice)]
    path = best_path(lattice, evidence(letter, no_character), None, FAR)
    return [groups(lattice)[index] for index in path]


@pytest.mark.parametrize(
    ("likely", "path"),
    [
        ({(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9, (3, 4): 0.9}, [(0, 1), (1, 2), (2, 3), (3, 4)]),
        ({(0, 2): 0.9, (2, 3): 0.9, (3, 4): 0.9}, [(0, 2), (2, 3), (3, 4)]),
        ({(0, 3): 0.9, (3, 4): 0.9, (0, 1): 0.5, (1, 3): 0.2}, [(0, 3), (3, 4)]),
        ({(0, 1): 0.9, (1, 3): 0.9, (0, 2): 0.9, (2, 3): 0.1, (3, 4): 0.9}, [(0, 1), (1, 3), (3, 4)]),
    ],
    ids=["each alone", "first two", "all three", "the better cut"],
)
def test_likely_groups_are_chosen(likely: dict[tuple[int, int], float], path: list[tuple[int, int]]) -> None:
    assert read(LATTICE, likely) == path


def test_fewer_glyphs_are_no_better_in_themselves() -> None:
    even = dict.fromkeys([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4)], 0.5)
    assert read(LATTICE, even) == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_what_is_no_character_is_left_out() -> None:
    likely = {(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9}
    assert read(LATTICE, likely, {(3, 4): 0.98}) == [(0, 1), (1, 2), (2, 3)]
    assert read(LATTICE, {}, dict.fromkeys([(0, 1), (1, 2), (2, 3), (3, 4)], 0.98)) == []


def test_fragments_over_one_another_are_rather_one_glyph() -> None:
    over = lattice_of((0, 20), (2, 18))
    beside = lattice_of((0, 20), (21, 37))
    likely = {(0, 1): 0.5, (1, 2): 0.5, (0, 2): 0.3}
    assert read(over, likely) == [(0, 2)]
    assert read(beside, likely) == [(0, 1), (1, 2)]


#: A lattice with a log probability for each hypothesis, and one for its rejection.
Judged = tuple[Lattice, list[float], list[float]]


@st.composite
def judged_lattices(draw: st.DrawFn) -> Judged:
    """Up to six strokes, some standing over one another, some with a cost to cut before them."""
    gaps = draw(st.lists(st.integers(-6, 14), min_size=0, max_size=5))
    lefts = np.cumsum([0, *(12 + gap for gap in gaps)]).tolist()
    lattice = lattice_of(*((left, left + 12) for left in lefts))
    pieces = tuple(replace(piece, cut_cost=draw(st.sampled_from([0.0, 0.7, 3.0]))) for piece in lattice.pieces)
    # What no letter explains at all is not followed.
    count = len(lattice.hypotheses)
    logs = st.lists(st.floats(PathSettings().hopeless + 0.1, -0.001), min_size=count, max_size=count)
    return replace(lattice, pieces=pieces), draw(logs), draw(logs)


#: Hypotheses from left to right, each with whether it is left out as no character.
Way = tuple[tuple[int, bool], ...]


def worth(way: Way, judged: Judged) -> float:
    """What one way through the lattice is worth, by the words of the settings."""
    lattice, letter, reject = judged
    limits, total = PathSettings(), 0.0
    for index, dropped in way:
        hypothesis = lattice.hypotheses[index]
        count = hypothesis.stop - hypothesis.start
        size = min(max(hypothesis.glyph.box.width, hypothesis.glyph.box.height) / lattice.height, 1.0)
        leaving_out = limits.drop_cost + limits.drop_cost_letter * size
        total += reject[index] - leaving_out if dropped else count * letter[index] - hypothesis.cost
        if hypothesis.start:
            before, after = (lattice.pieces[n] for n in (hypothesis.start - 1, hypothesis.start))
            shared = min(before.box.right, after.box.right) - max(before.box.left, after.box.left)
            total -= limits.overlap_cost * max(0.0, shared / min(before.box.width, after.box.width)) + after.cut_cost
    return total


def ways(lattice: Lattice, at: int = 0) -> list[Way]:
    """Every way to part the pieces from `at` on into glyphs, single ones read or left out."""
    if at == len(lattice.pieces):
        return [()]
    return [
        ((index, dropped), *rest)
        for index, hypothesis in enumerate(lattice.hypotheses)
        if hypothesis.start == at
        for dropped in (False, True)
        if not dropped or hypothesis.stop == at + 1
        for rest in ways(lattice, hypothesis.stop)
    ]


@settings(deadline=None, max_examples=60, derandomize=True)
@given(judged_lattices())
def test_best_path_is_the_best_of_all(judged: Judged) -> None:
    lattice, letter, reject = judged
    path = best_path(lattice, evidence(letter, reject), None, FAR)
    worths = {way: worth(way, judged) for way in ways(lattice)}
    same = [way for way in worths if [index for index, dropped in way if not dropped] == path]
    assert abs(max(worths[way] for way in same) - max(worths.values())) < 1e-9


def test_path_goes_from_left_to_right() -> None:
    chosen = read(LATTICE, {(0, 2): 0.9, (2, 3): 0.8, (3, 4): 0.7})
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(chosen))


def test_language_decides_between_cuts_of_one_shape() -> None:
    """Two strokes are an H or two letters: after a T and before an E the H makes a word."""
    lattice = lattice_of((0, 20), (25, 30), (33, 38), (44, 64))
    letters = ("T", "H", "J", "X", "E")
    likely = {(0, 1): "T", (1, 2): "J", (2, 3): "X", (1, 3): "H", (3, 4): "E"}
    table = np.full((len(lattice.hypotheses), len(letters)), np.log(1e-4))
    for row, group in zip(table, groups(lattice), strict=True):
        if group in likely:
            row[letters.index(likely[group])] = np.log(0.55 if group == (1, 3) else 0.6)
    seen = Evidence(table, np.full(len(table), np.log(1e-6)), symbol_numbers(letters))
    chosen = [groups(lattice)[index] for index in best_path(lattice, seen, load_language("en"), FAR)]
    plain = [groups(lattice)[index] for index in best_path(lattice, seen, None, FAR)]
    assert plain == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert chosen == [(0, 1), (1, 3), (3, 4)]
