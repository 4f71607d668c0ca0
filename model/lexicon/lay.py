"""Lays the letters of a word over the glyphs that were read, so that each keeps its ink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.elements import Alternative, BoundingBox, Entry, Glyph, Word
from model.lexicon.fold import fold, folded_letters

#: What disagreements cost, those of letters being 1.
_OTHER = 0.6
_AROUND = 0.2
_WITHIN = 1.1
_NO_INK = 0.9
_NO_SIGN = 0.1


def laid(entry: Entry, glyphs: Sequence[Glyph], review: bool) -> tuple[Word, ...]:
    """Write a word of a list where glyphs were read.

    Args:
        entry: The word.
        glyphs: What was read, from left to right; at least one. What stands around the word is left out.
        review: Whether the word should be looked at.

    Returns:
        Its parts between spaces; letters without ink of their own stand between their neighbours.
    """
    letters = [(letter, folded) for letter, folded in folded_letters(entry.text) if not letter.isspace()]
    chosen = _aligned(letters, glyphs)
    written = [
        _rewritten(letter, _box(at, chosen, glyphs), None if own is None else glyphs[own], entry, review)
        for at, ((letter, _), own) in enumerate(zip(letters, chosen, strict=True))
    ]
    words, start = [], 0
    for part in entry.text.split():
        stop = start + len(folded_letters(part))
        words.append(Word(tuple(written[start:stop]), entry.confidence, review))
        start = stop
    return tuple(words)


def _aligned(letters: Sequence[tuple[str, str]], glyphs: Sequence[Glyph]) -> list[int | None]:
    """For each letter the index of its glyph, None where it has no ink."""
    rows, columns = len(letters) + 1, len(glyphs) + 1
    cost = np.full((rows, columns), np.inf)
    step = np.zeros((rows, columns), np.int8)
    cost[0] = _AROUND * np.arange(columns)
    step[0] = 1
    for row in range(1, rows):
        letter, folded = letters[row - 1]
        missing = _NO_INK if folded else _NO_SIGN
        beyond = _AROUND if row == rows - 1 else _WITHIN
        for column in range(columns):
            ways = [
                (cost[row - 1, column] + missing, 2),
                (cost[row, column - 1] + beyond if column else np.inf, 1),
                (cost[row - 1, column - 1] + _unlike(letter, folded, glyphs[column - 1]) if column else np.inf, 0),
            ]
            cost[row, column], step[row, column] = min(ways, key=lambda way: way[0])
    chosen: list[int | None] = [None] * len(letters)
    row, column = rows - 1, columns - 1
    while row:
        took = int(step[row, column])
        if took == 0:
            chosen[row - 1] = column - 1
        row, column = row - (took != 1), column - (took != 2)
    return chosen


def _unlike(letter: str, folded: str, glyph: Glyph) -> float:
    """How unlike a glyph a letter of the word is, 0..1."""
    if letter == glyph.letter or (folded and folded == fold(glyph.letter)):
        return 0.0
    return _OTHER if any(folded == fold(other.letter) for other in glyph.alternatives if folded) else 1.0


def _box(at: int, chosen: Sequence[int | None], glyphs: Sequence[Glyph]) -> BoundingBox:
    """Where a letter stands: on its ink, or between the ink of the letters beside it."""
    own = chosen[at]
    if own is not None:
        return glyphs[own].box
    before = [glyphs[index].box for index in chosen[:at] if index is not None]
    behind = [glyphs[index].box for index in chosen[at + 1 :] if index is not None]
    if not before and not behind:
        return BoundingBox.around(glyph.box for glyph in glyphs)
    beside = before[-1] if before else behind[0]
    left = before[-1].right if before else behind[0].left - 1
    right = behind[0].left if behind else left + 1
    left = max(0, min(left, right - 1))
    return BoundingBox(left, beside.top, max(right, left + 1), beside.bottom)


def _rewritten(letter: str, box: BoundingBox, glyph: Glyph | None, entry: Entry, review: bool) -> Glyph:
    """A glyph as the word has it; what was read instead is an alternative."""
    if glyph is None:
        return Glyph(letter, entry.confidence, box, (), review)
    if glyph.letter == letter:
        return Glyph(letter, max(glyph.confidence, entry.confidence), box, glyph.alternatives, review, glyph.source)
    read = Alternative(glyph.letter, glyph.confidence)
    others = [read, *(other for other in glyph.alternatives if other.letter != letter)]
    others = others[: max(1, len(glyph.alternatives))]
    share = min(1.0, (1 - entry.confidence) / max(sum(other.confidence for other in others), 1e-9))
    left = tuple(Alternative(other.letter, share * other.confidence) for other in others)
    return Glyph(letter, entry.confidence, box, left, review, glyph.source)
