"""Posteriors of groupings: the ways through a line share one certainty."""

from __future__ import annotations

import numpy as np
import pytest

from model.spelling.doubt import grouping_posteriors
from model.spelling.path import Evidence
from tests.model.spelling.test_lattice import lattice_of

LATTICE = lattice_of((0, 10), (12, 22), (60, 80))


def posteriors(**worth: float) -> dict[tuple[int, int], float]:
    """Of each grouping; those named ``s0_2`` (pieces 0 and 1 together) are explained by the letter A that well."""
    letters = np.full((len(LATTICE.hypotheses), 2), np.log(1e-3))
    for number, one in enumerate(LATTICE.hypotheses):
        letters[number, 0] = np.log(worth.get(f"s{one.start}_{one.stop}", 1e-3))
    reject = np.full(len(LATTICE.hypotheses), np.log(1e-3))
    found = grouping_posteriors(LATTICE, Evidence(letters, reject, np.zeros(2, np.int64)))
    return {(one.start, one.stop): float(chance) for one, chance in zip(LATTICE.hypotheses, found, strict=True)}


def test_what_is_explained_best_is_likeliest() -> None:
    apart = posteriors(s0_1=0.9, s1_2=0.9, s2_3=0.9)
    together = posteriors(s0_2=0.9, s2_3=0.9)
    assert apart[0, 1] > 0.95 > 0.05 > apart[0, 2]
    assert together[0, 2] > 0.95 > 0.05 > together[0, 1]


def test_every_piece_is_in_one_glyph_or_left_out() -> None:
    found = posteriors(s0_1=0.5, s1_2=0.4, s0_2=0.6, s2_3=0.9)
    for piece in range(3):
        covering = sum(chance for (start, stop), chance in found.items() if start <= piece < stop)
        assert 0 < covering <= 1 + 1e-9
    assert found[0, 1] + found[0, 2] == pytest.approx(1, abs=0.05)


def test_equal_ways_are_equally_likely() -> None:
    found = posteriors(s0_1=0.5, s1_2=0.5, s2_3=0.9, s0_2=1e-3)
    assert found[0, 1] == pytest.approx(found[1, 2], abs=0.02)
