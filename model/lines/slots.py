"""From a line reader's steps to slots: one for each letter it sees, with what else it could be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.alphabet import PUNCTUATION, Charset, parse_charset
from model.lines.reading import BLANK, SPACE, SYMBOLS, LineReading

_LEAST = 1e-6
_FIRST_LETTER = 2


@dataclass(frozen=True, slots=True)
class Slots:
    """The letters a line reader sees, from left to right.

    Attributes:
        x: (K,) their columns at working size, in pixels.
        letters: (K, letters) probability of each letter of the charset; with `absent` a row sums to 1.
        absent: (K,) probability that there is no letter.
        inside: (K,) the share of all letters' probability that lies within the charset.
        spaces: (K + 1,) probability of a space before each slot, and after the last.
        steps: (T, letters) probability of each letter at each step.
        step_x: (T,) the columns of the steps, in pixels.
        ends: (K, 2) where each letter begins and ends, in pixels; NaN where nobody tells.
        peaks: (K,) the step at which each letter is seen best.
        runs: (K, 2) the steps at which it is seen, the first and the one after the last.
    """

    x: NDArray[np.float64]
    letters: NDArray[np.float64]
    absent: NDArray[np.float64]
    inside: NDArray[np.float64]
    spaces: NDArray[np.float64]
    steps: NDArray[np.float64]
    step_x: NDArray[np.float64]
    ends: NDArray[np.float64]
    peaks: NDArray[np.int64]
    runs: NDArray[np.int64]

    def __len__(self) -> int:
        """How many letters."""
        return len(self.x)

    @property
    def clear(self) -> float:
        """How sure the line reader is of its letters in the mean, 0..1; 0 where it sees none."""
        return float(self.letters.max(axis=1).mean()) if len(self) else 0.0

    def between(self, lefts: NDArray[np.float64], rights: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N, letters) the most that is seen of each letter anywhere between two columns, (N,) pixels each."""
        first = np.searchsorted(self.step_x, lefts)
        last = np.searchsorted(self.step_x, rights, side="right")
        most = np.zeros((len(first), self.steps.shape[1]))
        for row, start, stop in zip(most, first.tolist(), last.tolist(), strict=True):
            if start < stop:
                self.steps[start:stop].max(axis=0, out=row)
        return most


def find_slots(reading: LineReading, charset: Charset) -> Slots:
    """Read a line under a charset: best path, each step's most likely symbol, repetitions being one letter.

    Args:
        reading: What the line reader says.
        charset: Which letters may be answered. A letter beyond it still is some letter of it; a mark beyond it is none.
    """
    letters, inside, space = _under_charset(reading.probabilities, charset)
    blank = np.maximum(1 - letters.sum(axis=1) - space, 0.0)
    together = np.concatenate([blank[:, None], space[:, None], letters], axis=1)
    best = together.argmax(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    stops = np.append(starts[1:], len(best))
    seen = best[starts] >= _FIRST_LETTER
    worth = together.max(axis=1)
    clearest = np.array(
        [start + int(worth[start:stop].argmax()) for start, stop in zip(starts[seen], stops[seen], strict=True)],
        np.int64,
    )
    edges = [0, *clearest.tolist(), len(best)]
    between = [float(space[one:other].max(initial=0.0)) for one, other in pairwise(edges)]
    # Where each letter is, and where it begins and ends.
    told = np.column_stack([reading.x, reading.ends_at(reading.x)])
    laid = (np.add.reduceat(told * worth[:, None], starts) / np.add.reduceat(worth, starts)[:, None])[seen]
    return Slots(
        laid[:, 0], letters[clearest], (blank + space)[clearest], inside[clearest], np.array(between), letters,
        reading.x, laid[:, 1:], clearest, np.column_stack([starts, stops])[seen],
    )  # fmt: skip


def all_slots(reading: LineReading) -> Slots:
    """Read a line under no charset but that of all letters, digits and marks."""
    return find_slots(reading, parse_charset("mixed"))


def _under_charset(
    probabilities: NDArray[np.float64], charset: Charset
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """(T, letters) of the charset, (T,) how much of that was there before, and (T,) spaces."""
    columns, is_letter = _meaning(charset)
    within = probabilities @ columns
    some = probabilities @ is_letter
    total = within.sum(axis=1)
    letters = (within + _LEAST / within.shape[1]) * (some / (total + _LEAST))[:, None]
    inside = np.minimum((total + _LEAST) / (some + _LEAST), 1.0)
    return letters, inside, probabilities[:, SPACE]


@lru_cache(maxsize=64)
def _meaning(charset: Charset) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(symbols, letters) which letter each symbol counts for, and (symbols,) whether it is a letter at all."""
    columns = charset.columns(SYMBOLS).astype(np.float64)
    columns[[BLANK, SPACE]] = 0.0
    is_letter = np.array([bool(symbol.strip()) and symbol not in PUNCTUATION for symbol in SYMBOLS])
    is_letter |= columns.sum(axis=1) > 0
    return columns, is_letter.astype(np.float64)
