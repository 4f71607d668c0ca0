"""How sure each grouping of pieces into a glyph is, against all other ways to part the line."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.spelling.lattice import Lattice
from model.spelling.path import Evidence, PathSettings, boundary_worth, drop_cost


def grouping_posteriors(
    lattice: Lattice, evidence: Evidence, settings: PathSettings | None = None
) -> NDArray[np.float64]:
    """Forward-backward over the lattice, each hypothesis worth what its likeliest letter is.

    Args:
        lattice: The line.
        evidence: What is known of its hypotheses.
        settings: The tunables; the defaults if None.

    Returns:
        (hypotheses,) probability that the line has this glyph, whatever its letter, 0..1.
    """
    settings = settings or PathSettings()
    own = lattice.hypotheses
    count = np.array([hypothesis.stop - hypothesis.start for hypothesis in own])
    worth = count * evidence.letters.max(axis=1) - np.array([hypothesis.cost for hypothesis in own])
    boundaries = [boundary_worth(lattice, place, settings) for place in range(len(lattice.pieces))]
    worth += np.array([boundaries[hypothesis.start] for hypothesis in own])
    steps = [(hypothesis.start, hypothesis.stop) for hypothesis in own]
    # A single piece may also be left out.
    single = {start: index for index, (start, stop) in enumerate(steps) if stop == start + 1}
    left_out = [
        boundary + float(evidence.reject[single[place]]) - drop_cost(lattice, place, settings)
        for place, boundary in enumerate(boundaries)
    ]
    steps += [(place, place + 1) for place in range(len(boundaries))]
    worths = [*worth.tolist(), *left_out]
    forward = _sums(steps, worths, len(lattice.pieces))
    mirrored = [(len(lattice.pieces) - stop, len(lattice.pieces) - start) for start, stop in steps]
    backward = _sums(mirrored, worths, len(lattice.pieces))[::-1]
    through = [
        forward[start] + value + backward[stop] - forward[-1]
        for (start, stop), value in zip(steps[: len(own)], worths, strict=False)
    ]
    return np.exp(np.minimum(through, 0.0))


def _sums(steps: Sequence[tuple[int, int]], worths: Sequence[float], places: int) -> list[float]:
    """Log of the summed worth of all ways from place 0 to each place."""
    arriving: list[list[int]] = [[] for _ in range(places + 1)]
    for index, (_, stop) in enumerate(steps):
        arriving[stop].append(index)
    sums = [0.0] + [-math.inf] * places
    for place in range(1, places + 1):
        terms = [sums[steps[index][0]] + worths[index] for index in arriving[place]]
        largest = max(terms)
        sums[place] = largest + math.log(sum(math.exp(term - largest) for term in terms))
    return sums
