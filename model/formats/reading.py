"""What every writer is given: one page as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from model.elements import Page, Word


@dataclass(frozen=True, slots=True, eq=False)
class PageReading:
    """One page of a file as it was read.

    Attributes:
        page: The reading.
        file: The name of the file as the user gave it; empty where it has none.
        number: Which page of its file this is, from 1.
        model: The name of the checkpoint.
        milliseconds: From the encoded picture to the last letter; None where nobody measured it.
        preview: (h, w, 3) uint8 RGB, upright, of the page's shape at any scale; None where no picture is wanted.
    """

    page: Page
    file: str = ""
    number: int = 1
    model: str = ""
    milliseconds: float | None = None
    preview: NDArray[np.uint8] | None = None


def word_confidence(word: Word) -> float:
    """How likely every letter of a word is right, 0..1: the product of theirs."""
    return prod(glyph.confidence for glyph in word.glyphs)
