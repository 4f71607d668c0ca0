"""What one run learns from, and what it is measured on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.corpora import CORPORA, STROKES, load_corpus, load_strokes
from training.experiment import Experiment
from training.fonts import font_letters
from training.glyphs import GlyphSet, concatenate
from training.split import Split, split
from training.synthetic import not_characters, punctuation


def gather(folder: Path, experiment: Experiment) -> Split:
    """Load, frame and split the corpora, and make what no corpus holds.

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
    marks = split(punctuation(experiment.punctuation, experiment.seed), experiment.seed)
    fonts = font_letters(experiment.font_renderings, experiment.seed)
    # Rejects are made of training letters for training, of other letters for validation.
    rejects = not_characters(parts.train.frames, experiment.not_characters, experiment.seed)
    other_rejects = not_characters(parts.validation.frames, experiment.not_characters // 20, experiment.seed + 1)
    return Split(
        concatenate([parts.train, train, marks.train, fonts, rejects]),
        concatenate([parts.validation, validation, marks.validation, other_rejects]),
        concatenate([parts.test, unseen, marks.test]),
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
    """What shipped weights are trained on."""
    sets = [corpus.name for corpus in CORPORA if corpus.trainable]
    return [*sets, STROKES, "handwriting fonts", "drawn punctuation", "drawn rejects"]
