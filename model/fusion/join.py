"""Puts the runs of a line that readers read one by one together again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from model.spelling.spell import LIKELY_WORD_GAP, SpelledLine
from model.spelling.traces import StepTrace, Traces


def joined(runs: Sequence[SpelledLine]) -> SpelledLine | None:
    """The runs of a line as one line; None for no runs."""
    if not runs:
        return None
    firsts = [0, *accumulate(len(run.boxes) for run in runs)]
    goes_on = [False, *(_goes_on(before, run) for before, run in pairwise(runs))]
    return SpelledLine(
        tuple(box for run in runs for box in run.boxes),
        np.concatenate([run.probabilities for run in runs]),
        np.concatenate([run.groupings for run in runs]),
        tuple(
            first + start
            for first, run, inside in zip(firsts, runs, goes_on, strict=False)
            for start in run.word_starts[inside:]
        ),
        tuple(source for run in runs for source in run.sources),
        tuple(disputed for run in runs for disputed in run.disputed),
        Traces(steps=StepTrace.joined([run.traces.steps for run in runs])),
        runs[0].curves,
        tuple(ink for run in runs for ink in run.inks),
    )


def _goes_on(before: SpelledLine, run: SpelledLine) -> bool:
    """Whether a run goes on with the word before it: signs are runs of their own wherever they stand."""
    last, first = before.boxes[-1], run.boxes[0]
    return first.left - last.right < LIKELY_WORD_GAP * max(last.height, first.height)
