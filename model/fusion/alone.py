"""Single letters that stand by themselves stay with the glyph reader: a line reader has no neighbours to go by."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from model.calibration import Calibration
from model.elements import Source
from model.fusion.agree import glyphs_within
from model.layout import TextLine
from model.spell import SpelledLine


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
