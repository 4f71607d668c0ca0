"""What one run learns from, and what it is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.corpora import CORPORA, STROKES, load_corpus, load_strokes
from training.cut_out import load_cut_out
from training.emnist import load_emnist
from training.experiment import Experiment
from training.fonts import font_letters
from training.glyphs import GlyphSet, concatenate
from training.split import Split, split
from training.synthetic import not_characters, punctuation


@dataclass(frozen=True, slots=True)
class Emnist:
    """Where the whole EMNIST is.

    Attributes:
        root: The folder that holds ``EMNIST/raw``.
        split: ``letters``, ``balanced``, ``byclass``, ``digits`` or ``mnist``.
        download: Whether it is fetched where it is missing.
    """

    root: Path
    split: str
    download: bool = False


def gather(folder: Path, experiment: Experiment) -> Split:
    """Load, frame and split the corpora, and make what no corpus holds.

    Raises:
        TrainingError: A glyph set is missing or broken.
    """
    return with_own_glyphs(collected_corpora(folder, experiment), experiment)


def collected_corpora(folder: Path, experiment: Experiment) -> Split:
    """Load, frame and split the corpora.

    The known writers of Chars74K from `experiment.unseen_writers` on are put into the test set whole.

    Args:
        folder: Where the glyph sets are.
        experiment: Seed and sizes.

    Raises:
        TrainingError: A glyph set is missing or broken.
    """
    corpora = concatenate(load_corpus(folder, corpus) for corpus in CORPORA if corpus.trainable)
    parts = split(corpora, experiment.seed)
    train, validation = _pen_strokes(folder, experiment)
    unseen = unseen_strokes(folder, experiment.unseen_writers)
    return Split(
        concatenate([parts.train, train]),
        concatenate([parts.validation, validation]),
        concatenate([parts.test, unseen]),
    )


def collected_emnist(emnist: Emnist, experiment: Experiment) -> Split:
    """The whole EMNIST in its own train and test parts; a seeded twentieth of the first chooses the epoch.

    Raises:
        TrainingError: The files are missing or damaged.
    """
    train = load_emnist(emnist.root, emnist.split, train=True, download=emnist.download)
    test = load_emnist(emnist.root, emnist.split, train=False, download=emnist.download)
    order = np.random.default_rng(experiment.seed).permutation(len(train))
    choosing = len(train) // 20
    return Split(train[order[choosing:]], train[order[:choosing]], test)


def with_own_glyphs(collected: Split, experiment: Experiment) -> Split:
    """Add what no corpus holds: letters of fonts, punctuation, and glyphs that are no characters."""
    marks = split(punctuation(experiment.punctuation, experiment.seed), experiment.seed)
    fonts = font_letters(experiment.font_renderings, experiment.seed)
    # Rejects are made of training letters for training, of other letters for validation.
    rejects = not_characters(collected.train.frames, experiment.not_characters, experiment.seed)
    other_rejects = not_characters(collected.validation.frames, experiment.not_characters // 20, experiment.seed + 1)
    return Split(
        concatenate([collected.train, marks.train, fonts, rejects]),
        concatenate([collected.validation, marks.validation, other_rejects]),
        concatenate([collected.test, marks.test]),
    )


def with_cut_out(collected: Split, experiment: Experiment) -> Split:
    """Add the glyphs that the reader cut out of pages itself.

    Raises:
        TrainingError: A file of them is missing or damaged.
    """
    if not experiment.also:
        return collected
    several = [load_cut_out(Path(path), experiment.seed) for path in experiment.also]
    return Split(
        concatenate([collected.train, *(train for train, _ in several)]),
        concatenate([collected.validation, *(validation for _, validation in several)]),
        collected.test,
    )


def unseen_strokes(folder: Path, first_writer: int) -> GlyphSet:
    """The Chars74K glyphs of writers from `first_writer` on, each drawn once as it was written."""
    strokes = load_strokes(folder, renderings=1, seed=0)
    return strokes[strokes.writers >= first_writer]


def _pen_strokes(folder: Path, experiment: Experiment) -> tuple[GlyphSet, GlyphSet]:
    """Chars74K of the known writers: all but the last three of them train."""
    strokes = load_strokes(folder, experiment.renderings, experiment.seed)
    known = strokes.writers < experiment.unseen_writers
    choosing = known & (strokes.writers >= experiment.unseen_writers - 3)
    return strokes[known & ~choosing], strokes[np.asarray(choosing)]


def validate_only(folder: Path) -> GlyphSet:
    """The corpora that no shipped weights may be trained on."""
    return concatenate(load_corpus(folder, corpus) for corpus in CORPORA if not corpus.trainable)


def corpora_names() -> list[str]:
    """The corpora that shipped weights are trained on, for their cards."""
    return [*(own.name for own in CORPORA if own.trainable), STROKES]
