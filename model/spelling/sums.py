"""Sums: on a line with an equals sign what stands together is a number, if it is likely at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, EQUALS
from model.fusion.alone import signs_of
from model.spelling.spell import SpelledLine

#: They stand between the numbers of sums, as letters do that are names of numbers.
SIGNS = frozenset("+-:()" + EQUALS)
#: What numbers consist of, and what may stand between two that are multiplied or divided.
IN_NUMBERS = frozenset(DIGITS + ".,/xX")
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class SumSettings:
    """What is expected of a line with an equals sign, in nats.

    Attributes:
        number: How much likelier a number is than digits and letters that stand together, but for x between numbers.
        slash: Cost of a slash that begins or ends what stands together.
    """

    number: float = 3.0
    slash: float = 3.0


def read_sums(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: SumSettings | None = None
) -> list[SpelledLine | None]:
    """Weigh the letters of lines with an equals sign again as those of sums; others stay as they are.

    Args:
        lines: What was read.
        letters: What the columns of their probabilities mean.
        settings: The tunables; the defaults if None.
    """
    settings = settings or SumSettings()
    return [
        replace(line, probabilities=_of_sum(line, letters, settings))
        if line is not None and signs_of(line, letters)
        else line
        for line in lines
    ]


def _of_sum(line: SpelledLine, letters: tuple[str, ...], settings: SumSettings) -> NDArray[np.float64]:
    """(N, letters) the probabilities of a line that is a sum."""
    likely = line.probabilities.copy()
    best = likely.argmax(axis=1).tolist()
    signs = [letters[own] in SIGNS for own in best]
    starts = set(line.word_starts)
    edges = [at for at in range(len(best)) if at in starts or signs[at] or (at and signs[at - 1])]
    for start, stop in pairwise([*edges, len(best)]):
        if stop - start > 1:
            likely[[start, stop - 1]] *= np.exp(-settings.slash * np.array([letter == "/" for letter in letters]))
            likely[start:stop] *= _as_number(likely[start:stop], letters, settings)
    total = line.probabilities.sum(axis=1, keepdims=True)
    return np.asarray(likely * (total / likely.sum(axis=1, keepdims=True)))


def _as_number(likely: NDArray[np.float64], letters: tuple[str, ...], settings: SumSettings) -> NDArray[np.float64]:
    """(letters,) factors by which digits and letters that stand together become a number where that is likelier."""
    in_number = np.array([letter in IN_NUMBERS for letter in letters])
    best = likely.argmax(axis=1)
    if not any(letters[own].isdigit() for own in best.tolist()):
        return np.ones(len(letters))
    as_number, as_read = (np.log(own.max(axis=1) + _LEAST).sum() for own in (likely[:, in_number], likely))
    cost = settings.number if as_number + settings.number > as_read else 0.0
    return np.where(in_number, 1.0, np.exp(-cost))
