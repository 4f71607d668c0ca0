"""Puts glyphs, words and lines together into a Page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.decode import Picture
from model.elements import Alternative, BoundingBox, Glyph, Line, Page, Source, Word
from model.spell import SpelledLine
from model.upright import View


def make_page(
    picture: Picture,
    view: View,
    working_scale: float,
    lines: Sequence[SpelledLine | None],
    letters: tuple[str, ...],
    alternatives: int,
) -> Page:
    """A page in the pixels of the picture as it came.

    Args:
        picture: What was read.
        view: The picture as it was read, turned upright.
        working_scale: Pixels of working size for one decoded pixel.
        lines: The lines, top line first; None where nothing on a line is a character.
        letters: What the columns of the lines' probabilities mean.
        alternatives: How many next best letters each glyph gets.
    """
    reduced = picture.width / picture.grey.shape[1]

    def made(line: SpelledLine) -> Line:
        boxes = [
            view.box_back(box, 1 / working_scale, *picture.grey.shape[::-1]).scaled(
                reduced, picture.width, picture.height
            )
            for box in line.boxes
        ]
        count = len(boxes)
        alone: tuple[Source, ...] = tuple("glyph" for _ in boxes)
        sources, disputed = line.sources or alone, line.disputed or (False,) * count
        glyphs = [
            _glyph(box, row, letters, alternatives, source, doubt)
            for box, row, source, doubt in zip(boxes, line.probabilities, sources, disputed, strict=True)
        ]
        edges = [*line.word_starts, len(glyphs)]
        return Line(tuple(Word(tuple(glyphs[start:end])) for start, end in pairwise(edges)))

    marks_only = not any(letter.isalnum() for letter in letters)
    read = (made(line) for line in lines if line is not None)
    return Page(picture.width, picture.height, tuple(line for line in read if marks_only or _says(line)))


def _says(line: Line) -> bool:
    """Whether a line holds more than marks: dashes alone are left from rules and frames."""
    return any(letter.isalnum() for letter in line.text)


def _glyph(
    box: BoundingBox,
    row: NDArray[np.float64],
    letters: tuple[str, ...],
    alternatives: int,
    source: Source,
    disputed: bool,
) -> Glyph:
    order = np.argsort(-row, kind="stable")[: alternatives + 1].tolist()
    best, *others = [Alternative(letters[label], float(min(row[label], 1.0))) for label in order]
    return Glyph(best.letter, best.confidence, box, tuple(others), source, disputed)
