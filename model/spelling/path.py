"""The best way through a lattice: network, places, cuts, gaps and language weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Self

import numpy as np
from numpy.typing import NDArray

from model.spelling.language import SPACE, Language
from model.spelling.lattice import Lattice


@dataclass(frozen=True, slots=True)
class PathSettings:
    """What is weighed against what.

    Attributes:
        overlap_cost: What it costs to read two pieces standing over one another as two glyphs, in nats.
        drop_cost: What it costs to leave out a speck as no character, in nats, beside the network's judgement.
        drop_cost_letter: What it costs more to leave out a piece as large as a letter.
        language: How much the language counts against the network.
        hopeless: Groups of pieces that no letter explains better than this, in nats, are not followed.
        candidates: Letters considered for each glyph.
        beam: Readings of a line kept at each place.
    """

    overlap_cost: float = 2.5
    drop_cost: float = 1.0
    drop_cost_letter: float = 2.5
    language: float = 0.6
    hopeless: float = -7.0
    candidates: int = 6
    beam: int = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the hypotheses of a lattice, beside the ink.

    Attributes:
        letters: (H, letters) log of how well each letter explains each hypothesis.
        reject: (H,) log probability that each is no character.
        symbols: (letters,) the language's number of each letter.
    """

    letters: NDArray[np.float64]
    reject: NDArray[np.float64]
    symbols: NDArray[np.int64]


@dataclass(slots=True)
class _States:
    """Readings up to one place: worth, the last two symbols, the last step of each."""

    worth: NDArray[np.float64]
    before_last: NDArray[np.int64]
    last: NDArray[np.int64]
    step: NDArray[np.int64]

    def best(self, most: int) -> _States:
        """The best reading of each pair of last symbols, the `most` best of those."""
        order = np.argsort(-self.worth, kind="stable").tolist()
        pairs = (self.before_last * (SPACE + 1) + self.last).tolist()
        first: dict[int, int] = {}
        for number in order:
            first.setdefault(pairs[number], number)
            # The best are seen first: most states need not be looked at.
            if len(first) == most:
                break
        kept = list(first.values())
        return _States(self.worth[kept], self.before_last[kept], self.last[kept], self.step[kept])


def best_path(
    lattice: Lattice,
    evidence: Evidence,
    language: Language | None,
    word_gap: float,
    settings: PathSettings | None = None,
) -> list[int]:
    """Choose the glyphs of a line.

    Args:
        lattice: The line.
        evidence: What is known of its hypotheses.
        language: What letters are worth after others, None to leave that out.
        word_gap: Gaps wider than this begin a word, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        The indices of the chosen hypotheses from left to right; pieces that are no characters are left out.
    """
    settings = settings or PathSettings()
    steps: list[tuple[int, int]] = [(-1, -1)]
    reached: list[list[_States]] = [[] for _ in range(len(lattice.pieces) + 1)]
    edge = np.full(1, SPACE)
    reached[0].append(_States(np.zeros(1), edge, edge, np.zeros(1, np.int64)))
    read = _Likely.of(lattice, evidence, settings)
    starting: list[list[int]] = [[] for _ in lattice.pieces]
    hopeful = evidence.letters.max(axis=1) > settings.hopeless
    for index, hypothesis in enumerate(lattice.hypotheses):
        if hopeful[index] or hypothesis.stop == hypothesis.start + 1:
            starting[hypothesis.start].append(index)
    for place, here in enumerate(starting):
        states = _joined(reached[place]).best(settings.beam)
        states.worth = states.worth + boundary_worth(lattice, place, settings)
        if place and lattice.pieces[place].box.left - lattice.pieces[place - 1].box.right > word_gap:
            states.before_last, states.last = np.full_like(states.last, SPACE), np.full_like(states.last, SPACE)
        for index in here:
            hypothesis = lattice.hypotheses[index]
            count = hypothesis.stop - hypothesis.start
            reached[hypothesis.stop].append(_read(states, index, read, language, settings, steps))
            if count == 1:
                worth = states.worth + float(evidence.reject[index]) - drop_cost(lattice, place, settings)
                reached[hypothesis.stop].append(_States(worth, states.before_last, states.last, states.step))
    return _traced(_joined(reached[-1]), steps)


def _joined(several: Sequence[_States]) -> _States:
    return _States(
        np.concatenate([states.worth for states in several]),
        np.concatenate([states.before_last for states in several]),
        np.concatenate([states.last for states in several]),
        np.concatenate([states.step for states in several]),
    )


@dataclass(frozen=True, slots=True)
class _Likely:
    """The likeliest letters of each hypothesis: (H, candidates) their symbols and what they are worth, in nats."""

    symbols: NDArray[np.int64]
    worth: NDArray[np.float64]

    @classmethod
    def of(cls, lattice: Lattice, evidence: Evidence, settings: PathSettings) -> Self:
        """Of all hypotheses of a line."""
        rows, most = evidence.letters, settings.candidates
        if rows.shape[1] > most:
            likely = np.argpartition(-rows, most, axis=1)[:, :most]
        else:
            likely = np.broadcast_to(np.arange(rows.shape[1]), rows.shape)
        # Weighed by its pieces, so that fewer glyphs are no better in themselves.
        count = np.array([own.stop - own.start for own in lattice.hypotheses])[:, None]
        cost = np.array([own.cost for own in lattice.hypotheses])[:, None]
        return cls(evidence.symbols[likely], count * np.take_along_axis(rows, likely, axis=1) - cost)


def _read(
    states: _States,
    index: int,
    read: _Likely,
    language: Language | None,
    settings: PathSettings,
    steps: list[tuple[int, int]],
) -> _States:
    """Go on from every state by reading one hypothesis as each of its likely letters."""
    symbols = read.symbols[index]
    worth = states.worth[:, None] + read.worth[index]
    if language is not None:
        worth = worth + settings.language * np.where(
            symbols == SPACE, 0.0, language.worth[states.before_last[:, None], states.last[:, None], symbols]
        )
    first = len(steps)
    steps.extend(zip(repeat(index), states.step.tolist(), strict=False))
    step = np.arange(first, len(steps)).repeat(len(symbols))
    after = np.broadcast_to(symbols, worth.shape).ravel()
    return _States(worth.ravel(), states.last.repeat(len(symbols)), after, step)


def drop_cost(lattice: Lattice, place: int, settings: PathSettings) -> float:
    """What it costs to leave out the piece at a place, in nats, beside the network's judgement."""
    return settings.drop_cost + settings.drop_cost_letter * lattice.size_of(place)


def boundary_worth(lattice: Lattice, place: int, settings: PathSettings) -> float:
    """The (negative) worth of a boundary: between pieces that share columns, or where ink was cut."""
    if place == 0:
        return 0.0
    return -settings.overlap_cost * lattice.standing_over(place) - lattice.pieces[place].cut_cost


def _traced(states: _States, steps: list[tuple[int, int]]) -> list[int]:
    """The hypotheses of the best reading, followed back."""
    path, at = [], int(states.step[int(states.worth.argmax())])
    while at:
        index, at = steps[at]
        path.append(index)
    return path[::-1]
