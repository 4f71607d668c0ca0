"""Where words begin in a line that both readers have read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.arrangement.words import split_cells, split_gaps
from model.elements import BoundingBox
from model.fusion.align import Laid
from model.lines.slots import Slots


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """Which gaps part words; lengths are shares of the capitals' height.

    Attributes:
        seen: The line reader sees a space from this probability on.
        gap: It counts where the ink leaves at least this gap.
        unseen: Gaps part words even where the line reader sees a space with this probability only.
        wide: And gaps this wide do in any case.
    """

    seen: float = 0.5
    gap: float = 0.15
    unseen: float = 0.1
    wide: float = 2.0


def word_starts(
    laid: Sequence[Laid],
    boxes: Sequence[BoundingBox],
    slots: Slots,
    height: float,
    settings: SpaceSettings | None = None,
) -> list[int]:
    """Where the words of a line begin.

    Args:
        laid: The letters from left to right.
        boxes: Their ink.
        slots: What the line reader sees.
        height: The height of the line's capitals, in pixels.
        settings: The tunables; the defaults if None.

    Returns:
        The index of the first letter of each word; empty for no letters.
    """
    in_cells = split_cells(boxes, height)
    if in_cells is not None:
        return in_cells
    settings = settings or SpaceSettings()
    by_gaps = set(split_gaps(boxes, height))
    starts = [0] if boxes else []
    last = laid[0].slot if laid else None
    for index in range(1, len(laid)):
        own = laid[index].slot
        gap = (boxes[index].left - boxes[index - 1].right) / height
        if own is None or last is None:
            parted = index in by_gaps
        else:
            seen = float(slots.spaces[last + 1 : own + 1].max(initial=0.0))
            parted = (seen >= settings.seen and gap >= settings.gap) or (index in by_gaps and seen >= settings.unseen)
        if parted or gap >= settings.wide:
            starts.append(index)
        last = own if own is not None else last
    return starts
