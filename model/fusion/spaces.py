"""Where words begin in a line that both readers have read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from model.arrangement.words import WordSettings, split_cells, split_gaps
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
        cells: But between letters that stand in cells, after a caption or other words, no line reader sees a space.
    """

    seen: float = 0.5
    gap: float = 0.15
    unseen: float = 0.1
    wide: float = 2.0
    cells: WordSettings = field(default_factory=lambda: WordSettings(letters=4))


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
    cells = _inside_cells(boxes, sorted(by_gaps), height, settings.cells)
    starts = [0] if boxes else []
    last = laid[0].slot if laid else None
    for index in range(1, len(laid)):
        own = laid[index].slot
        gap = (boxes[index].left - boxes[index - 1].right) / height
        if own is None or last is None:
            parted = index in by_gaps
        else:
            seen = float(slots.spaces[last + 1 : own + 1].max(initial=0.0))
            parted = seen >= settings.seen and gap >= settings.gap and index not in cells
            parted |= index in by_gaps and seen >= settings.unseen
        if parted or gap >= settings.wide:
            starts.append(index)
        last = own if own is not None else last
    return starts


def _inside_cells(
    boxes: Sequence[BoundingBox], starts: Sequence[int], height: float, settings: WordSettings
) -> set[int]:
    """The letters that stand in a cell after another of their word."""
    words = ((start, stop) for start, stop in pairwise([*starts, len(boxes)]))
    return {
        index
        for start, stop in words
        if split_cells(boxes[start:stop], height, settings) == [0]
        for index in range(start + 1, stop)
    }
