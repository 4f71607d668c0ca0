"""Which pieces of ink are one letter beyond doubt: in these no cut is looked for, and no two of them are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset, parse_charset, shapes_of
from model.fragments.cuts import is_wide
from model.layout import TextLine
from model.networks.glances import Glances
from model.segment import Fragment
from model.spelling.settle import under_charset

_EVERY: Charset = parse_charset("mixed")
_ALNUM = np.array([letter.isalnum() for letter in _EVERY.letters])


@dataclass(frozen=True, slots=True)
class SureSettings:
    """When a glance suffices.

    Attributes:
        least: A piece that the network reads as one letter with this probability is one letter.
        plain: And one that it reads as a letter or digit with this probability is no part of one that has another such
            part. Marks may be: a dash is the arm of an E.
        letter: And one that it reads as one of those of one shape with this probability is no half of another: of
            halves some are read so, but hardly most of a row.
    """

    least: float = 0.6
    plain: float = 0.98
    letter: float = 0.9


def surely_whole(
    lines: Sequence[TextLine], glances: Glances, settings: SureSettings | None = None
) -> list[frozenset[int]]:
    """Which fragments are clearly read as one letter.

    The network is asked about all fragments, so that `plain_letters` finds the narrow ones, too.

    Args:
        lines: The lines of a page.
        glances: What the network says of its fragments.
        settings: The tunables; the defaults if None.

    Returns:
        For each line the indices of its fragments that are wide enough for two letters, but are one.
    """
    settings = settings or SureSettings()
    pieces = [
        (number, index, is_wide(fragment, height))
        for number, (line, height) in enumerate((line, line.letter_height) for line in lines)
        for index, fragment in enumerate(line.fragments)
    ]
    logits = glances.logits([lines[number].fragments[index] for number, index, _ in pieces])
    clear = under_charset(logits, glances.classifier.card, _EVERY).letters.max(axis=1)
    sure = [pieces[at] for at in np.flatnonzero(clear >= settings.least)]
    return [frozenset(index for number, index, wide in sure if wide and number == own) for own in range(len(lines))]


def plain_letters(
    lines: Sequence[TextLine], glances: Glances, settings: SureSettings | None = None
) -> list[list[int]]:
    """Which fragments were read as letters or digits so surely that no two of them are one letter.

    Args:
        lines: The lines.
        glances: What the network has said of their fragments; it is asked about none.
        settings: The tunables; the defaults if None.

    Returns:
        Their indices on each line; fragments that were not seen yet are not among them.
    """
    settings = settings or SureSettings()
    places = [(number, index) for number, line in enumerate(lines) for index in range(len(line.fragments))]
    known, logits = glances.known([fragment for line in lines for fragment in line.fragments])
    plain = under_charset(logits, glances.classifier.card, _EVERY).letters[:, _ALNUM].max(axis=1)
    found: list[list[int]] = [[] for _ in lines]
    for at in np.flatnonzero(plain >= settings.plain).tolist():
        number, index = places[known[at]]
        found[number].append(index)
    return found


def are_letters(
    fragments: Sequence[Fragment], glances: Glances, settings: SureSettings | None = None
) -> NDArray[np.bool_]:
    """(N,) which fragments are read as letters or digits, those of one shape being one.

    Args:
        fragments: At least one.
        glances: What the network says of them.
        settings: The tunables; the defaults if None.
    """
    settings = settings or SureSettings()
    own = under_charset(glances.logits(fragments), glances.classifier.card, _EVERY).letters
    shapes, columns = shapes_of(_EVERY.letters)
    lettered = np.array([shape.isalnum() for shape in shapes])
    return np.asarray((own @ columns)[:, lettered].max(axis=1) >= settings.letter)
