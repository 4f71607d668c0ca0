"""Two inks are told from one, and from one that fades."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from model.elements import BoundingBox
from model.segment import Fragment
from model.writing.two_inks import two_inks


def pieces(darkness: Sequence[float], side: int = 30) -> list[Fragment]:
    """A row of pieces of ink, so dark each."""
    boxes = [BoundingBox(40 * at, 0, 40 * at + side, side) for at in range(len(darkness))]
    ink = np.full((side, side), 255, np.uint8)
    return [Fragment(box, ink, darkness=round(own)) for box, own in zip(boxes, darkness, strict=True)]


@pytest.mark.parametrize(
    "darkness",
    [[], [200], [200] * 20, [0, 0], np.linspace(180, 220, 20), 200 * 0.93 ** np.arange(20), [200] * 10 + [140] * 10],
    ids=["none", "one piece", "one ink", "no ink", "uneven strokes", "a fading pen", "a pen hardly lighter"],
)
def test_one_ink_is_one(darkness: Sequence[float]) -> None:
    assert two_inks(pieces(darkness)) is None


@pytest.mark.parametrize("many", [3, 10, 30])
@pytest.mark.parametrize("faint", [20, 60, 100])
def test_two_inks_are_found_however_much_of_each_there_is(faint: int, many: int) -> None:
    inks = two_inks(pieces([faint, faint + 4] * many + [200, 210] * 10))
    assert inks is not None
    assert faint <= inks.fainter <= faint + 4
    assert 200 <= inks.darker <= 210
    assert abs(inks.between / inks.fainter - inks.darker / inks.between) < 1e-6


def test_dust_is_no_ink() -> None:
    assert two_inks([*pieces([200, 180] * 10), *pieces([60] * 3, side=1)]) is None
