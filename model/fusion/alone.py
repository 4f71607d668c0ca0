"""What stays with the glyph reader: single letters that stand alone, and signs that no line reader knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.alphabet import EQUALS
from model.elements import BoundingBox, Source
from model.fusion.agree import glyphs_within
from model.layout import TextLine
from model.networks.calibration import Calibration
from model.spelling.spell import SpelledLine


@dataclass(frozen=True, slots=True)
class AloneSettings:
    """Which runs of ink are one letter beyond doubt.

    Attributes:
        wide: Ink that is more than so many times as wide as high may be several letters,
        clear: where the glyph reader is less sure of one.
    """

    wide: float = 1.6
    clear: float = 0.5


def letter_alone(run: TextLine, own: SpelledLine | None, settings: AloneSettings | None = None) -> int | None:
    """Which letter of a line is all that a run of its ink holds; None where it may hold several.

    Args:
        run: A part of the line.
        own: What the glyph reader read on the line.
        settings: The tunables; the defaults if None.
    """
    settings = settings or AloneSettings()
    if own is None:
        return None
    inside = glyphs_within(run, own)
    if len(inside) != 1:
        return None
    clear = float(own.probabilities[inside[0]].max() * own.groupings[inside[0]]) >= settings.clear
    return None if is_wide(run, settings) and not clear else inside[0]


def signs_of(own: SpelledLine | None, letters: tuple[str, ...]) -> list[BoundingBox]:
    """Where the glyph reader read signs that no line reader knows.

    Args:
        own: What it read on a line.
        letters: What the columns of its probabilities mean.
    """
    if own is None or EQUALS not in letters:
        return []
    best = own.probabilities.argmax(axis=1).tolist()
    return [box for box, letter in zip(own.boxes, best, strict=True) if letters[letter] == EQUALS]


def is_sign(run: TextLine, signs: Sequence[BoundingBox]) -> bool:
    """Whether a run of ink is one of these signs."""
    return any(sign.holds(run.fragments[0].box) for sign in signs)


def is_wide(run: TextLine, settings: AloneSettings | None = None) -> bool:
    """Whether ink is so wide that it may be several letters."""
    settings = settings or AloneSettings()
    left, right = min(own.box.left for own in run.fragments), max(own.box.right for own in run.fragments)
    return right - left > settings.wide * max(own.box.height for own in run.fragments)


def kept(
    own: SpelledLine, part: slice, alone: Calibration, curves: Calibration | None, *, disputed: bool = False
) -> SpelledLine:
    """Letters of a line that the glyph reader read, to stand among fused ones.

    Args:
        own: The line.
        part: Which letters; they are one word.
        alone: The curves of what the glyph reader alone read.
        curves: Those of the fused letters.
        disputed: Whether others saw other letters.
    """
    chances = alone.letters(own.probabilities[part], own.groupings[part])
    glyph: Source = "glyph"
    return replace(
        own.part(part), probabilities=chances, groupings=np.ones(len(chances)), sources=(glyph,) * len(chances),
        disputed=(disputed,) * len(chances), curves=curves,
    )  # fmt: skip
