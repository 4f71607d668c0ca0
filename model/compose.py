"""Puts glyphs, words and lines together into a Page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.arrangement.view import View
from model.decode import Picture
from model.elements import Alternative, BoundingBox, Glyph, Line, Page, Source, Word
from model.networks.calibration import Calibration, Curve
from model.spelling.spell import SpelledLine

#: Takes a line as it was spelled and as it would be answered; answers it in other words, or not at all.
Answer = Callable[[SpelledLine, Line], Line | None]


def make_page(
    picture: Picture,
    view: View,
    lines: Sequence[SpelledLine | None],
    letters: tuple[str, ...],
    alternatives: int,
    calibration: Calibration,
    answer: Answer | None = None,
) -> Page:
    """A page in the pixels of the picture as it came.

    Args:
        picture: What was read.
        view: The ink as it was read, turned upright.
        lines: The lines, top line first; None where nothing on a line is a character.
        letters: What the columns of the lines' probabilities mean.
        alternatives: How many next best letters each glyph gets.
        calibration: Turns probabilities into chances to be right.
        answer: Answers lines out of a list of words; as they were read if None.
    """
    reduced = picture.width / picture.grey.shape[1]

    def placed(box: BoundingBox) -> BoundingBox:
        in_decoded = view.box_back(box, *picture.grey.shape[::-1])
        return in_decoded.scaled(reduced, picture.width, picture.height)

    def made(line: SpelledLine) -> Line:
        rows, curves = calibrated(line, calibration)
        alone: Sequence[Source] = ["glyph"] * len(rows)
        sources = line.sources or alone
        disputed = line.disputed or (False,) * len(rows)
        ranked = _ranked(rows, letters, alternatives)
        glyphs = [
            _glyph(placed(box), own, curves.glyph, source, doubt)
            for box, own, source, doubt in zip(line.boxes, ranked, sources, disputed, strict=True)
        ]
        edges = [*line.word_starts, len(glyphs)]
        words = tuple(_word(tuple(glyphs[start:end]), curves.word) for start, end in pairwise(edges))
        chance = all_right(glyphs, curves.line)
        return Line(words, chance, chance < curves.line.review or any(glyph.disputed for glyph in glyphs))

    marks_only = not any(letter.isalnum() for letter in letters)
    read = ((line, made(line)) for line in lines if line is not None)
    says = ((line, own) for line, own in read if marks_only or _says(own))
    answers = (own if answer is None else answer(line, own) for line, own in says)
    return Page(picture.width, picture.height, tuple(own for own in answers if own is not None))


def calibrated(line: SpelledLine, alone: Calibration) -> tuple[NDArray[np.float64], Calibration]:
    """(N, letters) the chance of each letter to be right, and the curves for what is made of them.

    Args:
        line: The line; where a line reader was asked, its probabilities are chances already.
        alone: The curves of what the glyph reader alone read.
    """
    if line.curves is not None:
        return line.probabilities, line.curves
    curves = alone if line.unasked is None else replace(alone, line=line.unasked)
    return alone.letters(line.probabilities, line.groupings), curves


def _word(glyphs: tuple[Glyph, ...], curve: Curve) -> Word:
    chance = all_right(glyphs, curve)
    return Word(glyphs, chance, chance < curve.review or any(glyph.disputed for glyph in glyphs))


def all_right(glyphs: Sequence[Glyph], curve: Curve) -> float:
    """The chance that all of them are right."""
    together = np.prod([glyph.confidence for glyph in glyphs])
    return float(curve.chances(np.array([together]))[0])


def _says(line: Line) -> bool:
    """Whether a line holds more than marks: dashes alone are left from rules and frames."""
    return any(letter.isalnum() for letter in line.text)


def _ranked(rows: NDArray[np.float64], letters: tuple[str, ...], alternatives: int) -> list[list[Alternative]]:
    """The likeliest letter of each row and so many others, the likeliest first."""
    order = np.argsort(-rows, axis=1, kind="stable")[:, : alternatives + 1]
    chances = np.minimum(np.take_along_axis(rows, order, axis=1), 1.0)
    return [
        [Alternative(letters[label], chance) for label, chance in zip(labels, own, strict=True)]
        for labels, own in zip(order.tolist(), chances.tolist(), strict=True)
    ]


def _glyph(box: BoundingBox, ranked: list[Alternative], curve: Curve, source: Source, disputed: bool) -> Glyph:
    best, *others = ranked
    doubtful = disputed or best.confidence < curve.review
    return Glyph(best.letter, best.confidence, box, tuple(others), doubtful, source, disputed)
