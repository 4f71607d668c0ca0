"""Which glyphs of a line a known text was written with: forced alignment over the line's lattice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.spelling.lattice import Lattice

#: Nats that a piece of ink costs which is part of no letter: before or behind the text, and inside it.
OUTSIDE_COST, INSIDE_COST = 0.3, 5.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """One hypothesis for each letter of the text.

    Attributes:
        path: Index of the hypothesis of each letter, from left to right.
        worth: Nats; the higher, the better text and ink agree.
    """

    path: tuple[int, ...]
    worth: float


def align(lattice: Lattice, explained: NDArray[np.float64]) -> Alignment | None:
    """Find the glyphs of a text in a line that may hold more than the text.

    Args:
        lattice: Every way to part the line into glyphs.
        explained: (hypotheses, letters of the text) log probability of each letter of the text for each hypothesis.

    Returns:
        The best alignment, None where the line has too few pieces.
    """
    places, letters = len(lattice.pieces), explained.shape[1]
    worth = np.full((places + 1, letters + 1), -np.inf)
    worth[0, 0] = 0.0
    came_by = np.full(worth.shape, -1)
    starting: list[list[int]] = [[] for _ in range(places)]
    for index, hypothesis in enumerate(lattice.hypotheses):
        starting[hypothesis.start].append(index)
    skip = np.full(letters + 1, INSIDE_COST)
    skip[[0, -1]] = OUTSIDE_COST
    for place in range(places):
        here = worth[place] - lattice.pieces[place].cut_cost
        _take(worth, came_by, place + 1, here - skip, np.full(letters + 1, -1))
        for index in starting[place]:
            hypothesis = lattice.hypotheses[index]
            pieces = hypothesis.stop - hypothesis.start
            read = np.concatenate([[-np.inf], here[:-1] + pieces * explained[index] - hypothesis.cost])
            _take(worth, came_by, hypothesis.stop, read, np.full(letters + 1, index))
    if not np.isfinite(worth[-1, -1]):
        return None
    return Alignment(_traced(lattice, came_by), float(worth[-1, -1]))


def _take(
    worth: NDArray[np.float64], came_by: NDArray[np.int64], place: int, reached: NDArray[np.float64],
    by: NDArray[np.int64],
) -> None:
    better = reached > worth[place]
    worth[place][better] = reached[better]
    came_by[place][better] = by[better]


def _traced(lattice: Lattice, came_by: NDArray[np.int64]) -> tuple[int, ...]:
    path: list[int] = []
    place, letter = came_by.shape[0] - 1, came_by.shape[1] - 1
    while place:
        index = int(came_by[place, letter])
        if index < 0:
            place -= 1
            continue
        path.append(index)
        place, letter = lattice.hypotheses[index].start, letter - 1
    return tuple(path[::-1])


def wrong_groupings(lattice: Lattice, path: Sequence[int]) -> list[int]:
    """The hypotheses that part the ink of an alignment otherwise: several letters, or not the whole of one.

    Args:
        lattice: The line.
        path: The hypotheses of an alignment.

    Returns:
        Indices of hypotheses all of whose ink belongs to letters of the alignment.
    """
    owner = np.full(len(lattice.pieces), -1)
    for number, index in enumerate(path):
        own = lattice.hypotheses[index]
        owner[own.start : own.stop] = number
    wrong = []
    for index, hypothesis in enumerate(lattice.hypotheses):
        owners = owner[hypothesis.start : hypothesis.stop]
        if owners.min() < 0 or index in path:
            continue
        if owners[0] != owners[-1] or _is_part(lattice, index, path, owners[0]):
            wrong.append(index)
    return wrong


#: A part with more than this share of its letter's ink may still be read as the letter.
_MOST_OF_IT = 0.75


def _is_part(lattice: Lattice, index: int, path: Sequence[int], owner: int) -> bool:
    ink, whole = (np.count_nonzero(lattice.hypotheses[at].glyph.ink) for at in (index, path[owner]))
    return bool(ink < _MOST_OF_IT * whole)
