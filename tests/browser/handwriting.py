"""A hand that prints letters with the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, sin
from typing import Any

TOP = 60
#: Strokes of letters 100 pixels high, as points (across, down).
LETTERS: dict[str, list[list[tuple[int, int]]]] = {
    "H": [[(0, 0), (0, 50), (0, 100)], [(65, 0), (65, 50), (65, 100)], [(0, 50), (32, 49), (65, 50)]],
    "E": [[(0, 0), (0, 50), (0, 100)], [(0, 0), (30, 0), (60, 0)], [(0, 50), (50, 50)], [(0, 100), (60, 100)]],
    "L": [[(0, 0), (0, 50), (0, 100), (30, 100), (60, 100)]],
    "O": [[(round(45 - 45 * sin(turn / 2)), round(50 - 50 * cos(turn / 2))) for turn in range(14)]],
    "T": [[(0, 0), (35, 0), (70, 0)], [(35, 0), (35, 50), (35, 100)]],
}


def write(page: Any, letter: str, left: int, pause_ms: int = 0) -> None:
    """Print a letter on the pad of the demo page, `left` pixels from its edge, with a pause after each stroke."""
    for _ in strokes(page, letter, left):
        if pause_ms:
            page.wait_for_timeout(pause_ms)


def strokes(page: Any, letter: str, left: int) -> Iterator[None]:
    """Print a letter, and yield whenever the pen is lifted."""
    pad = page.locator("#pad").bounding_box()
    for stroke in LETTERS[letter]:
        for number, (across, down) in enumerate(stroke):
            page.mouse.move(pad["x"] + left + across, pad["y"] + TOP + down, steps=4 if number else 1)
            if not number:
                page.mouse.down()
        page.mouse.up()
        yield
