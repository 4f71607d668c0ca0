"""Glyphs that the reader cut out of pages itself: real entries of forms, and drawn pages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.alphabet import NOT_A_CHARACTER
from model.classifier import Classifier
from model.frame import GlyphFrames
from training.corpora import clean_ink
from training.glyphs import GlyphSet
from training.synthetic import has_shape

#: What the corpora are called in a glyph set.
ENTRIES, DRAWN_PAGES = "entries-of-forms", "drawn-pages"
CUT_OUT_CORPORA = (ENTRIES, DRAWN_PAGES)
#: Share of the writers (of the glyphs where writers are unknown) that choose the epoch.
VALIDATION_SHARE = 0.04
#: A wrong grouping that looks just like a character (half of an H is an I) is kept with this chance only: elsewhere
#: the same ink is that character.
LOOKALIKES_KEPT, LOOKS_LIKE = 0.25, 0.8


def worth_rejecting(frames: GlyphFrames, classifier: Classifier, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which wrong groupings teach a network what is no character.

    Args:
        frames: (N, 28, 28) uint8.
        classifier: Says what they look like.
        rng: Source of chance.

    Returns:
        (N,) bool; False for strokes and blobs, and for most that look like a character.
    """
    alphabet = classifier.card.alphabet
    logits = classifier.classify(frames).astype(np.float64)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    odds /= odds.sum(axis=1, keepdims=True)
    characters = [label for label, letter in enumerate(alphabet) if letter != NOT_A_CHARACTER]
    kept = (odds[:, characters].max(axis=1) < LOOKS_LIKE) | (rng.random(len(frames)) < LOOKALIKES_KEPT)
    return np.asarray(kept & np.array([has_shape(clean_ink(frame)) for frame in frames], np.bool_))


def load_cut_out(path: Path, seed: int) -> tuple[GlyphSet, GlyphSet]:
    """Load glyphs that were cut out of pages.

    Args:
        path: Written by ``harvest`` or ``pieces``.
        seed: Of the draw of those that choose the epoch.

    Returns:
        The glyphs that train, and those that choose the epoch, without a known writer in common.

    Raises:
        TrainingError: There is no such file.
    """
    glyphs = GlyphSet.load(path)
    owners = np.where(glyphs.writers < 0, glyphs.writers.max(initial=0) + 1 + np.arange(len(glyphs)), glyphs.writers)
    several = np.random.default_rng(seed).permutation(np.unique(owners))
    chooses = np.isin(owners, several[: round(VALIDATION_SHARE * len(several))])
    return glyphs[~chooses], glyphs[chooses]
