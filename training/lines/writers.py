"""Whose letters lines are written with: the glyphs of corpora and of their writers, and handwriting fonts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from drawing.pens import EXTENTS, FONTS, ORIGIN, TEACHING_FONTS, FontPen, Ink
from model.alphabet import ALPHABET, NOT_A_CHARACTER
from model.classifier import Classifier
from training.fonts import HELD_OUT
from training.glyphs import GlyphSet

#: Capitals of fonts are drawn so high, in pixels.
FONT_HEIGHT = 40
#: Of 255: fainter pixels at the edge of a picture are not part of a letter.
FAINT = 40
#: A folded letter is given the case that the network is this sure of; others are left out.
SURE_OF_CASE = 0.8
#: Capitals whose small letters have the same shape: a folded glyph of one serves as either.
ONE_SHAPE = frozenset("COPSUVWXZ")
#: Who has written fewer different symbols than this writes no line alone.
LEAST_SYMBOLS = 40


@dataclass(frozen=True, slots=True)
class Patch:
    """One letter ready to be written.

    Attributes:
        ink: Cropped to its box.
        top: Of the box, in letter heights above the baseline.
        bottom: The same.
    """

    ink: Ink
    top: float
    bottom: float


@dataclass(slots=True)
class Writer:
    """Letters of one writer, font or corpus; what it lacks is taken from another writer."""

    name: str
    patches: dict[str, list[Patch]] = field(default_factory=lambda: defaultdict(list))

    def pick(self, letter: str, rng: np.random.Generator) -> Patch | None:
        """One of its pictures of a letter."""
        own = self.patches.get(letter)
        return own[int(rng.integers(len(own)))] if own else None


def everybody_of(glyphs: GlyphSet, judge: Classifier) -> Writer:
    """The writer whose letters are those of all writers.

    Args:
        glyphs: Any.
        judge: Tells the cases of folded letters apart.
    """
    labels, sure = _with_case(glyphs, judge)
    everybody = Writer("everybody")
    for index in np.flatnonzero(sure).tolist():
        _add(everybody, glyphs, index, str(labels[index]))
    return everybody


def single_writers(glyphs: GlyphSet, judge: Classifier) -> list[Writer]:
    """Each handwriting font, and each writer who has written many symbols.

    Args:
        glyphs: Of the training corpora.
        judge: Tells the cases of folded letters apart.
    """
    labels, sure = _with_case(glyphs, judge)
    writers: dict[int, Writer] = {}
    for index in np.flatnonzero(sure & (glyphs.writers >= 0)).tolist():
        number = int(glyphs.writers[index])
        own = writers.setdefault(number, Writer(f"{glyphs.corpora[index]} {number}"))
        _add(own, glyphs, index, str(labels[index]))
    fonts = font_writers(name for name in (*FONTS, *TEACHING_FONTS) if name not in HELD_OUT)
    return [*fonts, *(writer for writer in writers.values() if len(writer.patches) >= LEAST_SYMBOLS)]


def _add(writer: Writer, glyphs: GlyphSet, index: int, label: str) -> None:
    """Give a writer one glyph of a set."""
    for letter in _meanings(label, bool(glyphs.folded[index])):
        patch = _of_frame(glyphs.frames[index].T, letter)
        if patch is not None:
            writer.patches[letter].append(patch)


def font_writers(names: Iterable[str]) -> Iterable[Writer]:
    """A writer for each handwriting font, every letter drawn once."""
    rng = np.random.default_rng(0)
    for name in names:
        pen, writer = FontPen(name), Writer(name)
        for letter in ALPHABET:
            if letter != NOT_A_CHARACTER:
                canvas = pen.draw(letter, FONT_HEIGHT, rng).ink
                patch = _cropped(canvas, ORIGIN[1] * FONT_HEIGHT)
                if patch is not None:
                    writer.patches[letter].append(patch)
        yield writer


def _meanings(label: str, folded: bool) -> Sequence[str]:
    """What a glyph may be written for: one of equal cases for both."""
    return (label.upper(), label.lower()) if folded and label.upper() in ONE_SHAPE else (label,)


def _with_case(glyphs: GlyphSet, judge: Classifier) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
    """Labels with their case, and which of them are sure."""
    labels = glyphs.labels.copy()
    logits = judge.classify(glyphs.frames)
    alphabet = judge.card.alphabet
    sure = labels != NOT_A_CHARACTER
    for index in np.flatnonzero(glyphs.folded).tolist():
        label = str(labels[index])
        if not label.isalpha() or label.upper() in ONE_SHAPE:
            continue
        upper, lower = (float(logits[index, alphabet.index(case)]) for case in (label.upper(), label.lower()))
        is_upper = 1 / (1 + np.exp(np.clip(lower - upper, -50, 50)))
        labels[index] = label.upper() if is_upper >= 0.5 else label.lower()
        sure[index] = max(is_upper, 1 - is_upper) >= SURE_OF_CASE
    return labels, sure


def _of_frame(ink: Ink, letter: str) -> Patch | None:
    """The ink of a frame, placed as its letter asks for."""
    patch = _cropped(ink, 0)
    if patch is None:
        return None
    top, bottom = EXTENTS.get(letter, (1.0, 0.0))
    if letter == "-":
        # A hyphen is as long as it is, however thick.
        top = bottom + 0.4 * patch.ink.shape[0] / patch.ink.shape[1]
    return Patch(patch.ink, top, bottom)


def _cropped(canvas: Ink, baseline: int) -> Patch | None:
    left, top, right, bottom = inked(canvas)
    if top == bottom:
        return None
    ink = np.ascontiguousarray(canvas[top:bottom, left:right])
    return Patch(ink, (baseline - top) / FONT_HEIGHT, (baseline - bottom) / FONT_HEIGHT)


def inked(picture: Ink, faint: int = FAINT) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is darker than `faint`; all 0 where nothing is."""
    rows, columns = np.flatnonzero(picture.max(axis=1) > faint), np.flatnonzero(picture.max(axis=0) > faint)
    if not rows.size:
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
