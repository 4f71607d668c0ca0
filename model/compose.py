"""Puts glyphs, words and lines together into a Page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.elements import Alternative, BoundingBox, Glyph, Line, Word


def make_line(
    boxes: Sequence[BoundingBox],
    probabilities: NDArray[np.float64],
    letters: tuple[str, ...],
    word_starts: Sequence[int],
    alternatives: int,
) -> Line:
    """A line of words.

    Args:
        boxes: The glyphs' boxes in page pixels, from left to right; at least one.
        probabilities: (N, letters) how sure each letter is.
        letters: What the columns mean.
        word_starts: Index of the first glyph of each word.
        alternatives: How many next best letters each glyph gets.
    """
    glyphs = [
        _glyph(box, row, letters, alternatives) for box, row in zip(boxes, probabilities, strict=True)
    ]
    ends = [*word_starts[1:], len(glyphs)]
    return Line(tuple(Word(tuple(glyphs[start:end])) for start, end in zip(word_starts, ends, strict=True)))


def _glyph(box: BoundingBox, row: NDArray[np.float64], letters: tuple[str, ...], alternatives: int) -> Glyph:
    order = np.argsort(-row, kind="stable")[: alternatives + 1].tolist()
    best, *others = [Alternative(letters[label], float(min(row[label], 1.0))) for label in order]
    return Glyph(best.letter, best.confidence, box, tuple(others))
