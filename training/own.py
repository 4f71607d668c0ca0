"""Your own glyphs, in whatever form they are: sets, strokes, folders of pictures."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.alphabet import EQUALS
from model.frame import frame_glyphs
from training.corpora import CORPORA, FAINT_FRAME, STROKES, Corpus, clean_ink, load_strokes_file
from training.errors import TrainingError
from training.experiment import Experiment
from training.glyphs import GlyphSet, concatenate
from training.pictures import Skipped, folder_of_letters, load_pictures
from training.split import Split, split

#: Sets smaller than this give a larger share away, or too few would be measured.
SMALL = 5000
SMALL_SHARES = (0.15, 0.15)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A split, and the pictures that could not be used for it."""

    parts: Split
    skipped: tuple[Skipped, ...] = ()


def is_collection(path: Path) -> bool:
    """Whether a folder holds the corpora the shipped weights are made from."""
    return (path / f"{STROKES}.json").exists() and (path / f"{CORPORA[0].name}.npz").exists()


def load_own(path: Path, experiment: Experiment) -> tuple[GlyphSet, list[Skipped]]:
    """Load an ``.npz``, a stroke file, or a folder of either or of folders of pictures.

    Args:
        path: What was given with ``--glyphs``.
        experiment: How often strokes are drawn, and by which seed.

    Returns:
        The glyphs and the pictures that could not be used.

    Raises:
        TrainingError: There is nothing there, or nothing of these.
    """
    if path.is_dir():
        return _load_folder(path, experiment)
    if not path.exists():
        raise TrainingError(f"There is no {path}. Name a folder, an .npz or a stroke file with --glyphs.")
    if path.suffix == ".json":
        return load_strokes_file(path, experiment.renderings, experiment.seed), []
    return load_set(path), []


def _load_folder(folder: Path, experiment: Experiment) -> tuple[GlyphSet, list[Skipped]]:
    files = sorted([*folder.glob("*.npz"), *folder.glob("*.json")])
    loaded = [load_own(file, experiment) for file in files]
    if folder_of_letters(folder):
        loaded.append(load_pictures(folder))
    if not loaded:
        raise TrainingError(
            f"There are no glyphs in {folder}: neither .npz sets, nor stroke files, nor folders named by letters."
        )
    return concatenate(glyphs for glyphs, _ in loaded), [one for _, skipped in loaded for one in skipped]


def load_set(path: Path) -> GlyphSet:
    """Load one ``.npz`` of glyphs and frame them.

    It holds `images` (N, H, W) uint8 upright, ink 255 on 0, and `labels` (N,) str of one letter each; and if it likes
    `writers` (N,) int, -1 unknown, and `folded`, true where capitals stand for either case.

    Raises:
        TrainingError: It is missing or not of this form.
    """
    known = {corpus.name: corpus for corpus in CORPORA}.get(path.stem, Corpus(path.stem))
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as columns:
            images, labels = columns["images"], columns["labels"]
            writers = columns["writers"] if "writers" in columns else np.full(len(labels), -1)
            folded = bool(columns["folded"].all()) if "folded" in columns else known.folded
    except (KeyError, ValueError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} needs the arrays images and labels: {error}.") from error
    if images.ndim != 3 or images.dtype != np.uint8 or not len(images) == len(labels) == len(writers):
        raise TrainingError(
            f"{path} holds images {images.shape} {images.dtype}, {len(labels)} labels and {len(writers)} writers. "
            "Images must be (N, H, W) uint8, with as many labels and writers."
        )
    if labels.dtype.kind != "U":
        raise TrainingError(f"{path} holds labels of {labels.dtype}; labels must be text, such as A or 7.")
    # The demo saves every sign of a page, also the one that no network names.
    named = labels != EQUALS
    images, labels, writers = images[named], labels[named], writers[named]
    frames = images.transpose(0, 2, 1).copy() if known.framed else frame_glyphs(clean_ink(image) for image in images)
    try:
        glyphs = GlyphSet.of_one_source(path.stem, frames, labels.tolist(), folded=folded, writers=writers)
    except ValueError as error:
        raise TrainingError(f"{path}: {error}") from error
    return glyphs[frames.max(axis=(1, 2), initial=0) > FAINT_FRAME]


def split_own(glyphs: GlyphSet, seed: int) -> Split:
    """Split your own glyphs: by writer where writers are known, at random where not, twins kept together.

    Raises:
        TrainingError: There is only one glyph of some letter, which cannot be both learnt and measured.
    """
    counts = Counter(glyphs.labels.tolist())
    lonely = sorted(letter for letter, count in counts.items() if count == 1)
    if lonely:
        raise TrainingError(
            f"There is only one glyph of {', '.join(lonely)}. Give at least two of each letter, or leave it out."
        )
    if len(glyphs) < SMALL:
        return split(glyphs, seed, *SMALL_SHARES)
    return split(glyphs, seed)
