"""The whole EMNIST, for users who can reach it: torchvision downloads and checks it, this gives it letters.

torchvision hands EMNIST's pictures over as they lie in the files, mirrored and rotated: the orientation that frames
have here, so they are taken as they are.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from torchvision.datasets import EMNIST

from training.errors import TrainingError
from training.glyphs import GlyphSet

SPLITS = ("letters", "balanced", "byclass", "digits", "mnist")

#: Letters whose two cases share a class in `balanced`.
MERGED = frozenset("CIJKLMOPSUVWXYZ")


def load_emnist(root: Path, split: str, *, train: bool, download: bool = False) -> GlyphSet:
    """Load a split of EMNIST.

    Args:
        root: The folder that holds ``EMNIST/raw``, or where it is put.
        split: ``letters`` (26 classes, cases folded), ``balanced`` (47), ``byclass`` (62), ``digits`` or ``mnist``.
        train: The training part, or else the test part.
        download: Fetch the archive (560 MB) where it is missing; its checksum is compared.

    Raises:
        TrainingError: The split is unknown, or its files are missing or damaged.
    """
    if split not in SPLITS:
        raise TrainingError(f"EMNIST has no split {split!r} here. Use one of {', '.join(SPLITS)}.")
    try:
        dataset = EMNIST(str(root), split, train=train, download=download)
    except (RuntimeError, OSError, ValueError, AssertionError) as error:
        advice = "Check the connection." if download else "Add --download to fetch it."
        raise TrainingError(f"EMNIST {split} cannot be loaded from {root}: {error} {advice}") from error
    letters = [name.upper() if split == "letters" else name for name in dataset.classes]
    labels = [letters[number] for number in dataset.targets.tolist()]
    glyphs = GlyphSet.of_one_source(f"emnist-{split}", dataset.data.numpy().astype(np.uint8), labels)
    return GlyphSet(glyphs.frames, glyphs.labels, _folded(glyphs, split), glyphs.writers, glyphs.corpora)


def _folded(glyphs: GlyphSet, split: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which labels stand for either case."""
    if split == "letters":
        return np.ones(len(glyphs), np.bool_)
    merged = list(MERGED) if split == "balanced" else []
    return np.isin(glyphs.labels, merged)
