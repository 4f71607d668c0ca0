"""What line readers see beside the letters that they name: a letter seen over several pieces of ink is still one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from model.alphabet import shapes_of
from model.lines.slots import Slots


def beside(slots: Slots, letters: tuple[str, ...], named: Sequence[int] | None = None) -> Slots:
    """Slots whose steps hold no more than what may be further letters.

    Steps follow the rule of connectionist temporal classification (Graves et al. 2006): a letter is seen at one step
    or at several that follow one another, and the same letter again only after a blank. A further letter of the same
    shape is thus as likely as the surest blank between; where it is named there is no other.

    Args:
        slots: What a line reader sees.
        letters: The charset.
        named: Which slots are letters named already; all if None.
    """
    shapes = shapes_of(letters)[1]
    absent = 1 - slots.steps.sum(axis=1)
    left = slots.steps.copy()
    for slot in range(len(slots)) if named is None else named:
        apart = _apart(absent, int(slots.peaks[slot]))
        same = shapes @ shapes[slots.letters[slot].argmax()] > 0
        left[:, same] = np.minimum(left[:, same], apart[:, None])
        run = slice(*slots.runs[slot].tolist())
        left[run] = np.minimum(left[run], apart[run, None])
    return replace(slots, steps=left)


def named_by_both(slots: Slots, heard: Slots, letters: tuple[str, ...]) -> list[int]:
    """Which slots of another line reader are letters that the first one names, too, be it by other names."""
    shapes = shapes_of(letters)[1].argmax(axis=1)
    one, other = (shapes[own.letters.argmax(axis=1)].tolist() for own in (slots, heard))
    return [
        place
        for how, first, last, start, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if how == "equal" or (how == "replace" and last - first >= stop - start)
        for place in range(start, stop)
    ]


def _apart(absent: NDArray[np.float64], peak: int) -> NDArray[np.float64]:
    """(T,) the surest blank between each step and the one at which a letter is seen best."""
    apart = np.zeros(len(absent))
    apart[peak + 2 :] = np.maximum.accumulate(absent[peak + 1 : -1])
    apart[: max(peak - 1, 0)] = np.maximum.accumulate(absent[1:peak][::-1])[::-1]
    return apart
