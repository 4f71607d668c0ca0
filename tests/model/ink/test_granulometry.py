"""Widths of strokes are found, and which of two colours is ink."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.ink.granulometry import fine_share, strokes_of

SIDE = 640


def drawn(width: int, paper: int = 230, ink: int = 40) -> NDArray[np.uint8]:
    """Strokes of some width, far apart."""
    page = np.full((480, SIDE), paper, np.uint8)
    for left in range(40, 600, 140):
        cv2.line(page, (left, 60), (left + 50, 200), ink, width)
        cv2.circle(page, (left + 40, 340), 45, ink, width)
    return page


@pytest.mark.parametrize("width", [2, 3, 5, 9, 15, 24])
@pytest.mark.parametrize(("paper", "ink"), [(230, 40), (40, 230), (128, 100)])
def test_strokes_are_as_wide_as_they_were_drawn(width: int, paper: int, ink: int) -> None:
    strokes = strokes_of(drawn(width, paper, ink))
    assert strokes.is_light == (ink > paper)
    # They are told in powers of two, each standing for strokes of up to twice its width.
    assert width / 4 <= strokes.width * SIDE <= 2 * width


def test_the_share_of_fine_strokes_falls_with_their_width() -> None:
    fine = [strokes_of(drawn(width)).fine for width in (1, 2, 4, 8)]
    assert fine == sorted(fine, reverse=True)
    assert fine[0] > 0.4
    assert fine[-1] < 0.1


@pytest.mark.parametrize("shape", [(1, 1), (1, 640), (3, 9), (640, 2)])
def test_pictures_without_strokes_have_none(shape: tuple[int, int]) -> None:
    strokes = strokes_of(np.full(shape, 120, np.uint8))
    assert not strokes.is_light
    assert strokes.fine == 0


def test_fine_ink_is_told_by_its_outline_whatever_blots_lie_beside() -> None:
    page = np.zeros((300, 400), np.uint8)
    assert fine_share(page) == 1
    page[20:280, 20:22] = 1
    assert fine_share(page) == 1
    # Three times as much ink, but less of an outline.
    page[100:140, 60:100] = 1
    assert fine_share(page) > 0.6
    cv2.line(page, (200, 20), (380, 280), 1, 7)
    assert fine_share(page) < 0.45
