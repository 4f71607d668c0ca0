"""How well words explain what the line reader saw, step by step (CTC), all words at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.lexicon.fold import SYMBOLS, sums
from model.lexicon.ink import Worth
from model.spelling.traces import StepTrace


@dataclass(frozen=True, slots=True)
class StepSettings:
    """What it costs where steps and word do not agree, in nats.

    Attributes:
        floor: No letter is less likely at a step than this, 0..1.
        missed: A letter of the word that is not seen.
        before: A letter that is seen before the word: a caption may be printed there.
        behind: The same behind the word.
        within: The same inside it.
    """

    floor: float = 1e-4
    missed: float = 6.0
    before: float = 2.2
    behind: float = 3.0
    within: float = 8.0


#: Letters in cells of their own: nothing is printed in these, and none is lost.
CELLS = StepSettings(missed=8.0, before=8.0, behind=8.0, within=8.0)


def worth_of_steps(
    keys: NDArray[np.int16], trace: StepTrace, letters: tuple[str, ...], settings: StepSettings | None = None
) -> Worth:
    """Lay words over the steps of a line.

    Args:
        keys: (K, longest) folded words, -1 behind their ends.
        trace: What the line reader saw.
        letters: What its columns mean.
        settings: The tunables; the defaults if None.
    """
    settings = settings or StepSettings()
    symbols = np.log(sums(trace.letters, letters) + settings.floor)
    none = np.log(np.maximum(1 - trace.letters.sum(axis=1), 0.0) + settings.floor)
    symbols = np.concatenate([symbols, np.full((len(symbols), 1), -np.inf)], axis=1)
    words = np.where(keys < 0, len(SYMBOLS), keys)
    lengths = (keys >= 0).sum(axis=1)
    read = np.arange(keys.shape[1] + 1)
    outside = (read == 0)[None] | (read[None] >= lengths[:, None])
    drops = -np.where(outside, settings.behind, settings.within)
    drops[:, 0] = -settings.before
    # The same letter twice needs a step between that is none.
    again = np.zeros(words.shape, np.bool_)
    again[:, 1:] = words[:, 1:] == words[:, :-1]
    between = np.full((len(keys), keys.shape[1] + 1), -np.inf)
    between[:, 0] = 0.0
    inside = np.full(words.shape, -np.inf)
    repeated = np.where(again, -np.inf, 0.0)
    for seen, nothing in zip(symbols, none.tolist(), strict=True):
        gap = np.maximum(nothing, drops)
        before = np.concatenate([np.full((len(keys), 1), -np.inf), inside[:, :-1]], axis=1) + repeated
        entered = np.maximum(between[:, :-1], before)
        np.maximum(between[:, 1:], inside, out=between[:, 1:])
        between += gap
        inside = np.maximum(inside, entered) + seen[words]
        np.maximum(between[:, 1:], between[:, :-1] - settings.missed, out=between[:, 1:])
    np.maximum(between[:, 1:], inside, out=between[:, 1:])
    left_out = np.maximum(none, -settings.before)
    free = np.maximum(symbols[:, :-1].max(axis=1), left_out)
    return Worth(between[np.arange(len(keys)), lengths], float(free.sum()), float(left_out.sum()))
