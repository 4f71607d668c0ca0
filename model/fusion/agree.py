"""Whether two readers already agree on a run of ink, so that nobody else need be asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import shapes_of
from model.layout import TextLine
from model.lines.slots import Slots
from model.spelling.spell import SpelledLine


@dataclass(frozen=True, slots=True)
class AgreeSettings:
    """How sure readers must be who agree, cases and lookalikes as one.

    Attributes:
        glyph: The glyph reader of every letter, and of its being one,
        line: the line reader of every letter.
        space: It sees a space from this probability on.
    """

    glyph: float = 0.3
    line: float = 0.5
    space: float = 0.5


def glyphs_within(run: TextLine, own: SpelledLine) -> list[int]:
    """Which letters of a line stand on a run of its ink."""
    left = min(fragment.box.left for fragment in run.fragments)
    right = max(fragment.box.right for fragment in run.fragments)
    return [at for at, box in enumerate(own.boxes) if left <= (box.left + box.right) / 2 <= right]


def agree(
    run: TextLine,
    own: SpelledLine | None,
    slots: Slots,
    letters: tuple[str, ...],
    settings: AgreeSettings | None = None,
) -> bool:
    """Whether the glyph reader and a line reader see the same letters and words, and are sure enough of them.

    Args:
        run: A part of a line.
        own: What the glyph reader read on the line.
        slots: What the line reader sees in the run.
        letters: The charset of both.
        settings: The tunables; the defaults if None.
    """
    settings = settings or AgreeSettings()
    if own is None or not len(slots):
        return False
    inside = glyphs_within(run, own)
    if len(inside) != len(slots):
        return False
    if not np.array_equal(np.isin(inside[1:], own.word_starts), slots.spaces[1:-1] >= settings.space):
        return False
    _, columns = shapes_of(letters)
    by_glyph, by_line = own.probabilities[inside] @ columns, slots.letters @ columns
    return bool(
        (by_glyph.argmax(axis=1) == by_line.argmax(axis=1)).all()
        and _read(own.probabilities[inside], letters) == _read(slots.letters, letters)
        and (by_glyph.max(axis=1) * own.groupings[inside]).min() >= settings.glyph
        and by_line.max(axis=1).min() >= settings.line
    )


def _read(probabilities: NDArray[np.float64], letters: tuple[str, ...]) -> str:
    """The likeliest letter of each row, whatever its case."""
    return "".join(letters[best] for best in probabilities.argmax(axis=1).tolist()).upper()
