"""Lines of text with nothing to obey, read as on any page: both readers, and the letters' statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset
from model.binarize import Ink
from model.compose import all_right, calibrated
from model.decode import Image
from model.elements import Alternative, Glyph
from model.fields.clear import ClearRow
from model.fields.sheet import Sheet
from model.fusion.opinion import second_opinion
from model.fusion.runs import Asked
from model.layout import TextLine
from model.networks.glances import Glances
from model.readers import Readers
from model.spelling.spell import SpelledLine
from model.spelling.spell_lines import spell_lines

#: Letters that are exchanged for other values of a line.
_RIVALS = 3
#: Pixels around a frame that paint it over.
_RIM = 3
#: Values that are kept apart.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines of text.

    Attributes:
        values: Whole values and their chances, best first; lines with line breaks between them.
        glyphs: Of the best, in pixels of the sheet.
        doubtful: Whether a person should look.
        lines: As they were spelled, top line first.
    """

    values: tuple[tuple[str, float], ...]
    glyphs: tuple[Glyph, ...]
    doubtful: bool
    lines: tuple[SpelledLine, ...]


def read_prose(
    sheet: Sheet,
    rows: Sequence[ClearRow],
    lines: Sequence[TextLine],
    readers: Readers,
    charset: Charset,
    language: str,
) -> Prose | None:
    """Read the lines of a field.

    Args:
        sheet: The page laid over its template.
        rows: Those of the field, without their frames.
        lines: Their ink, in pixels of the sheet; at least one.
        readers: Who reads.
        charset: Which letters may be answered.
        language: Whose letters follow one another.

    Returns:
        What stands there, None where nothing is a character.
    """
    glances = Glances(readers.classifier)
    spelled = spell_lines(lines, readers.classifier, charset, language, glances)
    if readers.line_reader is not None:
        grey, ink = _without_frames(sheet, rows)
        spelled = second_opinion(grey, ink, lines, spelled, readers, Asked(charset, language), glances=glances)
    read = [line for line in spelled if line is not None]
    if not read:
        return None
    calibration = readers.classifier.card.calibration_of(charset)
    several = [calibrated(line, calibration) for line in read]
    glyphs = [_glyphs(line, letters, charset) for line, (letters, _) in zip(read, several, strict=True)]
    values = [("", 1.0)]
    for number, (line, (letters, curves), own) in enumerate(zip(read, several, glyphs, strict=True)):
        chance = all_right(own, curves.line)
        before = "\n" if number else ""
        values = [
            (text + before + more, other * share)
            for text, other in values
            for more, share in _values(line, letters, charset, chance)
        ]
        values = sorted(values, key=lambda value: -value[1])[:_MOST]
    together = tuple(glyph for own in glyphs for glyph in own)
    disputed = any(any(line.disputed) for line in read)
    least = max(curves.line.review for _, curves in several)
    return Prose(tuple(values), together, disputed or values[0][1] < least, tuple(read))


def _without_frames(sheet: Sheet, rows: Sequence[ClearRow]) -> tuple[Image, Ink]:
    """The sheet with the frames of some rows painted over: a line reader takes rules for letters."""
    grey, mask = sheet.grey.copy(), sheet.ink.mask.copy()
    for row in rows:
        height, width = row.ink.mask.shape
        place = slice(row.top, row.top + height), slice(row.left, row.left + width)
        frame = mask[place] & ~row.ink.mask
        if frame.any():
            mask[place] &= row.ink.mask
            around = (cv2.dilate(frame.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & ~row.ink.mask
            part = np.ascontiguousarray(grey[place])
            grey[place] = cv2.inpaint(part, around.astype(np.uint8), _RIM, cv2.INPAINT_TELEA)
    return grey, Ink(mask, sheet.ink.strength, 1.0)


def _glyphs(line: SpelledLine, chances: NDArray[np.float64], charset: Charset) -> list[Glyph]:
    glyphs = []
    for box, row in zip(line.boxes, chances, strict=True):
        order = np.argsort(-row, kind="stable")[: 1 + _RIVALS].tolist()
        best, *others = (Alternative(charset.letters[label], float(min(row[label], 1.0))) for label in order)
        glyphs.append(Glyph(best.letter, best.confidence, box, tuple(others)))
    return glyphs


def _values(
    line: SpelledLine, chances: NDArray[np.float64], charset: Charset, chance: float
) -> list[tuple[str, float]]:
    """Whole lines and their chances: the best, and those with a likely rival in place of a letter."""
    best = chances.argmax(axis=1)
    own = [charset.letters[label] for label in best.tolist()]
    starts = set(line.word_starts[1:])
    rivals: list[tuple[float, int, str]] = []
    for place, row in enumerate(chances):
        for label in np.argsort(-row, kind="stable")[1 : 1 + _RIVALS].tolist():
            odds = float(row[label] / max(row[best[place]], 1e-6))
            rivals.append((odds, place, charset.letters[label]))
    rivals.sort(reverse=True)
    values = [(_spaced(own, starts), chance)]
    total = sum(odds for odds, _, _ in rivals) or 1.0
    for odds, place, letter in rivals[:_MOST]:
        changed = [*own[:place], letter, *own[place + 1 :]]
        values.append((_spaced(changed, starts), min(chance * odds, (1 - chance) * odds / total)))
    return values


def _spaced(letters: Sequence[str], starts: set[int]) -> str:
    return "".join(f" {letter}" if place in starts else letter for place, letter in enumerate(letters))
