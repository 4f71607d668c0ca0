"""Line readers see spaces between letters in cells that are none."""

from __future__ import annotations

import numpy as np
import pytest

from model.elements import BoundingBox
from model.fusion.align import Laid
from model.fusion.spaces import word_starts
from model.lines.slots import Slots

HIGH = 40
#: A caption of four letters at equal distances, and five letters in cells after a wide gap.
CAPTION = (0, 28, 58, 84)
CELLS = (220, 280, 340, 400, 460)


def slots_of(spaces: list[float]) -> Slots:
    count = len(spaces) - 1
    rows, steps = np.zeros((count, 1)), np.arange(count)
    return Slots(
        np.zeros(count), rows, np.zeros(count), np.ones(count), np.array(spaces), rows, np.zeros(count),
        np.full((count, 2), np.nan), steps, np.stack([steps, steps + 1], axis=1),
    )  # fmt: skip


def starts_of(lefts: tuple[int, ...], spaces: list[float]) -> list[int]:
    boxes = [BoundingBox(left, 0, left + 20, HIGH) for left in lefts]
    return word_starts([Laid(at, at) for at in range(len(boxes))], boxes, slots_of(spaces), HIGH)


@pytest.mark.parametrize(
    ("lefts", "starts"),
    [
        pytest.param((*CAPTION, *CELLS), [0, 4], id="in cells"),
        pytest.param((*CAPTION, 220, 262, 340, 390, 460), [0, 4, 5, 6, 7, 8], id="unevenly spaced"),
    ],
)
def test_no_space_is_seen_between_cells_after_a_caption(lefts: tuple[int, ...], starts: list[int]) -> None:
    seen_in_cells = [0.0, 0.0, 0.0, 0.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.0]
    assert starts_of(lefts, seen_in_cells) == starts
