"""Cuts ink where a line reader sees several letters in one piece of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.fragments.cuts import CutSettings, cut
from model.layout import TextLine
from model.lines.slots import Slots
from model.quantiles import median
from model.segment import Fragment


@dataclass(frozen=True, slots=True)
class RecutSettings:
    """When ink is cut; lengths are shares of the line reader's common distance between letters.

    Attributes:
        narrow: Narrower fragments are left whole.
        slack: A letter may be seen so many steps of the line reader beyond its ink.
        apart: Cuts are at least this far from one another.
        cost: What such a cut costs, in nats: less than one that nobody asked for.
        thickness_cost: What each stroke width of ink cut through costs more, in nats.
    """

    narrow: float = 0.5
    slack: float = 0.8
    apart: float = 0.3
    cost: float = 1.0
    thickness_cost: float = 0.7


def recut(line: TextLine, slots: Slots, settings: RecutSettings | None = None) -> TextLine:
    """Cut the fragments of a line that hold several letters wherever they are thin.

    Args:
        line: The line.
        slots: The letters that are seen.
        settings: The tunables; the defaults if None.
    """
    settings = settings or RecutSettings()
    if len(slots) < 2:
        return line
    height = line.letter_height
    pitch = median(np.diff(slots.x))
    slack = settings.slack * float(slots.step_x[1] - slots.step_x[0])
    how = CutSettings(
        wide=0.0, wide_line=0.0, apart=settings.apart * pitch / height, thickness=np.inf, cost=settings.cost,
        thickness_cost=settings.thickness_cost,
    )  # fmt: skip
    # Where one letter is seen to end and the next to begin.
    between = (slots.ends[:-1, 1] + slots.ends[1:, 0]) / 2
    pieces = [
        piece
        for fragment in line.fragments
        for piece in (cut(fragment, height, how, _inside(fragment, between))
                      if _holds_several(fragment, slots.x, pitch, slack, settings) else [fragment])
    ]  # fmt: skip
    return TextLine(tuple(sorted(pieces, key=lambda piece: piece.box.left)), line.angle_deg)


def _inside(fragment: Fragment, columns: NDArray[np.float64]) -> list[float]:
    """Those columns that lie within a fragment, counted from its left."""
    box = fragment.box
    return [at - box.left for at in columns.tolist() if box.left < at < box.right]


def _holds_several(
    fragment: Fragment, x: NDArray[np.float64], pitch: float, slack: float, settings: RecutSettings
) -> bool:
    box = fragment.box
    if box.width < settings.narrow * pitch:
        return False
    return int(((x > box.left - slack) & (x < box.right + slack)).sum()) > 1
