"""Answers of the reader beside the truth: what confidence is calibrated on, and measured by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from drawing import DrawnPage
from model.alphabet import Charset
from model.arrangement.view import View
from model.decode import Picture, decode
from model.elements import BoundingBox, Glyph
from model.finding import ways_to_read
from model.reader import Reader
from model.spelling.spell import SpelledLine
from model.spelling.spell_lines import spell_lines
from training.aligned import Entry

#: Boxes that share at least half of their joint area are the same glyph.
SAME_BOX = 0.5


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the reader said of one line, and whether it was right.

    Attributes:
        letters: (N,) probability of the letter answered for each glyph.
        groupings: (N,) probability that its ink was cut out rightly.
        right: (N,) bool.
        words: For each word the indices of its first glyph and the one after its last, and whether it is right.
        line_right: Whether the whole line is.
        judged: Of which glyphs it is known whether they are right.
    """

    letters: NDArray[np.float64]
    groupings: NDArray[np.float64]
    right: NDArray[np.bool_]
    words: tuple[tuple[int, int, bool], ...]
    line_right: bool
    judged: slice = field(default_factory=lambda: slice(None))


def verdicts_on_entry(reader: Reader, entry: Entry, charset: Charset, language: str = "any") -> Verdicts | None:
    """Read an entry of a form and compare the line that fits best with its label, cases and spaces aside.

    Letters before and behind the entry (printed words of the form) are not judged.

    Returns:
        None where nothing was read.
    """
    _, lines = _spelled(reader, decode(entry.picture.read_bytes()), charset, language)
    wanted = entry.text.upper().replace(" ", "")
    compared = [(line, *spans(_text(line, charset).upper(), wanted)) for line in lines if line is not None]
    if not compared:
        return None
    line, errors, judged = min(compared, key=lambda one: one[1])
    first, stop = entry_span(judged, len(wanted), len(line.boxes))
    right = np.array([judged.get(at, False) for at in range(first, stop)], np.bool_)
    best = line.probabilities[first:stop].max(axis=1)
    known = slice(min(judged, default=first) - first, max(judged, default=first - 1) + 1 - first)
    return Verdicts(best, line.groupings[first:stop], right, (), errors == 0, known)


def verdicts_on_page(reader: Reader, page: DrawnPage, charset: Charset, language: str = "any") -> Iterator[Verdicts]:
    """Read a drawn page and compare every line with what was drawn, by box and letter."""
    picture = decode(page.png())
    view, lines = _spelled(reader, picture, charset, language)
    true = [(glyph, (row, at)) for row, line in enumerate(page.truth.lines) for at, word in enumerate(line.words)
            for glyph in word.glyphs]  # fmt: skip
    for line in lines:
        if line is None:
            continue
        boxes = [box.scaled(1 / view.ink.scale, picture.width, picture.height) for box in line.boxes]
        found = [_same(box, true) for box in boxes]
        right = np.array([
            at is not None and answer == (true[at][0].letter.upper() if charset.folded else true[at][0].letter)
            for at, answer in zip(found, _text(line, charset), strict=True)
        ], np.bool_)  # fmt: skip
        words = tuple(_words(line, right, found, true))
        whole = all(fine for _, _, fine in words) and _all_of(found, true, part=0)
        yield Verdicts(line.probabilities.max(axis=1), line.groupings, right, words, whole)


def _spelled(
    reader: Reader, picture: Picture, charset: Charset, language: str
) -> tuple[View, list[SpelledLine | None]]:
    """The lines as the glyph reader reads them, confidence not calibrated."""
    (view, lines), *_ = ways_to_read(picture.grey, reader.classifier)
    return view, spell_lines(lines, reader.classifier, charset, language)


def _text(line: SpelledLine, charset: Charset) -> str:
    return "".join(charset.letters[label] for label in line.probabilities.argmax(axis=1))


_Truth = Sequence[tuple[Glyph, tuple[int, int]]]


def _words(
    line: SpelledLine, right: NDArray[np.bool_], found: Sequence[int | None], true: _Truth
) -> Iterator[tuple[int, int, bool]]:
    for start, stop in pairwise([*line.word_starts, len(line.boxes)]):
        yield start, stop, bool(right[start:stop].all()) and _all_of(found[start:stop], true, part=None)


def _all_of(found: Sequence[int | None], true: _Truth, part: int | None) -> bool:
    """Whether the glyphs found are all those of one true word (`part` None) or one true line (0)."""
    owners = {true[at][1][:1] if part == 0 else true[at][1] for at in found if at is not None}
    if len(owners) != 1 or None in found:
        return False
    owner = owners.pop()
    return sum(own[: len(owner)] == owner for _, own in true) == len(set(found))


def _same(box: BoundingBox, true: _Truth) -> int | None:
    shares = [box.overlap(glyph.box) for glyph, _ in true]
    best = int(np.argmax(shares)) if shares else 0
    return best if shares and shares[best] >= SAME_BOX else None


def entry_span(judged: Collection[int], wanted: int, read: int) -> tuple[int, int]:
    """The part of a reading that is taken for an entry, its first letter and the one after its last.

    It is as long as the entry where there is as much: of what was found alone one could be sure, whatever is missing.

    Args:
        judged: The letters of the reading that `spans` lays the entry over.
        wanted: Letters of the entry.
        read: Letters of the reading.
    """
    stop = max(judged) + 1 if judged else min(wanted, read)
    first = min([*judged, max(stop - wanted, 0)])
    return first, min(max(stop, first + wanted), read)


def spans(read: str, wanted: str) -> tuple[int, dict[int, bool]]:
    """Align a text with the part of a reading that fits it best.

    Args:
        read: May hold more before and behind.
        wanted: The text.

    Returns:
        The edits needed, and for each place of `read` inside that part whether its letter is right.
    """
    edits = np.zeros((len(read) + 1, len(wanted) + 1), np.int64)
    edits[0] = np.arange(len(wanted) + 1)
    for i, letter in enumerate(read, 1):
        for j, other in enumerate(wanted, 1):
            edits[i, j] = min(edits[i - 1, j - 1] + (letter != other), edits[i - 1, j] + 1, edits[i, j - 1] + 1)
    at, left = int(edits[:, -1].argmin()), len(wanted)
    fewest, judged = int(edits[at, left]), {}
    while left:
        if at and edits[at, left] == edits[at - 1, left - 1] + (read[at - 1] != wanted[left - 1]):
            at, left = at - 1, left - 1
            judged[at] = read[at] == wanted[left]
        elif at and edits[at, left] == edits[at - 1, left] + 1:
            at -= 1
            judged[at] = False
        else:
            left -= 1
    return fewest, judged
