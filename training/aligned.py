"""Entries of forms, and where in its picture each letter of an entry stands: forced alignment with its label."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.alphabet import UPPER, Charset
from model.arrangement.view import View
from model.classifier import Classifier
from model.decode import Image, decode
from model.finding import ways_to_read
from model.frame import GlyphFrames, frame_glyphs
from model.layout import TextLine
from model.spelling.lattice import Lattice, build_lattice
from model.spelling.settle import Reading, under_charset
from training.errors import TrainingError
from training.forced import Alignment, align

#: Labels hold these; everything else in them is a space.
WRITTEN = Charset("names", (*UPPER, "-", "'"), folded=True)
#: No letter of a label is less likely than this.
LEAST = 1e-4
#: An entry is taken if its letters are explained this well in the mean, in nats: others are cut or labelled wrongly.
LEAST_MEAN = -1.3
#: One of so many entries is neither harvested nor trained on, so that confidence can be calibrated on it.
SET_APART = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture of one entry and what is written in it."""

    picture: Path
    text: str


@dataclass(frozen=True, slots=True)
class AlignedEntry:
    """An entry laid over its ink.

    Attributes:
        letters: What its label says, spaces left out.
        grey: The page as it stands upright.
        view: Its ink.
        lines: Its lines.
        number: That of the line the entry stands on.
        lattice: Of that line.
        frames: (H, 28, 28) uint8 of the lattice's hypotheses.
        reading: What the network says of them.
        alignment: The hypothesis of each letter.
    """

    letters: tuple[str, ...]
    grey: Image
    view: View
    lines: Sequence[TextLine]
    number: int
    lattice: Lattice
    frames: GlyphFrames
    reading: Reading
    alignment: Alignment

    @property
    def given(self) -> NDArray[np.float64]:
        """(letters,) probability of each letter of the label where it stands."""
        columns = [WRITTEN.letters.index(letter) for letter in self.letters]
        return self.reading.letters[list(self.alignment.path), columns]

    @property
    def believed(self) -> bool:
        """Whether label and ink fit."""
        return bool(np.log(self.given + LEAST).mean() >= LEAST_MEAN)


def entries(table: Path) -> list[Entry]:
    """The entries of a table with the columns file and transcription; pictures lie in the folder of its name.

    Raises:
        TrainingError: There is no such table.
    """
    try:
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        return [Entry(table.with_suffix("") / row["file"], row["transcription"]) for row in rows]
    except (OSError, KeyError) as error:
        raise TrainingError(f"{table} is no table of entries with the columns file and transcription.") from error


def aligned_entry(entry: Entry, classifier: Classifier) -> AlignedEntry | None:
    """Lay an entry over the line that fits it best; None where none can hold it.

    Raises:
        PictureError: The picture cannot be decoded.
    """
    letters = tuple(letter for letter in entry.text.upper() if letter in WRITTEN.letters)
    grey = decode(entry.picture.read_bytes()).grey
    (view, lines), *_ = ways_to_read(grey, classifier)
    lattices = [build_lattice(line) for line in lines]
    if not letters or not lattices:
        return None
    frames = frame_glyphs(own.glyph.ink for lattice in lattices for own in lattice.hypotheses)
    reading = under_charset(classifier.classify(frames), classifier.card, WRITTEN)
    ends = [0, *accumulate(len(lattice.hypotheses) for lattice in lattices)]
    found = [
        AlignedEntry(
            letters, view.seen(grey), view, lines, number, lattice, frames[start:end], reading.between(start, end),
            alignment,
        )
        for number, (lattice, (start, end)) in enumerate(zip(lattices, pairwise(ends), strict=True))
        if (alignment := align(lattice, _explained(reading.between(start, end), letters)))
    ]  # fmt: skip
    return max(found, key=lambda one: one.alignment.worth, default=None)


def _explained(reading: Reading, letters: Sequence[str]) -> NDArray[np.float64]:
    columns = [WRITTEN.letters.index(letter) for letter in letters]
    return np.asarray(np.log(reading.letters[:, columns] + LEAST))
