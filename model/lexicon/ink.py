"""How well words explain a line's ink: each is read along the best way through the lattice, all words at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.lexicon.fold import SYMBOLS, bests
from model.spelling.lattice import Lattice
from model.spelling.path import PathSettings, boundary_worth
from model.spelling.traces import InkTrace

_LEAST = -21.0


@dataclass(frozen=True, slots=True)
class Worth:
    """How well words explain a line, in nats.

    Attributes:
        words: (K,) of each word.
        free: Of the best reading, whatever it says.
        nothing: Of leaving everything out.
    """

    words: NDArray[np.float64]
    free: float
    nothing: float


@dataclass(frozen=True, slots=True)
class InkSettings:
    """What it costs where ink and word do not agree, in nats.

    Attributes:
        floor: No letter explains a glyph worse than this.
        missed: A letter of the word without ink.
        before: A piece of ink before the word, as large as a letter: a caption may be printed there.
        behind: The same behind the word.
        within: The same inside it.
        largest: Pieces count by their area, up to that of a square of so many letter heights.
        edge: A word that begins or ends close to other ink.
        wide: Gaps this wide are where words begin and end, in letter heights.
    """

    floor: float = -9.0
    missed: float = 7.0
    before: float = 3.0
    behind: float = 4.5
    within: float = 10.0
    largest: float = 1.6
    edge: float = 4.0
    wide: float = 0.6


def worth_of_ink(
    keys: NDArray[np.int16], trace: InkTrace, letters: tuple[str, ...], settings: InkSettings | None = None
) -> Worth:
    """Lay words over the ink of a line.

    Args:
        keys: (K, longest) folded words, -1 behind their ends.
        trace: The ink with what the network says of it.
        letters: What the columns of its evidence mean.
        settings: The tunables; the defaults if None.
    """
    settings = settings or InkSettings()
    lattice = trace.lattice
    symbols = np.maximum(bests(trace.evidence.letters, letters, _LEAST), settings.floor)
    free = np.maximum(symbols.max(axis=1), trace.evidence.letters.max(axis=1)).tolist()
    # The last column is for what stands behind the end of a word.
    symbols = np.concatenate([symbols, np.full((len(symbols), 1), -np.inf)], axis=1)
    words, outside = np.where(keys < 0, len(SYMBOLS), keys), _outside(keys)
    places = len(lattice.pieces)
    best = np.full((places + 1, len(keys), keys.shape[1] + 1), -np.inf)
    best[0, :, 0] = 0.0
    best_free = np.full(places + 1, -np.inf)
    best_free[0] = 0.0
    starting: list[list[int]] = [[] for _ in range(places)]
    for index, own in enumerate(lattice.hypotheses):
        starting[own.start].append(index)
    paths, edges = PathSettings(), _edge_costs(lattice, settings)
    sizes = [_size(lattice, place, settings) for place in range(places)]
    for place, here in enumerate(starting):
        _skip_letters(best[place], settings.missed)
        boundary = boundary_worth(lattice, place, paths)
        states = best[place] + boundary
        np.maximum(best[place + 1], states - _drops(outside, settings) * sizes[place], out=best[place + 1])
        best_free[place + 1] = max(best_free[place + 1], best_free[place] + boundary - settings.before * sizes[place])
        for index in here:
            own = lattice.hypotheses[index]
            count = own.stop - own.start
            worth = count * symbols[index][words] - own.cost - edges[own.stop] * outside[:, 1:]
            worth[:, 0] -= edges[place]
            np.maximum(best[own.stop, :, 1:], states[:, :-1] + worth, out=best[own.stop, :, 1:])
            better = best_free[place] + boundary + count * free[index] - own.cost
            best_free[own.stop] = max(best_free[own.stop], better)
    _skip_letters(best[-1], settings.missed)
    ends = (keys >= 0).sum(axis=1)
    return Worth(best[-1, np.arange(len(keys)), ends], float(best_free[-1]), -settings.before * sum(sizes))


def _outside(keys: NDArray[np.int16]) -> NDArray[np.bool_]:
    """(K, longest + 1) whether a word has not begun or has ended after so many letters."""
    lengths = (keys >= 0).sum(axis=1)
    read = np.arange(keys.shape[1] + 1)
    return np.asarray((read == 0)[None] | (read[None] >= lengths[:, None]))


def _drops(outside: NDArray[np.bool_], settings: InkSettings) -> NDArray[np.float64]:
    """(K, longest + 1) what it costs to leave out a piece as large as a letter after so many letters."""
    drops = np.where(outside, settings.behind, settings.within)
    drops[:, 0] = settings.before
    return drops


def _size(lattice: Lattice, place: int, settings: InkSettings) -> float:
    """How large a piece is beside a letter: what is printed on a form is smaller than what is written into it."""
    box = lattice.pieces[place].box
    return min(max(box.width, box.height) / lattice.height, settings.largest) ** 2


def _edge_costs(lattice: Lattice, settings: InkSettings) -> NDArray[np.float64]:
    """(places + 1,) what it costs to begin or to end a word before each piece; nothing at the ends of the line."""
    costs, right = np.zeros(len(lattice.pieces) + 1), lattice.pieces[0].box.right
    for place, piece in enumerate(lattice.pieces[1:], 1):
        gap = (piece.box.left - right) / lattice.height
        costs[place] = settings.edge * (1 - np.clip(gap / settings.wide, 0, 1))
        right = max(right, piece.box.right)
    return costs


def _skip_letters(states: NDArray[np.float64], missed: float) -> None:
    """Leave out up to two letters of each word at one place, in place."""
    for _ in range(2):
        np.maximum(states[:, 1:], states[:, :-1] - missed, out=states[:, 1:])
