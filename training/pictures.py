"""Letters as pictures in folders that are named by them: ``my-letters/A/*.png``.

A file system that does not tell `a` from `A`, or does not allow ``/`` or ``:`` in names, needs other names:
``lower-a`` and ``upper-A`` work for letters, ``U+002C`` (the code point) for anything, ``not-a-character`` for rejects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.alphabet import ALPHABET, NOT_A_CHARACTER
from model.decode import decode
from model.errors import PictureError
from model.frame import GlyphInk, frame_glyphs
from training.corpora import clean_ink
from training.errors import TrainingError
from training.glyphs import GlyphSet

ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"})
#: A picture whose darkest and brightest grey differ by less shows nothing.
LEAST_CONTRAST = 40


@dataclass(frozen=True, slots=True)
class Skipped:
    """A picture that was left out, and why."""

    path: Path
    reason: str


def folder_of_letters(folder: Path) -> dict[Path, str]:
    """The subfolders that are named by a letter, with it."""
    named = {child: letter_of(child.name) for child in sorted(folder.iterdir()) if child.is_dir()}
    return {child: letter for child, letter in named.items() if letter is not None}


def letter_of(name: str) -> str | None:
    """The letter a folder's name stands for, None where it is none."""
    if name.lower() == "not-a-character":
        return NOT_A_CHARACTER
    if match := re.fullmatch(r"(lower|upper)-([A-Za-z])", name, re.IGNORECASE):
        case, letter = match.groups()
        return letter.lower() if case.lower() == "lower" else letter.upper()
    if match := re.fullmatch(r"U\+([0-9A-Fa-f]{4})", name):
        name = chr(int(match[1], 16))
    return name if name in ALPHABET else None


def load_pictures(folder: Path) -> tuple[GlyphSet, list[Skipped]]:
    """Load and frame every picture of a letter, dark on light or light on dark.

    Args:
        folder: Holds one folder for each letter.

    Returns:
        The glyphs, under the folder's name as corpus, and the pictures that could not be used.

    Raises:
        TrainingError: No picture could be used.
    """
    labelled = [
        (path, letter)
        for child, letter in folder_of_letters(folder).items()
        for path in sorted(child.iterdir())
        if path.suffix.lower() in ENDINGS
    ]
    inks = [_ink_or_reason(path) for path, _ in labelled]
    skipped = [
        Skipped(path, found) for (path, _), found in zip(labelled, inks, strict=True) if isinstance(found, str)
    ]
    good = [(found, letter) for found, (_, letter) in zip(inks, labelled, strict=True) if not isinstance(found, str)]
    if not good:
        raise TrainingError(f"No picture in {folder} can be used ({len(skipped)} skipped). {_ADVICE}")
    frames = frame_glyphs(ink for ink, _ in good)
    return GlyphSet.of_one_source(folder.name or "pictures", frames, [letter for _, letter in good]), skipped


_ADVICE = "Put pictures of one letter each into folders named by it: A/1.png, lower-a/1.png, U+002C/1.png."


def _ink_or_reason(path: Path) -> GlyphInk | str:
    """The ink of one picture, or why it cannot be used."""
    try:
        grey = decode(path.read_bytes()).grey
    except PictureError as error:
        return str(error)
    except OSError as error:
        return f"The file cannot be read: {error.strerror}."
    ink = ink_of(grey)
    return ink if ink.any() else "Nothing is written on it."


def ink_of(grey: NDArray[np.uint8]) -> GlyphInk:
    """The ink of a picture of one glyph: how far each pixel is from the paper at the edge.

    Args:
        grey: (H, W) uint8, 0 black to 255 white.

    Returns:
        (H, W) uint8, ink up to 255 on 0; all 0 where nothing is written.
    """
    paper = float(np.median(_edge(grey)))
    distance = np.abs(grey.astype(np.float32) - paper)
    if distance.max(initial=0) < LEAST_CONTRAST:
        return np.zeros_like(grey)
    return clean_ink(np.asarray(distance, np.uint8))


def _edge(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])


def told(skipped: Sequence[Skipped], most: int = 10) -> list[str]:
    """What to tell of skipped pictures: the first ones by name, and how many there are."""
    lines = [f"Skipped {one.path}: {one.reason}" for one in skipped[:most]]
    return [*lines, f"{len(skipped)} pictures were skipped."] if skipped else []
