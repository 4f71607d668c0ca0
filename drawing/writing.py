"""Sets glyphs side by side into words and lines, with or without gaps between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from drawing.glyphs import THRESHOLD, Patch, draw_glyph
from drawing.pens import Pen
from drawing.style import PageStyle

#: Letters that do not touch stay at least this far apart, in letter heights and in pixels.
LEAST_GAP = 0.06
LEAST_GAP_PX = 2
#: Letters farther apart than this do not come to touch, in letter heights.
FARTHEST_PULL = 0.35
#: Cells of a form, in letter heights.
CELL_WIDTH, CELL_HEIGHT = 1.3, 1.6


@dataclass(frozen=True, slots=True)
class Placed:
    """A glyph with the place of its pen on the sheet, and whether it touches the glyph before it."""

    patch: Patch
    x: int
    y: int
    touches: bool = False

    @property
    def left(self) -> int:
        """First column of ink on the sheet."""
        return self.x + self.patch.left

    @property
    def right(self) -> int:
        """Column after the last one of ink on the sheet."""
        return self.left + int(self.patch.ink.shape[1])

    @property
    def outline(self) -> NDArray[np.float32]:
        """(K, 2) float32 convex hull in pixels of the sheet."""
        return self.patch.outline + np.array([self.x, self.y], np.float32)


#: The words of one line.
Written = list[list[Placed]]


def write_line(text: str, pen: Pen, style: PageStyle, rng: np.random.Generator) -> Written:
    """Write one line from the left margin on, its baseline at y = 0."""
    if style.form != "none":
        return _write_cells(text, pen, style, rng)
    words: Written = []
    cursor = style.margin * style.letter_height_px
    for word in text.split():
        placed = _write_word([draw_glyph(letter, pen, style, rng) for letter in word], cursor, style, rng)
        words.append(placed)
        cursor = max(glyph.right for glyph in placed) + style.word_gap * style.letter_height_px
    return words


def _write_word(patches: Sequence[Patch], start: float, style: PageStyle, rng: np.random.Generator) -> list[Placed]:
    placed: list[Placed] = []
    cursor = start - patches[0].left
    for patch in patches:
        glyph = Placed(patch, round(cursor), 0)
        if placed:
            glyph = _beside(placed, glyph, style, rng.random() < style.touching)
        placed.append(glyph)
        cursor = glyph.x + patch.advance_px + style.letter_spacing * style.letter_height_px
    return placed


def _beside(before: Sequence[Placed], glyph: Placed, style: PageStyle, touches: bool) -> Placed:
    """Move a glyph to where it just touches the one before it, or away until it is clear of it."""
    if touches and (touching := _touching(before, glyph, style.letter_height_px)):
        return touching
    least = max(LEAST_GAP_PX, round(LEAST_GAP * style.letter_height_px))
    for other in before[-2:]:
        clear = _gap(other, glyph, least)
        if clear is not None and clear < least:
            glyph = replace(glyph, x=glyph.x + least - clear)
    return glyph


def _touching(before: Sequence[Placed], glyph: Placed, height_px: int) -> Placed | None:
    """The glyph where it just touches the one before it; None if no hand would bring the two together."""
    gap = _gap(before[-1], glyph, 0)
    marks = not (before[-1].patch.letter.isalnum() and glyph.patch.letter.isalnum())
    if marks or gap is None or gap > FARTHEST_PULL * height_px:
        return None
    # A little overlap is a touch that blur and binarization do not undo.
    pulled = replace(glyph, x=glyph.x - gap - max(1, height_px // 20), touches=True)
    clear = _gap(before[-2], pulled, 0) if len(before) > 1 else None
    return None if clear is not None and clear < 1 else pulled


def _gap(before: Placed, after: Placed, reach: int) -> int | None:
    """Free pixels between two glyphs in the rows they share, rows up to `reach` away included; None if none."""
    rights = np.pad(_edges(before, last=True), 2 * reach, constant_values=-np.inf)
    nearest = sliding_window_view(rights, 2 * reach + 1).max(axis=1)
    lefts = _edges(after, last=False)
    lower = after.y + after.patch.top - (before.y + before.patch.top - reach)
    nearest, lefts = nearest[max(0, lower) :], lefts[max(0, -lower) :]
    shared = min(nearest.size, lefts.size)
    gap = (lefts[:shared] - nearest[:shared]).min(initial=np.inf)
    return int(gap) if np.isfinite(gap) else None


def _edges(glyph: Placed, last: bool) -> NDArray[np.float64]:
    """Of each row of a glyph: its first column of ink on the sheet, or the one after its last; infinite without ink."""
    inked = glyph.patch.ink >= THRESHOLD // 2
    if last:
        return np.where(inked.any(axis=1), glyph.right - inked[:, ::-1].argmax(axis=1), -np.inf)
    return np.where(inked.any(axis=1), glyph.left + inked.argmax(axis=1), np.inf)


def _write_cells(text: str, pen: Pen, style: PageStyle, rng: np.random.Generator) -> Written:
    """Write each letter into the middle of its cell; spaces leave theirs empty."""
    words: Written = [[]]
    for cell, letter in enumerate(text):
        if letter == " ":
            words.append([])
            continue
        patch = draw_glyph(letter, pen, style, rng)
        middle = cell_left(cell, style) + CELL_WIDTH * style.letter_height_px / 2
        words[-1].append(Placed(patch, round(middle - patch.ink.shape[1] / 2 - patch.left), 0))
    return [word for word in words if word]


def cell_left(cell: int, style: PageStyle) -> float:
    """The left edge of a cell of a form, in pixels."""
    return (style.margin + cell * CELL_WIDTH) * style.letter_height_px
