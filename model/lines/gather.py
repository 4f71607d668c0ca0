"""Which ink a line reader is shown together: scraps go to the line they were torn off, wide gaps part a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.layout import TextLine


@dataclass(frozen=True, slots=True)
class GatherSettings:
    """What belongs together; lengths are shares of the line's letter height.

    Attributes:
        scrap: A line with at most this share of another's fragments may be torn off it.
        shared: It is where this share of its height lies within the other's letters nearby.
        nearby: Letters up to this far to the left and right are nearby.
        apart: Fragments further apart than this are shown to a line reader one after the other.
    """

    scrap: float = 0.5
    shared: float = 0.4
    nearby: float = 2.0
    apart: float = 3.0


def gathered(lines: Sequence[TextLine], settings: GatherSettings | None = None) -> list[TextLine]:
    """Put scraps of letters back into their lines.

    Args:
        lines: Top line first.
        settings: The tunables; the defaults if None.

    Returns:
        The lines in the same order, without those that were scraps.
    """
    settings = settings or GatherSettings()
    whole = list(lines)
    for line in sorted(lines, key=lambda line: len(line.fragments)):
        others = [other for other in whole if other is not line]
        if len(others) == len(whole):
            # It was given a scrap before: what it has become is no scrap itself.
            continue
        owner = next((other for other in others if _torn_off(line, other, settings)), None)
        if owner is not None:
            together = sorted((*owner.fragments, *line.fragments), key=lambda fragment: fragment.box.left)
            joined = TextLine(tuple(together), owner.angle_deg)
            whole = [joined if other is owner else other for other in others]
    return whole


def runs(
    line: TextLine, signs: Sequence[BoundingBox] = (), settings: GatherSettings | None = None
) -> list[TextLine]:
    """Part a line at its widest gaps, and before and after signs, left part first.

    Args:
        line: The line.
        signs: Where signs stand that no line reader knows, each a run by itself.
        settings: The tunables; the defaults if None.
    """
    settings = settings or GatherSettings()
    boxes = _boxes(line)
    rights = np.maximum.accumulate(boxes[:, 2])
    wide = boxes[1:, 0] - rights[:-1] > settings.apart * line.letter_height
    breaks = (np.flatnonzero(wide | (np.diff(_signs_of(line, signs)) != 0)) + 1).tolist()
    edges = [0, *breaks, len(boxes)]
    return [TextLine(line.fragments[start:end], line.angle_deg) for start, end in pairwise(edges)]


def _torn_off(line: TextLine, other: TextLine, settings: GatherSettings) -> bool:
    """Whether a short line stands among the letters of another."""
    if len(line.fragments) > settings.scrap * len(other.fragments):
        return False
    own, boxes = _boxes(line), _boxes(other)
    reach = settings.nearby * other.letter_height
    left, top, right, bottom = own[:, 0].min(), own[:, 1].min(), own[:, 2].max(), own[:, 3].max()
    near = boxes[(boxes[:, 0] < right + reach) & (boxes[:, 2] > left - reach)]
    if not len(near):
        return False
    shared = min(bottom, near[:, 3].max()) - max(top, near[:, 1].min())
    return bool(shared >= settings.shared * (bottom - top))


def _signs_of(line: TextLine, signs: Sequence[BoundingBox]) -> list[int]:
    """The number of the sign that each fragment is a part of, -1 of all others."""
    boxes = [fragment.box for fragment in line.fragments]
    return [next((number for number, sign in enumerate(signs) if sign.holds(box)), -1) for box in boxes]


def _boxes(line: TextLine) -> NDArray[np.float64]:
    """(N, 4) left, top, right, bottom."""
    return np.array([(f.box.left, f.box.top, f.box.right, f.box.bottom) for f in line.fragments], np.float64)
