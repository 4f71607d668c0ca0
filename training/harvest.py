"""Real letters from entries of forms: each entry's lattice aligned with its label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

import numpy as np

from model.alphabet import NOT_A_CHARACTER
from model.classifier import Classifier
from model.errors import PictureError
from model.frame import GlyphFrames
from model.reader import Reader
from training.aligned import SET_APART, AlignedEntry, Entry, aligned_entry
from training.cut_out import ENTRIES, worth_rejecting
from training.forced import wrong_groupings
from training.glyphs import GlyphSet, concatenate

#: A letter is left out if the network gives it less than this and another more than `CONTRADICTED`: the label errs.
DOUBTFUL, CONTRADICTED = 0.02, 0.9


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
    aligned = aligned_entry(entry, reader.classifier)
    if aligned is not None:
        yield from _glyphs(aligned, number, reader.classifier, rng)


def _glyphs(
    aligned: AlignedEntry, number: int, classifier: Classifier, rng: np.random.Generator
) -> Iterator[GlyphSet]:
    """The letters of one aligned entry and as many wrong groupings, if the alignment is to be believed."""
    path, frames = np.array(aligned.alignment.path), aligned.frames
    given = aligned.given
    if not aligned.believed:
        return
    sound = (given >= DOUBTFUL) | (aligned.reading.letters[path].max(axis=1) < CONTRADICTED)
    labels = [letter for letter, good in zip(aligned.letters, sound.tolist(), strict=True) if good]
    yield _set(frames[path[sound]], labels, number)
    wrong = np.array(wrong_groupings(aligned.lattice, aligned.alignment.path), np.int64)
    wrong = rng.permutation(wrong[worth_rejecting(frames[wrong], classifier, rng)])[: len(path)]
    yield _set(frames[wrong], [NOT_A_CHARACTER] * len(wrong), number)


def _set(frames: GlyphFrames, labels: Sequence[str], writer: int) -> GlyphSet:
    return GlyphSet.of_one_source(ENTRIES, frames, labels, folded=True, writers=np.full(len(labels), writer))
