"""The glyph sets on disk, each turned into framed glyphs.

A folder of glyph sets holds ``.npz`` files (`images` (N, H, W) uint8 upright, ink 255 on 0; `labels` str;
`writers` int, -1 unknown) and ``chars74k-strokes.json``.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.frame import GlyphInk, frame_glyphs
from training.errors import TrainingError
from training.glyphs import GlyphSet
from training.strokes import draw_strokes, varied


@dataclass(frozen=True, slots=True)
class Corpus:
    """What must be known of a glyph set to train on it.

    Attributes:
        name: The file's stem.
        folded: Whether its labels are capitals for either case.
        framed: Whether its pictures are EMNIST frames already (upright), so that they only need turning.
        trainable: False where no licence allows shipped weights to be trained on it.
    """

    name: str
    folded: bool = False
    framed: bool = False
    trainable: bool = True


CORPORA: tuple[Corpus, ...] = (
    Corpus("emnist-letters-case-folded", folded=True, framed=True),
    Corpus("emnist-like-case-folded", folded=True),
    Corpus("az-capitals"),
    Corpus("nist-sd19-case-folded", folded=True),
    Corpus("nist-sd19-vowels"),
    Corpus("femnist-digits"),
    Corpus("omniglot-latin"),
    Corpus("mouse-drawn-capitals", trainable=False),
    Corpus("pen-writers-validate", trainable=False),
)
STROKES = "chars74k-strokes"

#: Greys below this are noise of scanning or scaling, not ink.
FAINT = 40
#: Frames without a pixel stronger than this are blank pictures.
FAINT_FRAME = 100


def load_corpus(folder: Path, corpus: Corpus) -> GlyphSet:
    """Load one glyph set and frame it.

    Args:
        folder: Where the glyph sets are.
        corpus: Which one.

    Raises:
        TrainingError: The file is missing or not of the expected form.
    """
    path = folder / f"{corpus.name}.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as columns:
            images, labels, writers = columns["images"], columns["labels"], columns["writers"]
    except FileNotFoundError as error:
        raise TrainingError(f"There is no glyph set {path}. Name the folder that holds it with --glyphs.") from error
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} needs the arrays images, labels and writers: {error}.") from error
    known = np.array([len(label) == 1 and label.isascii() for label in labels.tolist()])
    images, labels, writers = images[known], labels[known], writers[known]
    frames = images.transpose(0, 2, 1).copy() if corpus.framed else frame_glyphs(clean_ink(image) for image in images)
    glyphs = GlyphSet.of_one_source(corpus.name, frames, labels.tolist(), folded=corpus.folded, writers=writers)
    return glyphs[frames.max(axis=(1, 2), initial=0) > FAINT_FRAME]


def clean_ink(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take faint greys away and stretch the rest to 255."""
    strongest = max(int(image.max(initial=0)), FAINT + 1)
    ink = (image.astype(np.float32) - FAINT) * (255 / (strongest - FAINT))
    return np.asarray(np.clip(ink, 0, 255), np.uint8)


def load_strokes(folder: Path, renderings: int, seed: int) -> GlyphSet:
    """Load the pen strokes of Chars74K and draw each glyph several times.

    Args:
        folder: Where the glyph sets are.
        renderings: How often each glyph is drawn, with another pen and slant each time; 1 draws it as it was
            written with a pen of middle width.
        seed: Of the chance.

    Raises:
        TrainingError: The file is missing.
    """
    return load_strokes_file(folder / f"{STROKES}.json", renderings, seed)


def load_strokes_file(path: Path, renderings: int, seed: int) -> GlyphSet:
    """Load any stroke file as `load_strokes` does: ``{letter: [{writer, strokes: [[[x, y], ...], ...]}]}``.

    Raises:
        TrainingError: The file is missing or not of this form.
    """
    try:
        letters = json.loads(path.read_text(encoding="utf-8"))
        inks, labels, writers = _drawn(letters, renderings, seed)
        return GlyphSet.of_one_source(path.stem, frame_glyphs(inks), labels, writers=np.array(writers, np.int64))
    except OSError as error:
        raise TrainingError(f"There are no strokes at {path}. Name their folder with --glyphs.") from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{path} is no stroke file ({error}). See `load_strokes_file` for the form.") from error


def _drawn(
    letters: dict[str, list[dict[str, Any]]], renderings: int, seed: int
) -> tuple[list[GlyphInk], list[str], list[int]]:
    """Ink, label and writer of each drawing."""
    rng = np.random.default_rng(seed)
    inks, labels, writers = [], [], []
    for letter, samples in sorted(letters.items()):
        for sample in samples:
            strokes = [np.asarray(stroke, np.float64) for stroke in sample["strokes"] if stroke]
            for rendering in range(renderings):
                drawn = varied(strokes, rng) if rendering else strokes
                inks.append(draw_strokes(drawn, rng.uniform(0.025, 0.16) if rendering else 0.08))
                labels.append(letter)
                writers.append(int(sample["writer"]))
    return inks, labels, writers
