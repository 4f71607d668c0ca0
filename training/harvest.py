"""Real letters from entries of forms: each entry's lattice aligned with its label."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.alphabet import NOT_A_CHARACTER, UPPER, Charset
from model.classifier import Classifier
from model.decode import decode
from model.errors import PictureError
from model.finding import ways_to_read
from model.frame import GlyphFrames, frame_glyphs
from model.lattice import Lattice, build_lattice
from model.reader import Reader
from model.settle import Reading, under_charset
from training.cut_out import ENTRIES, worth_rejecting
from training.errors import TrainingError
from training.forced import Alignment, align, wrong_groupings
from training.glyphs import GlyphSet, concatenate

#: Labels hold these; everything else in them is a space.
WRITTEN = Charset("names", (*UPPER, "-", "'"), folded=True)
#: An entry is taken if its letters are explained this well in the mean, in nats: others are cut or labelled wrongly.
LEAST_MEAN = -1.3
#: A letter is left out if the network gives it less than this and another more than `CONTRADICTED`: the label errs.
DOUBTFUL, CONTRADICTED = 0.02, 0.9
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture of one entry and what is written in it."""

    picture: Path
    text: str


#: Every so many entries one is not harvested, so that confidence can be calibrated on it.
SET_APART = 25


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


def harvest(
    several: Sequence[Entry], reader: Reader, seed: int, progress: Callable[[], None] = lambda: None
) -> GlyphSet:
    """Cut the letters of entries out, and as many wrong groupings of their ink.

    Each entry counts as one writer. One in `SET_APART` is left out.

    Args:
        several: What to read; pictures that cannot be decoded are left out too.
        reader: Aligns; the better it reads, the more it harvests.
        seed: Of the choice among wrong groupings.
        progress: Called after each entry.
    """
    rng = np.random.default_rng(seed)
    sets: list[GlyphSet] = []
    for number, entry in enumerate(several):
        with suppress(PictureError):
            if number % SET_APART:
                sets += _of_one_entry(entry, reader, number, rng)
        progress()
    return concatenate_of_writers(sets)


def concatenate_of_writers(sets: Iterable[GlyphSet]) -> GlyphSet:
    """Put sets whose writers are numbered together behind one another."""
    several = tuple(sets)
    joined = concatenate(several)
    return GlyphSet(
        joined.frames, joined.labels, joined.folded, np.concatenate([part.writers for part in several]), joined.corpora
    )


def _of_one_entry(entry: Entry, reader: Reader, number: int, rng: np.random.Generator) -> Iterator[GlyphSet]:
    letters = [letter for letter in entry.text.upper() if letter in WRITTEN.letters]
    (_, lines), *_ = ways_to_read(decode(entry.picture.read_bytes()).grey, reader.classifier)
    lattices = [build_lattice(line) for line in lines]
    if not letters or not lattices:
        return
    frames = frame_glyphs(own.glyph.ink for lattice in lattices for own in lattice.hypotheses)
    reading = under_charset(reader.classifier.classify(frames), reader.classifier.card, WRITTEN)
    ends = [0, *accumulate(len(lattice.hypotheses) for lattice in lattices)]
    found = [
        (alignment, lattice, frames[start:end], reading.between(start, end))
        for lattice, (start, end) in zip(lattices, pairwise(ends), strict=True)
        if (alignment := align(lattice, _explained(reading.between(start, end), letters)))
    ]
    if not found:
        return
    alignment, lattice, own_frames, own = max(found, key=lambda one: one[0].worth)
    yield from _glyphs(alignment, lattice, own_frames, own, letters, number, reader.classifier, rng)


def _explained(reading: Reading, letters: Sequence[str]) -> NDArray[np.float64]:
    columns = [WRITTEN.letters.index(letter) for letter in letters]
    return np.asarray(np.log(reading.letters[:, columns] + _LEAST))


def _glyphs(
    alignment: Alignment, lattice: Lattice, frames: GlyphFrames, reading: Reading, letters: Sequence[str], number: int,
    classifier: Classifier, rng: np.random.Generator,
) -> Iterator[GlyphSet]:
    """The letters of one aligned entry and as many wrong groupings, if the alignment is to be believed."""
    path = np.array(alignment.path)
    columns = [WRITTEN.letters.index(letter) for letter in letters]
    given = reading.letters[path, columns]
    if np.log(given + _LEAST).mean() < LEAST_MEAN:
        return
    sound = (given >= DOUBTFUL) | (reading.letters[path].max(axis=1) < CONTRADICTED)
    labels = [letter for letter, good in zip(letters, sound.tolist(), strict=True) if good]
    yield _set(frames[path[sound]], labels, number)
    wrong = np.array(wrong_groupings(lattice, alignment.path), np.int64)
    wrong = rng.permutation(wrong[worth_rejecting(frames[wrong], classifier, rng)])[: len(path)]
    yield _set(frames[wrong], [NOT_A_CHARACTER] * len(wrong), number)


def _set(frames: GlyphFrames, labels: Sequence[str], writer: int) -> GlyphSet:
    return GlyphSet.of_one_source(ENTRIES, frames, labels, folded=True, writers=np.full(len(labels), writer))
