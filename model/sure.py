"""Which pieces of ink are one letter beyond doubt: in these no cut is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.alphabet import parse_charset
from model.cuts import is_wide
from model.glances import Glances
from model.layout import TextLine
from model.settle import under_charset


@dataclass(frozen=True, slots=True)
class SureSettings:
    """When a glance suffices.

    Attributes:
        least: A piece that the network reads as one letter with this probability is one letter.
    """

    least: float = 0.6


def surely_whole(
    lines: Sequence[TextLine], glances: Glances, settings: SureSettings | None = None
) -> list[frozenset[int]]:
    """Which fragments are clearly read as one letter.

    Args:
        lines: The lines of a page.
        glances: What the network says of its fragments.
        settings: The tunables; the defaults if None.

    Returns:
        For each line the indices of its fragments that are wide enough for two letters, but are one.
    """
    settings = settings or SureSettings()
    wide = [
        (number, index, fragment)
        for number, (line, height) in enumerate((line, line.letter_height) for line in lines)
        for index, fragment in enumerate(line.fragments)
        if is_wide(fragment, height)
    ]
    logits = glances.logits([fragment for _, _, fragment in wide])
    clear = under_charset(logits, glances.classifier.card, parse_charset("mixed")).letters.max(axis=1)
    sure = [wide[at][:2] for at in np.flatnonzero(clear >= settings.least)]
    return [frozenset(index for number, index in sure if number == own) for own in range(len(lines))]
