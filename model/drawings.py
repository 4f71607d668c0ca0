"""Drawings beside words: large shapes that stand by themselves and that the network takes for no letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.glances import Glances
from model.layout import TextLine
from model.pieces import letter_height
from model.segment import Fragment
from model.upright import letters_as_they_stand


@dataclass(frozen=True, slots=True)
class DrawingSettings:
    """When a line is a drawing.

    Attributes:
        few: It holds at most so many pieces,
        larger: and is so many times as high as the letters of the others.
        letter: Those that are read as letters at least so surely are letters.
    """

    few: int = 2
    larger: float = 1.8
    letter: float = 0.6


def without_drawings(
    lines: Sequence[TextLine], glances: Glances, settings: DrawingSettings | None = None
) -> list[TextLine]:
    """Leave out what was drawn beside the words.

    Args:
        lines: Of a page that stands upright.
        glances: What the network says of its letters.
        settings: The tunables; the defaults if None.
    """
    settings = settings or DrawingSettings()
    few = [len(line.fragments) <= settings.few for line in lines]
    others = [own.box.height for line, alone in zip(lines, few, strict=True) if not alone for own in line.fragments]
    if not others:
        return list(lines)
    least = settings.larger * letter_height(np.array(others, np.float64))
    return [
        line
        for line, alone in zip(lines, few, strict=True)
        if not alone or line.letter_height < least or _is_letters(line.fragments, glances, settings)
    ]


def _is_letters(pieces: Sequence[Fragment], glances: Glances, settings: DrawingSettings) -> bool:
    """Whether all pieces but dots are letters."""
    high = max(piece.box.height for piece in pieces)
    letters = [piece for piece in pieces if 2 * piece.box.height > high]
    return bool(letters_as_they_stand(letters, glances).max(axis=1).min() >= settings.letter)
